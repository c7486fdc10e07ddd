"""Many values as one parameter: a statement bears 32,767 of them, and a list is planned value by value."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    TableValuedAlias,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from app.core.kolom_sandi import mentah, sebangun


def salah_satu(kolom: InstrumentedAttribute[UUID], nilai: Iterable[UUID]) -> ColumnElement[bool]:
    """Return whether a column of ids or of blind indexes, under whichever key, is one of these."""
    return mentah(kolom) == any_(literal(sebangun(kolom, nilai), ARRAY(Uuid())))


def larik_teks(nama: str) -> ColumnElement[Any]:
    """Return a parameter that takes many ids as the text that `teks` makes.

    The driver asks of each value in a list what kind of thing it is, which costs more than the look-up of a row.
    """
    return cast(bindparam(nama, type_=Text()), ARRAY(Uuid()))


def teks(nilai: Iterable[object]) -> str:
    """Return ids as PostgreSQL writes an array of them."""
    return f"{{{','.join(map(str, nilai))}}}"


def larik(*kolom: tuple[str, TypeEngine[Any], Sequence[Any] | None], nama: str = "baris") -> TableValuedAlias:
    """Return columns of values, all of one length, as a table; None: values given as `<nama>_<column>` at each run."""
    isi = (
        bindparam(f"{nama}_{n}", nilai if nilai is None else list(nilai), ARRAY(t), required=nilai is None)
        for n, t, nilai in kolom
    )
    return func.unnest(*isi).table_valued(*(column(n, t) for n, t, _ in kolom), name=nama).render_derived()
