"""Wiring of the services of double records."""

from typing import Annotated

from fastapi import Depends, Query

from app.core.deps import SessionDep, WadahDep
from app.duplikat.pemeriksaan import PemeriksaanService
from app.duplikat.pencarian import PencarianService
from app.duplikat.penggabungan import PenggabunganService
from app.duplikat.service import DuplikatService
from app.keluarga.kode import TujuanBaca


async def _duplikat(sesi: SessionDep, wadah: WadahDep) -> DuplikatService:
    return DuplikatService.rakit(sesi, wadah)


async def _pencarian(sesi: SessionDep, wadah: WadahDep) -> PencarianService:
    return PencarianService.rakit(sesi, wadah)


async def _pemeriksaan(sesi: SessionDep, wadah: WadahDep) -> PemeriksaanService:
    return PemeriksaanService.rakit(sesi, wadah)


async def _penggabungan(sesi: SessionDep, wadah: WadahDep) -> PenggabunganService:
    return PenggabunganService.rakit(sesi, wadah)


DuplikatServiceDep = Annotated[DuplikatService, Depends(_duplikat)]
PencarianServiceDep = Annotated[PencarianService, Depends(_pencarian)]
PemeriksaanServiceDep = Annotated[PemeriksaanService, Depends(_pemeriksaan)]
PenggabunganServiceDep = Annotated[PenggabunganService, Depends(_penggabungan)]
TujuanDep = Annotated[TujuanBaca, Query(description="Why you read it; the persons concerned can see this.")]
