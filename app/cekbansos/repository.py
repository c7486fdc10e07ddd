"""Queries of the lookup."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.models import CekStatus, TantanganTerpakai
from app.core.kolom_sandi import tinggal_satu
from app.penetapan.status import AKTIF

_CALON_NAMA: Final = 200
"""Rows that a name search compares; more people than this never share two words in one village."""


class CekRepository:
    """Reads by blind index and by village; writes the read model."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def menurut_nik(self, nik_hmac: Sequence[UUID]) -> Sequence[CekStatus]:
        """Return the rows of these blind indexes, in no order. Index: the primary key."""
        return (await self._sesi.scalars(select(CekStatus).where(CekStatus.nik_hmac.in_(nik_hmac)))).all()

    async def menurut_nama(
        self, kode_desa: Collection[str], kata: Sequence[list[int]], hari_ini: date
    ) -> Sequence[CekStatus]:
        """Return adults of a village (all its codes) with a mark of every word. Index: ix_cek_status_kode_desa_…."""
        cari = (
            select(CekStatus)
            .where(
                CekStatus.kode_desa.in_(kode_desa),
                CekStatus.status.in_(AKTIF),
                CekStatus.dewasa_sejak <= hari_ini,
                CekStatus.is_disembunyikan.is_(False),
                *(CekStatus.nama_marka.overlap(marka) for marka in kata),
            )
            .order_by(CekStatus.nik_hmac)
            .limit(_CALON_NAMA)
        )
        return (await self._sesi.scalars(cari)).all()

    async def simpan(self, baris: Sequence[dict[str, Any]]) -> None:
        """Insert or replace rows; who asked not to be found stays hidden."""
        if not baris:
            return
        await tinggal_satu(self._sesi, CekStatus.nik_hmac, [b["nik_hmac"] for b in baris])
        masuk = insert(CekStatus)
        ganti = {k: masuk.excluded[k] for k in baris[0] if k != "nik_hmac"}
        await self._sesi.execute(
            masuk.on_conflict_do_update(index_elements=[CekStatus.nik_hmac], set_=ganti), list(baris)
        )

    async def ubah(self, nik_hmac: Collection[UUID], nilai: Mapping[str, Any]) -> None:
        """Change these persons' rows; who does not stand here is left out. Index: the primary key."""
        if nik_hmac:
            await self._sesi.execute(
                update(CekStatus)
                .where(CekStatus.nik_hmac.in_(sorted(nik_hmac)))
                .values(**nilai)
                .execution_options(synchronize_session=False)
            )

    async def hapus(self, nik_hmac: UUID) -> None:
        """Remove a person's row. Index: the primary key."""
        hapus = delete(CekStatus).where(CekStatus.nik_hmac == nik_hmac)
        await self._sesi.execute(hapus.execution_options(synchronize_session=False))

    async def pakai_tantangan(self, sidik: UUID, kedaluwarsa_at: datetime) -> bool:
        """Return whether this challenge is used for the first time; of two at once, one waits and gets False."""
        masuk = insert(TantanganTerpakai).values(sidik=sidik, kedaluwarsa_at=kedaluwarsa_at)
        hasil = await self._sesi.scalar(masuk.on_conflict_do_nothing().returning(TantanganTerpakai.sidik))
        return hasil is not None

    async def hapus_tantangan(self, sebelum: datetime) -> None:
        """Forget challenges that have expired by themselves. Index: ix_tantangan_terpakai_kedaluwarsa_at."""
        await self._sesi.execute(delete(TantanganTerpakai).where(TantanganTerpakai.kedaluwarsa_at < sebelum))
