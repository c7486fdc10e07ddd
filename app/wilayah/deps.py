"""Wiring of the regions."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionBacaDep, SessionDep, WadahDep
from app.wilayah.service import WilayahService


async def _tulis(sesi: SessionDep, wadah: WadahDep) -> WilayahService:
    return WilayahService.rakit(sesi, wadah)


async def _baca(sesi: SessionBacaDep, wadah: WadahDep) -> WilayahService:
    return WilayahService.rakit(sesi, wadah)


WilayahServiceDep = Annotated[WilayahService, Depends(_tulis)]
WilayahBacaDep = Annotated[WilayahService, Depends(_baca)]
"""On a READ ONLY transaction: regions are public and nothing is audited."""
