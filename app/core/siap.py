"""Statements that every request runs: put together once and run by the driver itself.

The framework's way from a statement to its rows (cache key, execution context, cursor, plan of the result, a switch of
stacks to and fro) takes three times the work of the statement. What is asked with a condition that varies, or by the
thousand, still goes that way (`core.db.polos`, the session).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Final

import asyncpg
from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from app.core.db import sambungan_asli

_DIALEK: Final[Dialect] = make_url("postgresql+asyncpg://").get_dialect()()
_KOSONG: Final[Mapping[str, Any]] = MappingProxyType({})
_Ubah = Callable[[Any], Any] | None
Baris = tuple[Any, ...]


class _Susunan:
    """A statement as the driver takes it: its text, its values in order, and how each column is read."""

    def __init__(self, pernyataan: Select[*Baris] | Insert | Update | Delete) -> None:
        susunan = pernyataan.compile(dialect=_DIALEK)
        if susunan.post_compile_params or susunan.positiontup is None:
            raise TypeError("a list in a statement that is put together once is one parameter: any_(…), not in_(…)")
        self.sql = susunan.string
        if susunan.prefetch:
            lupa = ", ".join(kolom.name for kolom in susunan.prefetch)
            raise TypeError(f"values that the framework would make in Python have to be named: {lupa}")
        ikatan = [susunan.binds[nama] for nama in susunan.positiontup]
        self._isi = [(b.key, b.required, b.effective_value, _tulis(b.type)) for b in ikatan]
        self._baca = [_baca(kolom.type) for kolom in pernyataan.exported_columns]
        self._is_apa_adanya = not any(self._baca)

    def nilai(self, isi: Mapping[str, Any]) -> list[Any]:
        """Return the values in the order of the text; one that is missing is a KeyError."""
        hasil = []
        for kunci, is_wajib, tetap, tulis in self._isi:
            nilai = isi[kunci] if is_wajib else isi.get(kunci, tetap)
            hasil.append(tulis(nilai) if tulis else nilai)
        return hasil

    def baris(self, mentah: Sequence[Any]) -> list[Baris]:
        """Return the rows as the columns' types read them."""
        if self._is_apa_adanya:
            return [*map(tuple, mentah)]
        return [tuple(baca(n) if baca else n for baca, n in zip(self._baca, b, strict=True)) for b in mentah]


class PernyataanSiap:
    """A statement of a module, run in a session's transaction after what the session has pending.

    Values are given by the names of its parameters; those of an INSERT are all its columns. Rows of mapped classes are
    columns here, never entities.
    """

    pendengar: ClassVar[list[Callable[[str, Sequence[Any]], None]]] = []
    """Who is told what is sent, beside the framework's own events: measurements and tests."""

    def __init__(self, pernyataan: Select[*Baris] | Insert | Update | Delete) -> None:
        self._pernyataan = pernyataan

    @cached_property
    def _susunan(self) -> _Susunan:
        return _Susunan(self._pernyataan)

    async def baris(self, sesi: AsyncSession, isi: Mapping[str, Any] = _KOSONG) -> list[Baris]:
        """Run it and return its rows, none where it returns none.

        Raises:
            sqlalchemy.exc.IntegrityError: a constraint refused.
            sqlalchemy.exc.DBAPIError: the database refused; its `orig` is the driver's error.
        """
        asli = await sambungan_asli(sesi)
        susunan = self._susunan
        nilai = susunan.nilai(isi)
        for dengar in self.pendengar:
            dengar(susunan.sql, nilai)
        try:
            mentah = await asli.fetch(susunan.sql, *nilai)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as galat:
            jenis = IntegrityError if isinstance(galat, asyncpg.IntegrityConstraintViolationError) else DBAPIError
            raise jenis(None, None, galat, connection_invalidated=asli.is_closed()) from galat
        return susunan.baris(mentah)

    async def satu(self, sesi: AsyncSession, isi: Mapping[str, Any] = _KOSONG) -> Baris | None:
        """Run it and return its only row, or None."""
        baris = await self.baris(sesi, isi)
        assert len(baris) <= 1, "a statement for one row"
        return baris[0] if baris else None


def _tulis(tipe: TypeEngine[Any]) -> _Ubah:
    return tipe.dialect_impl(_DIALEK).bind_processor(_DIALEK)


def _baca(tipe: TypeEngine[Any]) -> _Ubah:
    return tipe.dialect_impl(_DIALEK).result_processor(_DIALEK, None)
