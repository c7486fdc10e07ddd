"""Blind indexes in tests that run under changing keys."""

from collections.abc import Iterable
from uuid import UUID

from app.core.crypto import Tujuan
from app.core.kolom_sandi import KunciProses


def kini(indeks: Iterable[UUID | None], tujuan: Tujuan = Tujuan.NIK) -> list[UUID]:
    """Return indexes under the key that is active now, whichever was active when each was read."""
    return [KunciProses.sebangun(tujuan, i)[0] for i in indeks if i is not None]
