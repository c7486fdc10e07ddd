"""Thousands of families at a time for files: read in ranges by a job, opened by `pembuka` wherever there is a core.

Whoever hands a file out decides who may see it, and audits that; nothing here does.
"""

from collections.abc import Mapping
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.keluarga.entitas_massal import HitunganDesa, Rentang, Syarat, Tepi, Tersegel
from app.keluarga.repository_massal import MassalRepository
from app.wilayah.lingkup import Lingkup


class PembacaMassal:
    """Reads ranges of the registry, sealed."""

    def __init__(self, repo: MassalRepository) -> None:
        self._repo = repo

    @classmethod
    def rakit(cls, sesi: AsyncSession) -> Self:
        """Build the reader."""
        return cls(MassalRepository(sesi))

    async def tepi(self, lingkup: Lingkup, besar: int, kelipatan: int = 1) -> tuple[list[Tepi], int]:
        """Return the inner ends of equal ranges of at most `besar` families of these regions, and how many live there.

        Several ranges are as many as a multiple of `kelipatan`.
        """
        return await self._repo.tepi(lingkup, besar, kelipatan)

    async def baca(self, rentang: Rentang, lingkup: Lingkup, *, jawaban: bool = False) -> Tersegel:
        """Return the families of a range with their present members, with their newest answers when asked."""
        return await self._repo.baca(rentang, lingkup, jawaban=jawaban)

    async def desa(self, lingkup: Lingkup) -> list[tuple[str, int]]:
        """Return the villages of these regions with how many families live there."""
        return await self._repo.jumlah_desa(lingkup)

    async def hitung(self, rentang: Rentang, lingkup: Lingkup, syarat: Mapping[str, Syarat]) -> list[HitunganDesa]:
        """Count by village for how many families of a range each condition holds; counts are no personal data."""
        return await self._repo.hitung(rentang, lingkup, syarat)

    async def kunci(self, rentang: Rentang, lingkup: Lingkup) -> list[Tepi]:
        """Return village and key of the families of a range."""
        return await self._repo.kunci_keluarga(rentang, lingkup)
