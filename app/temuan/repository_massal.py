"""Findings by the thousand: one statement for those that are new, one for their first steps."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.temuan.models import RiwayatTemuan, Temuan

_SEKALIGUS: Final = 1_000
"""Rows per statement: PostgreSQL takes 32,767 parameters."""


class TemuanMassalRepository:
    """Inserts without asking row by row what is there."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def sisip(self, nilai: Sequence[Mapping[str, Any]]) -> set[UUID]:
        """Insert findings that their families do not have yet; return the ids of those. Index: uq_temuan_…_sidik."""
        baru: set[UUID] = set()
        for n in range(0, len(nilai), _SEKALIGUS):
            sisip = insert(Temuan).values(list(nilai[n : n + _SEKALIGUS])).on_conflict_do_nothing()
            baru |= set(await self._sesi.scalars(sisip.returning(Temuan.id)))
        return baru

    async def langkah(self, nilai: Sequence[Mapping[str, Any]]) -> None:
        """Write steps."""
        for n in range(0, len(nilai), _SEKALIGUS):
            await self._sesi.execute(insert(RiwayatTemuan).values(list(nilai[n : n + _SEKALIGUS])))
