"""From scores to deciles: people are the weights, whole tie groups move together, nine cut-offs are the result.

Each decile of DTSEN holds an equal number of people, not of families (Amalia, head of BPS, 2025). For a tie group g
with C_g people poorer than it and N people in all, `desil_g = min(10, floor(10 * C_g / N) + 1)`: the group takes the
decile of its poorest position. Everything is exact integers; the set-based twin in the repository gives the same.
"""

from collections.abc import Hashable, Iterable, Mapping
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

Batas = tuple[int | None, ...]
"""The nine cut-offs: the k-th is the lowest score that is above decile k; None when nobody is."""

JUMLAH_BATAS = 9


class AturanSeri(StrEnum):
    """Which position speaks for a tie group: its poorest (benefit of the doubt), or its middle."""

    TERMISKIN = "TERMISKIN"
    TENGAH = "TENGAH"


def hitung_batas(keluarga: Iterable[tuple[int, int]], aturan: AturanSeri = AturanSeri.TERMISKIN) -> Batas:
    """Return the nine cut-offs of `(score, people)` pairs; all None when there is nobody.

    Raises:
        ValueError: a weight below one, for an empty family has no place in a ranking of people.
    """
    urut = sorted(keluarga)
    if any(bobot < 1 for _, bobot in urut):
        raise ValueError("a family weighs at least one person")
    jumlah = sum(bobot for _, bobot in urut)
    batas: list[int | None] = [None] * JUMLAH_BATAS
    lebih_miskin = 0
    for skor, seri in groupby(urut, key=itemgetter(0)):
        bobot = sum(b for _, b in seri)
        posisi_ganda = 2 * lebih_miskin + (bobot if aturan is AturanSeri.TENGAH else 0)
        for k in range(1, min(JUMLAH_BATAS, 10 * posisi_ganda // (2 * jumlah)) + 1):
            if batas[k - 1] is None:
                batas[k - 1] = skor
        lebih_miskin += bobot
    return tuple(batas)


def desil(skor: int, batas: Batas) -> int:
    """Return the decile 1..10 of a score by look-up on cut-offs; provisional for a family that was not in the run."""
    return 1 + sum(b is not None and skor >= b for b in batas)


def peringkatkan(keluarga: Mapping[K, tuple[int, int]], aturan: AturanSeri = AturanSeri.TERMISKIN) -> dict[K, int]:
    """Return the decile of every family of a scope from its `(score, people)`."""
    batas = hitung_batas(keluarga.values(), aturan)
    return {kunci: desil(skor, batas) for kunci, (skor, _) in keluarga.items()}
