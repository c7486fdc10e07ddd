"""What is forgotten or moved by the clock."""

from datetime import timedelta
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.wadah import Wadah
from app.lapangan.draf import DrafService
from app.lapangan.repository import LapanganRepository
from app.lapangan.unggahan import UnggahanService
from app.lapangan.vonis import DITUTUP
from app.verval.status import StatusPenugasan
from app.verval.survei_penugasan import PenugasanService

_SEKALIGUS: Final = 500


class Perapian:
    """One sweep."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._aturan = wadah.pengaturan.lapangan
        self._repo = LapanganRepository(sesi)
        self._draf = DrafService.rakit(sesi, wadah)
        self._unggahan = UnggahanService.rakit(sesi, wadah)
        self._penugasan = PenugasanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the sweep on this session."""
        return cls(sesi, wadah)

    async def jalankan(self) -> None:
        """Move drafts of closed assignments, drop expired uploads, forget old verdicts."""
        for draf in await self._repo.draf_tertua(_SEKALIGUS):
            penugasan = await self._penugasan.ambil(draf.ref)
            if penugasan is not None and penugasan.status is not StatusPenugasan.AKTIF:
                await self._draf.titipkan(draf, penugasan, DITUTUP[penugasan.status].kode)
        await self._unggahan.hapus_habis(_SEKALIGUS)
        await self._repo.hapus_item(now() - timedelta(days=self._aturan.item_hari))
