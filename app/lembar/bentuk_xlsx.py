"""XLSX (ISO/IEC 29500): sheets of inline texts, so that nothing in it is a formula and a number keeps its zeros.

A sheet is one entry of a ZIP archive. Each piece is deflated alone and ends at a byte with an empty window
(`Z_FULL_FLUSH`), so pieces put together are one valid stream; its CRC-32 is combined from theirs. Nothing is written
to a temporary file, where it would lie in clear.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

from app.lembar.crc import gabung
from app.lembar.entitas import Baris, Jenis, Kolom, Nilai, Penggal, Ringkas
from app.lembar.ruas import Alat, Kata, rangkai
from app.lembar.xlsx_bagian import KEPALA, UTAMA, bagian, judul

BARIS_MAKS: Final = 1_048_576
"""Rows of a sheet, its heading included; a limit of the program that most people open it with."""
MENTAH_MAKS: Final = 3 << 30
"""Bytes of a sheet before compression; from 4 GiB on an entry would need sizes that spreadsheets refuse."""
_TINGKAT: Final = 3
_TANGGAL_ZIP: Final = 0x5A21
_AKHIR: Final = b"\x03\x00"
"""An empty last block."""
_32: Final = 0xFFFFFFFF
_TERLARANG: Final = {n: f"_x{n:04X}_" for n in range(32) if chr(n) not in "\t\n"} | {0xFFFE: None, 0xFFFF: None}
"""Characters that XML cannot hold or would change, as the format writes them."""
_MIRIP: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Text that reads as if it were written so."""


class _Isi(NamedTuple):
    """A compressed part, its CRC, its length before."""

    bita: bytes
    crc: int
    mentah: int


class _Entri(NamedTuple):
    """An entry of the archive: its name, CRC, lengths, and where its header lies."""

    nama: bytes
    crc: int
    padat: int
    mentah: int
    letak: int


class PenulisXlsx:
    """Writes sheets; a table that is longer than one goes on in the next."""

    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    akhiran = "xlsx"

    def __init__(self, kolom: Sequence[Kolom], judul: str = "Data", baris_maks: int = BARIS_MAKS) -> None:
        self._kolom = kolom
        self._judul = judul
        self._maks = baris_maks
        self._angka = [k.jenis is Jenis.BULAT for k in kolom]

    def penggal(self, baris: Sequence[Baris]) -> Penggal:
        """Encode rows, without their numbers: a reader counts them."""
        angka, kata = Kata(_angka), Kata(_sel)

        def alat(dari: int, sampai: int) -> Alat:
            jenis = [angka if is_angka else kata for is_angka in self._angka[dari:sampai]]
            return lambda ruas: "".join([k[nilai] for k, nilai in zip(jenis, ruas, strict=True)])

        isi = _padatkan("".join([f"<row>{''.join(teks)}</row>" for teks in rangkai(baris, alat)]).encode())
        return Penggal(isi.bita, len(baris), (isi.crc, isi.mentah))

    def rangka(self, penggal: Sequence[Ringkas], keterangan: Mapping[str, str]) -> Iterator[tuple[int, bytes]]:
        """Yield the parts around the sheets, their headers, and the archive's table of contents."""
        helai = list(_helai(penggal, self._maks - 1))
        entri: list[_Entri] = []
        letak, keluar = 0, b""
        for nama, teks in bagian(judul(self._judul, len(helai)), keterangan):
            isi = _padatkan(teks.encode(), akhir=True)
            entri.append(_Entri(nama.encode(), isi.crc, len(isi.bita), isi.mentah, letak))
            keluar += _kepala_lokal(entri[-1]) + isi.bita
            letak = len(keluar)
        buka, tutup = self._pembuka(), _padatkan(b"</sheetData></worksheet>", akhir=True)
        for nomor, (dari, sampai) in enumerate(helai, 1):
            isi = _jumlah([buka, *(_Isi(b"", *p.catatan) for p in penggal[dari:sampai]), tutup])
            padat = len(buka.bita) + sum(p.ukuran for p in penggal[dari:sampai]) + len(tutup.bita)
            entri.append(_Entri(f"xl/worksheets/sheet{nomor}.xml".encode(), isi.crc, padat, isi.mentah, letak))
            kepala = _kepala_lokal(entri[-1])
            yield dari, keluar + kepala + buka.bita
            letak += len(kepala) + padat
            keluar = tutup.bita
        yield len(penggal), keluar + _daftar_isi(entri, letak)

    def _pembuka(self) -> _Isi:
        nama = "".join(_teks(k.nama) for k in self._kolom)
        tampil = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/>'
        awal = f'{KEPALA}<worksheet xmlns="{UTAMA}">{tampil}</sheetView></sheetViews><sheetData><row>{nama}</row>'
        return _padatkan(awal.encode())


