"""Wiring of PPKS and PSKS."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.ppks.service import PpksService


def _ppks_service(sesi: SessionDep, wadah: WadahDep) -> PpksService:
    return PpksService.rakit(sesi, wadah)


PpksServiceDep = Annotated[PpksService, Depends(_ppks_service)]
