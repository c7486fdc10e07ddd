"""The first sheet of a workbook as rows of text, read as a stream (ECMA-376, SpreadsheetML).

Only what a table needs: shared and inline texts, figures as they are written, errors as texts; styles and formulas are
not looked at. A document type, an archive that swells beyond measure, macros and encryption are refused. A figure of
more than fifteen digits that ends in zero may have lost its last digit, for a workbook keeps no more; it is marked.
"""

import re
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Final
from xml.parsers import expat

from typing_extensions import override

from app.berkas_tabel.pengenalan import (
    KOLOM_MAKS,
    BerkasDitolak,
    JenisBerkas,
    Kenal,
    Penolakan,
    periksa_buku,
    periksa_judul,
)

TANDA_ANGKA: Final = "\x1f"
"""Stands before a figure that is longer than a workbook keeps: its last digits are lost."""
_MEKAR_MAKS: Final = 4 << 30
_RASIO_MAKS: Final = 100
_RASIO_DARI: Final = 1 << 20
"""A part above this size that swells more than so many times is made to swell; tables do by ten to fifty."""
TEKS_BITA: Final = 32 << 20
TEKS_MAKS: Final = 500_000
"""The shared texts lie in memory all at once; a workbook with more of them comes as CSV."""
_DAFTAR_BITA: Final = 1 << 20
_SEL_MAKS: Final = 1 << 20
_BERSANDI: Final = 0x1
_GULIR: Final = 64 << 10
_DIGIT: Final = 15
_KOLOM_MAKS: Final = 16_384
_BARIS_MAKS: Final = 1_048_576
_HURUF: Final = re.compile(r"[A-Z]+")
_TEKS: Final = "xl/sharedStrings.xml"
_ISI: Final = "xl/workbook.xml"
_HUBUNGAN: Final = "xl/_rels/workbook.xml.rels"


class _Pengurai(ABC):
    """One XML part, parsed as it is read."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._tolak
        self._parser.StartElementHandler = self._buka
        self._parser.EndElementHandler = self._tutup
        self._parser.CharacterDataHandler = self._teks
        self._isi: list[str] = []
        self._panjang = 0

    def suap(self, bagian: IO[bytes]) -> Iterator[None]:
        """Read the part and pause after each gulp."""
        while isi := bagian.read(_GULIR):
            self._parser.Parse(isi, False)
            yield
        self._parser.Parse(b"", True)
        yield

    def _tolak(self, *_: object) -> None:
        raise BerkasDitolak(Penolakan.BUKAN_TABEL)

    def _buka(self, nama: str, atribut: dict[str, str]) -> None:
        self.mulai(nama.rpartition(" ")[2], atribut)

    def _tutup(self, nama: str) -> None:
        self.akhir(nama.rpartition(" ")[2])

    def _teks(self, isi: str) -> None:
        self._panjang += len(isi)
        if self._panjang > _SEL_MAKS:
            raise BerkasDitolak(Penolakan.BUKU_TERLALU_PADAT)
        self._isi.append(isi)

    def ambil(self) -> str:
        """Return the text since the last element began."""
        isi = "".join(self._isi)
        self._isi.clear()
        self._panjang = 0
        return isi

    @abstractmethod
    def mulai(self, nama: str, atribut: dict[str, str]) -> None:
        """Take the beginning of an element."""

    @abstractmethod
    def akhir(self, nama: str) -> None:
        """Take the end of an element."""


class _Daftar(_Pengurai):
    """Elements of one name with their attributes: the sheets of a workbook, the targets of its relations."""

    def __init__(self, nama: str) -> None:
        super().__init__()
        self._nama = nama
        self.hasil: list[dict[str, str]] = []

    @override
    def mulai(self, nama: str, atribut: dict[str, str]) -> None:
        if nama == self._nama:
            self.hasil.append({k.rpartition(" ")[2]: v for k, v in atribut.items()})

    @override
    def akhir(self, nama: str) -> None:
        self.ambil()


class _TeksBersama(_Pengurai):
    """The shared texts in order; how they are pronounced (`rPh`) is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.hasil: list[str] = []
        self._satu: list[str] = []
        self._lafal = 0

    @override
    def mulai(self, nama: str, atribut: dict[str, str]) -> None:
        self.ambil()
        self._lafal += nama == "rPh"

    @override
    def akhir(self, nama: str) -> None:
        if nama == "t" and not self._lafal:
            self._satu.append(self.ambil())
        elif nama == "rPh":
            self._lafal -= 1
        elif nama == "si":
            if len(self.hasil) >= TEKS_MAKS:
                raise BerkasDitolak(Penolakan.BUKU_TERLALU_PADAT)
            self.hasil.append("".join(self._satu))
            self._satu.clear()


