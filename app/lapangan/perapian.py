"""What is forgotten or moved by the clock."""

from datetime import timedelta
from typing import Final, Self

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.crypto import SandiTidakCocok
from app.core.db import titik_simpan
from app.core.logging import rincian
from app.core.wadah import Wadah
from app.lapangan.draf import DrafService
from app.lapangan.repository import LapanganRepository
from app.lapangan.unggahan import UnggahanService
from app.lapangan.vonis import DITUTUP
from app.verval.status import StatusPenugasan
from app.verval.survei_penugasan import PenugasanService

_SEKALIGUS: Final = 500
_log = structlog.get_logger("dtks.lapangan")


class Perapian:
    """One sweep."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
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
            ref = draf.ref
            penugasan = await self._penugasan.ambil(ref)
            if penugasan is None or penugasan.status is StatusPenugasan.AKTIF:
                continue
            try:
                async with titik_simpan(self._sesi):
                    await self._draf.titipkan(draf, penugasan, DITUTUP[penugasan.status].kode)
            except (SandiTidakCocok, ValueError) as galat:  # it does not open: for a person to look at, not for others
                _log.error("draf-tertinggal", penugasan=str(ref), **rincian(galat))
        await self._unggahan.hapus_habis(_SEKALIGUS)
        await self._repo.hapus_item(now() - timedelta(days=self._aturan.item_hari))
