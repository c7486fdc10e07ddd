"""A sample as the regression sees it, and cross-validation over it, which needs sums of products only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.desil.artefak import NASIONAL
from app.pelatihan.regresi import Himpunan, Momen, duga, momen
from app.pelatihan.sampel import Bulat, Logis, Riil, Sampel, Teks


@dataclass(frozen=True)
class Bahan:
    """Regressors standardised by their weighted mean and spread, so that sums of products are well conditioned.

    Attributes:
        x: the constant and the standardised regressors.
        y: ln expenditure.
        w: people.
        kode: kabupaten/kota.
        lipat: fold of each family.
        balik: the matrix that turns coefficients of `x` into those of natural units.
        momen: sums of products by kabupaten/kota and fold.
    """

    x: Riil
    y: Riil
    w: Riil
    kode: Teks
    lipat: Bulat
    balik: Riil
    momen: Mapping[str, Sequence[Momen]]

    @property
    def lipatan(self) -> range:
        """Return the folds."""
        return range(int(self.lipat.max()) + 1)

    def penuh(self) -> dict[str, Momen]:
        """Return the sums of all folds by region."""
        return {k: jumlah(m) for k, m in self.momen.items()}

    def tanpa(self, lipat: int) -> dict[str, Momen]:
        """Return the sums of the other folds; a region without families there is left out."""
        sisa = {k: jumlah([m for f, m in enumerate(semua) if f != lipat]) for k, semua in self.momen.items()}
        return {k: m for k, m in sisa.items() if m.n}

    def pilih(self, kolom: Sequence[int]) -> "Bahan":
        """Return the same with some columns; 0 is the constant."""
        momen = {k: [m.pilih(kolom) for m in semua] for k, semua in self.momen.items()}
        balik = self.balik[np.ix_(kolom, kolom)]
        return Bahan(self.x[:, list(kolom)], self.y, self.w, self.kode, self.lipat, balik, momen)

    def anggota(self, himpunan: str) -> Logis:
        """Return which families live in a set's region."""
        if himpunan == NASIONAL:
            return np.ones(len(self.y), dtype=np.bool_)
        return np.char.startswith(self.kode, himpunan)


def jumlah(semua: Sequence[Momen]) -> Momen:
    """Return the sum of sums."""
    hasil = semua[0]
    for m in semua[1:]:
        hasil += m
    return hasil


def siapkan(x: Riil, sampel: Sampel, *, lipatan: int, benih: int) -> Bahan:
    """Standardise regressors in natural units, deal families into folds and sum products by region and fold."""
    w, n = sampel.orang, len(sampel)
    tengah = np.average(x, axis=0, weights=w)
    sebar = np.sqrt(np.average((x - tengah) ** 2, axis=0, weights=w))
    z = np.column_stack([np.ones(n), (x - tengah) / sebar])
    balik = np.diag(np.concatenate([[1.0], 1 / sebar]))
    balik[0, 1:] = -tengah / sebar
    lipat = np.random.default_rng(benih).permutation(n) % lipatan
    per: dict[str, list[Momen]] = {}
    for kode in np.unique(sampel.kode):
        mana = [(sampel.kode == kode) & (lipat == f) for f in range(lipatan)]
        per[str(kode)] = [momen(z[m], sampel.y[m], w[m]) for m in mana]
    return Bahan(z, sampel.y, w, sampel.kode, lipat, balik, per)


def himpunan_bagi(kode: str, himpunan: Mapping[str, Himpunan]) -> Himpunan:
    """Return a region's set with the scorer's fallback."""
    return next(himpunan[k] for k in (kode, kode[:2], NASIONAL) if k in himpunan)


def terka(bahan: Bahan, himpunan: Mapping[str, Himpunan], mana: Logis | None = None) -> Riil:
    """Predict ln expenditure of all families, or of some; 0 for the others."""
    hasil = np.zeros(len(bahan.y))
    for kode in np.unique(bahan.kode):
        m = bahan.kode == kode if mana is None else mana & (bahan.kode == kode)
        hasil[m] = bahan.x[m] @ himpunan_bagi(str(kode), himpunan).b
    return hasil


def galat_silang(bahan: Bahan, kappa: float, minimal: int) -> float:
    """Return the mean squared error, weighted by people, on the folds left out."""
    sisa = berat = 0.0
    for f in bahan.lipatan:
        himpunan = duga(bahan.tanpa(f), kappa, minimal)
        for kode, semua in bahan.momen.items():
            sisa += semua[f].sisa(himpunan_bagi(kode, himpunan).b)
            berat += semua[f].w
    return sisa / berat


def terka_luar(bahan: Bahan, kappa: float, minimal: int) -> Riil:
    """Predict every family by the folds that it was not in."""
    hasil = np.zeros(len(bahan.y))
    for f in bahan.lipatan:
        hasil += terka(bahan, duga(bahan.tanpa(f), kappa, minimal), bahan.lipat == f)
    return hasil
