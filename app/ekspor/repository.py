"""Queries on exports and their parts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, cast, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.ekspor.entitas import Kemajuan
from app.ekspor.models import BagianEkspor, Ekspor
from app.keluarga.entitas_massal import Rentang


class EksporRepository:
    """Exports of who asked for them; for jobs any."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def ambil(self, ekspor_id: UUID, *, kunci: bool = False) -> Ekspor | None:
        """Return an export, locked when asked. Index: the primary key."""
        cari = select(Ekspor).where(Ekspor.id == ekspor_id).execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari.with_for_update() if kunci else cari)).one_or_none()

    async def daftar(self, pelaku_id: UUID, hal: Halaman) -> Potongan[Ekspor]:
        """Return the exports of an officer, newest first. Index: ix_ekspor_pelaku_id_id."""
        cari = select(Ekspor).where(Ekspor.pelaku_id == pelaku_id)
        return await halaman(self._sesi, cari, [Urut(Ekspor.id, UUID)], hal, konteks=f"p:{pelaku_id}", menurun=True)

    async def tambah(self, *baris: Ekspor | BagianEkspor) -> None:
        """Write new rows now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def kunci_kerja(self, ekspor_id: UUID) -> bool:
        """Take the advisory lock of an export until the transaction ends; False: somebody works on it."""
        nama = func.hashtextextended(f"ekspor|{ekspor_id}", 0)
        return bool(await self._sesi.scalar(select(func.pg_try_advisory_xact_lock(nama))))

    async def has_bagian(self, ekspor_id: UUID) -> bool:
        """Return whether the ranges are cut. Index: the primary key."""
        cari = select(BagianEkspor.urutan).where(BagianEkspor.ekspor_id == ekspor_id).limit(1)
        return await self._sesi.scalar(cari) is not None

    async def bagi(self, ekspor_id: UUID, rentang: Collection[Rentang]) -> None:
        """Write the ranges as parts to be made."""
        for n, (dari, sampai) in enumerate(rentang):
            self._sesi.add(
                BagianEkspor(
                    ekspor_id=ekspor_id,
                    urutan=2 * n + 1,
                    dari_desa=dari and dari.kode_desa,
                    dari_id=dari and dari.keluarga_id,
                    sampai_desa=sampai and sampai.kode_desa,
                    sampai_id=sampai and sampai.keluarga_id,
                )
            )
        await self._sesi.flush()
        self._sesi.expunge_all()

    async def tersisa(self, ekspor_id: UUID) -> list[int]:
        """Return which ranges are still to be made. Index: the primary key."""
        cari = select(BagianEkspor.urutan).where(
            BagianEkspor.ekspor_id == ekspor_id, BagianEkspor.urutan % 2 == 1, BagianEkspor.selesai_at.is_(None)
        )
        return list(await self._sesi.scalars(cari.order_by(BagianEkspor.urutan)))

    async def bagian(self, ekspor_id: UUID, urutan: int) -> BagianEkspor:
        """Return a part. Index: the primary key."""
        return await self._sesi.get_one(BagianEkspor, (ekspor_id, urutan), populate_existing=True)

    async def selesaikan(self, ekspor_id: UUID, urutan: int, nilai: Mapping[str, object]) -> bool:
        """Note that a part is made; False: it was already."""
        b = BagianEkspor
        ubah = update(b).where(b.ekspor_id == ekspor_id, b.urutan == urutan, b.selesai_at.is_(None)).values(nilai)
        return (await self._sesi.execute(ubah.returning(b.urutan))).first() is not None

    async def ringkasan(self, ekspor_id: UUID) -> Sequence[tuple[int, int, list[int]]]:
        """Return rows, bytes and notes of the ranges, in order. Index: the primary key."""
        b = BagianEkspor
        cari = select(b.baris, b.ukuran, b.catatan).where(b.ekspor_id == ekspor_id, b.urutan % 2 == 1)
        return [(x, y, z) for x, y, z in await self._sesi.execute(cari.order_by(b.urutan))]

    async def hapus_rangka(self, ekspor_id: UUID) -> None:
        """Remove what an attempt at the frame left."""
        b = BagianEkspor
        await self._sesi.execute(delete(b).where(b.ekspor_id == ekspor_id, b.urutan % 2 == 0))

    async def objek(self, ekspor_id: UUID) -> list[tuple[int, UUID]]:
        """Return the finished parts, in the order of the file. Index: the primary key."""
        b = BagianEkspor
        cari = select(b.urutan, b.objek_id).where(b.ekspor_id == ekspor_id, b.objek_id.is_not(None)).order_by(b.urutan)
        return [(u, o) for u, o in await self._sesi.execute(cari) if o is not None]

    async def kemajuan(self, ekspor_ids: Collection[UUID]) -> dict[UUID, Kemajuan]:
        """Return how far exports are; one that was not begun is absent. Index: the primary key."""
        b = BagianEkspor
        cari = select(
            b.ekspor_id,
            func.count(),
            func.count(b.selesai_at),
            cast(func.sum(b.jumlah), BigInteger),
            cast(func.sum(b.baris), BigInteger),
        ).where(b.ekspor_id.in_(ekspor_ids), b.urutan % 2 == 1)
        return {e: Kemajuan(*isi) for e, *isi in await self._sesi.execute(cari.group_by(b.ekspor_id))}

    async def kedaluwarsa(self, pada: datetime, sebanyak: int) -> Sequence[Ekspor]:
        """Return exports whose file must go, locked; rows that another holds are left. Index: ix_..kedaluwarsa_at."""
        cari = select(Ekspor).where(Ekspor.kunci_data.is_not(None), Ekspor.kedaluwarsa_at <= pada)
        cari = cari.order_by(Ekspor.kedaluwarsa_at).limit(sebanyak).with_for_update(skip_locked=True)
        return (await self._sesi.scalars(cari)).all()

    async def hapus_bagian(self, ekspor_id: UUID) -> None:
        """Forget the parts."""
        await self._sesi.execute(delete(BagianEkspor).where(BagianEkspor.ekspor_id == ekspor_id))
