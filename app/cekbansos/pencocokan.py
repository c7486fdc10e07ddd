"""Does a typed name fit a registered one, when only keyed marks of the latter are kept? Pure.

Each word leaves a mark of its sound, in which the spelling habits of Indonesian names are levelled (oe/u, dj/j, ch/kh/h
and Moh./Muhamad), and marks of that sound with any one letter left out, which find words one typing error apart
(symmetric deletion; Garbe, 2012). A mark is 32 bits of an HMAC, so the read model holds no name.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from app.wilayah.ejaan import eja
from app.wilayah.nama import lipat

Penanda = Callable[[str], int]
"""Turns text into its keyed 32-bit mark (signed)."""

KATA_MAKS: Final = 8
KATA_MIN: Final = 2
"""Words of a longer name that must be given: one frequent word alone finds nobody."""
_PANJANG_KABUR: Final = 4
_PANJANG_MAKS: Final = 24
_TEPAT, _MIRIP = 100, 80


@dataclass(frozen=True, slots=True)
class Kata:
    """Marks of one word: of its sound, and of what is one typing error away from it."""

    tepat: int
    mirip: frozenset[int]

    @property
    def semua(self) -> list[int]:
        """Every mark by which this word may be found."""
        return sorted({self.tepat, *self.mirip})


def urai(nama: str, tandai: Penanda) -> list[Kata]:
    """Return the marks of each different word of `nama`, at most 8; none for a name without letters or digits."""
    kata = list(dict.fromkeys(k[:_PANJANG_MAKS] for k in lipat(nama).split()))[:KATA_MAKS]
    return [Kata(tandai(f"=:{e}"), frozenset(tandai(f"~:{b}") for b in _bunyi(e))) for e in map(eja, kata)]


def nilai(dicari: Collection[Kata], tersimpan: Collection[int], jumlah_kata: int) -> int | None:
    """Return how well a typed name fits the stored marks, 80-100; None when it does not.

    Every typed word must be found, at least one of them without a typing error, and a name of several words needs two.
    """
    if len(dicari) < min(KATA_MIN, jumlah_kata) or not dicari or len(dicari) > jumlah_kata:
        return None
    marka = frozenset(tersimpan)
    angka = [_TEPAT if k.tepat in marka else _MIRIP if k.mirip & marka else 0 for k in dicari]
    return sum(angka) // len(angka) if min(angka) and max(angka) == _TEPAT else None


def _bunyi(bunyi: str) -> set[str]:
    if len(bunyi) < _PANJANG_KABUR:
        return {bunyi}
    return {bunyi, *(bunyi[:i] + bunyi[i + 1 :] for i in range(len(bunyi)))}
