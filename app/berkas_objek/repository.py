"""Queries on the register of files."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.models import BerkasObjek


class BerkasObjekRepository:
    """Files by id; who may see one is decided by the domain whose row it belongs to."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def get(self, berkas_id: UUID) -> BerkasObjek | None:
        return await self._sesi.get(BerkasObjek, berkas_id)

    async def add(self, berkas: BerkasObjek) -> None:
        self._sesi.add(berkas)
        await self._sesi.flush()

    async def hancurkan_kunci(self, berkas_id: UUID) -> None:
        """Forget the data key for good."""
        await self._sesi.execute(update(BerkasObjek).where(BerkasObjek.id == berkas_id).values(kunci_data=None))
