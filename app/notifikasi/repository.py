"""Queries on outbox and inbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.siap import PernyataanSiap
from app.notifikasi.models import KotakKeluar, KotakMasuk

_KELUAR: Final = PernyataanSiap(insert(Base.metadata.tables[KotakKeluar.__tablename__]))
_MASUK: Final = PernyataanSiap(insert(Base.metadata.tables[KotakMasuk.__tablename__]))


class KotakKeluarRepository:
    """Messages by id."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def add(self, pesan: Mapping[str, Any]) -> None:
        """Write a message, by column."""
        await _KELUAR.baris(self._sesi, pesan)

    async def get(self, pesan_id: UUID) -> KotakKeluar | None:
        return await self._sesi.get(KotakKeluar, pesan_id)

    async def lock(self, pesan_id: UUID) -> KotakKeluar | None:
        return await self._sesi.scalar(select(KotakKeluar).where(KotakKeluar.id == pesan_id).with_for_update())


class KotakMasukRepository:
    """Messages of one account at a time."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def add(self, *pesan: Mapping[str, Any]) -> None:
        """Write messages, by column."""
        for satu in pesan:
            await _MASUK.baris(self._sesi, satu)

    async def daftar(self, akun_id: UUID, hal: Halaman, *, belum_dibaca: bool) -> Potongan[KotakMasuk]:
        """Return a page, newest first. Indexes: primary key, ix_kotak_masuk_belum_dibaca."""
        cari = select(KotakMasuk).where(KotakMasuk.akun_id == akun_id)
        if belum_dibaca:
            cari = cari.where(KotakMasuk.dibaca_at.is_(None))
        konteks = f"{akun_id}|{belum_dibaca}"
        return await halaman(self._sesi, cari, [Urut(KotakMasuk.id, UUID)], hal, konteks=konteks, menurun=True)

    async def jumlah_belum(self, akun_id: UUID, batas: int) -> int:
        """Count what is unread, at most `batas`. Index: ix_kotak_masuk_belum_dibaca."""
        belum = select(KotakMasuk.id).where(KotakMasuk.akun_id == akun_id, KotakMasuk.dibaca_at.is_(None)).limit(batas)
        return (await self._sesi.execute(select(func.count()).select_from(belum.subquery()))).scalar_one()

    async def get(self, akun_id: UUID, pesan_id: UUID) -> KotakMasuk | None:
        return await self._sesi.get(KotakMasuk, (akun_id, pesan_id))

    async def tandai_semua(self, akun_id: UUID, sampai: UUID, kini: datetime) -> None:
        """Mark as read what is not newer than `sampai`."""
        milik = (KotakMasuk.akun_id == akun_id, KotakMasuk.id <= sampai, KotakMasuk.dibaca_at.is_(None))
        await self._sesi.execute(update(KotakMasuk).where(*milik).values(dibaca_at=kini))

    async def hapus(self, sebelum: datetime) -> None:
        """Delete what is older. Index: ix_kotak_masuk_created_at."""
        await self._sesi.execute(delete(KotakMasuk).where(KotakMasuk.created_at < sebelum))
