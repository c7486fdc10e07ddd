"""Wiring of the objections' services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.keberatan.meja import MejaKeberatan
from app.keberatan.meja_usulan import MejaKeberatanUsulan
from app.keberatan.service import KeberatanDesilService
from app.keberatan.service_usulan import KeberatanUsulanService


async def _keberatan(sesi: SessionDep, wadah: WadahDep) -> KeberatanDesilService:
    return KeberatanDesilService.rakit(sesi, wadah)


async def _meja(sesi: SessionDep, wadah: WadahDep) -> MejaKeberatan:
    return MejaKeberatan.rakit(sesi, wadah)


async def _keberatan_usulan(sesi: SessionDep, wadah: WadahDep) -> KeberatanUsulanService:
    return KeberatanUsulanService.rakit(sesi, wadah)


async def _meja_usulan(sesi: SessionDep, wadah: WadahDep) -> MejaKeberatanUsulan:
    return MejaKeberatanUsulan.rakit(sesi, wadah)


KeberatanDesilDep = Annotated[KeberatanDesilService, Depends(_keberatan)]
MejaKeberatanDep = Annotated[MejaKeberatan, Depends(_meja)]
KeberatanUsulanDep = Annotated[KeberatanUsulanService, Depends(_keberatan_usulan)]
MejaKeberatanUsulanDep = Annotated[MejaKeberatanUsulan, Depends(_meja_usulan)]
