"""Wiring of the meeting's services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.musyawarah.service import MusyawarahService


def _musyawarah(sesi: SessionDep, wadah: WadahDep) -> MusyawarahService:
    return MusyawarahService.rakit(sesi, wadah)


MusyawarahServiceDep = Annotated[MusyawarahService, Depends(_musyawarah)]
