"""Computes the search columns of persons who were written without them: before the columns existed, or by a bulk load.

What is missing is what is left to do, so a killed job goes on where it was.
"""

from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.keluarga.nama import kolom_nama
from app.keluarga.repository_nama import NamaRepository

TUGAS_NAMA: Final = "keluarga.lengkapi_nama"
PER_LANGKAH: Final = 2_000
"""Persons per transaction."""


class PelengkapNama:
    """One step of the job."""

    def __init__(self, repo: NamaRepository) -> None:
        self._repo = repo

    @classmethod
    def rakit(cls, sesi: AsyncSession, _wadah: Wadah) -> Self:
        """Build it."""
        return cls(NamaRepository(sesi))

    async def lanjutkan(self) -> bool:
        """Complete the next persons; False when nobody is left."""
        belum = await self._repo.nama_belum(PER_LANGKAH)
        if belum:
            await self._repo.tulis_nama([{"k": b.keluarga_id, "i": b.id} | _tanpa_nama(b.nama) for b in belum])
            self._repo.kenali_nama([b.nama for b in belum])
        return len(belum) == PER_LANGKAH


def _tanpa_nama(nama: str) -> dict[str, object]:
    return {n: v for n, v in kolom_nama(nama).items() if n != "nama"}
