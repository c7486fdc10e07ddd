"""Queries of objections to a refused usulan."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.keberatan.models_usulan import KeberatanUsulan, LampiranKeberatanUsulan, RiwayatKeberatanUsulan
from app.keberatan.status_usulan import StatusKeberatanUsulan
from app.wilayah.lingkup import Lingkup


class KeberatanUsulanRepository:
    """Reads and writes of the three tables."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: Base) -> None:
        """Insert rows now, so that the database judges them now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def satu(self, ref: Ref, lingkup: Lingkup, *, kunci: bool = False) -> KeberatanUsulan | None:
        """Return an objection in scope; with `kunci` locked until the transaction ends. Index: the primary key."""
        cari = select(KeberatanUsulan).where(
            KeberatanUsulan.keluarga_id == ref.keluarga_id,
            KeberatanUsulan.id == ref.id,
            lingkup.batasi(KeberatanUsulan.kode_desa.expression),
        )
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return await self._sesi.scalar(cari)

    async def milik_usulan(self, usulan: Ref) -> Sequence[KeberatanUsulan]:
        """Return the objections to a usulan, newest first. Index: the primary key's family part."""
        k = KeberatanUsulan
        cari = select(k).where(k.keluarga_id == usulan.keluarga_id, k.usulan_id == usulan.id)
        return (await self._sesi.scalars(cari.order_by(k.id.desc()))).all()

    async def daftar(self, status: StatusKeberatanUsulan, lingkup: Lingkup, hal: Halaman) -> Potongan[KeberatanUsulan]:
        """Return objections of one state in scope, the most pressing first. Index: ix_keberatan_usulan_status_…_id."""
        k = KeberatanUsulan
        cari = select(k).where(k.status == status, lingkup.batasi(k.kode_desa.expression))
        urut = [Urut(k.tenggat_date, date.fromisoformat), Urut(k.id, UUID)]
        return await halaman(self._sesi, cari, urut, hal, konteks=f"keberatan_usulan|{status}|{lingkup}")

    async def riwayat(self, ref: Ref) -> Sequence[RiwayatKeberatanUsulan]:
        """Return the steps, oldest first. Index: ix_riwayat_keberatan_usulan_keberatan."""
        r = RiwayatKeberatanUsulan
        cari = select(r).where(r.keluarga_id == ref.keluarga_id, r.keberatan_id == ref.id).order_by(r.id)
        return (await self._sesi.scalars(cari)).all()

    async def lampiran(self, ref: Ref) -> Sequence[LampiranKeberatanUsulan]:
        """Return the evidence, oldest first. Index: ix_lampiran_keberatan_usulan_keberatan."""
        x = LampiranKeberatanUsulan
        cari = select(x).where(x.keluarga_id == ref.keluarga_id, x.keberatan_id == ref.id).order_by(x.id)
        return (await self._sesi.scalars(cari)).all()

    async def perlu_diingatkan(self, ke: int, batas: date, sebanyak: int) -> Sequence[KeberatanUsulan]:
        """Return open ones due by `batas` with `ke` reminders so far, locked. Index: ix_keberatan_usulan_…_id."""
        k = KeberatanUsulan
        cari = (
            select(k)
            .where(k.status == StatusKeberatanUsulan.DIAJUKAN, k.tenggat_date <= batas, k.pengingat_ke == ke)
            .order_by(k.tenggat_date, k.id)
            .limit(sebanyak)
            .with_for_update()
        )
        return (await self._sesi.scalars(cari.execution_options(populate_existing=True))).all()
