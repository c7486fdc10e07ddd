"""Wiring of the objections' services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.keberatan.meja import MejaKeberatan
from app.keberatan.service import KeberatanDesilService


def _keberatan(sesi: SessionDep, wadah: WadahDep) -> KeberatanDesilService:
    return KeberatanDesilService.rakit(sesi, wadah)


def _meja(sesi: SessionDep, wadah: WadahDep) -> MejaKeberatan:
    return MejaKeberatan.rakit(sesi, wadah)


KeberatanDesilDep = Annotated[KeberatanDesilService, Depends(_keberatan)]
MejaKeberatanDep = Annotated[MejaKeberatan, Depends(_meja)]
