"""What kind of table a file is, told from its first bytes: workbook or text, encoding, delimiter, format (pure)."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

from app.berkas_tabel.alir import Pemotong, urai
from app.berkas_tabel.bentuk import KodeFormat, cocok

CONTOH_BITA: Final = 256 << 10
"""Bytes from the beginning that are looked at."""
KOLOM_MAKS: Final = 1_000
PEMISAH: Final = (",", ";", "\t", "|")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_BOM: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAKRO: Final = "xl/vbaProject.bin"
_BUKU: Final = "xl/workbook.xml"
_KENDALI: Final = bytes({*range(9), *range(14, 32)})
"""Control characters that no text has; those between are tabs and line breaks."""
_NOMOR_ORANG: Final = re.compile(r"\d(?:[ .'-]?\d){9}")
"""Ten digits or more: no heading, but a NIK, a No KK or a telephone number."""


class JenisBerkas(StrEnum):
    """The two kinds of files that are read."""

    CSV = "CSV"
    XLSX = "XLSX"


class Penolakan(StrEnum):
    """Why a file cannot be read at all; the values are the `kode` of the refusals."""

    KOSONG = "berkas-kosong"
    BERSANDI = "berkas-bersandi"
    BERMAKRO = "berkas-bermakro"
    BUKAN_TABEL = "berkas-bukan-tabel"
    TANPA_BARIS = "berkas-tanpa-baris"
    KOLOM_TERLALU_BANYAK = "kolom-terlalu-banyak"
    BUKU_TERLALU_PADAT = "buku-terlalu-padat"
    JUDUL_GANDA = "judul-ganda"
    JUDUL_BERISI_NOMOR = "judul-berisi-nomor"
    JUDUL_TIDAK_DIKENAL = "judul-tidak-dikenal"
    PEMISAH_TIDAK_DIKENAL = "pemisah-tidak-dikenal"


class BerkasDitolak(Exception):
    """The file is not a table that can be read; `sebab` says why."""

    def __init__(self, sebab: Penolakan) -> None:
        super().__init__(sebab.value)
        self.sebab = sebab


@dataclass(frozen=True, slots=True)
class Kenal:
    """What a file turned out to be.

    Attributes:
        jenis: text or workbook.
        pengodean: encoding of a text; a line that is not in it is read as Windows-1252 and flagged.
        bom: bytes of its mark at the beginning.
        pemisah: delimiter of a text.
        judul: the headings, in order.
        format: formats that know a heading, the best first, with the number of headings that they know.
    """

    jenis: JenisBerkas
    pengodean: str
    bom: int
    pemisah: str
    judul: tuple[str, ...]
    format: tuple[tuple[KodeFormat, int], ...]


def jenis_berkas(awal: bytes) -> JenisBerkas:
    """Tell a workbook from a text by its first bytes.

    Raises:
        BerkasDitolak: empty, an old or encrypted workbook, or neither of the two.
    """
    if not awal.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise BerkasDitolak(Penolakan.KOSONG)
    if awal.startswith(_OLE):
        raise BerkasDitolak(Penolakan.BERSANDI)
    if awal.startswith(_ZIP):
        return JenisBerkas.XLSX
    if awal.startswith((b"%PDF", b"\x1f\x8b", b"<?xml", b"<html", b"<!DOC")) or _is_biner(awal):
        raise BerkasDitolak(Penolakan.BUKAN_TABEL)
    return JenisBerkas.CSV


def kenali_csv(awal: bytes) -> Kenal:
    """Tell encoding, delimiter, headings and format of a text.

    Raises:
        BerkasDitolak: a first record that is damaged, without a row below it or in one piece, or as `periksa_judul`.
    """
    nama, bom = pengodean(awal)
    teks = awal[bom:].decode(nama, "replace")
    pemisah = max(PEMISAH, key=lambda p: _nilai_pemisah(teks, p))
    baris = _rekaman(teks, pemisah)
    if (pertama := next(baris, [])) is None:
        raise BerkasDitolak(Penolakan.BUKAN_TABEL)
    judul = tuple(j.strip() for j in pertama)
    if not any(b is None or any(s.strip() for s in b) for b in baris):
        raise BerkasDitolak(Penolakan.TANPA_BARIS)
    if len(judul) == 1 and not any(n for _, n in cocok(judul)) and not _NOMOR_ORANG.search(judul[0]):
        raise BerkasDitolak(Penolakan.PEMISAH_TIDAK_DIKENAL)
    return Kenal(JenisBerkas.CSV, nama, bom, pemisah, judul, periksa_judul(judul))


def periksa_judul(judul: tuple[str, ...]) -> tuple[tuple[KodeFormat, int], ...]:
    """Return which formats know these headings.

    Headings are kept in the clear, so a row of data in their place must not pass for them.

    Raises:
        BerkasDitolak: too many columns, the same heading twice, a number as long as a person's, or none that is known.
    """
    if len(judul) > KOLOM_MAKS:
        raise BerkasDitolak(Penolakan.KOLOM_TERLALU_BANYAK)
    if any(_NOMOR_ORANG.search(j) for j in judul):
        raise BerkasDitolak(Penolakan.JUDUL_BERISI_NOMOR)
    isi = [j.casefold() for j in judul if j]
    if len(isi) != len(set(isi)):
        raise BerkasDitolak(Penolakan.JUDUL_GANDA)
    if not (dikenal := tuple((k, n) for k, n in cocok(judul) if n)):
        raise BerkasDitolak(Penolakan.JUDUL_TIDAK_DIKENAL)
    return dikenal


def periksa_buku(berkas: zipfile.ZipFile) -> None:
    """Refuse a workbook with macros, and an archive that is no workbook.

    Raises:
        BerkasDitolak: one of the two.
    """
    nama = {n.casefold() for n in berkas.namelist()}
    if _MAKRO.casefold() in nama:
        raise BerkasDitolak(Penolakan.BERMAKRO)
    if _BUKU not in nama:
        raise BerkasDitolak(Penolakan.BUKAN_TABEL)


def pengodean(awal: bytes) -> tuple[str, int]:
    """Return the encoding of a text that begins like this, and the bytes of its mark."""
    for tanda, nama in _BOM:
        if awal.startswith(tanda):
            return nama, len(tanda)
    if awal[1::2].count(0) > len(awal) // 4:
        return "utf-16-le", 0
    # A character may be cut at the end of the sample.
    bersih = awal[: awal.rfind(b"\n") + 1] or awal
    try:
        bersih.decode("utf-8")
    except UnicodeDecodeError:
        return ("utf-8" if _hampir_utf8(bersih) else "cp1252"), 0
    return "utf-8", 0


def _hampir_utf8(awal: bytes) -> bool:
    """Return whether at least as many lines with special letters are UTF-8 as are not: a file put together from two."""
    khusus = [b for b in awal.split(b"\n") if not b.isascii()]
    sah = sum(_is_utf8(b) for b in khusus)
    return sah * 2 >= len(khusus)


def _is_utf8(baris: bytes) -> bool:
    try:
        baris.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _nilai_pemisah(teks: str, pemisah: str) -> tuple[int, int]:
    """Return how many headings a format knows under this delimiter, then how many columns there are."""
    judul = next(_rekaman(teks, pemisah), None) or []
    return max((n for _, n in cocok(judul)), default=0), len(judul)


def _rekaman(teks: str, pemisah: str) -> Iterator[list[str] | None]:
    """Yield the cells of each record, None for a damaged one; as the whole file will be cut."""
    pemotong = Pemotong(1, pemisah)
    for blok in chain(pemotong.tambah(teks.encode()), pemotong.selesai()):
        yield None if blok.rusak else urai(blok.isi[0].decode(), pemisah)


def _is_biner(awal: bytes) -> bool:
    """Return whether control characters say that this is no text; UTF-16 has zero bytes in one half only."""
    if awal.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    contoh = awal[:4096]
    utf16 = 0 if contoh[::2].count(0) else contoh[1::2].count(0)
    kendali = len(contoh) - len(contoh.translate(None, _KENDALI)) - utf16
    return kendali * 100 > len(contoh)
