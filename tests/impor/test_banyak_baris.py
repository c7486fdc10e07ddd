"""Very many lines: what is held of them does not grow with the file."""

import tracemalloc
from collections.abc import Iterator

from app.berkas_tabel.alir import Pemotong

BARIS = 300_000
_ISI = b"3204050101900001,3204050101900002,Budi Santoso,1990-01-01,L,1,Kp. Ciburial RT 01\n"
_POTONG = 1 << 16


def _aliran() -> Iterator[bytes]:
    """Yield the lines in pieces that end anywhere."""
    sisa = b""
    for _ in range(0, BARIS, 1_000):
        sisa += _ISI * 1_000
        while len(sisa) >= _POTONG:
            yield sisa[:_POTONG]
            sisa = sisa[_POTONG:]
    yield sisa


def test_a_file_of_very_many_lines_is_cut_in_the_memory_of_a_block() -> None:
    pemotong, baris, akhir = Pemotong(2_000, ","), 0, 0
    tracemalloc.start()
    try:
        for isi in _aliran():
            for blok in pemotong.tambah(isi):
                baris, akhir = baris + len(blok.isi), blok.sampai
        for blok in pemotong.selesai():
            baris, akhir = baris + len(blok.isi), blok.sampai
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (baris, akhir) == (BARIS, BARIS * len(_ISI))
    assert puncak < BARIS * len(_ISI) // 8
