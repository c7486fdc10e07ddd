"""Who lives in a family: size, relation, sex, birth date and marital status, for a whole part at a time.

Shares are assumptions that give about 3.05 persons a family (DTSEN, January 2026: 289.06 million in 95.01 million).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from app.keluarga.kode import Hubungan
from app.pelatihan.sampel import Bulat, Riil
from app.pelatihan.sintetis import potong_ciri
from app.pelatihan.sintetis_pangsa import Ciri
from app.sintetis.acak import Sumber, Tanggal
from app.sintetis.daerah import Potongan

_UKURAN: Final = Ciri(-0.15, {1: 14, 2: 22, 3: 27, 4: 23, 5: 9, 6: 3, 7: 1.1, 8: 0.5, 9: 0.3, 10: 0.1})
BELUM, KAWIN, CERAI_HIDUP, CERAI_MATI = 1, 2, 3, 4
KEPALA, PASANGAN, ANAK, MENANTU, CUCU, ORTU, PEMBANTU, LAINNYA = (h.kode for h in Hubungan)
_LAIN: Final = (ANAK, CUCU, MENANTU, ORTU, LAINNYA)
# Cumulative shares of `_LAIN` among the others, by the head: never married, under 35, 35-57, 58 and over.
_PANGSA: Final = np.array(
    [[0, 0, 0, 0.3, 1], [0.84, 0.84, 0.84, 0.92, 1], [0.86, 0.88, 0.90, 0.95, 1], [0.45, 0.75, 0.87, 0.90, 1]]
)
_MAKS: Final = 98
_KOTA: Final = 0.3
"""How much better off a kelurahan is, in standard deviations."""


@dataclass(frozen=True)
class Orang:
    """The persons of a part, family by family, the head first; arrays of one length except `sejahtera` and `ukuran`.

    Attributes:
        keluarga: index of the family inside the part.
        urut: place inside the family, from 0.
        ibu: index of the person who is the mother, -1 when she is not of the family.
        sejahtera: latent welfare of each family, in standard deviations.
        ukuran: members of each family.
        desa: index of the village of each family.
    """

    keluarga: Bulat
    urut: Bulat
    hubungan: Bulat
    perempuan: Bulat
    umur: Bulat
    lahir: Tanggal
    kawin: Bulat
    ibu: Bulat
    sejahtera: Riil
    ukuran: Bulat
    desa: Bulat

    def __len__(self) -> int:
        return len(self.keluarga)


def susun(potongan: Potongan, acak: Sumber, hari: date) -> Orang:
    """Make the families of a part as they are on the day of the survey."""
    desa = np.repeat(np.arange(len(potongan.desa)), potongan.keluarga)
    n = len(desa)
    kelurahan = np.array([d[9] == "1" for d in potongan.desa])[desa]
    sejahtera = acak("sejahtera").standard_normal(n) + np.where(kelurahan, _KOTA, -_KOTA / 4)
    ukuran = potong_ciri(acak("ukuran"), sejahtera, _UKURAN)
    kepala = _kepala(acak, ukuran)
    keluarga = np.repeat(np.arange(n), ukuran)
    urut = np.arange(len(keluarga)) - np.repeat(np.cumsum(ukuran) - ukuran, ukuran)
    hubungan = _hubungan(acak, kepala, keluarga, urut, sejahtera)
    umur = _umur(acak, kepala, keluarga, urut, hubungan)
    perempuan = _perempuan(acak, kepala[1][keluarga], hubungan)
    kawin = _kawin(acak, kepala[2][keluarga], hubungan, umur)
    lahir, umur = _lahir(acak, umur, hari)
    ibu = _ibu(keluarga, hubungan, perempuan)
    return Orang(keluarga, urut, hubungan, perempuan, umur, lahir, kawin, ibu, sejahtera, ukuran, desa)


def _kepala(acak: Sumber, ukuran: Bulat) -> tuple[Bulat, Bulat, Bulat, Bulat]:
    """Return the head's age, sex and marital status, and the spouse's age (0: none)."""
    r, n = acak("kepala"), len(ukuran)
    umur = np.clip(np.round(r.normal(47, 14, n)), 20, 92).astype(np.int64)
    perempuan = r.random(n) < np.where(ukuran == 1, 0.5, np.where(umur < 60, 0.09, 0.26))
    pasangan = ~perempuan & (ukuran > 1) & (r.random(n) < 0.94)
    sendiri = np.where((umur < 35) & (r.random(n) < 0.8), BELUM, np.where(r.random(n) < 0.35, CERAI_HIDUP, CERAI_MATI))
    kawin = np.where(pasangan, KAWIN, sendiri)
    istri = np.where(pasangan, np.maximum(18, umur - r.integers(-1, 8, n)), 0)
    return umur, perempuan.astype(np.int64), kawin, istri


def _hubungan(
    acak: Sumber, kepala: tuple[Bulat, Bulat, Bulat, Bulat], keluarga: Bulat, urut: Bulat, sejahtera: Riil
) -> Bulat:
    umur, _, kawin, istri = (k[keluarga] for k in kepala)
    r, n = acak("hubungan"), len(keluarga)
    golongan = np.where(kawin == BELUM, 0, np.where(umur < 35, 1, np.where(umur < 58, 2, 3)))
    u = r.random(n)
    lain = np.array(_LAIN)[(u[:, None] > _PANGSA[golongan]).sum(axis=1)]
    ibu = np.where(istri > 0, istri, umur)
    lain = np.where((lain == ANAK) & (ibu < 19 + 2 * urut), LAINNYA, lain)
    lain = np.where((lain == ORTU) & (umur > 72), LAINNYA, lain)
    lain = np.where((lain == LAINNYA) & (sejahtera[keluarga] > 1.6) & (r.random(n) < 0.5), PEMBANTU, lain)
    hasil: Bulat = np.where(urut == 0, KEPALA, np.where((urut == 1) & (istri > 0), PASANGAN, lain))
    return hasil


def _umur(
    acak: Sumber, kepala: tuple[Bulat, Bulat, Bulat, Bulat], keluarga: Bulat, urut: Bulat, hubungan: Bulat
) -> Bulat:
    umur, _, _, istri = (k[keluarga] for k in kepala)
    r, n = acak("umur"), len(keluarga)
    ibu, u = np.where(istri > 0, istri, umur), r.random(n)
    anak = np.clip(ibu - 18 - np.floor(9 * u) - 3 * (urut - 1), 0, 45)
    pilihan = [umur, istri, anak, np.maximum(17, ibu - 20 - np.floor(14 * u)), np.floor(np.clip(ibu - 42, 1, 20) * u)]
    pilihan += [np.minimum(_MAKS, umur + 19 + np.floor(12 * u)), 18 + np.floor(32 * u), 5 + np.floor(60 * u)]
    hasil: Bulat = np.choose(hubungan - 1, [p.astype(np.int64) for p in pilihan])
    return hasil


def _perempuan(acak: Sumber, kepala: Bulat, hubungan: Bulat) -> Bulat:
    u = acak.seragam("perempuan", len(hubungan))
    pangsa = np.array([0, 0, 0.49, 0.55, 0.49, 0.72, 0.85, 0.52])[hubungan - 1]
    hasil: Bulat = np.where(
        hubungan == KEPALA, kepala, np.where(hubungan == PASANGAN, 1 - kepala, (u < pangsa).astype(np.int64))
    )
    return hasil


def _kawin(acak: Sumber, kepala: Bulat, hubungan: Bulat, umur: Bulat) -> Bulat:
    u = acak.seragam("kawin", len(hubungan))
    dewasa = np.where(u < 0.5, BELUM, np.where(u < 0.6, CERAI_HIDUP, np.where(umur > 55, CERAI_MATI, BELUM)))
    anak = np.where((umur > 23) & (u < 0.2), KAWIN, np.where((umur > 26) & (u < 0.26), CERAI_HIDUP, BELUM))
    tetap = [np.full(len(umur), n) for n in (KAWIN, BELUM)]
    pilihan = [kepala, tetap[0], anak, tetap[0], tetap[1], np.where(u < 0.25, KAWIN, CERAI_MATI), dewasa, dewasa]
    hasil: Bulat = np.where((umur < 17) & (hubungan > PASANGAN), BELUM, np.choose(hubungan - 1, pilihan))
    return hasil


def _lahir(acak: Sumber, umur: Bulat, hari: date) -> tuple[Tanggal, Bulat]:
    """Return birth dates and the completed years on the day; no birth on 11-11-11, whose NIK would look made up."""
    sisa = acak("lahir").integers(1, 364, len(umur))
    sebelas = [np.datetime64(f"{abad}11-11-11") for abad in (19, 20)]
    lahir = np.datetime64(hari) - (np.round(umur * 365.25).astype(np.int64) + sisa)
    lahir = np.where(np.isin(lahir, sebelas), lahir - 1, lahir)
    bulan = lahir.astype("datetime64[M]")
    tahun = lahir.astype("datetime64[Y]").astype(np.int64) + 1970
    hitungan = (bulan.astype(np.int64) % 12 + 1) * 100 + (lahir - bulan).astype(np.int64) + 1
    return lahir, hari.year - tahun - (hitungan > hari.month * 100 + hari.day)


def _ibu(keluarga: Bulat, hubungan: Bulat, perempuan: Bulat) -> Bulat:
    """Return the mother of the children of the head: the head herself or his wife, by index."""
    calon = ((hubungan == KEPALA) | (hubungan == PASANGAN)) & (perempuan == 1)
    milik = np.full(int(keluarga[-1]) + 1, -1)
    milik[keluarga[calon]] = np.flatnonzero(calon)
    hasil: Bulat = np.where(hubungan == ANAK, milik[keluarga], -1)
    return hasil
