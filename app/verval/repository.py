"""Queries of verval, with the caller's area inside."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base, sqlstate
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.kependudukan.pemadanan import HasilPadan
from app.verval.models import (
    FotoKunjungan,
    PadanLog,
    Pengesahan,
    PengesahanUsulan,
    Penugasan,
    Percobaan,
)
from app.verval.status import JenisFoto, StatusPengesahan, StatusPenugasan
from app.wilayah.lingkup import Lingkup

UNIK_DILANGGAR = "23505"
M = TypeVar("M", bound=Base)


def _kunci(cari: Select[M]) -> Select[M]:
    """Lock the rows, and read them as they are when the lock is ours: another transaction may have changed them."""
    return cari.with_for_update().execution_options(populate_existing=True)


class VervalRepository:
    """Every query of the services of verval."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: object) -> None:
        """Insert rows now, so that the database's refusals are seen here."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def simpan(self) -> None:
        """Write pending changes now."""
        await self._sesi.flush()

    async def tambah_bila_baru(self, *baris: object) -> bool:
        """Insert rows whose uniqueness the database decides; return False, and keep none, when one exists already."""
        try:
            async with self._sesi.begin_nested():
                self._sesi.add_all(baris)
        except IntegrityError as galat:
            if sqlstate(galat) != UNIK_DILANGGAR:
                raise
            return False
        return True

    # -- survei

    async def kunci_beban(self, enumerator_id: UUID) -> None:
        """Hold one enumerator's workload still until the transaction ends, so that two assignments count each other."""
        kunci = int.from_bytes(enumerator_id.bytes[8:], signed=True)
        await self._sesi.execute(text("SELECT pg_advisory_xact_lock(:kunci)"), {"kunci": kunci})

    async def beban(self, enumerator_id: UUID) -> int:
        """Count an enumerator's open assignments. Index: ix_penugasan_enumerator_id_status_id."""
        jumlah = await self._sesi.scalar(
            select(func.count())
            .select_from(Penugasan)
            .where(Penugasan.enumerator_id == enumerator_id, Penugasan.status == StatusPenugasan.AKTIF)
        )
        return jumlah or 0

    async def beban_banyak(self, enumerator_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Count the open assignments of each; who has none is absent. Index: ix_penugasan_enumerator_id_status_id."""
        cari = (
            select(Penugasan.enumerator_id, func.count())
            .where(Penugasan.enumerator_id.in_(enumerator_ids), Penugasan.status == StatusPenugasan.AKTIF)
            .group_by(Penugasan.enumerator_id)
        )
        return dict((await self._sesi.execute(cari)).all())

    async def penugasan_usulan(self, usulan: Ref) -> Sequence[Penugasan]:
        """Return all assignments of one usulan, oldest first. Index: the family's part of the primary key."""
        cari = select(Penugasan).where(Penugasan.keluarga_id == usulan.keluarga_id, Penugasan.usulan_id == usulan.id)
        return (await self._sesi.scalars(cari.order_by(Penugasan.id))).all()

    async def penugasan(self, ref: Ref, *, kunci: bool) -> Penugasan | None:
        """Return an assignment; with `kunci` locked until the transaction ends."""
        cari = select(Penugasan).where(Penugasan.keluarga_id == ref.keluarga_id, Penugasan.id == ref.id)
        return await self._sesi.scalar(_kunci(cari) if kunci else cari)

    async def daftar_tugas(self, enumerator_id: UUID, hal: Halaman) -> Potongan[Penugasan]:
        """List an enumerator's open assignments. Index: ix_penugasan_enumerator_id_status_id."""
        cari = select(Penugasan).where(
            Penugasan.enumerator_id == enumerator_id, Penugasan.status == StatusPenugasan.AKTIF
        )
        return await halaman(self._sesi, cari, [Urut(Penugasan.id, UUID)], hal, konteks=f"tugas|{enumerator_id}")

    async def percobaan(self, penugasan: Ref) -> Sequence[Percobaan]:
        """Return the failed attempts of one assignment by day. Index: the primary key."""
        cari = select(Percobaan).where(
            Percobaan.keluarga_id == penugasan.keluarga_id, Percobaan.penugasan_id == penugasan.id
        )
        return (await self._sesi.scalars(cari.order_by(Percobaan.tanggal))).all()

    async def foto(self, penugasan: Ref) -> Sequence[FotoKunjungan]:
        """Return the photos of one assignment. Index: ix_foto_kunjungan_keluarga_id_penugasan_id."""
        cari = select(FotoKunjungan).where(
            FotoKunjungan.keluarga_id == penugasan.keluarga_id, FotoKunjungan.penugasan_id == penugasan.id
        )
        return (await self._sesi.scalars(cari.order_by(FotoKunjungan.id))).all()

    async def jenis_foto(self, penugasan: Ref) -> frozenset[JenisFoto]:
        """Return which kinds of photo an assignment has."""
        return frozenset(f.jenis for f in await self.foto(penugasan))

    # -- validasi

    async def padan_terakhir(self, usulan: Ref, batas: int = 1) -> Sequence[PadanLog]:
        """Return the newest answers of Dukcapil about one usulan. Index: ix_padan_log_keluarga_id_usulan_id_id."""
        cari = select(PadanLog).where(PadanLog.keluarga_id == usulan.keluarga_id, PadanLog.usulan_id == usulan.id)
        return (await self._sesi.scalars(cari.order_by(PadanLog.id.desc()).limit(batas))).all()

    async def padan_terkini(self, usulan: Ref, sidik: UUID, sejak: datetime | None = None) -> HasilPadan:
        """Return the newest definite answer about an identity; a failure of the service, however often, hides none."""
        cari = (
            select(PadanLog.hasil)
            .where(PadanLog.keluarga_id == usulan.keluarga_id, PadanLog.usulan_id == usulan.id, PadanLog.sidik == sidik)
            .order_by(PadanLog.hasil == HasilPadan.TUNDA, PadanLog.id.desc())
        )
        if sejak is not None:
            cari = cari.where(PadanLog.created_at >= sejak)
        return await self._sesi.scalar(cari.limit(1)) or HasilPadan.BELUM

    # -- pengesahan

    async def pengesahan(self, pengesahan_id: UUID, lingkup: Lingkup, *, kunci: bool = False) -> Pengesahan | None:
        """Return a batch in scope; with `kunci` locked until the transaction ends."""
        cari = select(Pengesahan).where(
            Pengesahan.id == pengesahan_id, lingkup.batasi(Pengesahan.kode_kabkota.expression)
        )
        return await self._sesi.scalar(_kunci(cari) if kunci else cari)

    async def daftar_pengesahan(self, lingkup: Lingkup, hal: Halaman) -> Potongan[Pengesahan]:
        """List batches in scope, newest first. Index: ix_pengesahan_kode_kabkota_id."""
        cari = select(Pengesahan).where(lingkup.batasi(Pengesahan.kode_kabkota.expression))
        konteks = f"pengesahan|{lingkup}"
        return await halaman(self._sesi, cari, [Urut(Pengesahan.id, UUID)], hal, konteks=konteks, menurun=True)

    async def isi_pengesahan(self, pengesahan_id: UUID) -> Sequence[PengesahanUsulan]:
        """Return the names still in a batch. Index: the primary key."""
        cari = select(PengesahanUsulan).where(
            PengesahanUsulan.pengesahan_id == pengesahan_id, PengesahanUsulan.is_aktif
        )
        return (await self._sesi.scalars(cari.order_by(PengesahanUsulan.usulan_id))).all()

    async def halaman_pengesahan(self, pengesahan_id: UUID, hal: Halaman) -> Potongan[PengesahanUsulan]:
        """Return a page of the names still in a batch. Index: the primary key."""
        p = PengesahanUsulan
        cari = select(p).where(p.pengesahan_id == pengesahan_id, p.is_aktif)
        return await halaman(self._sesi, cari, [Urut(p.usulan_id, UUID)], hal, konteks=f"bnba|{pengesahan_id}")

    async def potongan_pengesahan(
        self, pengesahan_id: UUID, setelah: UUID | None, batas: int
    ) -> Sequence[PengesahanUsulan]:
        """Return the next names still in a batch, locked, by id. Index: the primary key."""
        p = PengesahanUsulan
        cari = select(p).where(p.pengesahan_id == pengesahan_id, p.is_aktif)
        if setelah is not None:
            cari = cari.where(p.usulan_id > setelah)
        return (await self._sesi.scalars(_kunci(cari.order_by(p.usulan_id).limit(batas)))).all()

    async def lepas_nama(self, pengesahan_id: UUID, usulan_ids: Collection[UUID]) -> int:
        """Take these names out of a batch and return how many were in it. Index: the primary key."""
        p = PengesahanUsulan
        lepas = (
            update(p)
            .where(p.pengesahan_id == pengesahan_id, p.usulan_id.in_(usulan_ids), p.is_aktif)
            .values(is_aktif=False)
            .returning(p.usulan_id)
            .execution_options(synchronize_session=False)
        )
        return len((await self._sesi.scalars(lepas)).all())

    async def buang_nama(self, pengesahan_id: UUID, usulan_ids: Collection[UUID]) -> None:
        """Forget that these names were in a batch once, so that they can be put into it again."""
        p = PengesahanUsulan
        bukan_aktif = (p.pengesahan_id == pengesahan_id, p.usulan_id.in_(usulan_ids), p.is_aktif.is_(False))
        await self._sesi.execute(delete(p).where(*bukan_aktif).execution_options(synchronize_session=False))

    async def jumlah_nama(self, pengesahan_id: UUID) -> int:
        """Return how many names are still in a batch. Index: the primary key."""
        p = PengesahanUsulan
        hitung = select(func.count()).select_from(p).where(p.pengesahan_id == pengesahan_id, p.is_aktif)
        return (await self._sesi.execute(hitung)).scalar_one()

    async def batch_terbuka(self, usulan: Ref) -> tuple[Pengesahan, PengesahanUsulan] | None:
        """Return the unsigned batch that holds a usulan, locked. Index: uq_pengesahan_usulan_usulan_id_aktif."""
        baris = await self._sesi.execute(
            select(Pengesahan, PengesahanUsulan)
            .join(PengesahanUsulan, PengesahanUsulan.pengesahan_id == Pengesahan.id)
            .where(
                PengesahanUsulan.usulan_id == usulan.id,
                PengesahanUsulan.is_aktif,
                Pengesahan.status == StatusPengesahan.DISUSUN,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        ketemu = baris.one_or_none()
        return None if ketemu is None else (ketemu[0], ketemu[1])

    async def keluarkan(self, usulan_id: UUID) -> None:
        """Take a name out of the batch that holds it. Index: uq_pengesahan_usulan_usulan_id_aktif."""
        milik = (PengesahanUsulan.usulan_id == usulan_id, PengesahanUsulan.is_aktif)
        await self._sesi.execute(update(PengesahanUsulan).where(*milik).values(is_aktif=False))

    async def lepaskan(self, pengesahan_id: UUID) -> None:
        """Take every name out of a withdrawn batch."""
        await self._sesi.execute(
            update(PengesahanUsulan).where(PengesahanUsulan.pengesahan_id == pengesahan_id).values(is_aktif=False)
        )
