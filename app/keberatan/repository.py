"""Queries of objections to a desil."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.keberatan.models import KeberatanDesil, LampiranKeberatanDesil, RiwayatKeberatanDesil
from app.keberatan.status import StatusKeberatanDesil
from app.wilayah.lingkup import Lingkup

_S = StatusKeberatanDesil


class KeberatanDesilRepository:
    """Reads and writes of the three tables."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: Base) -> None:
        """Insert rows now, so that the database judges them now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def satu(self, ref: Ref, lingkup: Lingkup, *, kunci: bool = False) -> KeberatanDesil | None:
        """Return an objection in scope; with `kunci` locked until the transaction ends. Index: the primary key."""
        cari = select(KeberatanDesil).where(
            KeberatanDesil.keluarga_id == ref.keluarga_id,
            KeberatanDesil.id == ref.id,
            lingkup.batasi(KeberatanDesil.kode_desa.expression),
        )
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return await self._sesi.scalar(cari)

    async def milik_keluarga(self, keluarga_id: UUID) -> Sequence[KeberatanDesil]:
        """Return a family's objections, newest first. Index: the primary key's family part."""
        cari = select(KeberatanDesil).where(KeberatanDesil.keluarga_id == keluarga_id)
        return (await self._sesi.scalars(cari.order_by(KeberatanDesil.id.desc()))).all()

    async def daftar(self, status: StatusKeberatanDesil, lingkup: Lingkup, hal: Halaman) -> Potongan[KeberatanDesil]:
        """Return objections of one state in scope, the most pressing first. Index: ix_keberatan_desil_status_…_id."""
        k = KeberatanDesil
        cari = select(k).where(k.status == status, lingkup.batasi(k.kode_desa.expression))
        urut = [Urut(k.tenggat_date, date.fromisoformat), Urut(k.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=f"keberatan_desil|{status}|{lingkup}")

    async def riwayat(self, ref: Ref) -> Sequence[RiwayatKeberatanDesil]:
        """Return the steps, oldest first. Index: ix_riwayat_keberatan_desil_keberatan."""
        r = RiwayatKeberatanDesil
        cari = select(r).where(r.keluarga_id == ref.keluarga_id, r.keberatan_id == ref.id).order_by(r.id)
        return (await self._sesi.scalars(cari)).all()

    async def lampiran(self, ref: Ref) -> Sequence[LampiranKeberatanDesil]:
        """Return the evidence, oldest first. Index: ix_lampiran_keberatan_desil_keberatan."""
        x = LampiranKeberatanDesil
        cari = select(x).where(x.keluarga_id == ref.keluarga_id, x.keberatan_id == ref.id).order_by(x.id)
        return (await self._sesi.scalars(cari)).all()

    async def tertahan(self, keluarga_ids: Collection[UUID], putaran_id: UUID) -> set[UUID]:
        """Return which families' place in a run may not be used against them.

        Somebody still owes them an answer, or found that this very run read them wrongly.
        Index: ix_keberatan_desil_keluarga_id_putaran_id.
        """
        k = KeberatanDesil
        diterima = (k.status == _S.DITERIMA) & (k.putaran_id == putaran_id)
        cari = select(k.keluarga_id).where(k.keluarga_id.in_(keluarga_ids), or_(k.status == _S.DIAJUKAN, diterima))
        return set((await self._sesi.scalars(cari)).all())

    async def perlu_diingatkan(self, ke: int, batas: date, sebanyak: int) -> Sequence[KeberatanDesil]:
        """Return open ones due by `batas` with `ke` reminders so far, locked. Index: ix_keberatan_desil_status_…_id."""
        k = KeberatanDesil
        cari = (
            select(k)
            .where(k.status == _S.DIAJUKAN, k.tenggat_date <= batas, k.pengingat_ke == ke)
            .order_by(k.tenggat_date, k.id)
            .limit(sebanyak)
            .with_for_update()
        )
        return (await self._sesi.scalars(cari.execution_options(populate_existing=True))).all()
