"""Wiring of the calendar's services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.periode.service import PeriodeService
from app.periode.service_padan import AturanPadanService


async def periode_service(sesi: SessionDep) -> PeriodeService:
    """Return the service on the request's transaction."""
    return PeriodeService.rakit(sesi)


async def _aturan_padan(sesi: SessionDep, wadah: WadahDep) -> AturanPadanService:
    return AturanPadanService.rakit(sesi, wadah)


PeriodeServiceDep = Annotated[PeriodeService, Depends(periode_service)]
AturanPadanServiceDep = Annotated[AturanPadanService, Depends(_aturan_padan)]
