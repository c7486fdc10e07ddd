"""Conditional GET: who holds the present answer is told so; caches keep public reference data for an hour."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Annotated, Any, ClassVar, Final, TypeVar

from fastapi import Depends, Header, Response
from pydantic import BaseModel

UMUR_DETIK: Final = 3600
TIDAK_BERUBAH: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "You hold the present answer."}}
"""Addition to the `responses` of a route."""
_M = TypeVar("_M", bound=BaseModel)
_Dimiliki = Annotated[str | None, Header(alias="if-none-match", description="Tags of the answers that you hold.")]


class Tanda:
    """Puts a weak tag, the digest of the answer, on it; answers 304 to who has it already. It is for nobody's cache."""

    _tajuk: ClassVar[Mapping[str, str]] = {}

    def __init__(self, response: Response, dimiliki: str | None) -> None:
        self._response = response
        self._dimiliki = {t.strip().removeprefix("W/") for t in (dimiliki or "").split(",")}

    def memiliki(self, isi: BaseModel, *, tanpa: Collection[str] = ()) -> bool:
        """Put the headers of `isi` on the answer; return whether the client has it. Fields `tanpa` do not count."""
        sidik = f'"{hashlib.sha256(isi.model_dump_json(exclude=set(tanpa)).encode()).hexdigest()[:32]}"'
        self._response.headers.update({"ETag": f"W/{sidik}", **self._tajuk})
        return bool(self._dimiliki & {sidik, "*"})

    def tidak_berubah(self) -> Response:
        """Return the empty 304, once the answer has its headers."""
        return Response(status_code=304, headers={"ETag": self._response.headers["ETag"], **self._tajuk})

    def kirim(self, isi: _M) -> _M | Response:
        """Return `isi` with its headers, or the empty 304."""
        return self.tidak_berubah() if self.memiliki(isi) else isi


class Acuan(Tanda):
    """The same for public reference data, which every cache may keep."""

    _tajuk: ClassVar[Mapping[str, str]] = {"Cache-Control": f"public, max-age={UMUR_DETIK}"}


async def _tanda(response: Response, dimiliki: _Dimiliki = None) -> Tanda:
    return Tanda(response, dimiliki)


async def _acuan(response: Response, dimiliki: _Dimiliki = None) -> Acuan:
    return Acuan(response, dimiliki)


TandaDep = Annotated[Tanda, Depends(_tanda)]
AcuanDep = Annotated[Acuan, Depends(_acuan)]
