"""Queries on stored answers, for those who read them."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.keluarga.models import JawabanSurvei


class JawabanRepository:
    """Answers of one family; who reads for a person has checked the family's scope."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def daftar(self, keluarga_id: UUID, hal: Halaman) -> Potongan[JawabanSurvei]:
        """Return the family's answers, newest first. Index: ix_jawaban_survei_keluarga_id_tanggal_date_id."""
        cari = select(JawabanSurvei).where(JawabanSurvei.keluarga_id == keluarga_id)
        urut = [Urut(JawabanSurvei.tanggal_date, date.fromisoformat), Urut(JawabanSurvei.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=str(keluarga_id), menurun=True)

    async def ambil(self, keluarga_id: UUID, jawaban_id: UUID) -> JawabanSurvei | None:
        """Return one set of answers of this family. Index: the primary key."""
        cari = select(JawabanSurvei).where(JawabanSurvei.keluarga_id == keluarga_id, JawabanSurvei.id == jawaban_id)
        return (await self._sesi.scalars(cari)).one_or_none()
