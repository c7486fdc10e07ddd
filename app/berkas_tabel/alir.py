"""A text read as a stream: bytes in, blocks of whole records out, in memory that does not grow with the file (pure).

A record may hold line breaks between quotation marks. A mark that is never closed must not swallow the rest of the
file, so a record that grows beyond all measure is given up: its first line is reported, and reading goes on after it.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

REKAMAN_BITA: Final = 256 << 10
REKAMAN_BARIS: Final = 20
"""A record longer than either has a quotation mark that is never closed, or no line breaks at all."""
BLOK_BITA: Final = 8 << 20
"""A block of long records ends before it has as many records as it may."""


@dataclass(frozen=True, slots=True)
class Blok:
    """Some records of a file.

    Attributes:
        nomor: number of the block, from 0.
        baris: number of the first record as a spreadsheet counts; the headings are 1.
        isi: the records; those in `rusak` stand here empty.
        jumlah: how many there are, headings and empty lines included.
        sampai: position behind the block in the (transcoded) stream.
        rusak: numbers of records that are given up.
    """

    nomor: int
    baris: int
    isi: tuple[bytes, ...]
    jumlah: int
    sampai: int
    rusak: tuple[int, ...]


class KeUtf8:
    """Drops the mark at the beginning, and transcodes what is not a superset of ASCII; fed piece by piece."""

    def __init__(self, pengodean: str, bom: int) -> None:
        self._sisa = bom
        self._pembaca = codecs.getincrementaldecoder(pengodean)("replace") if pengodean.startswith("utf-16") else None

    def tambah(self, isi: bytes) -> bytes:
        """Take the next piece."""
        isi, self._sisa = isi[self._sisa :], max(0, self._sisa - len(isi))
        return isi if self._pembaca is None else self._pembaca.decode(isi).encode()


class Pemotong:
    """Cuts a stream into blocks of records; fed piece by piece, so that the pieces may come from anywhere."""

    def __init__(self, sebanyak: int, pemisah: str, *, nomor: int = 0, baris: int = 1, dari: int = 0) -> None:
        self._sebanyak = sebanyak
        self._luar, self._dalam = _pola(pemisah)
        self._nomor, self._baris, self._letak = nomor, baris, dari
        self._sisa, self._panjang = b"", 0
        """The line that is not complete yet, empty once it is too long; and its length so far."""
        self._rekaman: list[bytes] = []
        self._bita = 0
        self._rusak: list[int] = []
        self._gantung: list[bytes] = []
        """The lines of a record whose quotation mark is not closed yet."""

    def tambah(self, isi: bytes) -> Iterator[Blok]:
        """Take a piece and yield the blocks that it completes."""
        *utuh, akhir = isi.split(b"\n")
        if utuh:
            utuh[0] = self._sisa + utuh[0]
            if self._panjang > REKAMAN_BITA:
                yield from self._buang(self._panjang + len(utuh.pop(0)))
            self._sisa, self._panjang = b"", 0
            yield from self._masukkan(utuh)
        self._panjang += len(akhir)
        self._sisa = self._sisa + akhir if self._panjang <= REKAMAN_BITA else b""

    def selesai(self) -> Iterator[Blok]:
        """Take the end of the stream and yield the rest."""
        if self._panjang > REKAMAN_BITA:
            yield from self._buang(self._panjang)
        elif self._sisa:
            yield from self._masukkan([self._sisa])
        self._sisa, self._panjang = b"", 0
        while self._gantung:
            yield from self._lepas()
        if self._rekaman:
            yield self._blok()

    def _masukkan(self, baris: list[bytes]) -> Iterator[Blok]:
        for satu in baris:
            if len(satu) > REKAMAN_BITA:
                yield from self._buang(len(satu))
            elif not self._gantung and (b'"' not in satu or self._luar.fullmatch(satu)):
                yield from self._rekam(satu)
            else:
                yield from self._gantungkan(satu)

    def _gantungkan(self, satu: bytes) -> Iterator[Blok]:
        """Add a line to the record whose quotation mark is open, and release the record when that is closed."""
        self._gantung.append(satu)
        if len(self._gantung) > REKAMAN_BARIS or sum(map(len, self._gantung)) > REKAMAN_BITA:
            yield from self._lepas()
        elif len(self._gantung) > 1 and self._dalam.fullmatch(satu):
            utuh, self._gantung = b"\n".join(self._gantung), []
            yield from self._rekam(utuh)

    def _lepas(self) -> Iterator[Blok]:
        """Give the first hanging line up and read the others anew."""
        (pertama, *lain), self._gantung = self._gantung, []
        yield from self._rekam_rusak(len(pertama))
        yield from self._masukkan(lain)

    def _buang(self, panjang: int) -> Iterator[Blok]:
        """Give a line up that is longer than any record; what hangs cannot go on behind it."""
        while self._gantung:
            yield from self._lepas()
        yield from self._rekam_rusak(panjang)

    def _rekam_rusak(self, panjang: int) -> Iterator[Blok]:
        self._rusak.append(self._baris + len(self._rekaman))
        self._letak += panjang
        yield from self._rekam(b"")

    def _rekam(self, satu: bytes) -> Iterator[Blok]:
        self._rekaman.append(satu)
        self._bita += len(satu)
        if len(self._rekaman) >= self._sebanyak or self._bita >= BLOK_BITA:
            yield self._blok()

    def _blok(self) -> Blok:
        isi = tuple(self._rekaman)
        self._letak += self._bita + len(isi)
        blok = Blok(self._nomor, self._baris, isi, len(isi), self._letak, tuple(self._rusak))
        self._nomor, self._baris = self._nomor + 1, self._baris + len(isi)
        self._rekaman, self._rusak, self._bita = [], [], 0
        return blok


def urai(rekaman: str, pemisah: str) -> list[str] | None:
    """Return the cells of one record; None when the text is not exactly one."""
    try:
        # Behind an open quotation mark the empty line would belong to the record.
        hasil, *sisa = csv.reader((rekaman, ""), delimiter=pemisah)
    except csv.Error:
        return None
    return hasil if sisa == [[]] else None


@cache
def _pola(pemisah: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return what a line that ends outside of quotation marks looks like: begun outside of them, and within.

    A mark opens only at the beginning of a cell, and is closed by the first one that is not doubled; any other is a
    letter, as the parser takes it.
    """
    p = re.escape(pemisah.encode())
    dalam = rb'(?:[^"]++|"")*+"[^' + p + rb"]*+"
    sel = rb'(?:"' + dalam + rb'|[^"' + p + rb"][^" + p + rb"]*+|(?=" + p + rb"|\Z))"
    lanjut = rb"(?:" + p + sel + rb")*+"
    return re.compile(sel + lanjut), re.compile(dalam + lanjut)
