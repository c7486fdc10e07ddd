"""The registry's `PengikutDesa`: pairs follow a family into another village, whose officers they are for then."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.duplikat.repository import DuplikatRepository


class PasanganPindah:
    """Lets pairs follow."""

    def __init__(self, repo: DuplikatRepository) -> None:
        self._repo = repo

    @classmethod
    def rakit(cls, sesi: AsyncSession, _wadah: Wadah) -> Self:
        """Build it for the registry."""
        return cls(DuplikatRepository(sesi))

    async def ikuti_desa(self, keluarga_id: UUID, individu_ids: Collection[UUID], kode_desa: str) -> None:
        """Let the pairs of these persons follow their family, decided ones too."""
        await self._repo.pindah_desa(keluarga_id, individu_ids, kode_desa)
