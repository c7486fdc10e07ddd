"""Queries on memberships for the table of a village meeting."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.penetapan.models import Keanggotaan
from app.penetapan.status import AKTIF


class TerdaftarRepository:
    """Who is registered in a village."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def keluarga(self, kode_desa: Collection[str], hal: Halaman) -> Potongan[Keanggotaan]:
        """Return one membership of each family, a page at a time. Index: ix_keanggotaan_status_kode_desa_id."""
        konteks = "terdaftar|" + ",".join(sorted(kode_desa))
        return await halaman(self._sesi, _satu(kode_desa), [Urut(Keanggotaan.keluarga_id, UUID)], hal, konteks=konteks)

    async def keluarga_pertama(self, kode_desa: Collection[str], sebanyak: int) -> list[UUID]:
        """Return the first families. Index: ix_keanggotaan_status_kode_desa_id."""
        cari = _satu(kode_desa).order_by(Keanggotaan.keluarga_id).limit(sebanyak)
        return [k.keluarga_id for k in await self._sesi.scalars(cari)]

    async def terdaftar(self, orang: Collection[Ref]) -> set[Ref]:
        """Return those of these persons who are registered. Index: uq_keanggotaan_keluarga_id_individu_id."""
        cari = select(Keanggotaan.keluarga_id, Keanggotaan.individu_id).where(
            tuple_(Keanggotaan.keluarga_id, Keanggotaan.individu_id).in_([(o.keluarga_id, o.id) for o in orang]),
            Keanggotaan.sampai_at.is_(None),
            Keanggotaan.status.in_(AKTIF),
        )
        return {Ref(keluarga_id, individu_id) for keluarga_id, individu_id in await self._sesi.execute(cari)}


def _satu(kode_desa: Collection[str]) -> Select[Keanggotaan]:
    return (
        select(Keanggotaan)
        .ext(distinct_on(Keanggotaan.keluarga_id))
        .where(
            Keanggotaan.sampai_at.is_(None),
            Keanggotaan.status.in_(AKTIF),
            Keanggotaan.kode_desa.in_(kode_desa),
        )
    )
