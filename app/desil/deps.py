"""Wiring of the desil services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.desil.banding_model import BandingService
from app.desil.kurang import KurangService
from app.desil.laporan import LaporanService
from app.desil.model_pmt import ModelService
from app.desil.putaran import PutaranService
from app.desil.service import DesilService


async def desil_service(sesi: SessionDep, wadah: WadahDep) -> DesilService:
    """Return the read side on the request's transaction."""
    return DesilService.rakit(sesi, wadah)


async def putaran_service(sesi: SessionDep, wadah: WadahDep) -> PutaranService:
    """Return the runs' service on the request's transaction."""
    return PutaranService.rakit(sesi, wadah)


async def model_service(sesi: SessionDep) -> ModelService:
    """Return the models' service on the request's transaction."""
    return ModelService.rakit(sesi)


async def banding_service(sesi: SessionDep) -> BandingService:
    """Return the service of comparisons on the request's transaction."""
    return BandingService.rakit(sesi)


async def laporan_service(sesi: SessionDep, wadah: WadahDep) -> LaporanService:
    """Return the reports' service on the request's transaction."""
    return LaporanService.rakit(sesi, wadah)


async def kurang_service(sesi: SessionDep, wadah: WadahDep) -> KurangService:
    """Return the service of who cannot be ranked on the request's transaction."""
    return KurangService.rakit(sesi, wadah)


DesilServiceDep = Annotated[DesilService, Depends(desil_service)]
PutaranServiceDep = Annotated[PutaranService, Depends(putaran_service)]
ModelServiceDep = Annotated[ModelService, Depends(model_service)]
BandingServiceDep = Annotated[BandingService, Depends(banding_service)]
LaporanServiceDep = Annotated[LaporanService, Depends(laporan_service)]
KurangServiceDep = Annotated[KurangService, Depends(kurang_service)]
