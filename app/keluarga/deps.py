"""Wiring of the registry's services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.keluarga.bacaan import BacaanService
from app.keluarga.jawaban import JawabanService
from app.keluarga.pengalihan import PengalihanService
from app.keluarga.perubahan import PerubahanService


async def _bacaan(sesi: SessionDep, wadah: WadahDep) -> BacaanService:
    return BacaanService.rakit(sesi, wadah)


async def _pengalihan(sesi: SessionDep, wadah: WadahDep) -> PengalihanService:
    return PengalihanService.rakit(sesi, wadah)


async def _perubahan(sesi: SessionDep, wadah: WadahDep) -> PerubahanService:
    return PerubahanService.rakit(sesi, wadah)


async def _jawaban(sesi: SessionDep, wadah: WadahDep) -> JawabanService:
    return JawabanService.rakit(sesi, wadah)


BacaanServiceDep = Annotated[BacaanService, Depends(_bacaan)]
PengalihanServiceDep = Annotated[PengalihanService, Depends(_pengalihan)]
PerubahanServiceDep = Annotated[PerubahanService, Depends(_perubahan)]
JawabanServiceDep = Annotated[JawabanService, Depends(_jawaban)]
