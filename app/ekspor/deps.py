"""Wiring of exports."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.ekspor.service import EksporService


async def _ekspor(sesi: SessionDep, wadah: WadahDep) -> EksporService:
    return EksporService.rakit(sesi, wadah)


EksporServiceDep = Annotated[EksporService, Depends(_ekspor)]
