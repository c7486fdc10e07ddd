"""Small cells of a published table are covered, and enough others that nobody computes them from the sums. Pure.

A count from 1 to 4 may point to a household (the threshold is an assumption; statistical offices use 3 to 10). When
exactly one cell of a column is covered, the column's sum would uncover it, so the next smallest one is covered too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BATAS: Final = 5
"""Counts below this, zero excepted, are covered."""


@dataclass(frozen=True, slots=True)
class BarisRekap:
    """The counts of one region; None is covered."""

    kode: str
    nilai: Mapping[str, int | None]


def tutup(baris: Sequence[BarisRekap]) -> list[BarisRekap]:
    """Cover the small cells of each column, and a second one where one alone would follow from the sum."""
    kolom = baris[0].nilai if baris else {}
    tertutup = {nama: _tertutup([b.nilai[nama] for b in baris]) for nama in kolom}
    return [
        BarisRekap(b.kode, {nama: None if n in tertutup[nama] else nilai for nama, nilai in b.nilai.items()})
        for n, b in enumerate(baris)
    ]


def tutup_jumlah(jumlah: int) -> int | None:
    """Return a sum as it may be published."""
    return None if 0 < jumlah < BATAS else jumlah


def _tertutup(nilai: Sequence[int | None]) -> set[int]:
    kecil = {n for n, v in enumerate(nilai) if v is not None and 0 < v < BATAS}
    if len(kecil) != 1:
        return kecil
    lain = [(v == 0, v, n) for n, v in enumerate(nilai) if v is not None and n not in kecil]
    return kecil | ({min(lain)[2]} if lain else set())
