"""Wiring of decision support."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.spk.service import UrutanService


async def _urutan(sesi: SessionDep, wadah: WadahDep) -> UrutanService:
    return UrutanService.rakit(sesi, wadah)


UrutanServiceDep = Annotated[UrutanService, Depends(_urutan)]
