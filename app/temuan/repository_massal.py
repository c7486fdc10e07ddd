"""Findings by the thousand: one statement for those that are new, one for their first steps."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.larik import larik
from app.core.salin import salin
from app.temuan.models import RiwayatTemuan, Temuan


class TemuanMassalRepository:
    """Inserts without asking row by row what is there."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def sisip(self, nilai: Sequence[Mapping[str, Any]]) -> set[UUID]:
        """Insert findings that their families do not have yet; return the ids of those. Index: uq_temuan_…_sidik."""
        if not nilai:
            return set()
        kolom = [k for k in Temuan.__table__.c if k.name in nilai[0]]
        baris = larik(*((k.name, k.type, [n[k.name] for n in nilai]) for k in kolom))
        sisip = insert(Temuan).from_select([k.name for k in kolom], select(baris)).on_conflict_do_nothing()
        return set(await self._sesi.scalars(sisip.returning(Temuan.id)))

    async def langkah(self, nilai: Sequence[Mapping[str, Any]]) -> None:
        """COPY steps, which name every column."""
        kolom = [k.name for k in RiwayatTemuan.__table__.c]
        await salin(self._sesi, RiwayatTemuan.__tablename__, kolom, [tuple(n[k] for k in kolom) for n in nilai])
