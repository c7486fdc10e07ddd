"""A file of the nation as a workbook: the form in which most offices send theirs."""

import csv
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from app.lembar.bentuk_xlsx import BARIS_MAKS, PenulisXlsx
from app.lembar.entitas import Kolom, Ringkas

_PER_PENGGAL: Final = 5_000


class BukuPenuh(ValueError):
    """The file has more rows than a sheet."""


def jadikan_buku(jalur: Path, baris: int) -> Path:
    """Turn a CSV into a workbook of the same name beside it, and remove the CSV.

    Raises:
        BukuPenuh: a sheet does not hold so many rows.
    """
    if baris >= BARIS_MAKS:
        raise BukuPenuh(f"{baris} rows are more than a sheet holds; use --pisah kabkota")
    buku = jalur.with_suffix(".xlsx")
    with jalur.open(encoding="utf-8", newline="") as masuk, TemporaryFile(dir=jalur.parent) as isi:
        pembaca = csv.reader(masuk)
        penulis = PenulisXlsx([Kolom(n) for n in next(pembaca)])
        penggal = [*_penggal(penulis, pembaca, isi)]
        isi.seek(0)
        with buku.open("wb") as keluar:
            _rangkai(penulis, penggal, isi, keluar)
    jalur.unlink()
    return buku


def _penggal(penulis: PenulisXlsx, pembaca: Iterator[list[str]], isi: IO[bytes]) -> Iterator[Ringkas]:
    while baris := [[[s or None for s in b]] for b in islice(pembaca, _PER_PENGGAL)]:
        p = penulis.penggal(baris)
        isi.write(p.isi)
        yield Ringkas(p.baris, len(p.isi), p.catatan)


def _rangkai(penulis: PenulisXlsx, penggal: list[Ringkas], isi: IO[bytes], keluar: IO[bytes]) -> None:
    """Write the pieces with what belongs before, between and behind them."""
    sudah = 0
    for sebelum, bingkai in penulis.rangka(penggal, {}):
        for p in penggal[sudah:sebelum]:
            shutil.copyfileobj(_Batas(isi, p.ukuran), keluar)
        sudah = sebelum
        keluar.write(bingkai)
    for p in penggal[sudah:]:
        shutil.copyfileobj(_Batas(isi, p.ukuran), keluar)


class _Batas:
    """The next so many bytes of a file."""

    def __init__(self, berkas: IO[bytes], sisa: int) -> None:
        self._berkas, self._sisa = berkas, sisa

    def read(self, ukuran: int = -1) -> bytes:
        """Return at most `ukuran` bytes, none at the end."""
        isi = self._berkas.read(min(ukuran, self._sisa) if ukuran >= 0 else self._sisa)
        self._sisa -= len(isi)
        return isi
