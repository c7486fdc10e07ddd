"""Conditional GET for public reference data: caches keep an answer for an hour, then ask whether it changed."""

import hashlib
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Header, Response
from pydantic import BaseModel

UMUR_DETIK: Final = 3600
TIDAK_BERUBAH: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "You hold the present answer."}}
"""Addition to the `responses` of a route."""
_M = TypeVar("_M", bound=BaseModel)


class Acuan:
    """Puts a weak tag, the digest of the answer, and the cache rule on it; answers 304 to who has it already."""

    def __init__(self, response: Response, if_none_match: str | None) -> None:
        self._response = response
        self._dimiliki = {t.strip().removeprefix("W/") for t in (if_none_match or "").split(",")}

    def kirim(self, isi: _M) -> _M | Response:
        """Return `isi` with its headers, or the empty 304."""
        sidik = f'"{hashlib.sha256(isi.model_dump_json().encode()).hexdigest()[:32]}"'
        tajuk = {"ETag": f"W/{sidik}", "Cache-Control": f"public, max-age={UMUR_DETIK}"}
        if self._dimiliki & {sidik, "*"}:
            return Response(status_code=304, headers=tajuk)
        self._response.headers.update(tajuk)
        return isi


async def _acuan(
    response: Response,
    if_none_match: Annotated[str | None, Header(description="Tags of the answers that you hold.")] = None,
) -> Acuan:
    return Acuan(response, if_none_match)


AcuanDep = Annotated[Acuan, Depends(_acuan)]
