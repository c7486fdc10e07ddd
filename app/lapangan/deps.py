"""Wiring of the services of field work."""

from typing import Annotated

from fastapi import Depends

from app.core.auth import PelakuDep
from app.core.deps import SessionDep, WadahDep
from app.lapangan.mutu import MutuService
from app.lapangan.paket import PaketService
from app.lapangan.pantau import PantauService
from app.lapangan.sinkron import SinkronService
from app.lapangan.titipan import TitipanService
from app.lapangan.unggahan import UnggahanService


async def _paket(sesi: SessionDep, wadah: WadahDep) -> PaketService:
    return PaketService.rakit(sesi, wadah)


async def _unggahan(sesi: SessionDep, wadah: WadahDep) -> UnggahanService:
    return UnggahanService.rakit(sesi, wadah)


async def _titipan(sesi: SessionDep, wadah: WadahDep) -> TitipanService:
    return TitipanService.rakit(sesi, wadah)


async def _sinkron(_pelaku: PelakuDep, sesi: SessionDep, wadah: WadahDep) -> SinkronService:
    # Each item has a transaction of its own: this request's, which only knows who is asking, gives its connection back.
    await sesi.close()
    return SinkronService(wadah)


async def _pantau(sesi: SessionDep, wadah: WadahDep) -> PantauService:
    return PantauService.rakit(sesi, wadah)


async def _mutu(sesi: SessionDep, wadah: WadahDep) -> MutuService:
    return MutuService.rakit(sesi, wadah)


PantauServiceDep = Annotated[PantauService, Depends(_pantau)]
MutuServiceDep = Annotated[MutuService, Depends(_mutu)]
PaketServiceDep = Annotated[PaketService, Depends(_paket)]
UnggahanServiceDep = Annotated[UnggahanService, Depends(_unggahan)]
TitipanServiceDep = Annotated[TitipanService, Depends(_titipan)]
SinkronServiceDep = Annotated[SinkronService, Depends(_sinkron)]