class _Lembar(_Pengurai):
    """The rows of a sheet; those that are complete wait in `siap`."""

    def __init__(self, teks: list[str]) -> None:
        super().__init__()
        self._bersama = teks
        self.siap: list[list[str]] = []
        self._nomor = 0
        self._baris: list[str] = []
        self._letak = -1
        self._jenis = "n"
        self._nilai = ""

    @override
    def mulai(self, nama: str, atribut: dict[str, str]) -> None:
        self.ambil()
        if nama == "row":
            nomor = int(atribut.get("r", self._nomor + 1))
            if not self._nomor < nomor <= _BARIS_MAKS:
                raise BerkasDitolak(Penolakan.BUKAN_TABEL)
            self.siap.extend([[]] * (nomor - self._nomor - 1))
            self._nomor, self._baris, self._letak = nomor, [], -1
        elif nama == "c":
            self._letak = _kolom(atribut["r"]) if "r" in atribut else self._letak + 1
            self._jenis, self._nilai = atribut.get("t", "n"), ""
            if not 0 <= self._letak < _KOLOM_MAKS:
                raise BerkasDitolak(Penolakan.BUKAN_TABEL)

    @override
    def akhir(self, nama: str) -> None:
        if nama == "v" or (nama == "t" and self._jenis == "inlineStr"):
            self._nilai += self.ambil()
        elif nama == "c" and self._nilai:
            # Far to the right one place stands for all: enough to see that there are too many.
            letak = min(self._letak, KOLOM_MAKS)
            self._baris.extend([""] * (letak + 1 - len(self._baris)))
            self._baris[letak] = self._arti()
        elif nama == "row":
            self.siap.append(self._baris)

    def _arti(self) -> str:
        if self._jenis == "s":
            n = int(self._nilai)
            return self._bersama[n] if 0 <= n < len(self._bersama) else ""
        return angka(self._nilai) if self._jenis == "n" else self._nilai


class Buku:
    """A workbook that is not refused."""

    def __init__(self, berkas: IO[bytes]) -> None:
        """Open it.

        Raises:
            BerkasDitolak: no workbook, encrypted, with macros, or swelling beyond measure.
        """
        try:
            self._arsip = zipfile.ZipFile(berkas)
            _periksa_mekar(self._arsip)
            periksa_buku(self._arsip)
            self._lembar = self._pertama()
        except (zipfile.BadZipFile, KeyError, StopIteration, expat.ExpatError):
            raise BerkasDitolak(Penolakan.BUKAN_TABEL) from None

    def baris(self) -> Iterator[list[str]]:
        """Yield the rows of the first sheet; one that is missing is empty.

        Raises:
            BerkasDitolak: damaged, or it holds a document type.
        """
        try:
            bersama = _TeksBersama()
            if _TEKS in self._arsip.namelist():
                self._habiskan(_TEKS, bersama)
            lembar = _Lembar(bersama.hasil)
            with self._arsip.open(self._lembar) as bagian:
                for _ in lembar.suap(bagian):
                    yield from lembar.siap
                    lembar.siap = []
        except (zipfile.BadZipFile, zlib.error, expat.ExpatError, ArithmeticError, ValueError, EOFError):
            raise BerkasDitolak(Penolakan.BUKAN_TABEL) from None

    def kenali(self) -> Kenal:
        """Tell headings and format.

        Raises:
            BerkasDitolak: without a row below its headings, or as `baris`.
        """
        baris = self.baris()
        judul = tuple(j.strip() for j in next(baris, []))
        if not any(judul):
            raise BerkasDitolak(Penolakan.KOSONG)
        if not any(any(s.strip() for s in b) for b in baris):
            raise BerkasDitolak(Penolakan.TANPA_BARIS)
        return Kenal(JenisBerkas.XLSX, "utf-8", 0, "", judul, periksa_judul(judul))

    def _habiskan(self, nama: str, pengurai: _Pengurai) -> None:
        with self._arsip.open(nama) as bagian:
            for _ in pengurai.suap(bagian):
                pass

    def _pertama(self) -> str:
        lembar, hubungan = _Daftar("sheet"), _Daftar("Relationship")
        self._habiskan(_ISI, lembar)
        self._habiskan(_HUBUNGAN, hubungan)
        tampak = next(s for s in lembar.hasil if s.get("state", "visible") == "visible")
        sasaran = next(h["Target"] for h in hubungan.hasil if h["Id"] == tampak["id"])
        nama = sasaran.removeprefix("/") if sasaran.startswith("/") else f"xl/{sasaran}"
        self._arsip.getinfo(nama)
        return nama


def _periksa_mekar(arsip: zipfile.ZipFile) -> None:
    """Refuse what swells beyond measure, before any of it is unpacked; a part never gives more than it announces.

    Raises:
        BerkasDitolak: too large, made to swell, encrypted, or packed as no workbook is.
    """
    isi = arsip.infolist()
    if any(i.flag_bits & _BERSANDI for i in isi):
        raise BerkasDitolak(Penolakan.BERSANDI)
    if any(i.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for i in isi):
        raise BerkasDitolak(Penolakan.BUKAN_TABEL)
    maks = {_TEKS: TEKS_BITA, _ISI: _DAFTAR_BITA, _HUBUNGAN: _DAFTAR_BITA}
    is_padat = sum(i.file_size for i in isi) > _MEKAR_MAKS or any(
        i.file_size > min(max(_RASIO_DARI, i.compress_size * _RASIO_MAKS), maks.get(i.filename, _MEKAR_MAKS))
        for i in isi
    )
    if is_padat:
        raise BerkasDitolak(Penolakan.BUKU_TERLALU_PADAT)


def angka(teks: str) -> str:
    """Return a figure as people write it, marked where a workbook cannot have kept all of its digits."""
    if "e" in teks.lower() or "." in teks:
        nilai = Decimal(teks)
        bulat = nilai.to_integral_value()
        teks = str(int(bulat)) if nilai == bulat and abs(nilai) < Decimal(10) ** 20 else teks
    is_hilang = len(teks) > _DIGIT and teks.isdigit() and teks.endswith("0")
    return TANDA_ANGKA + teks if is_hilang else teks


def _kolom(alamat: str) -> int:
    huruf = _HURUF.match(alamat)
    nomor = 0
    for h in huruf[0] if huruf else "":
        nomor = nomor * 26 + ord(h) - 64
    return nomor - 1
