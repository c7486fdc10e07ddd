"""Where a cut can fall: the histogram's half of the cut-offs, pure and in integers.

A histogram has one number pair per bucket and region, never a family; a nation's is walked region by region.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

PROVINSI_MAKS: Final = 99
"""The numbers of kabupaten/kota have four digits."""

Isi = dict[int, list[int]]
"""People and families by bucket."""


@dataclass(frozen=True, slots=True)
class Cakupan:
    """A scope: its families and people, and the buckets in which a cut can fall with the people poorer than each."""

    keluarga: int
    orang: int
    terpilih: Mapping[int, int] = field(default_factory=dict)


def pilih(isi: Mapping[int, Sequence[int]]) -> Cakupan:
    """Return what a scope's histogram says.

    A cut k is the first group with `10 * C >= k * N`. It lies in the bucket whose people straddle `k * N / 10`, or is
    the first group of the next one that is not empty: so a bucket counts when a multiple of N / 10 lies between the
    people before the bucket that precedes it and its own last person.
    """
    ember = sorted(e for e, (_, keluarga) in isi.items() if keluarga)
    seluruh = sum(isi[e][0] for e in ember)
    terpilih: dict[int, int] = {}
    awal = sebelum = 0
    for e in ember:
        sampai = sebelum + isi[e][0]
        if 10 * sampai // seluruh > 10 * awal // seluruh:
            terpilih[e] = sebelum
        awal, sebelum = sebelum, sampai
    return Cakupan(sum(isi[e][1] for e in ember), seluruh, terpilih)


def semua_cakupan(kabkota: Iterable[tuple[int, Isi]]) -> dict[int, Cakupan]:
    """Return every scope by its number (0 the nation, 32, 3204) from the histograms of kabupaten/kota."""
    hasil: dict[int, Cakupan] = {}
    lebih_besar: defaultdict[int, Isi] = defaultdict(dict)
    for kode, isi in kabkota:
        hasil[kode] = pilih(isi)
        for atas in (kode // 100, 0):
            tambahkan(lebih_besar[atas], isi)
    hasil |= {kode: pilih(isi) for kode, isi in lebih_besar.items()}
    return {kode: c for kode, c in sorted(hasil.items()) if c.keluarga}


def tambahkan(ke: Isi, dari: Mapping[int, Sequence[int]]) -> None:
    """Add a histogram to another; what one link of a chain took away and another gave evens out."""
    for ember, (orang, keluarga) in dari.items():
        lama = ke.setdefault(ember, [0, 0])
        lama[0] += orang
        lama[1] += keluarga


def perlu(cakupan: Mapping[int, Cakupan]) -> list[tuple[int, int]]:
    """Return kabupaten/kota and bucket of all rows that any scope has to look at."""
    return [
        (kode, ember)
        for kode in cakupan
        if kode > PROVINSI_MAKS
        for ember in sorted(set().union(*(cakupan[k].terpilih for k in (kode, kode // 100, 0))))
    ]
