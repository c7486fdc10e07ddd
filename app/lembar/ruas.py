"""Rows as runs of cells: what the next row shows unchanged, and what was written before, is not encoded again. Pure."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from app.lembar.entitas import Baris, Nilai, Ruas

Alat = Callable[[Ruas], str]
"""Writes one run."""


class Kata(dict[Nilai, str]):
    """Cells by value; made for one piece and forgotten with it."""

    def __init__(self, ubah: Callable[[Nilai], str]) -> None:
        super().__init__()
        self._ubah = ubah

    def __missing__(self, nilai: Nilai) -> str:
        hasil = self[nilai] = self._ubah(nilai)
        return hasil


def rangkai(baris: Sequence[Baris], alat: Callable[[int, int], Alat]) -> Iterator[Sequence[str]]:
    """Yield the runs of each row as text, in one list that the next row changes.

    Args:
        baris: rows with runs of the same columns.
        alat: returns what writes the run of the columns `[from, to)`.
    """
    tepi = [0, *accumulate(map(len, baris[0]))] if baris else []
    tulis = [alat(dari, sampai) for dari, sampai in pairwise(tepi)]
    lalu: list[Ruas | None] = [None] * len(tulis)
    teks = [""] * len(tulis)
    for satu in baris:
        for n, ruas in enumerate(satu):
            if ruas is not lalu[n]:
                lalu[n] = ruas
                teks[n] = tulis[n](ruas)
        yield teks
