"""Queries on short questionnaires."""

from uuid import UUID

from sqlalchemy import select
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

    async def terakhir(self, keluarga_id: UUID) -> KuesionerKriteria | None:
        """Return the newest by day, then by id. Index: ix_kuesioner_kriteria_keluarga_id_tanggal_date_id."""
        cari = (
            select(KuesionerKriteria)
            .where(KuesionerKriteria.keluarga_id == keluarga_id)
            .order_by(KuesionerKriteria.tanggal_date.desc(), KuesionerKriteria.id.desc())
            .limit(1)
        )
        return (await self._sesi.scalars(cari)).one_or_none()
