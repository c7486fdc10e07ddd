"""What the meeting asks of a later stage, which implements it."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from app.core.ids import Ref
from app.core.paging import Halaman, Potongan


class TerdaftarPort(Protocol):
    """Who is registered in a village, kept by penetapan."""

    async def keluarga(self, kode_desa: Collection[str], hal: Halaman) -> Potongan[UUID]:
        """Return a page of the families that have a registered member."""
        ...

    async def keluarga_pertama(self, kode_desa: Collection[str], sebanyak: int) -> list[UUID]:
        """Return the first of these families, in the order of the pages."""
        ...

    async def terdaftar(self, orang: Collection[Ref]) -> set[Ref]:
        """Return those of these persons who are registered now."""
        ...
