"""Queries on the outbox."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.notifikasi.models import KotakKeluar


class KotakKeluarRepository:
    """Messages by id."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def add(self, pesan: KotakKeluar) -> None:
        self._sesi.add(pesan)
        await self._sesi.flush()

    async def get(self, pesan_id: UUID) -> KotakKeluar | None:
        return await self._sesi.get(KotakKeluar, pesan_id)

    async def lock(self, pesan_id: UUID) -> KotakKeluar | None:
        return await self._sesi.scalar(select(KotakKeluar).where(KotakKeluar.id == pesan_id).with_for_update())
