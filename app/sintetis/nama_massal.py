"""Names of a whole part at a time: one search in one table of cumulative weights for everybody."""

from functools import cache
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from app.pelatihan.sampel import Bulat, Riil
from app.sintetis.acak import Sumber
from app.sintetis.daerah import Potongan
from app.sintetis.kosakata import BATAS_GENERASI, Generasi, kosakata
from app.sintetis.susunan import PASANGAN, Orang

_KATA_MAKS: Final = 3
_CAMPUR: Final = 0.06
"""Share of families whose culture is not that of the neighbours, within those of the provinsi; an assumption."""
_GENERASI: Final = tuple(Generasi)


class _Tabel(NamedTuple):
    """Every list laid end to end: list k spans (k, k + 1] of `batas`; `pola` likewise by (culture, sex, generation)."""

    kata: pl.Series
    batas: Riil
    marga: Bulat
    budaya: tuple[str, ...]
    pola_batas: Riil
    pola: Bulat


@cache
def _tabel() -> _Tabel:
    alat = kosakata()
    nomor = {n: k for k, n in enumerate(alat.daftar)}
    kata = [k for d in alat.daftar.values() for k in d.kata]
    batas = np.concatenate([nomor[n] + np.array(d.kumulatif) for n, d in alat.daftar.items()])
    budaya = tuple(sorted({b for b, _, _ in alat.pola}))
    pola_batas: list[float] = []
    pola: list[list[int]] = []
    for k, kunci in enumerate((b, jk, g) for b in budaya for jk in "LP" for g in _GENERASI):
        for kumulatif, isi in alat.pola[kunci]:
            pola_batas.append(k + kumulatif)
            pola.append([nomor[n] for n in isi] + [-1] * (_KATA_MAKS - len(isi)))
    marga = np.array([int(d.is_marga) for d in alat.daftar.values()] + [0])
    return _Tabel(pl.Series(kata), batas, marga, budaya, np.array(pola_batas), np.array(pola))


def nama(potongan: Potongan, orang: Orang, acak: Sumber) -> pl.Series:
    """Return the name of every person; a marga is the family's, except the wife's."""
    tahun = orang.lahir.astype("datetime64[Y]").astype(np.int64) + 1970
    generasi = np.searchsorted(np.array(BATAS_GENERASI), tahun, side="right")
    milik = _undi_marga(acak, orang)
    return _susun(acak("nama"), _budaya(potongan, orang, acak)[orang.keluarga], orang.perempuan, generasi, milik)


def nama_ibu(potongan: Potongan, orang: Orang, acak: Sumber, nama_: pl.Series) -> pl.Series:
    """Return the mother's name of every person: the one in the family, else of a woman a generation older."""
    tahun = orang.lahir.astype("datetime64[Y]").astype(np.int64) + 1970 - 24
    generasi = np.searchsorted(np.array(BATAS_GENERASI), tahun, side="right")
    r, n = acak("nama_ibu"), len(orang)
    lain = _susun(r, _budaya(potongan, orang, acak)[orang.keluarga], np.ones(n, dtype=np.int64), generasi, r.random(n))
    serumah = nama_.gather(np.maximum(orang.ibu, 0))
    return pl.select(pl.when(pl.Series(orang.ibu >= 0)).then(serumah).otherwise(lain)).to_series()


def _budaya(potongan: Potongan, orang: Orang, acak: Sumber) -> Bulat:
    """Return the culture of every family: mostly that of the village, drawn as the provinsi has it."""
    tabel, provinsi = _tabel(), kosakata().provinsi
    n, u = len(orang.ukuran), acak.seragam("budaya", len(orang.ukuran))
    desa = acak.seragam("budaya_desa", len(potongan.desa))
    u = np.where(acak.seragam("campur", n) < _CAMPUR, u, desa[orang.desa])
    hasil = np.zeros(n, dtype=np.int64)
    kode = np.array([d[:2] for d in potongan.desa])[orang.desa]
    for p in dict.fromkeys(d[:2] for d in potongan.desa):
        batas = np.array([b for b, _ in provinsi[p]])
        urut = np.array([tabel.budaya.index(b) for _, b in provinsi[p]])
        mana = kode == p
        hasil[mana] = urut[np.searchsorted(batas, u[mana])]
    return hasil


def _undi_marga(acak: Sumber, orang: Orang) -> Riil:
    keluarga = acak.seragam("marga", len(orang.ukuran))[orang.keluarga]
    return np.where(orang.hubungan == PASANGAN, acak.seragam("marga_istri", len(orang)), keluarga)


def _susun(r: np.random.Generator, budaya: Bulat, perempuan: Bulat, generasi: Bulat, marga: Riil) -> pl.Series:
    tabel, n = _tabel(), len(budaya)
    kunci = (budaya * 2 + perempuan) * len(_GENERASI) + generasi
    pola = tabel.pola[np.searchsorted(tabel.pola_batas, kunci + np.maximum(r.random(n), 1e-12))]
    kata: list[pl.Series] = []
    sudah: list[Bulat] = []
    for ke in range(_KATA_MAKS):
        daftar = pola[:, ke]
        u = np.where(tabel.marga[daftar] == 1, marga, r.random(n))
        nomor = np.searchsorted(tabel.batas, np.maximum(daftar, 0) + np.maximum(u, 1e-12))
        kosong = (daftar < 0) | np.any([nomor == s for s in sudah] or [np.zeros(n, dtype=np.bool_)], axis=0)
        sudah.append(np.where(kosong, -1, nomor))
        kata.append(tabel.kata.gather(nomor).set(pl.Series(kosong), None).alias(str(ke)))
    return pl.select(pl.concat_str(kata, separator=" ", ignore_nulls=True)).to_series()
