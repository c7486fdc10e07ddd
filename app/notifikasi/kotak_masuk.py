"""The inbox of an account: everything that it was told, whether or not an e-mail reached anybody."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.paging import Halaman, Potongan
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.notifikasi.errors import KabarNotFound
from app.notifikasi.kabar import Kabar, KabarTerbuka
from app.notifikasi.models import KotakMasuk
from app.notifikasi.repository import KotakMasukRepository

TABEL: Final = "kotak_masuk"
HITUNG_MAKS: Final = 100
"""A badge says `99+`; nobody needs an exact larger number, and counting it would cost."""


class KotakMasukService:
    """Writes into inboxes with the change that is told of, and shows each holder his own."""

    def __init__(self, repo: KotakMasukRepository, sandi: Sandi) -> None:
        self._repo = repo
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(KotakMasukRepository(sesi), wadah.sandi)

    async def tulis(self, akun_ids: Iterable[UUID], kabar: Kabar) -> None:
        """Put the message into each of these inboxes, once."""
        await self._repo.add(*(self._baris(akun_id, kabar) for akun_id in sorted(set(akun_ids))))

    async def daftar(self, akun_id: UUID, hal: Halaman, *, belum_dibaca: bool) -> Potongan[KabarTerbuka]:
        """Return a page of the account's inbox, newest first."""
        hasil = await self._repo.daftar(akun_id, hal, belum_dibaca=belum_dibaca)
        return Potongan([self._buka(p) for p in hasil.data], hasil.halaman)

    async def jumlah_belum(self, akun_id: UUID) -> int:
        """Return how many messages are unread, `HITUNG_MAKS` at most."""
        return await self._repo.jumlah_belum(akun_id, HITUNG_MAKS)

    async def tandai(self, akun_id: UUID, pesan_id: UUID) -> KabarTerbuka:
        """Mark one message as read; doing it again changes nothing.

        Raises:
            KabarNotFound: no such message in this inbox.
        """
        pesan = await self._repo.get(akun_id, pesan_id)
        if pesan is None:
            raise KabarNotFound
        pesan.dibaca_at = pesan.dibaca_at or now()
        return self._buka(pesan)

    async def tandai_sampai(self, akun_id: UUID, pesan_id: UUID) -> None:
        """Mark this message and every older one as read: what came since was not seen.

        Raises:
            KabarNotFound: no such message in this inbox.
        """
        await self.tandai(akun_id, pesan_id)
        await self._repo.tandai_semua(akun_id, pesan_id, now())

    async def lupakan(self, hari: int) -> None:
        """Delete messages older than so many days; the cases themselves keep their histories."""
        await self._repo.hapus(now() - timedelta(days=hari))

    def _baris(self, akun_id: UUID, kabar: Kabar) -> dict[str, Any]:
        pesan_id = id_baru()
        isi = {"judul": kabar.judul, "isi": kabar.isi}
        segel = self._sandi.segel(isi, TABEL, pesan_id)
        return {
            "akun_id": akun_id,
            "id": pesan_id,
            "jenis": kabar.jenis,
            "objek": kabar.objek,
            "kunci_data": segel.kunci_data,
            "isi": segel.isi,
            "created_at": now(),
            "dibaca_at": None,
        }

    def _buka(self, pesan: KotakMasuk) -> KabarTerbuka:
        isi = self._sandi.buka(pesan.kunci_data, pesan.isi, TABEL, pesan.id)
        return KabarTerbuka(
            id=pesan.id,
            jenis=pesan.jenis,
            judul=Teks(*isi["judul"]),
            isi=Teks(*isi["isi"]),
            objek=pesan.objek,
            created_at=pesan.created_at,
            dibaca_at=pesan.dibaca_at,
        )
