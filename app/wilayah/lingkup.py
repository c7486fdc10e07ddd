"""Which regions an actor may see: the only place that turns a `Pelaku` into a WHERE.

Visible means: the row's code equals a prefix of the scope or starts with the prefix and a dot. Read at every
transition from the assignments in force, so that transfers and region splits bite at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from sqlalchemy import ColumnElement, SQLColumnExpression, false, or_, true

from app.core.peran import Jabatan, Pelaku
from app.wilayah.kode import KodeWilayah, terletak


@dataclass(frozen=True, slots=True)
class Lingkup:
    """A set of regions as code prefixes, or the whole country; without either nothing is visible.

    `prefiks` is kept sorted and minimal: a prefix inside another one adds nothing.
    """

    prefiks: tuple[str, ...] = ()
    is_nasional: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "prefiks", _ringkas(self.prefiks))

    @classmethod
    def nasional(cls) -> Self:
        """Return the scope of the whole country: of national jabatan, jobs and commands."""
        return cls(is_nasional=True)

    @classmethod
    def dari(cls, pelaku: Pelaku) -> Self:
        """Return the actor's scope: his assignments, of a WARGA the own desa, under their older and newer codes."""
        if pelaku.is_nasional:
            return cls.nasional()
        if pelaku.jabatan is Jabatan.WARGA:
            return cls((pelaku.kode_desa, *pelaku.wilayah) if pelaku.kode_desa else ())
        return cls(pelaku.wilayah)

    def memuat(self, kode: str) -> bool:
        """Return whether the region `kode` (dotted) lies in scope."""
        return self.is_nasional or any(terletak(kode, p) for p in self.prefiks)

    def persempit(self, kodes: Iterable[str]) -> Self:
        """Return the part of the scope that lies in these regions; nothing when none of it does."""
        diminta = type(self)(tuple(kodes))
        if self.is_nasional:
            return diminta
        dalam = (p for p in diminta.prefiks if self.memuat(p))
        return type(self)((*dalam, *(p for p in self.prefiks if diminta.memuat(p))))

    def batasi(self, kolom: SQLColumnExpression[str]) -> ColumnElement[bool]:
        """Return the condition on a column of dotted codes that keeps exactly the rows in scope."""
        if self.is_nasional:
            return true()
        return or_(false(), *(syarat for p in self.prefiks for syarat in (kolom == p, kolom.like(f"{p}.%"))))


@lru_cache(maxsize=4096)
def _ringkas(prefiks: tuple[str, ...]) -> tuple[str, ...]:
    """Parse (which keeps `%` and `_` out of the LIKE), sort, and drop what a wider prefix covers."""
    hasil: list[KodeWilayah] = []
    for kode in sorted(map(KodeWilayah, prefiks)):
        if not (hasil and hasil[-1].memuat(kode)):
            hasil.append(kode)
    return tuple(hasil)
