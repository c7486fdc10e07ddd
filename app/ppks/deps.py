"""Wiring of PPKS and PSKS."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.ppks.kembar import KembarService
from app.ppks.service import PpksService


async def _ppks_service(sesi: SessionDep, wadah: WadahDep) -> PpksService:
    return PpksService.rakit(sesi, wadah)


async def _kembar_service(sesi: SessionDep, wadah: WadahDep) -> KembarService:
    return KembarService.rakit(sesi, wadah)


KembarServiceDep = Annotated[KembarService, Depends(_kembar_service)]
PpksServiceDep = Annotated[PpksService, Depends(_ppks_service)]
