"""Wiring of the criteria's service."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.kriteria.service import KriteriaService


async def _kriteria(sesi: SessionDep, wadah: WadahDep) -> KriteriaService:
    return KriteriaService.rakit(sesi, wadah)


KriteriaServiceDep = Annotated[KriteriaService, Depends(_kriteria)]
