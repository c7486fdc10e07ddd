"""Wiring of imports."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.impor.ralat import RalatImporService
from app.impor.service import ImporService


async def impor_service(sesi: SessionDep, wadah: WadahDep) -> ImporService:
    """Return the service on the request's transaction."""
    return ImporService(sesi, wadah)


ImporServiceDep = Annotated[ImporService, Depends(impor_service)]


async def ralat_impor_service(sesi: SessionDep, wadah: WadahDep) -> RalatImporService:
    """Return the service on the request's transaction."""
    return RalatImporService(sesi, wadah)


RalatImporServiceDep = Annotated[RalatImporService, Depends(ralat_impor_service)]
