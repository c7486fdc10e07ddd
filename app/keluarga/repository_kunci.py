"""Queries on the indexes by which a person is found who may be recorded twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, DateTime, SmallInteger, Uuid, bindparam, column, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from app.keluarga.kunci_orang import KOLOM_KUNCI, KUNCI_USANG
from app.keluarga.models import Individu

_KUNCI = ("keluarga_id", "id", "updated_at")


class KunciRepository:
    """Reads and fills the columns `kunci_…` of `individu`."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def sisa(self) -> int:
        """Count persons without indexes by today's rules. Index: ix_individu_kunci_usang."""
        cari = select(func.count()).select_from(Individu).where(text(KUNCI_USANG))
        return await self._sesi.scalar(cari) or 0

    async def usang(self, sebanyak: int) -> Sequence[Individu]:
        """Return the next of them, not locked. Index: ix_individu_kunci_usang."""
        cari = select(Individu).where(text(KUNCI_USANG)).order_by(Individu.keluarga_id, Individu.id).limit(sebanyak)
        return (await self._sesi.scalars(cari.execution_options(populate_existing=True))).all()

    async def isi(self, baris: Sequence[tuple[Individu, Mapping[str, Any]]]) -> None:
        """Write the indexes of persons who have not been changed since they were read, with one statement."""
        if not baris:
            return
        kolom = [(n, _tipe(n), [getattr(i, n) for i, _ in baris]) for n in _KUNCI]
        kolom += [(n, _tipe(n), [k[n] for _, k in baris]) for n in KOLOM_KUNCI]
        larik = (bindparam(f"larik_{n}", nilai, ARRAY(t)) for n, t, nilai in kolom)
        b = func.unnest(*larik).table_valued(*(column(n, t) for n, t, _ in kolom), name="b").render_derived()
        tetap = [getattr(Individu, n) == b.c[n] for n in _KUNCI]
        ubah = update(Individu).where(*tetap).values({n: b.c[n] for n in KOLOM_KUNCI})
        await self._sesi.execute(ubah.execution_options(synchronize_session=False))


def _tipe(kolom: str) -> TypeEngine[Any]:
    if kolom == "updated_at":
        return DateTime(timezone=True)
    return SmallInteger() if kolom == "kunci_versi" else Uuid()
