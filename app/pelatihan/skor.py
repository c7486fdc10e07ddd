"""The scorer of `app.desil.pmt` over whole samples: 64-bit integers, equal to it digit by digit.

The checker bounds the sum of all terms' sizes by `SKOR_MAKS` < 2^62 for inputs inside the support, and inputs are
clipped to it first, so neither a term nor a partial sum can leave 64 bits.
"""

import numpy as np

from app.desil.artefak import SKALA_VARIABEL, Artefak
from app.pelatihan.rancangan import baca_variabel, potong
from app.pelatihan.sampel import Bulat, Logis, Sampel


def skor(artefak: Artefak, sampel: Sampel) -> tuple[Bulat, Logis]:
    """Return every family's score in 10^-15 ln, and whether it has one; the score of a family without is 0."""
    bacaan = baca_variabel(artefak.variabel, sampel)
    x = potong(artefak.variabel, bacaan.x)
    pengali = np.array([v.pengali for v in artefak.variabel], dtype=np.int64)
    hasil = np.zeros(len(sampel), dtype=np.int64)
    for kode in np.unique(sampel.kode):
        mana = bacaan.lengkap & (sampel.kode == kode)
        b = np.array(artefak.koefisien[artefak.himpunan(str(kode))], dtype=np.int64)
        hasil[mana] = b[0] * SKALA_VARIABEL + ((x[mana] * pengali) * b[1:]).sum(axis=1)
    return hasil, bacaan.lengkap
