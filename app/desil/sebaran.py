"""Where a cut can fall: the histogram's half of the cut-offs, pure and in integers.

A histogram has one number per bucket and region, never a family; a nation's is walked region by region.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from math import isqrt
from operator import add, itemgetter
from typing import Final, NamedTuple

from app.desil.peringkat import JUMLAH_BATAS

PROVINSI_MAKS: Final = 99
"""The numbers of kabupaten/kota have four digits."""

PERSEPULUH: Final = range(1, JUMLAH_BATAS + 1)
"""The nine cuts."""

Isi = dict[int, int]
"""People by bucket."""


Rentang = tuple[int, int]
"""Buckets from the first to the last, both included."""


class Letak(NamedTuple):
    """Where a cut can fall.

    Attributes:
        ember: the bucket whose people straddle the cut.
        sebelum: people poorer than this bucket.
        lanjut: the next bucket with anybody in it, whose first group is the cut if the last one of `ember` straddles it
            too; None: nobody is richer.
    """

    ember: int
    sebelum: int
    lanjut: int | None


@dataclass(frozen=True, slots=True)
class Cakupan:
    """A scope: its families and people, and the buckets in which a cut can fall.

    Attributes:
        keluarga: families.
        orang: people.
        letak: where each of the nine cuts can fall; none if there is nobody.
        tepi: buckets so near a cut that it may fall there after the next changes; those of `letak` lie inside.
    """

    keluarga: int
    orang: int
    letak: Sequence[Letak] = ()
    tepi: Sequence[Rentang] = ()

    @property
    def terpilih(self) -> set[int]:
        """Return the buckets in which a cut can fall."""
        return terpilih(self.letak)


def terpilih(letak: Iterable[Letak]) -> set[int]:
    """Return the buckets that these name."""
    return {e for satu in letak for e in (satu.ember, satu.lanjut) if e is not None}


def lebar(orang: int) -> int:
    """Return how many people on both sides of a cut its edge holds.

    If one family in a hundred gets new answers, a cut moves by what they differ from the old: half of them at most in a
    nation, and in a small scope a few more by chance.
    """
    return orang // 200 + isqrt(orang) // 2


def pilih(isi: Mapping[int, int], keluarga: int) -> Cakupan:
    """Return what a scope's histogram says.

    A cut k is the first group with `10 * C >= k * N`. It lies in the bucket whose people straddle `k * N / 10`, or is
    the first group of the next one that is not empty.
    """
    ember, sampai = _urut(isi)
    if not sampai[-1]:
        return Cakupan(keluarga, 0)
    letak = _sembilan(ember, sampai)
    tepi = gabung((*_tepi(ember, sampai), *((e, e) for e in terpilih(letak))))
    return Cakupan(keluarga, sampai[-1], letak, tepi)


def pilih_dalam(isi: Mapping[int, int], keluarga: int, tepi: Sequence[Rentang]) -> Cakupan | None:
    """Return what a folded histogram (`lipat`) says, without edges of its own; None: a cut may have left these."""
    ember, sampai = _urut(isi)
    letak = _sembilan(ember, sampai)
    # What stands for many buckets lies outside, so it is never taken for a bucket in which a cut can fall.
    if not all(is_dalam(tepi, e) for e in terpilih(letak)):
        return None
    return Cakupan(keluarga, sampai[-1], letak)


def _urut(isi: Mapping[int, int]) -> tuple[Sequence[int], Sequence[int]]:
    """Return the buckets in order, and how many people stand before each of them and, last, in all."""
    ember = sorted(isi)
    return ember, [0, *accumulate(map(isi.__getitem__, ember))]


def _sembilan(ember: Sequence[int], sampai: Sequence[int]) -> list[Letak]:
    """Return where the nine cuts can fall; none if there is nobody."""
    return [_letak(ember, sampai, k) for k in PERSEPULUH] if sampai[-1] else []


def _letak(ember: Sequence[int], sampai: Sequence[int], k: int) -> Letak:
    """Return where the k-th cut can fall; a bucket that changes have emptied is passed over."""
    lintas = bisect_left(sampai, -(-k * sampai[-1] // 10)) - 1
    lanjut = bisect_right(sampai, sampai[lintas + 1]) - 1
    return Letak(ember[lintas], sampai[lintas], ember[lanjut] if lanjut < len(ember) else None)


def _tepi(ember: Sequence[int], sampai: Sequence[int]) -> Iterator[Rentang]:
    """Return the buckets around each cut whose people are at most `lebar` away from it, and the one that follows."""
    seluruh = sampai[-1]
    m = lebar(seluruh)
    for k in PERSEPULUH:
        tengah = k * seluruh // 10
        dari, ke = (bisect_right(sampai, orang) - 1 for orang in (tengah - m, tengah + m))
        yield ember[max(0, dari)], ember[min(len(ember) - 1, ke + 1)]


def gabung(semua: Iterable[Rentang]) -> tuple[Rentang, ...]:
    """Return ranges in order, those that touch or overlap as one."""
    hasil: list[Rentang] = []
    for dari, sampai in sorted(semua):
        if hasil and dari <= hasil[-1][1] + 1:
            hasil[-1] = (hasil[-1][0], max(sampai, hasil[-1][1]))
        else:
            hasil.append((dari, sampai))
    return tuple(hasil)


def kurangi(semua: Iterable[Rentang], tanpa: Sequence[Rentang]) -> tuple[Rentang, ...]:
    """Return what is left of ranges without others, which are in order and apart."""
    hasil: list[Rentang] = []
    for dari, sampai in semua:
        mulai = dari
        for d, s in tanpa:
            if d <= sampai and s >= mulai:
                hasil += [(mulai, d - 1)] if d > mulai else []
                mulai = s + 1
        hasil += [(mulai, sampai)] if mulai <= sampai else []
    return tuple(hasil)


def is_dalam(semua: Sequence[Rentang], ember: int) -> bool:
    """Return whether a bucket lies in ranges, which are in order and apart."""
    letak = bisect_right(semua, ember, key=itemgetter(0))
    return letak > 0 and ember <= semua[letak - 1][1]


@dataclass(slots=True)
class _Jumlah:
    """A histogram that is being added up, and its families."""

    isi: Isi = field(default_factory=dict)
    keluarga: int = 0

    def tambah(self, isi: Isi, keluarga: int) -> None:
        tambahkan(self.isi, isi, isi.values())
        self.keluarga += keluarga


class Terlipat(NamedTuple):
    """A scope's histogram, folded beside the edges of its cuts (`lipat`)."""

    tepi: Sequence[Rentang]
    ember: Sequence[int]
    orang: Sequence[int]


