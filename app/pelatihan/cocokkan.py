"""Fitting: choice of variables, shrinkage by cross-validation, coefficients, and the artefact that carries them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from app.desil.artefak import NASIONAL, Artefak, Variabel
from app.desil.artefak_baca import urai
from app.desil.model_pmt import SUMBER
from app.desil.mutu import SKALA_MUTU, DasarEvaluasi, MetodeLatih
from app.pelatihan import regresi
from app.pelatihan.bahan import Bahan, galat_silang, jumlah, siapkan, terka, terka_luar
from app.pelatihan.evaluasi import Ukuran, evaluasi, ukuran
from app.pelatihan.rancangan import alami, baca_variabel, potong, rancangan, sesuaikan
from app.pelatihan.regresi import Himpunan
from app.pelatihan.sampel import MINIMAL, DataTidakSah, Riil, Sampel
from app.pelatihan.tulis_artefak import Identitas, koefisien_bulat, susun, varians_bulat

KAPPA: Final = (30, 100, 300, 1_000, 3_000, 10_000, 30_000)
"""Weights of the parent, in families, from which cross-validation chooses."""
_PER_VARIABEL: Final = 5


@dataclass(frozen=True)
class Pilihan:
    """What a person decides about a fit.

    Attributes:
        kode: name of the model.
        versi: version of the model.
        berlaku_dari: day from which it is meant to hold.
        metode: all regressors of the design, or forward-stepwise.
        lipatan: folds of the cross-validation.
        kappa: weight of the parent in families; None lets cross-validation choose.
        minimal: families below which a region has no set of its own.
        benih: seed of the folds.
        tanpa: regressors of the design to leave out.
    """

    kode: str
    versi: str
    berlaku_dari: date
    metode: MetodeLatih = MetodeLatih.SEMUA
    lipatan: int = 5
    kappa: int | None = None
    minimal: int = 50
    benih: int = 1
    tanpa: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hasil:
    """A fit.

    Attributes:
        data: the raw artefact.
        artefak: the same, checked.
        sampel: the families fitted on.
        dibuang: families left out because a mandatory answer is missing.
        luar: prediction of every family by the folds that it was not in.
        koefisien: coefficients by set in natural units, the constant first.
        galat_baku: their standard errors.
        mutu: fit inside the sample by set.
        silang: mean squared error outside the sample by kappa.
    """

    data: dict[str, Any]
    artefak: Artefak
    sampel: Sampel
    dibuang: int
    luar: Riil
    koefisien: Mapping[str, Riil]
    galat_baku: Mapping[str, Riil]
    mutu: Mapping[str, Ukuran]
    silang: Mapping[int, float]


def cocokkan(sampel: Sampel, desain: Mapping[str, Any], pilihan: Pilihan) -> Hasil:
    """Fit a model on a survey; `desain` is an artefact whose regressors, instruments and legal basis are taken over.

    Raises:
        DataTidakSah: the sample or a choice does not allow it.
    """
    awal = rancangan(desain, pilihan.tanpa)
    bacaan = baca_variabel(awal, sampel)
    lengkap = sampel.pilih(bacaan.lengkap)
    if len(lengkap) < max(MINIMAL, _PER_VARIABEL * len(awal)):
        raise DataTidakSah(f"{len(lengkap)} families without a gap are too few for {len(awal)} regressors")
    mentah = potong(awal, bacaan.x[bacaan.lengkap])
    variabel = sesuaikan(awal, mentah, lengkap.orang)
    bahan = siapkan(alami(variabel, mentah), lengkap, lipatan=pilihan.lipatan, benih=pilihan.benih)
    try:
        if pilihan.metode is MetodeLatih.BERTAHAP:
            kolom = regresi.bertahap(jumlah([*bahan.penuh().values()]))
            bahan, variabel = bahan.pilih(kolom), tuple(variabel[k - 1] for k in kolom[1:])
        return _hasil(bahan, variabel, lengkap, (desain, pilihan), len(sampel) - len(lengkap))
    except regresi.KolomKolinear as galat:
        nama = ", ".join(["konstanta", *(v.nama for v in variabel)][k] for k in galat.kolom)
        raise DataTidakSah(f"combinations of each other, leave one out with --tanpa: {nama}") from None


def _hasil(
    bahan: Bahan,
    variabel: tuple[Variabel, ...],
    sampel: Sampel,
    asal: tuple[Mapping[str, Any], Pilihan],
    dibuang: int,
) -> Hasil:
    desain, pilihan = asal
    calon = KAPPA if pilihan.kappa is None else (pilihan.kappa,)
    silang = {k: galat_silang(bahan, k, pilihan.minimal) for k in calon}
    kappa = min(silang, key=lambda k: (silang[k], k))
    himpunan = regresi.duga(bahan.penuh(), kappa, pilihan.minimal)
    duga = terka(bahan, himpunan)
    mutu = {k: ukuran(bahan.y[m], duga[m], bahan.w[m]) for k in himpunan for m in [bahan.anggota(k)]}
    luar = terka_luar(bahan, kappa, pilihan.minimal)
    koefisien = {k: bahan.balik @ h.b for k, h in himpunan.items()}
    data = susun(
        desain,
        Identitas(pilihan.kode, pilihan.versi, pilihan.berlaku_dari, _asal(pilihan, kappa)),
        variabel,
        {
            "koefisien": {k: koefisien_bulat(variabel, b) for k, b in koefisien.items()},
            "varians_sisa": {k: varians_bulat(v) for k, v in _varians(bahan, himpunan).items()},
            "pelatihan": _pelatihan(sampel, himpunan, pilihan, kappa, mutu[NASIONAL]),
            "evaluasi": evaluasi(sampel, luar, 1.0, DasarEvaluasi.VALIDASI_SILANG),
        },
    )
    return Hasil(
        data=data,
        artefak=urai(data, SUMBER),
        sampel=sampel,
        dibuang=dibuang,
        luar=luar,
        koefisien=koefisien,
        galat_baku={k: _galat_baku(bahan, k, h) for k, h in himpunan.items()},
        mutu=mutu,
        silang=silang,
    )


def _asal(pilihan: Pilihan, kappa: int) -> str:
    cara = "dipilih bertahap maju (BIC)" if pilihan.metode is MetodeLatih.BERTAHAP else "semua peubah rancangan"
    return (
        f"Kuadrat terkecil tertimbang (bobot survei x jumlah anggota), {cara}, penyusutan ke wilayah induk seberat "
        f"{kappa} keluarga, validasi silang {pilihan.lipatan} lipatan (dtks pmt fit)"
    )


def _pelatihan(
    sampel: Sampel, himpunan: Mapping[str, Himpunan], pilihan: Pilihan, kappa: int, mutu: Ukuran
) -> dict[str, Any]:
    return {
        "metode": pilihan.metode.value,
        "data": sampel.nama,
        "keluarga": len(sampel),
        "lipatan": pilihan.lipatan,
        "kappa": kappa,
        "r2": max(round(mutu.r2 * SKALA_MUTU), 0),
        "rmse": round(mutu.rmse * SKALA_MUTU),
        "himpunan": {
            k: {"keluarga": h.n, "bobot_sendiri": round(h.bobot_sendiri * SKALA_MUTU)} for k, h in himpunan.items()
        },
    }


def _varians(bahan: Bahan, himpunan: Mapping[str, Himpunan]) -> dict[str, float]:
    """Return the mean squared residual of every set in its own region."""
    hasil = {}
    for kode, h in himpunan.items():
        m = bahan.anggota(kode)
        hasil[kode] = float(np.average((bahan.y[m] - bahan.x[m] @ h.b) ** 2, weights=bahan.w[m]))
    return hasil


def _galat_baku(bahan: Bahan, kode: str, h: Himpunan) -> Riil:
    m = bahan.anggota(kode)
    ragam = bahan.balik @ regresi.ragam(h, bahan.x[m], bahan.y[m], bahan.w[m]) @ bahan.balik.T
    hasil: Riil = np.sqrt(np.diag(ragam))
    return hasil
