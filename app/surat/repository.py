"""Queries on letters."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import sqlstate
from app.surat.models import Surat, SuratAkhir

UNIK_DILANGGAR = "23505"


class SuratRepository:
    """Letters by code, by digest, by what they are about."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def get(self, kode: str) -> Surat | None:
        return await self._sesi.get(Surat, kode)

    async def akhir(self, kode: str) -> SuratAkhir | None:
        return await self._sesi.get(SuratAkhir, kode)

    async def menurut_sidik(self, sidik: str) -> Surat | None:
        """Return the letter whose PDF has this digest. Index: ix_surat_sidik."""
        return await self._sesi.scalar(select(Surat).where(Surat.sidik == sidik).limit(1))

    async def milik(self, objek: str) -> Sequence[Surat]:
        """Return the letters about one thing, newest first. Index: ix_surat_objek_created_at."""
        cari = select(Surat).where(Surat.objek == objek).order_by(Surat.created_at.desc(), Surat.kode)
        return (await self._sesi.scalars(cari)).all()

    async def add(self, surat: Surat) -> None:
        self._sesi.add(surat)
        await self._sesi.flush()

    async def akhiri(self, akhir: SuratAkhir) -> bool:
        """Insert the end of a letter; return False when it has one."""
        try:
            async with self._sesi.begin_nested():
                self._sesi.add(akhir)
        except IntegrityError as galat:
            if sqlstate(galat) != UNIK_DILANGGAR:
                raise
            return False
        return True
