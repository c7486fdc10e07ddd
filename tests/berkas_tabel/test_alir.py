"""The cutter and the parser of a text count the same records, however the text arrives."""

import csv
import io
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.berkas_tabel.alir import REKAMAN_BITA, Blok, Pemotong, urai

_HURUF = st.text(alphabet='ab",;\n ', max_size=60)
_SEL = st.text(alphabet='a",;\n\r x', max_size=8)


def potong(isi: bytes, *, langkah: int = 1 << 20, sebanyak: int = 3, blok: Blok | None = None) -> list[Blok]:
    awal = {} if blok is None else {"nomor": blok.nomor + 1, "baris": blok.baris + blok.jumlah, "dari": blok.sampai}
    pemotong = Pemotong(sebanyak, ",", **awal)
    sisa = isi[blok.sampai :] if blok else isi
    potongan = [sisa[n : n + langkah] for n in range(0, len(sisa), langkah)]
    return [*chain.from_iterable(pemotong.tambah(p) for p in potongan), *pemotong.selesai()]


def rekaman(blok: list[Blok]) -> list[list[str] | None]:
    return [urai(r.decode(), ",") for b in blok for r in b.isi]


@settings(max_examples=400, deadline=None)
@given(_HURUF, st.booleans())
def test_the_cutter_finds_the_records_that_the_parser_finds(teks: str, is_crlf: bool) -> None:
    teks = teks.replace("\n", "\r\n") if is_crlf else teks
    blok = potong(teks.encode())
    if not any(b.rusak for b in blok):
        assert rekaman(blok) == list(csv.reader(io.StringIO(teks, newline="")))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(_SEL, min_size=2, max_size=4), max_size=8))
def test_whatever_is_written_properly_is_read_back(baris: list[list[str]]) -> None:
    keluar = io.StringIO(newline="")
    csv.writer(keluar).writerows(baris)
    assert rekaman(potong(keluar.getvalue().encode())) == baris


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab",\n\r', max_size=120), st.integers(1, 7), st.integers(1, 4))
def test_pieces_and_a_new_start_change_nothing(teks: str, langkah: int, sebanyak: int) -> None:
    isi = teks.encode()
    utuh = potong(isi, sebanyak=sebanyak)
    assert potong(isi, langkah=langkah, sebanyak=sebanyak) == utuh
    for n, b in enumerate(utuh):
        assert potong(isi, sebanyak=sebanyak, blok=b) == utuh[n + 1 :]
    nomor = [b.baris + n for b in utuh for n in range(b.jumlah)]
    assert nomor == list(range(1, len(nomor) + 1))


def test_a_quotation_mark_within_a_cell_is_a_letter() -> None:
    blok = potong(b'a,b\nJl. 5" x,1\nJl. 6" y,2\n"p ""q""\nr",3\n"z"w",4\n')
    assert rekaman(blok) == [["a", "b"], ['Jl. 5" x', "1"], ['Jl. 6" y', "2"], ['p "q"\nr', "3"], ['zw"', "4"]]


@pytest.mark.parametrize("teks", ["a\rb,c", "x" * 131_073, 'a,"b', "a\nb"])
def test_what_is_not_exactly_one_record_is_none(teks: str) -> None:
    assert urai(teks, ",") is None


@pytest.mark.parametrize("langkah", [1 << 12, 1 << 16, 1 << 21])
def test_a_line_beyond_measure_costs_one_row_and_no_memory(langkah: int) -> None:
    isi = b'a,b\n"p,1\nq",2\n"' + b"x" * (REKAMAN_BITA * 3) + b"\nc,d\n"
    blok = potong(isi, langkah=langkah, sebanyak=100)
    assert [b.isi for b in blok] == [(b"a,b", b'"p,1\nq",2', b"", b"c,d")]
    assert (blok[0].rusak, blok[0].sampai) == ((3,), len(isi))
    pemotong = Pemotong(9, ",")
    for _ in range(40):
        assert not list(pemotong.tambah(b"y" * REKAMAN_BITA))
    assert [(b.rusak, b.isi) for b in pemotong.selesai()] == [((1,), (b"",))]


def test_long_records_make_small_blocks() -> None:
    blok = potong((b"x" * (REKAMAN_BITA - 1) + b"\n") * 40, sebanyak=4_000)
    assert max(sum(map(len, b.isi)) for b in blok) <= 9 << 20
