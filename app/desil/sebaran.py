"""Where a cut can fall: the histogram's half of the cut-offs, pure and in integers.

A histogram has one number per bucket and region, never a family; a nation's is walked region by region.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple

PROVINSI_MAKS: Final = 99
"""The numbers of kabupaten/kota have four digits."""

Isi = dict[int, int]
"""People by bucket."""


class Terpilih(NamedTuple):
    """A bucket that counts: the people poorer than it, and whether a cut falls among its tie groups.

    Of a bucket that only follows such a one no more than its first group matters.
    """

    sebelum: int
    is_melintas: bool


@dataclass(frozen=True, slots=True)
class Cakupan:
    """A scope: its families and people, and the buckets in which a cut can fall."""

    keluarga: int
    orang: int
    terpilih: Mapping[int, Terpilih] = field(default_factory=dict)


def pilih(isi: Mapping[int, int], keluarga: int) -> Cakupan:
    """Return what a scope's histogram says.

    A cut k is the first group with `10 * C >= k * N`. It lies in the bucket whose people straddle `k * N / 10`, or is
    the first group of the next one that is not empty.
    """
    ember = sorted(e for e, orang in isi.items() if orang)
    sampai = [0, *accumulate(isi[e] for e in ember)]
    seluruh = sampai[-1]
    kelipatan = [10 * s // seluruh for s in sampai] if seluruh else []
    terpilih: dict[int, Terpilih] = {}
    for i, e in enumerate(ember):
        if kelipatan[i + 1] > kelipatan[i]:
            terpilih[e] = Terpilih(sampai[i], is_melintas=True)
        elif i and kelipatan[i] > kelipatan[i - 1]:
            terpilih[e] = Terpilih(sampai[i], is_melintas=False)
    return Cakupan(keluarga, seluruh, terpilih)


class Sebaran:
    """The histogram of a run, taken in region by region, so that one region's stands in memory and not the nation's."""

    def __init__(self) -> None:
        self._kabkota: dict[int, Cakupan] = {}
        self._isi_atas: defaultdict[int, Isi] = defaultdict(dict)
        self._keluarga_atas: defaultdict[int, int] = defaultdict(int)

    def tambah(self, kode: int, isi: Isi, keluarga: int) -> None:
        """Take in the histogram of a kabupaten/kota, each once."""
        self._kabkota[kode] = pilih(isi, keluarga)
        for atas in (kode // 100, 0):
            tambahkan(self._isi_atas[atas], isi.items())
            self._keluarga_atas[atas] += keluarga

    def cakupan(self) -> dict[int, Cakupan]:
        """Return every scope in which somebody is ranked, by its number (0 the nation, 32, 3204)."""
        atas = {kode: pilih(isi, self._keluarga_atas[kode]) for kode, isi in self._isi_atas.items()}
        return {kode: c for kode, c in sorted((self._kabkota | atas).items()) if c.keluarga}


def tambahkan(ke: Isi, dari: Iterable[tuple[int, int]]) -> None:
    """Add a histogram to another; what one link of a chain took away and another gave evens out."""
    for ember, orang in dari:
        ke[ember] = ke.get(ember, 0) + orang


def perlu(cakupan: Mapping[int, Cakupan]) -> list[tuple[int, int, bool]]:
    """Return kabupaten/kota and bucket of all rows that any scope has to look at, and whether at each of them."""
    hasil = []
    for kode in cakupan:
        if kode > PROVINSI_MAKS:
            dilihat: dict[int, bool] = {}
            for atas in (kode, kode // 100, 0):
                for ember, (_, is_melintas) in cakupan[atas].terpilih.items():
                    dilihat[ember] = dilihat.get(ember, False) or is_melintas
            hasil += [(kode, ember, melintas) for ember, melintas in sorted(dilihat.items())]
    return hasil
