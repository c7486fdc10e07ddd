"""Wiring of the search."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.pencarian.service import PencarianService


async def _pencarian(sesi: SessionDep, wadah: WadahDep) -> PencarianService:
    return PencarianService.rakit(sesi, wadah)


PencarianServiceDep = Annotated[PencarianService, Depends(_pencarian)]
