"""Queries on short questionnaires."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.kriteria.models import KuesionerKriteria


class KriteriaRepository:
    """Short questionnaires of a family; scope is the service's to check."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, baris: KuesionerKriteria) -> None:
        """Write a filled questionnaire."""
        self._sesi.add(baris)
        await self._sesi.flush()

    async def terakhir(self, keluarga_ids: Collection[UUID]) -> Sequence[KuesionerKriteria]:
        """Return each family's newest by day, then by id. Index: ix_kuesioner_kriteria_keluarga_id_tanggal_date_id."""
        k = KuesionerKriteria
        cari = select(k).where(k.keluarga_id.in_(keluarga_ids)).ext(distinct_on(k.keluarga_id))
        return (await self._sesi.scalars(cari.order_by(k.keluarga_id, k.tanggal_date.desc(), k.id.desc()))).all()
