"""K-Means in integers: the same families give the same clusters, in any order, unit, process and machine. Pure.

Every column is brought to z-scores, exactly rounded to 10⁻⁶ (a constant column says nothing and is left out); seeds by
k-means++ (Arthur and Vassilvitskii 2007) from a fixed seed, the best of `ULANG` starts by inertia; Lloyd's iteration.
How well the clusters separate is told by the mean silhouette (Rousseeuw 1987). A long list gets fewer starts and steps,
and its silhouette is that of a sample, so that somebody who waits for it waits for seconds only.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import mul
from typing import Final

SKALA: Final = 10**6
"""Steps per standard deviation."""
K: Final = 3
ULANG: Final = 10
BENIH: Final = 20260118
_LANGKAH_MAKS: Final = 200
_DIKUNJUNGI_MAKS: Final = 80_000
"""Points that a start may assign, over all its steps; with `_TITIK_ULANG` what a long list costs."""
_TITIK_ULANG: Final = 3_000
"""Different points that all starts take together: 300 have all ten starts, 2,000 have one."""
_CONTOH_SILUET: Final = 300
"""Different points whose silhouettes are computed, evenly spaced in their order; each is compared with all others."""
Titik = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pengelompokan:
    """Clusters of the rows in their order; `kolom_tetap` are the columns that were left out.

    `siluet` is None when there are fewer than two clusters.
    """

    kelompok: tuple[int, ...]
    k: int
    kolom_tetap: tuple[int, ...]
    siluet: float | None


def kelompokkan(data: Sequence[Sequence[int]], k: int = K) -> Pengelompokan:
    """Return the clusters of these rows; with fewer distinct rows than `k` there are as many clusters as those.

    The numbers of the clusters mean nothing; who labels them looks at their members.
    """
    if not data:
        return Pengelompokan((), 0, (), None)
    kolom = [_z(list(c)) for c in zip(*data, strict=True)]
    pakai = [c for c in kolom if c is not None]
    tetap = tuple(j for j, c in enumerate(kolom) if c is None)
    titik: list[Titik] = [*zip(*pakai, strict=True)] if pakai else [()] * len(data)
    berat = Counter(titik)
    berbeda = sorted(berat)  # the order of the input ends here
    k = min(k, len(berbeda))
    # Of equally good starts the first partition in a fixed order.
    ulang = max(1, min(ULANG, _TITIK_ULANG // len(berbeda)))
    terbaik = min(_lloyd(berbeda, berat, _benih(berbeda, berat, k, ke)) for ke in range(ulang))
    milik = dict(zip(berbeda, terbaik[1], strict=True))
    return Pengelompokan(tuple(milik[t] for t in titik), k, tetap, _siluet(berbeda, berat, terbaik[1], k))


def _z(kolom: list[int]) -> list[int] | None:
    """Return a column's z-scores in 10⁻⁶, exactly rounded down towards zero; None for a constant one.

    `((x - mean) / sd)²` is a fraction that no change of unit alters, so that its integer root is exact too.
    """
    n, jumlah = len(kolom), sum(kolom)
    simpang = [n * x - jumlah for x in kolom]
    kuadrat = sum(s * s for s in simpang)
    if kuadrat == 0:
        return None
    return [(1 if s > 0 else -1) * math.isqrt(SKALA * SKALA * n * s * s // kuadrat) for s in simpang]


def _dot(a: Titik, b: Titik) -> int:
    return sum(map(mul, a, b))


def _jarak(a: Titik, b: Titik) -> int:
    return sum((x - y) * (x - y) for x, y in zip(a, b, strict=True))


def _undi(ke: int, urut: int, banyak: int) -> int:
    """Draw a number below `banyak`, the same for ever: a digest stands in for a generator that may change."""
    return int.from_bytes(hashlib.sha256(f"{BENIH}|{ke}|{urut}".encode()).digest()) % banyak


def _benih(titik: Sequence[Titik], berat: Counter[Titik], k: int, ke: int) -> list[Titik]:
    """Draw `k` different points for start `ke`, each with a chance by its squared distance to those drawn before."""
    pusat: list[Titik] = []
    peluang = [berat[t] for t in titik]
    dekat: list[int] = []
    while len(pusat) < k:
        undi = _undi(ke, len(pusat), sum(peluang))
        for t, p in zip(titik, peluang, strict=True):
            undi -= p
            if undi < 0:
                pusat.append(t)
                break
        baru = [_jarak(t, pusat[-1]) for t in titik]
        dekat = [min(a, b) for a, b in zip(dekat, baru, strict=True)] if dekat else baru
        peluang = [d * berat[t] for d, t in zip(dekat, titik, strict=True)]
    return pusat


def _lloyd(titik: Sequence[Titik], berat: Counter[Titik], pusat: list[Titik]) -> tuple[int, list[int]]:
    """Return inertia and the cluster of each point when no point changes its cluster any more."""
    milik: list[int] = []
    for _ in range(min(_LANGKAH_MAKS, max(1, _DIKUNJUNGI_MAKS // len(titik)))):
        baru = _terdekat(titik, pusat)
        if baru == milik:
            break
        milik = baru
        pusat = _pusat(titik, berat, milik, pusat)
    mutu = sum(berat[t] * _jarak(t, pusat[j]) for t, j in zip(titik, milik, strict=True))
    return mutu, milik


def _terdekat(titik: Sequence[Titik], pusat: Sequence[Titik]) -> list[int]:
    """Return each point's nearest centre, the first of equal ones: `|t - c|²` less what all centres share, `|t|²`."""
    tetap = [(_dot(c, c), tuple(2 * x for x in c)) for c in pusat]
    hasil = []
    for t in titik:
        jarak = [cc - _dot(t, dua) for cc, dua in tetap]
        hasil.append(jarak.index(min(jarak)))
    return hasil


def _pusat(titik: Sequence[Titik], berat: Counter[Titik], milik: list[int], lama: list[Titik]) -> list[Titik]:
    """Return the means, rounded half up; a cluster that lost all its points stays where it was."""
    hasil: list[Titik] = []
    for j, dulu in enumerate(lama):
        anggota = [t for t, m in zip(titik, milik, strict=True) if m == j]
        bobot = tuple(berat[t] for t in anggota)
        n = sum(bobot)
        jumlah = [_dot(bobot, kolom) for kolom in zip(*anggota, strict=True)]
        hasil.append(tuple((2 * s + n) // (2 * n) for s in jumlah) if n else dulu)
    return hasil


def _siluet(titik: Sequence[Titik], berat: Counter[Titik], milik: Sequence[int], k: int) -> float | None:
    """Return the mean silhouette over all rows, of many over a sample; a row that is alone in its cluster counts 0."""
    anggota = [[t for t, j in zip(titik, milik, strict=True) if j == m] for m in range(k)]
    bobot = [[berat[t] for t in satu] for satu in anggota]
    n = [sum(satu) for satu in bobot]
    if sum(1 for satu in n if satu) == 1:
        return None
    bagian: list[float] = []
    contoh = [*zip(titik, milik, strict=True)][:: -(-len(titik) // _CONTOH_SILUET)]
    for t, j in contoh:
        if n[j] == 1:
            continue
        jauh = [math.fsum(map(mul, bobot[m], map(math.dist, repeat(t), anggota[m]))) for m in range(k)]
        dalam = jauh[j] / (n[j] - 1)
        luar = min(jauh[m] / n[m] for m in range(k) if m != j and n[m])
        bagian.append(berat[t] * (luar - dalam) / max(luar, dalam))
    return math.fsum(bagian) / sum(berat[t] for t, _ in contoh)
