"""Telling the people concerned that their case has moved."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.errors import AkunNotFound
from app.akun.service import AkunService
from app.core.peran import Jabatan
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keluarga.subjek import Subjek
from app.notifikasi.kabar import JenisKabar, Kabar
from app.notifikasi.kotak_masuk import KotakMasukService
from app.notifikasi.service import NotifikasiService
from app.usulan.models import Usulan
from app.usulan.status import teks_status

TEMPLAT = "usulan_berubah"


class Pemberitahuan:
    """At every step a message to proposer and subject, in the inbox and by e-mail, committed with the step or not.

    An office that proposed finds the news in its officer's inbox; his work list tells the rest, so no e-mail.
    """

    def __init__(self, akun: AkunService, kotak: KotakMasukService, notifikasi: NotifikasiService, tautan: str) -> None:
        self._akun = akun
        self._kotak = kotak
        self._notifikasi = notifikasi
        self._tautan = tautan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the notifier on this session."""
        return cls(
            AkunService.rakit(sesi, wadah),
            KotakMasukService.rakit(sesi, wadah),
            NotifikasiService.rakit(sesi, wadah),
            wadah.pengaturan.surel.tautan,
        )

    async def kabari(self, usulan: Usulan, subjek: Subjek, alasan: AlasanMasuk | None) -> None:
        """Tell where the case stands now, and why and what to do when it was returned or refused."""
        subjek_akun = await self._akun.warga(usulan.nik_indeks) if usulan.nik_indeks else ()
        await self._kotak.tulis({usulan.pengusul_id, *subjek_akun}, _kabar(usulan, alasan))
        data = {
            "nomor": usulan.nomor or "-",
            "status": teks_status(usulan.status, usulan.jenis, usulan.subjenis).id,
            "keterangan": _keterangan(alasan),
            "tautan": self._tautan,
        }
        for surel, nama in (await self._alamat(usulan, subjek, subjek_akun)).items():
            await self._notifikasi.kirim_surel(surel, TEMPLAT, {"nama": nama, **data})

    async def _alamat(self, usulan: Usulan, subjek: Subjek, subjek_akun: Iterable[UUID]) -> dict[str, str]:
        """Return names by address: the one written on the case, and those of the citizens' accounts."""
        alamat = {subjek.surel.lower(): subjek.nama} if subjek.surel else {}
        pengusul = {usulan.pengusul_id} if usulan.pengusul_jabatan is Jabatan.WARGA else set()
        for akun_id in sorted(pengusul | set(subjek_akun)):
            with suppress(AkunNotFound):
                akun = await self._akun.ambil(akun_id)
                if surel := self._akun.identitas(akun).surel:
                    alamat[surel.lower()] = akun.nama
        return alamat


def _keterangan(alasan: AlasanMasuk | None) -> str:
    return f"{alasan.penjelasan}\n{alasan.langkah_berikutnya}" if alasan else ""


def _kabar(usulan: Usulan, alasan: AlasanMasuk | None) -> Kabar:
    nomor, keterangan = usulan.nomor or "-", _keterangan(alasan)
    status = teks_status(usulan.status, usulan.jenis, usulan.subjenis)
    return Kabar(
        JenisKabar.USULAN,
        Teks("Perkembangan usulan", "News of a proposal"),
        Teks(f"Usulan {nomor}: {status.id}.\n{keterangan}".strip(), f"{nomor}: {status.en}.\n{keterangan}".strip()),
        f"usulan/{usulan.ref.teks}",
    )
