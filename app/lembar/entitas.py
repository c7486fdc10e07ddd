"""What a table file is made of, and what a writer of one form of it can do. Pure.

A piece is encoded alone and in any order, so that many can be made at once, each is lost alone when its maker dies, and
no file of any size stands in memory. Only the frame around the pieces (headers, table of contents) is made at the end,
from what was noted of each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

Nilai = str | int | date | None
Ruas = Sequence[Nilai]
Baris = Sequence[Ruas]
"""A row is made of runs of cells; a run that stands in the next row too may be the same object there."""


class Jenis(StrEnum):
    """What a column holds. KODE is text of a known alphabet (codes, numbers, dates of ours), TEKS what people wrote."""

    TEKS = "TEKS"
    KODE = "KODE"
    BULAT = "BULAT"
    TANGGAL = "TANGGAL"


class BentukBerkas(StrEnum):
    """Form of a file."""

    CSV = "CSV"
    XLSX = "XLSX"
    PARQUET = "PARQUET"


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column."""

    nama: str
    jenis: Jenis = Jenis.KODE


@dataclass(frozen=True, slots=True)
class Ringkas:
    """What the frame needs to know of a piece: rows, bytes, and numbers that only its writer understands."""

    baris: int
    ukuran: int
    catatan: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Penggal:
    """Encoded rows."""

    isi: bytes
    baris: int
    catatan: Sequence[int] = ()


class Penulis(Protocol):
    """Writes tables with given columns in one form."""

    @property
    def media(self) -> str:
        """The media type."""

    @property
    def akhiran(self) -> str:
        """How the file's name ends."""

    def penggal(self, baris: Sequence[Baris]) -> Penggal:
        """Encode rows; the runs of a row have a value for every column, in their order, and are alike in all rows."""

    def rangka(self, penggal: Sequence[Ringkas], keterangan: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield what stands before piece `n`, in order of the pieces; `n` past the last one is the end of the file.

        Args:
            penggal: what was noted of each piece.
            keterangan: facts about the file, for those forms that have a place for them.
        """
