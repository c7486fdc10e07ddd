"""Regressors: how canonical values become the columns of a regression, exactly as the scorer will make them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.desil.artefak import SKALA_VARIABEL, BilaKosong, JenisVariabel, Variabel
from app.desil.artefak_baca import urai
from app.desil.model_pmt import SUMBER
from app.pelatihan.sampel import Bulat, DataTidakSah, Logis, Riil, Sampel


@dataclass(frozen=True)
class Bacaan:
    """Regressors of a sample after mapping, before clipping; `lengkap` tells which families can be scored."""

    x: Bulat
    lengkap: Logis


def rancangan(data: Mapping[str, Any], tanpa: Sequence[str] = ()) -> tuple[Variabel, ...]:
    """Return the regressors that an artefact declares, those of `tanpa` left out.

    Raises:
        ArtefakTidakSah: it is no sound artefact.
        DataTidakSah: `tanpa` names what it does not have.
    """
    variabel = urai(data, SUMBER).variabel
    if asing := sorted(set(tanpa) - {v.nama for v in variabel}):
        raise DataTidakSah(f"no such regressors: {', '.join(asing)}")
    return tuple(v for v in variabel if v.nama not in tanpa)


def baca_variabel(variabel: Sequence[Variabel], sampel: Sampel) -> Bacaan:
    """Return the regressors as whole numbers in stored units, as `pmt.skor` reads them before clipping."""
    kolom, lengkap = [], np.ones(len(sampel), dtype=np.bool_)
    for v in variabel:
        x, ada = _satu(v, sampel.nilai[v.sumber], sampel.ada[v.sumber])
        kolom.append(x)
        lengkap &= ada
    return Bacaan(np.column_stack(kolom), lengkap)


def _satu(v: Variabel, nilai: Bulat, ada: Logis) -> tuple[Bulat, Logis]:
    semua = np.ones(len(nilai), dtype=np.bool_)
    if v.jenis is JenisVariabel.KOSONG:
        return (~ada).astype(np.int64), semua
    if v.jenis is JenisVariabel.KATEGORI:
        kode = np.array(sorted(v.peta), dtype=np.int64)
        isi = np.array([v.peta[int(k)] for k in kode], dtype=np.int64)
        letak = np.searchsorted(kode, nilai).clip(max=len(kode) - 1)
        ada = ada & (kode[letak] == nilai)
        nilai = isi[letak]
    if v.bila_kosong is BilaKosong.GANTI:
        return np.where(ada, nilai, v.pengganti), semua
    return nilai, ada


def potong(variabel: Sequence[Variabel], x: Bulat) -> Bulat:
    """Clip regressors to their support."""
    bawah = np.array([v.batas_min for v in variabel], dtype=np.int64)
    atas = np.array([v.batas_maks for v in variabel], dtype=np.int64)
    return np.clip(x, bawah, atas)


def alami(variabel: Sequence[Variabel], x: Bulat) -> Riil:
    """Return regressors in natural units, as coefficients multiply them."""
    pengali = np.array([v.pengali for v in variabel], dtype=np.float64)
    return x * (pengali / SKALA_VARIABEL)


def sesuaikan(variabel: Sequence[Variabel], x: Bulat, orang: Riil) -> tuple[Variabel, ...]:
    """Return the regressors with the support and the means of this sample.

    The support of a number is what was observed, inside what the design allows: outside of it the model knows nothing.

    Raises:
        DataTidakSah: a regressor has the same value in every family.
    """
    tetap = [v.nama for v, kolom in zip(variabel, x.T, strict=True) if kolom.min() == kolom.max()]
    if tetap:
        raise DataTidakSah(
            f"the same value in every family, so it has no coefficient: {', '.join(tetap)}; leave out with --tanpa"
        )
    return tuple(_sesuaikan(v, kolom, orang) for v, kolom in zip(variabel, x.T, strict=True))


def _sesuaikan(v: Variabel, kolom: Bulat, orang: Riil) -> Variabel:
    rerata = round(float(np.average(kolom, weights=orang)) * v.pengali)
    if v.jenis is not JenisVariabel.NUMERIK:
        return replace(v, rerata=rerata)
    bawah, atas = int(kolom.min()), int(kolom.max())
    pengganti = min(max(v.pengganti, bawah), atas) if v.bila_kosong is BilaKosong.GANTI else v.pengganti
    return replace(v, batas_min=bawah, batas_maks=atas, rerata=rerata, pengganti=pengganti)
