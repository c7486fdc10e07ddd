"""Queries of the re-assignment of families to the successor of their village's code."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.keluarga.models import Keluarga, PengalihanDesa


class PengalihanRepository:
    """Progress per pair of codes, and the families that still stand under the old one."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def ambil(self, lama: str, baru: str, *, kunci: bool = False) -> PengalihanDesa | None:
        """Return the progress of one pair, with `kunci` locked. Index: the primary key."""
        cari = select(PengalihanDesa).where(PengalihanDesa.kode_lama == lama, PengalihanDesa.kode_baru == baru)
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def minta(self, lama: str, baru: str, pelaku_id: UUID, saat: datetime) -> None:
        """Ask for the whole village to be re-assigned, from the beginning."""
        nilai = {"pelaku_id": pelaku_id, "diminta_at": saat, "kursor": None, "selesai_at": None}
        sisip = insert(PengalihanDesa).values(kode_lama=lama, kode_baru=baru, jumlah=0, **nilai)
        await self._sesi.execute(
            sisip.on_conflict_do_update(index_elements=[PengalihanDesa.kode_lama, PengalihanDesa.kode_baru], set_=nilai)
        )

    async def keluarga(self, kode_desa: str, sesudah: UUID | None, batas: int) -> Sequence[UUID]:
        """Return open families of a village in the order of their ids. Index: ix_keluarga_kode_desa_keluarga_id."""
        cari = select(Keluarga.keluarga_id).where(Keluarga.kode_desa == kode_desa, Keluarga.ditutup_date.is_(None))
        if sesudah is not None:
            cari = cari.where(Keluarga.keluarga_id > sesudah)
        return (await self._sesi.scalars(cari.order_by(Keluarga.keluarga_id).limit(batas))).all()

    async def sisa(self, kode_desa: str) -> int:
        """Return how many open families stand under a code. Index: ix_keluarga_kode_desa_keluarga_id."""
        cari = select(func.count()).select_from(Keluarga)
        cari = cari.where(Keluarga.kode_desa == kode_desa, Keluarga.ditutup_date.is_(None))
        return await self._sesi.scalar(cari) or 0

    async def is_beralih(self, lama: str, baru: Collection[str], sejak: datetime) -> bool:
        """Return whether a family left the code `lama`, or was recorded under `baru` since a moment."""
        keluar = PengalihanDesa.kode_lama
        alih = select(keluar).where(
            or_(keluar == lama, and_(keluar >= f"{lama}.", keluar < f"{lama}/")), PengalihanDesa.jumlah > 0
        )
        if await self._sesi.scalar(alih.limit(1)) is not None:
            return True
        desa = Keluarga.kode_desa
        dalam = or_(desa.in_(set(baru)), *(and_(desa >= f"{k}.", desa < f"{k}/") for k in baru))
        cari = select(Keluarga.keluarga_id).where(dalam, Keluarga.created_at >= sejak)
        return await self._sesi.scalar(cari.limit(1)) is not None

    async def tulis(self) -> None:
        """Send pending changes."""
        await self._sesi.flush()
