"""Telling the people concerned that their case has moved."""

from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.keluarga.subjek import Subjek
from app.notifikasi.service import NotifikasiService
from app.usulan.models import Usulan
from app.usulan.status import TEKS_STATUS

TEMPLAT = "usulan_berubah"


class Pemberitahuan:
    """Queues one e-mail per step to whoever left an address; it leaves if and only if the step is committed."""

    def __init__(self, notifikasi: NotifikasiService, tautan: str) -> None:
        self._notifikasi = notifikasi
        self._tautan = tautan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the notifier on this session."""
        return cls(NotifikasiService.rakit(sesi, wadah), wadah.pengaturan.surel.tautan)

    async def kabari(self, usulan: Usulan, subjek: Subjek, alasan: AlasanMasuk | None) -> None:
        """Tell where the case stands now, and why and what to do when it was returned or refused."""
        if not subjek.surel:
            return
        keterangan = f"{alasan.penjelasan}\n{alasan.langkah_berikutnya}" if alasan else ""
        await self._notifikasi.kirim_surel(
            subjek.surel,
            TEMPLAT,
            {
                "nama": subjek.nama,
                "nomor": usulan.nomor or "-",
                "status": TEKS_STATUS[usulan.status].id,
                "keterangan": keterangan,
                "tautan": self._tautan,
            },
        )
