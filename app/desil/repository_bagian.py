"""The table of its own that a large run's scores are written to: filled without an index, indexed once, then attached.

An index entry per row as it comes costs more than the row; a sorted index made of all of them costs a fifth of that.
Until it is attached to `skor_keluarga` nobody reads it. ADR 0042.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import TableClause, column, func, select, table, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.desil.models import SkorKeluarga

_YATIM: Final = text("""
    SELECT sisa.nomor FROM (
        SELECT substring(relname FROM '[0-9]+$')::integer AS nomor FROM pg_class
        WHERE relname ~ '^skor_keluarga_p[0-9]+$' AND relkind = 'r' AND NOT relispartition
        UNION
        SELECT substring(conname FROM '[0-9]+$')::integer FROM pg_constraint
        WHERE conname ~ '^bukan_[0-9]+$' AND conrelid = to_regclass('skor_keluarga_umum')
    ) sisa
    WHERE NOT EXISTS (SELECT FROM putaran p WHERE p.nomor = sisa.nomor AND p.status = 'DIHITUNG')
    ORDER BY sisa.nomor
""")


class BagianRepository:
    """Tables of single runs; the database's owner makes them, through three functions of migrations 0120 and 0170."""

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

    async def yatim(self) -> Sequence[int]:
        """Return the numbers of runs that left a table or its mark behind and are not being computed."""
        return (await self._sesi.scalars(_YATIM)).all()

    async def buang(self, nomor: int) -> None:
        """Remove what a run left behind that nobody reads; what is read or being computed stays.

        Raises:
            sqlalchemy.exc.DBAPIError: somebody still writes to it, or readers did not let go for five seconds.
        """
        await self._sesi.execute(select(func.skor_bagian_buang(nomor)))

    async def _sendiri(self, nomor: int) -> str | None:
        nama = f"skor_keluarga_p{nomor}"
        cari = text("SELECT NOT relispartition FROM pg_class WHERE oid = to_regclass(:nama)")
        return nama if await self._sesi.scalar(cari, {"nama": nama}) else None
