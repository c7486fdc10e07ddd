"""The table of its own that a large run's scores are written to: filled without an index, indexed once, then attached.

An index entry per row as it comes costs more than the row; a sorted index made of all of them costs a fifth of that.
Until it is attached to `skor_keluarga` nobody reads it. ADR 0042.
"""

from sqlalchemy import TableClause, column, func, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.desil.models import SkorKeluarga


class BagianRepository:
    """Tables of single runs; the database's owner makes them, through two functions of migration 0120."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def siapkan(self, nomor: int) -> None:
        """Make the empty table of a run; a run that already has a part that is read keeps writing where all do."""
        await self._sesi.execute(select(func.skor_bagian_siapkan(nomor)))

    async def tempat(self, nomor: int) -> TableClause:
        """Return where the rows of a run that is being scored stand."""
        nama = await self._sendiri(nomor) or SkorKeluarga.__tablename__
        return table(nama, *(column(k.name, k.type) for k in SkorKeluarga.__table__.c))

    async def pasang(self, nomor: int) -> None:
        """Index a run's own table, if it has one, and show it to the readers; they wait for the last part only.

        Raises:
            sqlalchemy.exc.DBAPIError: readers did not let go for five seconds; the step can be repeated.
        """
        if await self._sendiri(nomor):
            await self._sesi.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
            await self._sesi.execute(select(func.skor_bagian_pasang(nomor)))

    async def _sendiri(self, nomor: int) -> str | None:
        nama = f"skor_keluarga_p{nomor}"
        cari = text("SELECT NOT relispartition FROM pg_class WHERE oid = to_regclass(:nama)")
        return nama if await self._sesi.scalar(cari, {"nama": nama}) else None
