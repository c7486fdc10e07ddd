"""Wiring of the inbox."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.notifikasi.kotak_masuk import KotakMasukService


async def _kotak_masuk_service(sesi: SessionDep, wadah: WadahDep) -> KotakMasukService:
    return KotakMasukService.rakit(sesi, wadah)


KotakMasukServiceDep = Annotated[KotakMasukService, Depends(_kotak_masuk_service)]
