"""Documents that later stages keep about a family, sealed under the family's own data key.

So they are erased with the family's key, rotated with it, and an append-only table needs no key column of its own.
"""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.keluarga.arsip import Arsip
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.models import Keluarga
from app.keluarga.repository import KeluargaRepository
from app.wilayah.lingkup import Lingkup


class Brankas:
    """Seals and opens for other services; scope and audit are theirs."""

    def __init__(self, repo: KeluargaRepository, arsip: Arsip) -> None:
        self._repo = repo
        self._arsip = arsip

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service."""
        return cls(KeluargaRepository(sesi), Arsip(wadah.sandi))

    async def segel(self, keluarga_id: UUID, tabel: str, baris_id: UUID, dokumen: Mapping[str, Any]) -> bytes:
        """Return the document sealed for row `baris_id` of `tabel`.

        Raises:
            KeluargaNotFound: no such family.
        """
        return self._arsip.segel_milik(await self._ambil(keluarga_id), tabel, baris_id, dokumen)

    async def buka_banyak(self, tabel: str, isi: Mapping[UUID, tuple[UUID, bytes]]) -> dict[UUID, dict[str, Any]]:
        """Return, by family, the opened document of `{family: (row's id, sealed document)}`; one query."""
        keluarga = await self._repo.keluarga_banyak(isi.keys(), Lingkup.nasional())
        return {k.keluarga_id: self._arsip.buka_milik(k, tabel, *isi[k.keluarga_id]) for k in keluarga}

    async def _ambil(self, keluarga_id: UUID) -> Keluarga:
        keluarga = await self._repo.ambil(keluarga_id, Lingkup.nasional())
        if keluarga is None:
            raise KeluargaNotFound
        return keluarga
