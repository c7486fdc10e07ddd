"""Queries of periods; a small reference table that belongs to no region."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.paging import Halaman, Potongan, Urut, halaman
from app.periode.models import Periode


class PeriodeRepository:
    """Reads and writes `periode`."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def get(self, kode: str) -> Periode | None:
        """Return the period, or None."""
        return await self._sesi.get(Periode, kode)

    async def lock(self, kode: str) -> Periode | None:
        """Return the period locked for change, or None."""
        return await self._sesi.get(Periode, kode, with_for_update=True)

    async def pada(self, tanggal: date) -> Periode | None:
        """Return the period that holds the day, or None."""
        cari = select(Periode).where(Periode.mulai <= tanggal, Periode.selesai >= tanggal).order_by(Periode.kode)
        return (await self._sesi.scalars(cari.limit(1))).first()

    async def bertumpuk(self, mulai: date, selesai: date, *, selain: str) -> bool:
        """Return whether another period shares a day with these."""
        cari = select(Periode.kode).where(Periode.kode != selain, Periode.mulai <= selesai, Periode.selesai >= mulai)
        return (await self._sesi.scalars(cari.limit(1))).first() is not None

    async def daftar(self, hal: Halaman) -> Potongan[Periode]:
        """Return periods, latest first. Index: the primary key."""
        return await halaman(self._sesi, select(Periode), [Urut(Periode.kode, str)], hal, menurun=True)

    async def add(self, periode: Periode) -> None:
        """Add a new period."""
        self._sesi.add(periode)
        await self._sesi.flush()