class Sebaran:
    """The histogram of a run, taken in by the numbers of its regions.

    What stands in memory is that of one kabupaten/kota, one provinsi and the nation; of the others, folded, the edges.
    """

    def __init__(self) -> None:
        self.terlipat: dict[int, Terlipat] = {}
        self._cakupan: dict[int, Cakupan] = {}
        self._nomor_provinsi = 0
        self._provinsi = _Jumlah()
        self._nasional = _Jumlah()

    def tambah(self, kode: int, isi: Isi, keluarga: int) -> None:
        """Take in the histogram of a kabupaten/kota, each once.

        Raises:
            ValueError: it belongs to a provinsi that is counted already.
        """
        if kode // 100 < self._nomor_provinsi:
            raise ValueError(f"{kode} comes after {self._nomor_provinsi}")
        if kode // 100 != self._nomor_provinsi:
            self._tutup_provinsi()
            self._nomor_provinsi = kode // 100
        self._pilih(kode, isi, keluarga)
        self._provinsi.tambah(isi, keluarga)

    def cakupan(self) -> dict[int, Cakupan]:
        """Return every scope in which somebody is ranked, by its number (0 the nation, 32, 3204); asked last."""
        self._tutup_provinsi()
        self._pilih(0, self._nasional.isi, self._nasional.keluarga)
        return {kode: c for kode, c in sorted(self._cakupan.items()) if c.keluarga}

    def _tutup_provinsi(self) -> None:
        satu, self._provinsi = self._provinsi, _Jumlah()
        self._pilih(self._nomor_provinsi, satu.isi, satu.keluarga)
        self._nasional.tambah(satu.isi, satu.keluarga)

    def _pilih(self, kode: int, isi: Isi, keluarga: int) -> None:
        self._cakupan[kode] = satu = pilih(isi, keluarga)
        if satu.tepi:
            ringkas = lipat(isi, satu.tepi)
            # Arrays: of a nation these are a hundred thousand numbers.
            self.terlipat[kode] = Terlipat(satu.tepi, array("i", ringkas), array("q", ringkas.values()))


