"""Wiring of the period service."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep
from app.periode.service import PeriodeService


def periode_service(sesi: SessionDep) -> PeriodeService:
    """Return the service on the request's transaction."""
    return PeriodeService.rakit(sesi)


PeriodeServiceDep = Annotated[PeriodeService, Depends(periode_service)]