def _angka(nilai: Nilai) -> str:
    return "<c/>" if nilai is None or nilai == "" else f"<c><v>{nilai}</v></c>"


def _sel(nilai: Nilai) -> str:
    return "<c/>" if nilai is None or nilai == "" else _teks(str(nilai))


def _teks(nilai: str) -> str:
    if "_x" in nilai:
        nilai = _MIRIP.sub("_x005F_", nilai)
    if not nilai.isprintable():
        nilai = nilai.translate(_TERLARANG)
    jaga = ' xml:space="preserve"' if nilai[:1].isspace() or nilai[-1:].isspace() else ""
    return f'<c s="1" t="inlineStr"><is><t{jaga}>{escape(nilai, quote=False)}</t></is></c>'


def _padatkan(mentah: bytes, *, akhir: bool = False) -> _Isi:
    padat = zlib.compressobj(_TINGKAT, zlib.DEFLATED, -zlib.MAX_WBITS)
    isi = padat.compress(mentah) + padat.flush(zlib.Z_FULL_FLUSH)
    return _Isi(isi + (_AKHIR if akhir else b""), zlib.crc32(mentah), len(mentah))


def _jumlah(daftar: Sequence[_Isi]) -> _Isi:
    crc = mentah = 0
    for b in daftar:
        crc, mentah = gabung(crc, b.crc, b.mentah), mentah + b.mentah
    return _Isi(b"", crc, mentah)


def _helai(penggal: Sequence[Ringkas], baris_maks: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of each sheet as `[from, to)`; a table without rows has one sheet."""
    dari = baris = mentah = 0
    for n, p in enumerate(penggal):
        if n > dari and (baris + p.baris > baris_maks or mentah + p.catatan[1] > MENTAH_MAKS):
            yield dari, n
            dari, baris, mentah = n, 0, 0
        baris, mentah = baris + p.baris, mentah + p.catatan[1]
    yield dari, len(penggal)


def _kepala_lokal(e: _Entri) -> bytes:
    return (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0x800, 8, 0, _TANGGAL_ZIP, e.crc, e.padat, e.mentah, len(e.nama), 0)
        + e.nama
    )


def _daftar_isi(entri: Sequence[_Entri], letak: int) -> bytes:
    isi = b"".join(map(_entri_pusat, entri))
    jumlah = len(entri)
    akhir64 = b""
    if letak + len(isi) > _32:
        akhir64 = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, jumlah, jumlah, len(isi), letak)
        akhir64 += struct.pack("<4sIQI", b"PK\6\7", 0, letak + len(isi), 1)
    akhir = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, jumlah, jumlah, len(isi), min(letak, _32), 0)
    return isi + akhir64 + akhir


def _entri_pusat(e: _Entri) -> bytes:
    jauh = struct.pack("<2HQ", 1, 8, e.letak) if e.letak >= _32 else b""
    kepala = (b"PK\1\2", 45 if jauh else 20, 45 if jauh else 20, 0x800, 8, 0, _TANGGAL_ZIP, e.crc, e.padat, e.mentah)
    ekor = (len(e.nama), len(jauh), 0, 0, 0, 0, min(e.letak, _32))
    return struct.pack("<4s6H3I5H2I", *kepala, *ekor) + e.nama + jauh
