"""Wiring of the services of field work, and the private entity tag of a package."""

import hashlib
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Response
from pydantic import BaseModel

from app.core.auth import PelakuDep
from app.core.deps import SessionDep, WadahDep
from app.lapangan.mutu import MutuService
from app.lapangan.paket import PaketService
from app.lapangan.pantau import PantauService
from app.lapangan.sinkron import SinkronService
from app.lapangan.titipan import TitipanService
from app.lapangan.unggahan import UnggahanService

M = TypeVar("M", bound=BaseModel)


class Tanda:
    """Answers 304 to who holds the same content already; unlike references, it is for nobody's cache."""

    def __init__(self, response: Response, if_none_match: str | None) -> None:
        self._response = response
        self._dimiliki = {t.strip().removeprefix("W/") for t in (if_none_match or "").split(",")}

    def memiliki(self, isi: BaseModel, *, tanpa: frozenset[str] = frozenset()) -> bool:
        """Put the content's tag on the answer; return whether the client has it. `tanpa` does not count."""
        sidik = f'"{hashlib.sha256(isi.model_dump_json(exclude=set(tanpa)).encode()).hexdigest()[:32]}"'
        self._response.headers["ETag"] = f"W/{sidik}"
        return bool(self._dimiliki & {sidik, "*"})

    def tidak_berubah(self) -> Response:
        """Return the empty 304."""
        return Response(status_code=304, headers={"ETag": self._response.headers["ETag"]})


async def _tanda(
    response: Response,
    if_none_match: Annotated[str | None, Header(description="ETag of the answer that you hold.")] = None,
) -> Tanda:
    return Tanda(response, if_none_match)


TandaDep = Annotated[Tanda, Depends(_tanda)]


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
