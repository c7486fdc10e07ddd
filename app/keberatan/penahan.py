"""What the decree asks: whose place in a run may not be used against him."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.keberatan.repository import KeberatanDesilRepository


class PenahanDesil:
    """Reads for the stage that decides."""

    def __init__(self, repo: KeberatanDesilRepository) -> None:
        self._repo = repo

    @classmethod
    def rakit(cls, sesi: AsyncSession) -> Self:
        """Build it on this session."""
        return cls(KeberatanDesilRepository(sesi))

    async def tertahan(self, keluarga_ids: Collection[UUID], putaran_id: UUID) -> set[UUID]:
        """Return those of these families with an unanswered objection, or one that was granted against this run."""
        return await self._repo.tertahan(keluarga_ids, putaran_id) if keluarga_ids else set()
