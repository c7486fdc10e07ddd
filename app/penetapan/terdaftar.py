"""The registered of a village, as its meeting asks for them."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.wadah import Wadah
from app.penetapan.repository_terdaftar import TerdaftarRepository


class PembacaTerdaftar:
    """Implements the meeting's `TerdaftarPort`."""

    def __init__(self, repo: TerdaftarRepository) -> None:
        self._repo = repo

    @classmethod
    def rakit(cls, sesi: AsyncSession, _wadah: Wadah) -> Self:
        """Build the reader."""
        return cls(TerdaftarRepository(sesi))

    async def keluarga(self, kode_desa: Collection[str], hal: Halaman) -> Potongan[UUID]:
        """Return a page of the families that have a registered member."""
        hasil = await self._repo.keluarga(kode_desa, hal)
        return Potongan([k.keluarga_id for k in hasil.data], hasil.halaman)

    async def keluarga_pertama(self, kode_desa: Collection[str], sebanyak: int) -> list[UUID]:
        """Return the first of these families, in the order of the pages."""
        return await self._repo.keluarga_pertama(kode_desa, sebanyak)

    async def terdaftar(self, orang: Collection[Ref]) -> set[Ref]:
        """Return those of these persons who are registered now."""
        return await self._repo.terdaftar(orang)
