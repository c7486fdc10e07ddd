"""What the files tell of families beside the registry's own rows."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Text, any_, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base, polos
from app.core.larik import larik_teks, teks

_TABEL: Final = "keanggotaan"


class DataRepository:
    """Set-based reads by family."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def keanggotaan(self, keluarga_ids: Collection[str]) -> dict[str, str]:
        """Return the present membership of the registry by person. Index: the primary key's family part."""
        k = Base.metadata.tables[_TABEL].c
        cari = select(cast(k.individu_id, Text), k.status).where(
            k.keluarga_id == any_(larik_teks("ids")), k.sampai_at.is_(None)
        )
        return {i: str(s) for i, s in await polos(self._sesi, cari, {"ids": teks(keluarga_ids)})}
