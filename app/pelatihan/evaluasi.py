"""Whom a prediction misses and whom it lets in, in people: undercoverage and leakage at the shares of `PANGSA`.

Both cuts hold exactly the share p of the people: a tie group, and the family, at a cut counts with the fraction that is
needed. So nationally undercoverage equals leakage by construction; inside a group they differ, and that difference is
what shows unfairness.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.desil.mutu import PANGSA, SKALA_MUTU, DasarEvaluasi, JenisKelompok
from app.pelatihan.sampel import Logis, Riil, Sampel

A = TypeVar("A", np.float64, np.int64)

_KELOMPOK = (
    (JenisKelompok.LANSIA, "pangsa_60"),
    (JenisKelompok.DISABILITAS, "penyandang_disabilitas"),
    (JenisKelompok.PEREMPUAN_KEPALA_KELUARGA, "kepala_perempuan"),
)
"""A family belongs to a group when this canonical variable is above 0."""

SUMBER_KELOMPOK = tuple(s for _, s in _KELOMPOK)


@dataclass(frozen=True)
class Ukuran:
    """R² and root mean square error, both weighted by people."""

    r2: float
    rmse: float


def ukuran(y: Riil, duga: Riil, orang: Riil) -> Ukuran:
    """Return how well a prediction fits."""
    sisa = float(np.average((y - duga) ** 2, weights=orang))
    ragam = float(np.average((y - np.average(y, weights=orang)) ** 2, weights=orang))
    return Ukuran(1 - sisa / ragam, sisa**0.5)


def termiskin(nilai: NDArray[A], orang: Riil, pangsa: float) -> Riil:
    """Return how much of each family lies in the poorest share: 1 below the cut, a fraction at it, 0 above."""
    unik, letak = np.unique(nilai, return_inverse=True)
    kelompok = np.bincount(letak, weights=orang)
    sampai = np.cumsum(kelompok)
    potongan = min(int(np.searchsorted(sampai, pangsa * sampai[-1])), len(unik) - 1)
    bagian = (pangsa * sampai[-1] - (sampai[potongan] - kelompok[potongan])) / kelompok[potongan]
    hasil: Riil = np.where(letak < potongan, 1.0, np.where(letak == potongan, bagian, 0.0))
    return hasil


@dataclass(frozen=True)
class Potongan:
    """Membership of the truly and of the predicted poorest, at one share."""

    pangsa: int
    benar: Riil
    duga: Riil
    orang: Riil

    def galat(self, mana: Logis | None = None) -> dict[str, int | None]:
        """Return the errors, of all families or of some, as the artefact writes them."""
        m = slice(None) if mana is None else mana
        benar, duga, orang = self.benar[m], self.duga[m], self.orang[m]
        kena = float((orang * benar * duga).sum())
        return {
            "pangsa": self.pangsa,
            "eksklusi": _luput(kena, float((orang * benar).sum())),
            "inklusi": _luput(kena, float((orang * duga).sum())),
        }


def _luput(kena: float, semua: float) -> int | None:
    return None if semua <= 0 else min(max(round((1 - kena / semua) * SKALA_MUTU), 0), SKALA_MUTU)


def potongan(y: Riil, duga: NDArray[A], orang: Riil, pangsa: int) -> Potongan:
    """Cut truth and prediction at a share in 10^-6."""
    p = pangsa / SKALA_MUTU
    return Potongan(pangsa, termiskin(y, orang, p), termiskin(duga, orang, p), orang)


def luput(y: Riil, duga: NDArray[A], orang: Riil, pangsa: float) -> float:
    """Return the error at a share, where undercoverage and leakage are equal."""
    benar = orang * termiskin(y, orang, pangsa)
    return 1 - float((benar * termiskin(duga, orang, pangsa)).sum() / benar.sum())


def evaluasi(sampel: Sampel, duga: NDArray[A], skala: float, dasar: DasarEvaluasi) -> dict[str, Any]:
    """Return the evaluation block of an artefact.

    Args:
        sampel: families with a prediction.
        duga: what is predicted for them.
        skala: units of `duga` per unit of ln.
        dasar: which families these are.
    """
    semua = [potongan(sampel.y, duga, sampel.orang, p) for p in PANGSA]
    mutu = ukuran(sampel.y, duga / skala, sampel.orang)
    return {
        "dasar": dasar.value,
        "data": sampel.nama,
        "keluarga": len(sampel),
        "orang": max(round(float(sampel.orang.sum())), 1),
        "r2": round(mutu.r2 * SKALA_MUTU),
        "rmse": round(mutu.rmse * SKALA_MUTU),
        "galat": [p.galat() for p in semua],
        "kelompok": [
            {
                "jenis": jenis.value,
                "kode": kode,
                "keluarga": int(mana.sum()),
                "orang": round(float(sampel.orang[mana].sum())),
                "galat": [p.galat(mana) for p in semua],
            }
            for jenis, kode, mana in _kelompok(sampel)
        ],
    }


def _kelompok(sampel: Sampel) -> Iterator[tuple[JenisKelompok, str, Logis]]:
    for provinsi in sorted({str(k)[:2] for k in sampel.kode}):
        yield JenisKelompok.WILAYAH, provinsi, np.char.startswith(sampel.kode, provinsi)
    for kode in np.unique(sampel.kode):
        yield JenisKelompok.WILAYAH, str(kode), sampel.kode == kode
    for jenis, sumber in _KELOMPOK:
        if sumber in sampel.nilai:
            anggota = sampel.ada[sumber] & (sampel.nilai[sumber] > 0)
            yield jenis, "ya", anggota
            yield jenis, "tidak", sampel.ada[sumber] & ~anggota
