"""A second proof for acts that need one: a code to the holder's mailbox, which is asked for when he acts.

Any domain may use it with a purpose of its own (`usulan:mengundurkan-diri:…`). A code has eight digits, lives for some
minutes, works once and only for its account and purpose; five wrong tries in a quarter of an hour are the end of it.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.errors import KodeKonfirmasiTidakSah, SurelTidakAda
from app.akun.models import KodeSekali
from app.akun.repository_bukti import BuktiRepository
from app.akun.service import AkunService
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.ratelimit import Kuota, pakai, pakai_kuota
from app.core.wadah import Wadah
from app.notifikasi.service import NotifikasiService

_ANGKA: Final = 8
_COBA: Final = 5
_JENDELA: Final = 900
_KIRIM_SEJAM: Final = 5
_JAM: Final = 3600


class KonfirmasiService:
    """Sends one-time codes and takes them back."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._repo = BuktiRepository(sesi)
        self._akun = AkunService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(sesi, wadah)

    async def kirim(
        self, akun_id: UUID, tujuan: str, *, kepada: str | None = None, muatan: Mapping[str, str] | None = None
    ) -> None:
        """E-mail a code for `tujuan` to the account's holder; an earlier one for the same purpose is void.

        Args:
            akun_id: whose act it is.
            tujuan: what the code will be good for, at most 100 characters, nothing personal.
            kepada: another address to prove (a new e-mail); by default the account's own.
            muatan: what `pastikan` shall give back; sealed.

        Raises:
            AkunNotFound: no such account.
            SurelTidakAda: the account has no address to send to.
            TerlaluSering: five codes for this purpose within the hour.
        """
        akun = await self._akun.ambil(akun_id)
        surel = kepada or self._akun.identitas(akun).surel
        if not surel:
            raise SurelTidakAda
        sandi = self._wadah.sandi
        await pakai_kuota(self._sesi, sandi, "kode-kirim", f"{akun_id}|{tujuan}", Kuota(_KIRIM_SEJAM, _JAM))
        kode, kini, menit = f"{secrets.randbelow(10**_ANGKA):0{_ANGKA}}", now(), self._wadah.pengaturan.akun.kode_menit
        isi = json.dumps(dict(muatan), ensure_ascii=False).encode() if muatan else None
        await self._repo.simpan_kode(
            KodeSekali(
                akun_id=akun_id,
                tujuan=tujuan,
                sidik=sandi.indeks(Tujuan.TOKEN, _bahan(akun_id, tujuan, kode)),
                isi=sandi.enkripsi_sistem(isi, _aad(akun_id, tujuan)) if isi else None,
                kedaluwarsa_at=kini + timedelta(minutes=menit),
                created_at=kini,
            )
        )
        data = {"nama": akun.nama, "kode": kode, "menit": str(menit)}
        await NotifikasiService.rakit(self._sesi, self._wadah).kirim_surel(surel, "kode_sekali", data)
        await self._akun.catat(akun, "kode_dikirim", None, tujuan=tujuan)

    async def pastikan(self, akun_id: UUID, tujuan: str, kode: str) -> Mapping[str, str]:
        """Use the code up and return what was sealed with it; undone if the caller's transaction fails.

        Raises:
            KodeKonfirmasiTidakSah: unknown, used, expired, or for something else.
            TerlaluSering: five tries within a quarter of an hour; the right one does not help any more.
        """
        await pakai(self._wadah, "kode-coba", f"{akun_id}|{tujuan}", _COBA, _JENDELA)
        bahan = _bahan(akun_id, tujuan, "".join(c for c in kode if c.isalnum()))
        calon = self._wadah.sandi.indeks_calon(Tujuan.TOKEN, bahan)
        dipakai = await self._repo.pakai_kode(akun_id, tujuan, calon, now())
        if dipakai is None:
            raise KodeKonfirmasiTidakSah
        if dipakai.isi is None:
            return {}
        muatan: Mapping[str, str] = json.loads(self._wadah.sandi.dekripsi_sistem(dipakai.isi, _aad(akun_id, tujuan)))
        return muatan


def _bahan(akun_id: UUID, tujuan: str, kode: str) -> str:
    return f"sekali|{akun_id}|{tujuan}|{kode}"


def _aad(akun_id: UUID, tujuan: str) -> bytes:
    return f"dtks/kode_sekali/{akun_id}/{tujuan}".encode()
