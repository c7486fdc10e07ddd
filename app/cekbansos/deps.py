"""Wiring of the lookup."""

from typing import Annotated

from fastapi import Depends, Request

from app.cekbansos.jaringan import Asal, asal
from app.cekbansos.mitra import MitraService
from app.cekbansos.service import CekService
from app.core.deps import SessionDep, WadahDep


async def _cek_service(sesi: SessionDep, wadah: WadahDep) -> CekService:
    return CekService.rakit(sesi, wadah)


async def _mitra_service(sesi: SessionDep, wadah: WadahDep) -> MitraService:
    return MitraService.rakit(sesi, wadah)


async def _asal(request: Request) -> Asal:
    """Return the peer's address; forwarding headers are the server's business, which trusts named proxies only."""
    return asal(request.client.host if request.client else "")


CekServiceDep = Annotated[CekService, Depends(_cek_service)]
MitraServiceDep = Annotated[MitraService, Depends(_mitra_service)]
AsalDep = Annotated[Asal, Depends(_asal)]
