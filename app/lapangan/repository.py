"""Queries about devices, items, drafts, kept work and uploads."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import sqlstate
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.lapangan.models import DrafKunjungan, ItemSinkron, Perangkat, PotonganUnggahan, Titipan, Unggahan
from app.wilayah.lingkup import Lingkup

_UNIK_DILANGGAR = "23505"


class LapanganRepository:
    """Every query of the package, the synchronisation and the uploads."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def tambah(self, *baris: object) -> None:
        """Insert rows now, so that the database's refusals are seen here."""
        self._sesi.add_all(baris)
        await self._sesi.flush()

    async def tambah_bila_baru(self, baris: object) -> bool:
        """Insert a row; False, and none, when its key exists already (another transaction's is waited for)."""
        try:
            async with self._sesi.begin_nested():
                self._sesi.add(baris)
        except IntegrityError as galat:
            if sqlstate(galat) != _UNIK_DILANGGAR:
                raise
            return False
        return True

    async def simpan(self) -> None:
        """Write pending changes now."""
        await self._sesi.flush()

    # -- devices and items

    async def catat_perangkat(self, akun_id: UUID, perangkat_id: UUID, jam: datetime, kini: datetime) -> None:
        """Keep what a device's clock said as it took a package."""
        nilai = {"jam_paket": jam, "paket_at": kini}
        await self._sesi.execute(
            insert(Perangkat)
            .values(akun_id=akun_id, id=perangkat_id, **nilai)
            .on_conflict_do_update(index_elements=[Perangkat.akun_id, Perangkat.id], set_=nilai)
        )

    async def perangkat(self, akun_id: UUID, perangkat_id: UUID) -> Perangkat | None:
        """Return a device of an account."""
        return await self._sesi.get(Perangkat, (akun_id, perangkat_id))

    async def item(self, akun_id: UUID, item_id: UUID) -> ItemSinkron | None:
        """Return an item that was decided, as it is now."""
        return await self._sesi.get(ItemSinkron, (akun_id, item_id), populate_existing=True)

    async def hapus_item(self, sebelum: datetime) -> None:
        """Forget verdicts that no device asks for any more. Index: ix_item_sinkron_created_at."""
        await self._sesi.execute(delete(ItemSinkron).where(ItemSinkron.created_at < sebelum))

    # -- drafts

    async def draf(self, penugasan: Ref, *, kunci: bool = False) -> DrafKunjungan | None:
        """Return the draft of an assignment; with `kunci` locked until the transaction ends."""
        cari = select(DrafKunjungan).where(
            DrafKunjungan.keluarga_id == penugasan.keluarga_id, DrafKunjungan.penugasan_id == penugasan.id
        )
        if kunci:
            cari = cari.with_for_update()
        return await self._sesi.scalar(cari.execution_options(populate_existing=True))

    async def draf_banyak(self, penugasan: Sequence[Ref]) -> dict[Ref, DrafKunjungan]:
        """Return the drafts of these assignments. Index: the primary key."""
        kunci = [(p.keluarga_id, p.id) for p in penugasan]
        cari = select(DrafKunjungan).where(tuple_(DrafKunjungan.keluarga_id, DrafKunjungan.penugasan_id).in_(kunci))
        return {d.ref: d for d in await self._sesi.scalars(cari)}

    async def draf_tertua(self, sebanyak: int) -> Sequence[DrafKunjungan]:
        """Return the drafts that nobody touched longest; a sweep of a table that holds open visits only."""
        cari = select(DrafKunjungan).order_by(DrafKunjungan.updated_at).limit(sebanyak)
        return (await self._sesi.scalars(cari)).all()

    async def hapus(self, baris: object) -> None:
        """Delete a row."""
        await self._sesi.delete(baris)
        await self._sesi.flush()

    # -- kept work

    async def titipan(self, ref: Ref, lingkup: Lingkup) -> Titipan | None:
        """Return kept work in scope."""
        cari = select(Titipan).where(
            Titipan.keluarga_id == ref.keluarga_id,
            Titipan.id == ref.id,
            lingkup.batasi(Titipan.kode_desa.expression),
        )
        return await self._sesi.scalar(cari)

    async def daftar_titipan(self, lingkup: Lingkup, hal: Halaman) -> Potongan[Titipan]:
        """List kept work in scope, newest first. Index: ix_titipan_lapangan_kode_desa_id."""
        cari = select(Titipan).where(lingkup.batasi(Titipan.kode_desa.expression))
        return await halaman(
            self._sesi, cari, [Urut(Titipan.id, UUID)], hal, konteks=f"titipan|{lingkup}", menurun=True
        )

    # -- uploads

    async def unggahan(self, ref: Ref, *, kunci: bool = False) -> Unggahan | None:
        """Return an upload; with `kunci` locked until the transaction ends."""
        cari = select(Unggahan).where(Unggahan.keluarga_id == ref.keluarga_id, Unggahan.id == ref.id)
        if kunci:
            cari = cari.with_for_update()
        return await self._sesi.scalar(cari.execution_options(populate_existing=True))

    async def unggahan_penugasan(self, penugasan: Ref) -> Sequence[Unggahan]:
        """Return the uploads of an assignment. Index: ix_unggahan_foto_keluarga_id_penugasan_id."""
        cari = select(Unggahan).where(
            Unggahan.keluarga_id == penugasan.keluarga_id, Unggahan.penugasan_id == penugasan.id
        )
        return (await self._sesi.scalars(cari.order_by(Unggahan.id))).all()

    async def unggahan_terbuka(self, akun_id: UUID) -> int:
        """Count an account's unfinished uploads. Index: ix_unggahan_foto_akun_id_terbuka."""
        cari = select(func.count()).where(Unggahan.akun_id == akun_id, Unggahan.foto_id.is_(None))
        return await self._sesi.scalar(cari) or 0

    async def unggahan_habis(self, sebelum: datetime, sebanyak: int) -> Sequence[Unggahan]:
        """Return unfinished uploads past their time, locked. Index: ix_unggahan_foto_kedaluwarsa_at."""
        cari = select(Unggahan).where(Unggahan.kedaluwarsa_at < sebelum, Unggahan.foto_id.is_(None)).limit(sebanyak)
        return (await self._sesi.scalars(cari.with_for_update(skip_locked=True))).all()

    async def potongan(self, unggahan: Unggahan) -> Sequence[PotonganUnggahan]:
        """Return the pieces of an upload in their order. Index: the primary key."""
        cari = select(PotonganUnggahan).where(
            PotonganUnggahan.keluarga_id == unggahan.keluarga_id, PotonganUnggahan.unggahan_id == unggahan.id
        )
        return (await self._sesi.scalars(cari.order_by(PotonganUnggahan.mulai))).all()

    async def hapus_potongan(self, unggahan: Unggahan) -> None:
        """Forget the pieces of an upload."""
        await self._sesi.execute(
            delete(PotonganUnggahan).where(
                PotonganUnggahan.keluarga_id == unggahan.keluarga_id, PotonganUnggahan.unggahan_id == unggahan.id
            )
        )
