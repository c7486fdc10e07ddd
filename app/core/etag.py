"""ETag and If-Match: a change names the version that it changes, so no update is lost."""

import re
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Response

from app.core.galat_umum import IfMatchWajib, VersiBasi


class Berversi(Protocol):
    """A row whose version clients name."""

    @property
    def versi(self) -> int:
        """Rises with every change."""


B = TypeVar("B", bound=Berversi)
_KUAT = re.compile(r'"v(\d{1,9})"')


def etag(versi: int) -> str:
    """Return the strong entity tag of a version number."""
    return f'"v{versi}"'


def tulis_etag(response: Response, versi: int) -> None:
    """Put the version's tag on the answer."""
    response.headers["ETag"] = etag(versi)


def beretag(response: Response, baris: B) -> B:
    """Put the row's version on the answer and return the row, which becomes the body."""
    tulis_etag(response, baris.versi)
    return baris


async def _baca(
    if_match: Annotated[str | None, Header(description='Version that you read, e.g. `"v3"`.')] = None,
) -> int | None:
    """Return the version named by If-Match; None without the header.

    Weak, foreign and list forms can never match strongly, so they are stale (412). `*` names no version.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    cocok = _KUAT.fullmatch(if_match.strip())
    if not cocok:
        raise VersiBasi
    return int(cocok[1])


async def _wajib(versi: Annotated[int | None, Depends(_baca)]) -> int:
    if versi is None:
        raise IfMatchWajib
    return versi


IfMatchDep = Annotated[int | None, Depends(_baca)]
"""Optional precondition, for transitions."""
IfMatchWajibDep = Annotated[int, Depends(_wajib)]
"""Required precondition, for PATCH, PUT and DELETE."""


def pastikan_versi(diminta: int | None, sekarang: int) -> None:
    """Refuse a stale precondition.

    Raises:
        VersiBasi: the object has another version by now.
    """
    if diminta is not None and diminta != sekarang:
        raise VersiBasi
