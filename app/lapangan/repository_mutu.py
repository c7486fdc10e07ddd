"""Queries about re-visits, with the caller's area inside."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.lapangan.models import KunjunganMutu, SampelMutu
from app.wilayah.lingkup import Lingkup


class HitungMutu(NamedTuple):
    """What re-visits say of one enumerator."""

    enumerator_id: UUID
    diambil: int
    selesai: int
    ditanya: int
    sama: int


class MutuRepository:
    """Every query of the quality check."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: object) -> None:
        """Insert rows now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def simpan(self) -> None:
        """Write pending changes now."""
        await self._sesi.flush()

    async def sampel(self, kode: str, periode: str, benih: int, persen: int, oleh: UUID) -> SampelMutu:
        """Return the draw of this region and month, which the first call fixed; locked until the transaction ends."""
        await self._sesi.execute(
            insert(SampelMutu)
            .values(kode_kabkota=kode, periode=periode, benih=benih, persen=persen, dibuat_oleh=oleh, created_at=now())
            .on_conflict_do_nothing()
        )
        cari = select(SampelMutu).where(SampelMutu.kode_kabkota == kode, SampelMutu.periode == periode)
        return (await self._sesi.scalars(cari.with_for_update())).one()

    async def terambil(self, kode: str, periode: str) -> set[UUID]:
        """Return the visits that were drawn already. Index: ix_kunjungan_mutu_kode_desa_periode."""
        cari = select(KunjunganMutu.kunjungan_id).where(
            Lingkup((kode,)).batasi(KunjunganMutu.kode_desa.expression), KunjunganMutu.periode == periode
        )
        return set((await self._sesi.scalars(cari)).all())

    async def milik(self, ref: Ref, pemeriksa_id: UUID, *, kunci: bool = False) -> KunjunganMutu | None:
        """Return a re-visit of this checker; with `kunci` locked until the transaction ends."""
        cari = select(KunjunganMutu).where(
            KunjunganMutu.keluarga_id == ref.keluarga_id,
            KunjunganMutu.id == ref.id,
            KunjunganMutu.pemeriksa_id == pemeriksa_id,
        )
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return await self._sesi.scalar(cari)

    async def terbuka(self, pemeriksa_id: UUID, hal: Halaman) -> Potongan[KunjunganMutu]:
        """List a checker's open re-visits. Index: ix_kunjungan_mutu_pemeriksa_id_terbuka."""
        cari = select(KunjunganMutu).where(
            KunjunganMutu.pemeriksa_id == pemeriksa_id, KunjunganMutu.selesai_at.is_(None)
        )
        return await halaman(self._sesi, cari, [Urut(KunjunganMutu.id, UUID)], hal, konteks=f"mutu|{pemeriksa_id}")

    async def hitung(self, lingkup: Lingkup, periode: str) -> Sequence[HitungMutu]:
        """Return the results of a month by enumerator. Index: ix_kunjungan_mutu_kode_desa_periode."""
        cari = (
            select(
                KunjunganMutu.enumerator_id,
                func.count(),
                func.count(KunjunganMutu.selesai_at),
                func.coalesce(func.sum(KunjunganMutu.ditanya), 0),
                func.coalesce(func.sum(KunjunganMutu.sama), 0),
            )
            .where(lingkup.batasi(KunjunganMutu.kode_desa.expression), KunjunganMutu.periode == periode)
            .group_by(KunjunganMutu.enumerator_id)
            .order_by(KunjunganMutu.enumerator_id)
        )
        return [HitungMutu(e, n, s, d or 0, m or 0) for e, n, s, d, m in await self._sesi.execute(cari)]
