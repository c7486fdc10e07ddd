"""Weighted least squares by region with shrinkage to the parent region, from sums of products alone.

Weights are survey weight times family size, scaled so that a region's weights sum to its families n. A region's set is

    b = (A + k Q)^-1 (c + k Q b_parent),   A = sum w x x',  c = sum w x y,

with Q the parent's products per family, themselves shrunk to those of its parent: (A_p + k Q_pp) / (n_p + k). It is
the posterior mean under Zellner's g-prior centred at the parent with the weight of k families. Where the region's
households look like its parent's (A/n = Q) this is b_parent + n/(n+k) (b_own - b_parent), the empirical-Bayes average;
where they do not, directions that the region's sample cannot tell (an asset that nobody has) stay at the parent's
value instead of failing. Provinces shrink to the nation, kabupaten/kota to their shrunk province. Sources: Zellner
(1986), "On assessing prior distributions and Bayesian regression analysis with g-prior distributions"; Fay and
Herriot (1979) for borrowing strength between areas.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.desil.artefak import NASIONAL
from app.pelatihan.sampel import DataTidakSah, Riil

_KOLINEAR = 1e-9
_IKUT = 1e-3
"""Share of a direction without variance from which a column counts as taking part in it."""


@dataclass(frozen=True)
class Momen:
    """Sums of products of some families: families, weights, x x', x y and y y, weighted."""

    n: int
    w: float
    xx: Riil
    xy: Riil
    yy: float

    def __add__(self, lain: "Momen") -> "Momen":
        return Momen(self.n + lain.n, self.w + lain.w, self.xx + lain.xx, self.xy + lain.xy, self.yy + lain.yy)

    def pilih(self, kolom: Sequence[int]) -> "Momen":
        """Return the sums of some columns."""
        return Momen(self.n, self.w, self.xx[np.ix_(kolom, kolom)], self.xy[list(kolom)], self.yy)

    def sisa(self, b: Riil) -> float:
        """Return the weighted sum of squared residuals under coefficients."""
        return float(self.yy - 2 * b @ self.xy + b @ self.xx @ b)


def momen(x: Riil, y: Riil, w: Riil) -> Momen:
    """Return the sums of products of families."""
    xw = x * w[:, None]
    return Momen(len(y), float(w.sum()), x.T @ xw, xw.T @ y, float(w @ (y * y)))


@dataclass(frozen=True)
class Himpunan:
    """Coefficients of a region, what they were solved with, and how much of them is the region's own.

    `rancang` is what its children are shrunk with: its products per family, of full rank however few families it has.
    """

    b: Riil
    invers: Riil
    rancang: Riil
    n: int
    bobot_sendiri: float


def duga(per_kabkota: Mapping[str, Momen], kappa: float, minimal: int) -> dict[str, Himpunan]:
    """Return the sets of the nation, of every provinsi and of every kabupaten/kota with at least `minimal` families.

    Raises:
        DataTidakSah: some columns are combinations of others.
    """
    provinsi: dict[str, Momen] = {}
    for kode, m in per_kabkota.items():
        provinsi[kode[:2]] = provinsi[kode[:2]] + m if kode[:2] in provinsi else m
    hasil = {NASIONAL: _nasional(_jumlah(list(provinsi.values())))}
    for kode, m in provinsi.items():
        if m.n >= minimal:
            hasil[kode] = _susut(m, hasil[NASIONAL], kappa)
    for kode, m in per_kabkota.items():
        if m.n >= minimal:
            hasil[kode] = _susut(m, hasil[kode[:2] if kode[:2] in hasil else NASIONAL], kappa)
    return hasil


def _jumlah(semua: Sequence[Momen]) -> Momen:
    hasil = semua[0]
    for m in semua[1:]:
        hasil += m
    return hasil


def _nasional(m: Momen) -> Himpunan:
    a = m.xx * (m.n / m.w)
    nilai, arah = np.linalg.eigh(a / m.n)
    if nilai[0] < _KOLINEAR * nilai[-1]:
        raise KolomKolinear(np.flatnonzero(np.abs(arah[:, 0]) > _IKUT).tolist())
    invers = np.linalg.inv(a).astype(np.float64)
    return Himpunan(invers @ (m.xy * (m.n / m.w)), invers, a / m.n, m.n, 1.0)


class KolomKolinear(DataTidakSah):
    """Some columns are a combination of others; `kolom` tells which take part."""

    def __init__(self, kolom: list[int]) -> None:
        super().__init__(f"columns {kolom} are linearly dependent")
        self.kolom = kolom


def _susut(m: Momen, induk: Himpunan, kappa: float) -> Himpunan:
    skala = m.n / m.w
    q = kappa * induk.rancang
    a = m.xx * skala + q
    invers = np.linalg.inv(a).astype(np.float64)
    return Himpunan(invers @ (m.xy * skala + q @ induk.b), invers, a / (m.n + kappa), m.n, m.n / (m.n + kappa))


def ragam(h: Himpunan, x: Riil, y: Riil, w: Riil) -> Riil:
    """Return the covariance of a set's coefficients, robust to unequal variances (HC1), conditional on the parent's."""
    bobot = w * (len(y) / w.sum())
    skor = x * (bobot * (y - x @ h.b))[:, None]
    hasil: Riil = h.invers @ (skor.T @ skor) @ h.invers * (len(y) / max(len(y) - x.shape[1], 1))
    return hasil


def bertahap(m: Momen) -> list[int]:
    """Choose columns forward: each step takes the one that lowers the Bayesian information criterion most.

    Column 0 is the constant. Stops when no column lowers it.
    """
    dipilih, sisa = [0], set(range(1, len(m.xy)))
    terbaik = _bic(m, dipilih)
    while sisa:
        nilai, kolom = min((_bic(m, [*dipilih, k]), k) for k in sisa)
        if nilai >= terbaik:
            break
        terbaik = nilai
        dipilih.append(kolom)
        sisa.remove(kolom)
    return sorted(dipilih)


def _bic(m: Momen, kolom: Sequence[int]) -> float:
    s = m.pilih(kolom)
    b = np.linalg.lstsq(s.xx, s.xy)[0].astype(np.float64)
    return m.n * float(np.log(max(s.sisa(b), 1e-300) / m.w)) + len(kolom) * float(np.log(m.n))
