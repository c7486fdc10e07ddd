"""Versions that a client names before a change (If-Match), so no update is lost."""

from typing import Protocol

from app.core.galat_umum import VersiBasi


class Berversi(Protocol):
    """A row whose version clients name."""

    @property
    def versi(self) -> int:
        """Rises with every change."""


def etag(versi: int) -> str:
    """Return the strong entity tag of a version number."""
    return f'"v{versi}"'


def pastikan_versi(diminta: int | None, sekarang: int) -> None:
    """Refuse a stale precondition.

    Raises:
        VersiBasi: the object has another version by now.
    """
    if diminta is not None and diminta != sekarang:
        raise VersiBasi
