"""Column types of blind indexes: while keys change one may stand under any of them, and nobody has to think of it.

What is read comes out as it stands under the active key, so values compare equal in Python; what is compared in SQL is
compared with the index under every loaded key. With one key loaded both do nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Dialect,
    SQLColumnExpression,
    Uuid,
    cast,
    delete,
    exists,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.operators import in_op, not_in_op
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from app.core.crypto import Sandi, Tujuan

_63_BIT: Final = (1 << 63) - 1


class KunciProses:
    """The keys of this process, of which there is one set; a column type has no other way to them."""

    sandi: ClassVar[Sandi | None] = None

    @classmethod
    def sebangun(cls, tujuan: Tujuan, indeks: UUID) -> tuple[UUID, ...]:
        """Return the index under every loaded key, the active one first."""
        return cls.sandi.sebangun(tujuan, indeks) if cls.sandi and cls.is_berganti() else (indeks,)

    @classmethod
    def is_berganti(cls) -> bool:
        """Return whether an index may stand under more than one key."""
        return cls.sandi is not None and cls.sandi.is_berganti


def _rentang(tujuan: Tujuan, nilai: Iterable[Any]) -> list[Any]:
    return [x for n in nilai for x in (KunciProses.sebangun(tujuan, n) if isinstance(n, UUID) else (n,))]


class _Banding(TypeDecorator.Comparator[UUID]):
    """Compares with a value under all keys; anything that is no value (a column, a parameter) as it is."""

    @override
    def operate(self, op: Any, *lain: Any, **kw: Any) -> ColumnElement[Any]:
        tipe = self.expr.type
        assert isinstance(tipe, IndeksButa)
        if op.__name__ in {"eq", "ne"} and isinstance(lain[0], UUID):
            calon = KunciProses.sebangun(tipe.tujuan, lain[0])
            if len(calon) > 1:
                return super().operate(in_op if op.__name__ == "eq" else not_in_op, calon, **kw)
        elif op.__name__ in {"in_op", "not_in_op"} and isinstance(lain[0], Iterable):
            lain = (_rentang(tipe.tujuan, lain[0]),)
        return super().operate(op, *lain, **kw)


class IndeksButa(TypeDecorator[UUID]):
    """A blind index of one purpose."""

    impl = Uuid
    cache_ok = True
    comparator_factory = _Banding

    def __init__(self, tujuan: Tujuan) -> None:
        super().__init__()
        self.tujuan = tujuan

    @override
    def process_result_value(self, value: UUID | None, dialect: Dialect) -> UUID | None:
        return self.baca(value)

    def baca(self, nilai: UUID | None) -> UUID | None:
        """Return what is stored as it stands under the active key."""
        return None if nilai is None else KunciProses.sebangun(self.tujuan, nilai)[0]


class DaftarIndeksButa(TypeDecorator[list[UUID]]):
    """Several blind indexes of one purpose."""

    impl = ARRAY
    cache_ok = True

    def __init__(self, tujuan: Tujuan) -> None:
        super().__init__(Uuid())
        self.tujuan = tujuan

    @override
    def process_result_value(self, value: list[UUID] | None, dialect: Dialect) -> list[UUID] | None:
        return self.baca(value)

    def baca(self, nilai: list[UUID] | None) -> list[UUID] | None:
        """Return what is stored as it stands under the active key."""
        return None if nilai is None else [KunciProses.sebangun(self.tujuan, v)[0] for v in nilai]


def memuat(kolom: SQLColumnExpression[list[UUID]], tujuan: Tujuan, indeks: UUID) -> ColumnElement[bool]:
    """Return whether a list of blind indexes holds this one, under whichever key; a GIN index serves it."""
    return kolom.op("&&", is_comparison=True)(cast(list(KunciProses.sebangun(tujuan, indeks)), ARRAY(Uuid())))


async def sendiri(sesi: AsyncSession, kolom: InstrumentedAttribute[Any], *indeks: UUID) -> None:
    """Let writers of the same value wait for each other although each may write it under another key.

    A unique index does that by itself as long as there is one key, so then this does nothing.
    """
    for kunci in sorted(min(c).int & _63_BIT for i in indeks if len(c := _calon(kolom, i)) > 1):
        await sesi.execute(select(func.pg_advisory_xact_lock(kunci)))


async def bersaing(
    sesi: AsyncSession, kolom: InstrumentedAttribute[Any], indeks: UUID, *syarat: ColumnElement[bool]
) -> bool:
    """Return whether a row holds this value under another key than `indeks` stands under, as judged after waiting."""
    await sendiri(sesi, kolom, indeks)
    lain = [c for c in _calon(kolom, indeks) if c != indeks]
    return bool(lain) and await sesi.scalar(select(exists().where(mentah(kolom).in_(lain), *syarat))) is True


async def tinggal_satu(sesi: AsyncSession, kolom: InstrumentedAttribute[Any], indeks: Sequence[UUID]) -> None:
    """Remove the rows that hold these values under another key: they are about to be replaced."""
    await sendiri(sesi, kolom, *indeks)
    if lain := [c for i in indeks for c in _calon(kolom, i) if c != i]:
        await sesi.execute(delete(kolom.class_).where(mentah(kolom).in_(lain)))


def mentah(kolom: InstrumentedAttribute[Any]) -> ColumnElement[UUID]:
    """Return the column as it is stored, for comparisons with one key only."""
    return type_coerce(kolom, Uuid())


def sebangun(kolom: InstrumentedAttribute[Any], nilai: Iterable[UUID]) -> list[UUID]:
    """Return values as a column may hold them: a blind index under every loaded key, anything else as it is."""
    tipe = kolom.expression.type  # asked of the attribute itself it is looked for through its comparator
    return _rentang(tipe.tujuan, nilai) if isinstance(tipe, IndeksButa) else list(nilai)


def _calon(kolom: InstrumentedAttribute[Any], indeks: UUID) -> tuple[UUID, ...]:
    tipe = kolom.type
    assert isinstance(tipe, IndeksButa)
    return KunciProses.sebangun(tipe.tujuan, indeks)
