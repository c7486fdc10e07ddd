"""Queries of imports: the files, their pieces, and how far they are."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, delete, distinct, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.salin import salin
from app.impor.alur import AKHIR, BERJALAN, TahapImpor
from app.impor.models import BagianImpor, BarisImpor, CatatanImpor, Impor, KeluargaImpor, KemajuanImpor, RalatImpor

_KOLOM_CATATAN: Final = ("impor_id", "tahap", "baris", "urut", "hasil", "kode", "kolom")
JUMLAH: Final = ("kosong", "sama", "diterima", "anomali", "konflik", "ditolak")


class ImporRepository:
    """Reads and writes the tables of imports."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: object) -> None:
        """Insert rows now."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def tulis(self) -> None:
        """Send pending changes."""
        await self._sesi.flush()

    async def ambil(self, impor_id: UUID, *, kunci: bool = False) -> Impor | None:
        """Return an import; with `kunci` locked. Index: the primary key."""
        cari = select(Impor).where(Impor.id == impor_id)
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def daftar(self, akun_id: UUID, hal: Halaman) -> Potongan[Impor]:
        """List an account's imports, newest first. Index: ix_impor_akun_id_id."""
        cari = select(Impor).where(Impor.akun_id == akun_id)
        return await halaman(self._sesi, cari, [Urut(Impor.id, UUID)], hal, konteks=f"impor|{akun_id}", menurun=True)

    async def terbuka(self, akun_id: UUID) -> int:
        """Count an account's imports whose file is kept. Index: ix_impor_akun_id_id."""
        cari = select(func.count()).where(Impor.akun_id == akun_id, Impor.kunci_data.is_not(None))
        return await self._sesi.scalar(cari) or 0

    async def habis(self, sekarang: datetime, sebanyak: int) -> Sequence[Impor]:
        """Return imports beyond their time that wait or keep a file, locked. Index: ix_impor_kedaluwarsa_at."""
        cari = select(Impor).where(Impor.kedaluwarsa_at < sekarang, Impor.status.not_in(BERJALAN))
        cari = cari.where(or_(Impor.kunci_data.is_not(None), Impor.status.not_in(AKHIR)))
        cari = cari.order_by(Impor.kedaluwarsa_at).limit(sebanyak).with_for_update(skip_locked=True)
        return (await self._sesi.scalars(cari)).all()

    # -- pieces

    async def bagian(self, impor_id: UUID) -> Sequence[BagianImpor]:
        """Return the pieces in order. Index: the primary key."""
        cari = select(BagianImpor).where(BagianImpor.impor_id == impor_id).order_by(BagianImpor.mulai)
        return (await self._sesi.scalars(cari)).all()

    async def hapus_isi(self, impor_id: UUID) -> None:
        """Forget pieces and staged rows."""
        for tabel in (BagianImpor, BarisImpor):
            await self._sesi.execute(delete(tabel).where(tabel.impor_id == impor_id))

    # -- progress

    async def mulai_lagi(self, impor_id: UUID, *tahap: TahapImpor) -> None:
        """Forget what was counted and noted in these stages, and with BACA the staged rows."""
        for tabel in (KemajuanImpor, CatatanImpor):
            await self._sesi.execute(delete(tabel).where(tabel.impor_id == impor_id, tabel.tahap.in_(tahap)))
        if TahapImpor.BACA in tahap:
            await self._sesi.execute(delete(BarisImpor).where(BarisImpor.impor_id == impor_id))

    async def kemajuan_akhir(self, impor_id: UUID, tahap: TahapImpor) -> KemajuanImpor | None:
        """Return the last chunk that is done. Index: the primary key."""
        k = KemajuanImpor
        cari = select(k).where(k.impor_id == impor_id, k.tahap == tahap).order_by(k.nomor.desc()).limit(1)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def jumlah(self, impor_id: UUID) -> dict[TahapImpor, dict[str, int]]:
        """Return by stage how many chunks and rows are done and what became of the rows. Index: the primary key."""
        k = KemajuanImpor
        cari = select(k.tahap, func.count(), func.max(k.baris), *(func.sum(getattr(k, n)) for n in JUMLAH))
        baris = await self._sesi.execute(cari.where(k.impor_id == impor_id).group_by(k.tahap))
        return {t: dict(zip(("potongan", "baris", *JUMLAH), map(int, isi), strict=True)) for t, *isi in baris}

    async def jumlah_titipan(self, impor_id: UUID) -> int:
        """Count staged rows. Index: the primary key."""
        return await self._sesi.scalar(select(func.count()).where(BarisImpor.impor_id == impor_id)) or 0

    async def catat_kemajuan(self, **nilai: object) -> None:
        """Write that a chunk is done."""
        await self.tambah(KemajuanImpor(**dict.fromkeys(JUMLAH, 0) | {"kunci_akhir": None} | nilai))

    async def catat_baris(self, impor_id: UUID, tahap: TahapImpor, baris: Sequence[tuple[Any, ...]]) -> None:
        """COPY remarks (baris, urut, hasil, kode, kolom)."""
        isi = [(impor_id, tahap.value, b, u, h.value, k, kolom[:64]) for b, u, h, k, kolom in baris]
        await salin(self._sesi, "catatan_impor", _KOLOM_CATATAN, sorted(isi, key=lambda b: b[2:4]))

    async def catatan(
        self, impor_id: UUID, tahap: Sequence[TahapImpor], sesudah: tuple[int, int], sebanyak: int
    ) -> Sequence[CatatanImpor]:
        """Return remarks in the order of rows, after (row, position). Index: the primary key, once for each stage."""
        c = CatatanImpor
        lanjut = or_(c.baris > sesudah[0], (c.baris == sesudah[0]) & (c.urut > sesudah[1]))
        cari: Select[CatatanImpor] = select(c).where(c.impor_id == impor_id, c.tahap.in_(tahap), lanjut)
        return (await self._sesi.scalars(cari.order_by(c.baris, c.urut).limit(sebanyak))).all()

    async def ringkasan(self, impor_id: UUID, tahap: Sequence[TahapImpor]) -> list[tuple[str, str, int]]:
        """Return how often each remark was made, the most frequent first. Index: the primary key."""
        c = CatatanImpor
        banyak = func.count()
        cari = select(c.kode, c.kolom, banyak).where(c.impor_id == impor_id, c.tahap.in_(tahap))
        cari = cari.group_by(c.kode, c.kolom).order_by(banyak.desc(), c.kode, c.kolom).limit(200)
        return [(k, kolom, n) for k, kolom, n in await self._sesi.execute(cari)]

    # -- corrections of the day

    async def ralat_terakhir(self, impor_id: UUID, *, kunci: bool = False) -> RalatImpor | None:
        """Return the newest correction of an import's day; with `kunci` locked. Index: the primary key."""
        cari = select(RalatImpor).where(RalatImpor.impor_id == impor_id).order_by(RalatImpor.id.desc()).limit(1)
        if kunci:
            cari = cari.with_for_update().execution_options(populate_existing=True)
        return (await self._sesi.scalars(cari)).one_or_none()

    async def jumlah_baris(self, impor_id: UUID, kode: Collection[str]) -> int:
        """Count the rows that were applied with one of these remarks. Index: the primary key's first columns."""
        c = CatatanImpor
        cari = select(func.count(distinct(c.baris))).where(c.impor_id == impor_id, c.tahap == TahapImpor.TERAP)
        return await self._sesi.scalar(cari.where(c.kode.in_(kode))) or 0

    # -- keys of families

    async def kunci_keluarga(self, kunci: Sequence[UUID]) -> dict[UUID, UUID]:
        """Return the families that were brought in under these keys. Index: the primary key."""
        cari = select(KeluargaImpor.kunci, KeluargaImpor.keluarga_id).where(KeluargaImpor.kunci.in_(kunci))
        return {b.kunci: b.keluarga_id for b in await self._sesi.execute(cari)}
