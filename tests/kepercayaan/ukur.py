"""Figures of the tests that measure: what `pytest -rP` shows of them, and how they are compared."""

import sys
from collections.abc import Sequence


def laporkan(teks: str) -> None:
    """Write a measured figure where `pytest -rP` shows it."""
    sys.stdout.write(f"{teks}\n")


def persentil(nilai: Sequence[float], bagian: float) -> float:
    """Return the value below which `bagian` (0 to 1) of all lie."""
    return sorted(nilai)[min(len(nilai) - 1, int(len(nilai) * bagian))]


def auc(satu: Sequence[float], dua: Sequence[float]) -> float:
    """Return the chance that a value of `satu` is the larger one; 0.5 tells nothing."""
    menang = sum((a > b) + (a == b) / 2 for a in satu for b in dua)
    return menang / (len(satu) * len(dua))
