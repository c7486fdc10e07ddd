"""Each form is read by other people's programs as it was written, and pieces made apart make one file."""

import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest

from app.lembar.aman import amankan
from app.lembar.bentuk_xlsx import PenulisXlsx
from app.lembar.crc import gabung
from app.lembar.entitas import BentukBerkas, Jenis, Kolom, Nilai, Penulis, Ringkas
from app.lembar.penulis import penulis

KOLOM = [Kolom("nik"), Kolom("nama", Jenis.TEKS), Kolom("tanggal_lahir", Jenis.TANGGAL), Kolom("umur", Jenis.BULAT)]
SATU: list[Nilai] = ["0123456789012345", "=1+1", date(1990, 1, 2), 36]
DUA: list[Nilai] = ["3204051707770041", 'Budi <& "Ani"> \x0b_x0041_\r\n', date(2020, 2, 29), -7]
KOSONG: list[Nilai] = [None, None, None, None]
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rakit(alat: Penulis, bagian: Sequence[Sequence[Sequence[Nilai]]]) -> bytes:
    penggal = [alat.penggal([[b[:1], b[1:]] for b in baris]) for baris in bagian]
    ringkas = [Ringkas(p.baris, len(p.isi), p.catatan) for p in penggal]
    rangka = dict(alat.rangka(ringkas, {"tanda_air": "EKS-1"}))
    isi = [rangka.get(n, b"") + p.isi for n, p in enumerate(penggal)]
    return b"".join([*isi, rangka.get(len(penggal), b"")])


def helai(arsip: zipfile.ZipFile, nomor: int = 1) -> list[list[str | None]]:
    akar = ET.fromstring(arsip.read(f"xl/worksheets/sheet{nomor}.xml"))
    return [
        ["".join(t.text or "" for t in sel.iter(f"{NS}t")) or sel.findtext(f"{NS}v") for sel in baris]
        for baris in akar.iter(f"{NS}row")
    ]


def test_csv_keeps_leading_zeros_and_disarms_formulas() -> None:
    isi = rakit(penulis(BentukBerkas.CSV, KOLOM), [[SATU], [DUA, KOSONG]])
    assert isi.startswith("\ufeffnik,".encode())
    baris = list(csv.reader(io.StringIO(isi.decode("utf-8-sig"), newline="")))
    assert baris[0] == ["nik", "nama", "tanggal_lahir", "umur"]
    assert baris[1] == ["0123456789012345", "'=1+1", "1990-01-02", "36"]
    assert baris[2][3] == "-7"
    assert baris[3] == [""] * 4


@pytest.mark.parametrize(
    "sel", ["=1", " +62", "'-1", "a,b", 'a"b', "Budi;@x", "a\r\nb", "a\x1fb", "\x1f=1", "\0", "A-B"]
)
@pytest.mark.parametrize("letak", [0, 1, 2])
def test_a_cell_of_a_csv_is_written_as_if_it_stood_alone(sel: str, letak: int) -> None:
    alat = penulis(BentukBerkas.CSV, [Kolom(n, Jenis.TEKS) for n in "abc"])
    baris: list[Nilai] = ["Siti", None, date(2026, 1, 2)]
    baris[letak] = sel
    lain = ["Siti", "", "2026-01-02"]
    (dibaca,) = csv.reader(io.StringIO(alat.penggal([[baris]]).isi.decode(), newline=""))
    assert dibaca == [*lain[:letak], amankan(sel), *lain[letak + 1 :]]


def test_xlsx_holds_texts_numbers_and_no_formula() -> None:
    isi = rakit(penulis(BentukBerkas.XLSX, KOLOM), [[SATU], [], [DUA] * 500, [KOSONG]])
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert arsip.testzip() is None
        baris = helai(arsip)
        mentah = arsip.read("xl/worksheets/sheet1.xml")
        assert b"EKS-1" in arsip.read("docProps/core.xml")
    assert len(baris) == 503
    assert baris[1] == ["0123456789012345", "=1+1", "1990-01-02", "36"]
    assert baris[2][1] == 'Budi <& "Ani"> _x000B__x005F_x0041__x000D_\n'
    assert b"<f" not in mentah
    assert b't="str"' not in mentah


def test_a_long_table_goes_on_in_the_next_sheet() -> None:
    isi = rakit(PenulisXlsx(KOLOM, baris_maks=11), [[SATU] * 5] * 5)
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        assert arsip.testzip() is None
        assert [len(helai(arsip, n)) for n in (1, 2, 3)] == [11, 11, 6]
        buku = ET.fromstring(arsip.read("xl/workbook.xml"))
    assert [s.get("name") for s in buku.iter(f"{NS}sheet")] == ["Data 1", "Data 2", "Data 3"]


def test_an_archive_beyond_four_gibibytes_is_found_whole(tmp_path: Path) -> None:
    # A sparse file: the sheets' bytes are never written, their headers and the table of contents are.
    alat = PenulisXlsx(KOLOM, baris_maks=11)
    penggal = [Ringkas(10, 3 << 30, (0, 1 << 30))] * 3
    berkas = tmp_path / "jarang.xlsx"
    with berkas.open("wb") as keluar:
        for nomor, isi in alat.rangka(penggal, {}):
            if nomor:
                keluar.seek(penggal[nomor - 1].ukuran, io.SEEK_CUR)
            keluar.write(isi)
    with zipfile.ZipFile(berkas) as arsip:
        letak = {i.filename: i.header_offset for i in arsip.infolist()}
        assert letak["xl/worksheets/sheet3.xml"] > 1 << 32
        arsip.open("xl/worksheets/sheet3.xml").close()


@pytest.mark.parametrize("bagian", [[], [[]], [[SATU]], [[SATU, KOSONG, DUA], [KOSONG], [DUA] * 9]])
def test_parquet_is_read_with_its_types(bagian: list[list[list[Nilai]]]) -> None:
    tabel = pl.read_parquet(io.BytesIO(rakit(penulis(BentukBerkas.PARQUET, KOLOM), bagian)))
    assert tabel.dtypes == [pl.String, pl.String, pl.Date, pl.Int64]
    assert tabel.rows() == [tuple(b) for satu in bagian for b in satu]


def test_parquet_says_whose_it_is() -> None:
    isi = rakit(penulis(BentukBerkas.PARQUET, KOLOM), [[SATU]])
    assert pl.read_parquet_metadata(io.BytesIO(isi))["tanda_air"] == "EKS-1"


@pytest.mark.parametrize("bentuk", list(BentukBerkas))
def test_a_table_without_rows_is_a_file(bentuk: BentukBerkas) -> None:
    assert rakit(penulis(bentuk, KOLOM), [])


@pytest.mark.parametrize("panjang", [0, 1, 7, 4096])
def test_the_crc_of_two_texts_is_that_of_both(panjang: int) -> None:
    satu, dua = b"Kenari" * 9, bytes(range(256)) * panjang
    assert gabung(zlib.crc32(satu), zlib.crc32(dua), len(dua)) == zlib.crc32(satu + dua)
