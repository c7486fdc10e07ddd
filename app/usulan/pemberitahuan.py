"""Telling the people concerned that their case has moved."""

from contextlib import suppress
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.errors import AkunNotFound
from app.akun.service import AkunService
from app.core.peran import Jabatan
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.keluarga.subjek import Subjek
from app.notifikasi.service import NotifikasiService
from app.usulan.models import Usulan
from app.usulan.status import TEKS_STATUS

TEMPLAT = "usulan_berubah"


class Pemberitahuan:
    """Queues one e-mail per step to the proposer and to the subject; it leaves if and only if the step is committed."""

    def __init__(self, akun: AkunService, notifikasi: NotifikasiService, tautan: str) -> None:
        self._akun = akun
        self._notifikasi = notifikasi
        self._tautan = tautan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the notifier on this session."""
        notifikasi = NotifikasiService.rakit(sesi, wadah)
        return cls(AkunService.rakit(sesi, wadah), notifikasi, wadah.pengaturan.surel.tautan)

    async def kabari(self, usulan: Usulan, subjek: Subjek, alasan: AlasanMasuk | None) -> None:
        """Tell where the case stands now, and why and what to do when it was returned or refused."""
        data = {
            "nomor": usulan.nomor or "-",
            "status": TEKS_STATUS[usulan.status].id,
            "keterangan": f"{alasan.penjelasan}\n{alasan.langkah_berikutnya}" if alasan else "",
            "tautan": self._tautan,
        }
        for surel, nama in (await self._alamat(usulan, subjek)).items():
            await self._notifikasi.kirim_surel(surel, TEMPLAT, {"nama": nama, **data})

    async def _alamat(self, usulan: Usulan, subjek: Subjek) -> dict[str, str]:
        """Return names by address; an office that proposed sees its work list instead."""
        alamat = {subjek.surel.lower(): subjek.nama} if subjek.surel else {}
        if usulan.pengusul_jabatan is Jabatan.WARGA:
            with suppress(AkunNotFound):
                akun = await self._akun.ambil(usulan.pengusul_id)
                if surel := self._akun.identitas(akun).surel:
                    alamat[surel.lower()] = akun.nama
        return alamat
