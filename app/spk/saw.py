"""Simple Additive Weighting in exact fractions. Pure.

`r_ij = x_ij / max_i x_ij` for a benefit, `min_i x_ij / x_ij` for a cost; `V_i = Σ_j w_j r_ij`, `Σ w_j = 1` (Fishburn
1967; used for prelists of DTKS by Praningki 2023). Two cases that the formula leaves open are fixed here: a cost of
zero is the best there can be, r = 1; a benefit that is zero for everybody distinguishes nobody, r = 1.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction


class Sifat(StrEnum):
    """Whether more of a criterion speaks for a family (benefit) or less of it does (cost)."""

    KEUNTUNGAN = "KEUNTUNGAN"
    BIAYA = "BIAYA"


def nilai(data: Sequence[Sequence[int]], sifat: Sequence[Sifat], bobot: Sequence[Fraction]) -> list[Fraction]:
    """Return V of every row, from 0 to 1; the order of the rows changes nothing.

    Args:
        data: a row per family, a column per criterion; no value is negative or missing.
        sifat: of each column.
        bobot: of each column; together 1.

    Raises:
        ValueError: weights that are negative or do not sum to 1, a row of another length, a negative value.
    """
    if sum(bobot) != 1 or min(bobot) < 0:
        raise ValueError("weights are not negative and sum to 1")
    if any(len(baris) != len(bobot) or min(baris) < 0 for baris in data):
        raise ValueError("every row has a value of 0 or more per criterion")
    r = [_normal(kolom, s) for kolom, s in zip(zip(*data, strict=True), sifat, strict=True)]
    return [sum((w * rj[i] for w, rj in zip(bobot, r, strict=True)), Fraction(0)) for i in range(len(data))]


def _normal(kolom: Sequence[int], sifat: Sifat) -> list[Fraction]:
    if sifat is Sifat.KEUNTUNGAN:
        maks = max(kolom)
        return [Fraction(x, maks) if maks else Fraction(1) for x in kolom]
    kecil = min(kolom)
    return [Fraction(kecil, x) if x else Fraction(1) for x in kolom]


def urutkan(v: Mapping[str, Fraction], seri: Mapping[str, str]) -> list[str]:
    """Return the keys by falling V; equal ones by `seri`, which must not depend on the order of input."""
    return sorted(v, key=lambda k: (-v[k], seri[k]))