def tambahkan(ke: Isi, ember: Collection[int], orang: Collection[int]) -> None:
    """Add buckets and their people to a histogram; what one link of a chain took away and another gave evens out."""
    ke.update(zip(ember, map(add, map(ke.get, ember, repeat(0)), orang), strict=True))


def lipat(isi: Isi, tepi: Sequence[Rentang]) -> Isi:
    """Return a histogram in which the buckets between edges count as one, the first of them; so do those at the ends.

    With `tepi`, in order and apart, it says where a cut falls as long as it falls inside (`pilih_dalam`).
    """
    ember = sorted(isi)
    orang = [*map(isi.__getitem__, ember)]
    hasil: Isi = {}
    kunci, mulai = tepi[0][0] - 1, 0
    for dari, sampai in tepi:
        awal, akhir = bisect_left(ember, dari), bisect_right(ember, sampai)
        hasil[kunci] = sum(orang[mulai:awal])
        hasil.update(zip(ember[awal:akhir], orang[awal:akhir], strict=True))
        kunci, mulai = sampai + 1, akhir
    hasil[kunci] = sum(orang[mulai:])
    return hasil


class Perlu(NamedTuple):
    """The buckets of a kabupaten/kota that count for itself, for its provinsi or for the nation; as in `Cakupan`."""

    terpilih: tuple[int, ...]
    tepi: tuple[Rentang, ...]


def tingkat(kode: int) -> tuple[int, ...]:
    """Return the scopes in which the families of a kabupaten/kota are ranked; none for a number of another scope."""
    return (kode, kode // 100, 0) if kode > PROVINSI_MAKS else ()


def perlu(cakupan: Mapping[int, Cakupan]) -> dict[int, Perlu]:
    """Return what every kabupaten/kota has to tell of its tie groups."""
    hasil = {}
    for kode in cakupan:
        if tiga := [cakupan[atas] for atas in tingkat(kode)]:
            hasil[kode] = Perlu(
                tuple(sorted({e for c in tiga for e in c.terpilih})),
                gabung(r for c in tiga for r in c.tepi),
            )
    return hasil


class Sasaran(NamedTuple):
    """A cut that is looked for in a scope.

    Attributes:
        kode: the scope.
        persepuluh: which of the nine cuts.
        ember: the buckets to look into, in order; cuts with the same first one have the same.
        ambang: what twenty times the people in these buckets who are poorer has to reach.
    """

    kode: int
    persepuluh: int
    ember: tuple[int, ...]
    ambang: int


def lintas(cakupan: Mapping[int, Cakupan]) -> Iterator[Sasaran]:
    """Return every cut in the bucket that straddles it.

    Few families of a kabupaten/kota share a bucket, so that one cut in five is the first group of the next: that one
    is looked into at once.
    """
    for kode, c in cakupan.items():
        for k, satu in zip(PERSEPULUH, c.letak, strict=True):
            ember = (satu.ember, satu.lanjut) if kode > PROVINSI_MAKS and satu.lanjut is not None else (satu.ember,)
            yield Sasaran(kode, k, ember, 2 * (k * c.orang - 10 * satu.sebelum))


def lanjut(cakupan: Mapping[int, Cakupan], ketemu: Container[tuple[int, int]]) -> Iterator[Sasaran]:
    """Return those that were not found so, in the next bucket: its first group, whichever it is."""
    for kode, c in cakupan.items():
        for k, satu in zip(PERSEPULUH, c.letak, strict=True):
            if satu.lanjut is not None and (kode, k) not in ketemu:
                yield Sasaran(kode, k, (satu.lanjut,), 0)
