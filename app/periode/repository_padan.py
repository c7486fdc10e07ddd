"""Queries of the rules about the match's position; a small reference table."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.periode.models import AturanPadan
from app.periode.padan import PosisiPadan, StatusAturanPadan
from app.wilayah.lingkup import Lingkup


class AturanPadanRepository:
    """Reads and writes `aturan_padan`."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, aturan: AturanPadan) -> None:
        """Add a rule."""
        self._sesi.add(aturan)
        await self._sesi.flush()

    async def kunci(self, aturan_id: UUID, lingkup: Lingkup) -> AturanPadan | None:
        """Return a rule in scope, locked."""
        cari = select(AturanPadan).where(
            AturanPadan.id == aturan_id, lingkup.batasi(AturanPadan.kode_wilayah.expression)
        )
        return (await self._sesi.scalars(cari.with_for_update())).one_or_none()

    async def daftar(self, lingkup: Lingkup, hal: Halaman) -> Potongan[AturanPadan]:
        """Return the rules in scope, newest first. Index: the primary key."""
        cari = select(AturanPadan).where(lingkup.batasi(AturanPadan.kode_wilayah.expression))
        konteks = f"aturan_padan|{lingkup}"
        return await halaman(self._sesi, cari, [Urut(AturanPadan.id, UUID)], hal, konteks=konteks, menurun=True)

    async def posisi(self, wilayah: Collection[str], periode: str) -> PosisiPadan | None:
        """Return what the narrowest, then newest rule in force says. Index: ix_aturan_padan_status_kode_wilayah."""
        cari = (
            select(AturanPadan.posisi)
            .where(
                AturanPadan.status == StatusAturanPadan.BERLAKU,
                AturanPadan.kode_wilayah.in_(wilayah),
                AturanPadan.mulai_periode <= periode,
                or_(AturanPadan.sampai_periode.is_(None), AturanPadan.sampai_periode >= periode),
            )
            .order_by(
                func.length(AturanPadan.kode_wilayah).desc(), AturanPadan.mulai_periode.desc(), AturanPadan.id.desc()
            )
        )
        return await self._sesi.scalar(cari.limit(1))
