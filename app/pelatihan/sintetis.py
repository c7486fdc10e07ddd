"""A synthetic Susenas: families whose expenditure is made by known coefficients and noise, to prove a fit with.

Method. Every family has a latent welfare z ~ N(0, 1). An ordered trait has the latent value r z + sqrt(1 - r²) e,
e ~ N(0, 1) (a one-factor Gaussian copula), cut at the quantiles of its marginal shares. The correlations r of
the housing traits are those published in the repository "nadi" (floor .62, wall .55, roof .45, water .42, toilet .50,
closet .52, power .66, fuel .58); the others, and all marginal shares, are assumptions of ours. ln expenditure is the
constant of the region plus the regressors times known coefficients, clipped as the scorer clips them, plus N(0, s²)
noise; s² = Var(prediction) (1 - R²) / R², in people, makes R² what was asked for. The coefficients are the
demonstration model's, halved for what few have and raises welfare, and times 1.5 for what few have and lowers it or
what nearly all have and raises it: so the prediction is nearly normal in people (skewness about 0) and the analytic
errors, which suppose that, can be met. Regions differ in size by a factor of ten, in their share of towns, in sampling
fraction (hence the weights), and by `variasi` in constants and coefficients. No person's data is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import polars as pl

from app.desil.artefak import NASIONAL, SKALA_KOEFISIEN, SKALA_VARIABEL, Variabel
from app.desil.artefak_baca import urai
from app.desil.model_pmt import SUMBER, artefak_demonstrasi
from app.keluarga import kanonik_kode as kk
from app.keluarga.kanonik import REGISTRI
from app.keluarga.kanonik_hitung import JUTA, ln
from app.pelatihan.rancangan import alami, baca_variabel, potong
from app.pelatihan.sampel import BOBOT_SURVEI, PENGELUARAN, WILAYAH, Bulat, DataTidakSah, Riil, Sampel, Teks
from app.pelatihan.sintetis_pangsa import CIRI, KABKOTA, UKURAN, UMUR, Ciri
from app.pelatihan.tulis_artefak import Identitas, koefisien_bulat, susun, varians_bulat

R2: Final = 0.5
MINIMAL: Final = 1_000
VARIASI_MAKS: Final = 10
_DUNIA: Final = 2022
"""Seed of the country: its regions are the same whatever the sample."""
_KOEFISIEN: Final = 100
_PANGSA_KOSONG: Final = 0.03
_JARANG: Final = 0.2
_LANSIA: Final = 60
_BERHENTI: Final = 65
"""Age from which many no longer work."""
_PEREMPUAN: Final = 0.15
_SEBARAN_BOBOT: Final = 0.2
_SEBARAN_WILAYAH: Final = 0.1
"""Spread of the constants (ln) and, relatively, of the coefficients between regions, at `variasi` 1."""


@dataclass(frozen=True)
class Sintetis:
    """A synthetic survey with the truth that made it.

    Attributes:
        tabel: one row per family, in canonical variables.
        kebenaran: the true coefficients as an artefact; the noise is its residual variance.
        koefisien: the same in natural units by set, the constant first.
        sigma: standard deviation of the noise.
    """

    tabel: pl.DataFrame
    kebenaran: dict[str, Any]
    koefisien: Mapping[str, Riil]
    sigma: float


def buat(keluarga: int, benih: int, *, r2: float = R2, variasi: float = 1.0) -> Sintetis:
    """Make a survey; the same arguments make the same rows. Another seed draws other families of the same country.

    Args:
        keluarga: families.
        benih: seed.
        r2: share of the variance of ln expenditure, in people, that the true model explains.
        variasi: how much regions differ in constants and coefficients; 0 makes one model hold everywhere.

    Raises:
        DataTidakSah: an argument is out of range.
    """
    if keluarga < MINIMAL:
        raise DataTidakSah(f"--families must be at least {MINIMAL}, so that every region has some")
    if not 0 < r2 < 1:
        raise DataTidakSah("--r2 must lie strictly between 0 and 1")
    if not 0 <= variasi <= VARIASI_MAKS:
        raise DataTidakSah(f"--variasi must lie between 0 and {VARIASI_MAKS}")
    if benih < 0:
        raise DataTidakSah("--seed must be at least 0")
    acak, dunia = np.random.default_rng(benih), np.random.default_rng(_DUNIA)
    kode = _wilayah(acak, keluarga)
    kota = dict(zip(KABKOTA, dunia.uniform(0.1, 0.9, len(KABKOTA)), strict=True))
    nilai = _keluarga(acak, kode, kota)
    ada = {n: np.ones(keluarga, dtype=np.bool_) for n in nilai}
    ada["rekening"] = acak.random(keluarga) >= _PANGSA_KOSONG
    fraksi = dict(zip(KABKOTA, dunia.uniform(150, 900, len(KABKOTA)), strict=True))
    bobot = np.round(_per(fraksi, kode) * np.exp(_SEBARAN_BOBOT * acak.standard_normal(keluarga)), 3)
    sampel = Sampel("", kode, np.zeros(keluarga), bobot, nilai, ada)
    return _belanja(acak, sampel, r2, [variasi * dunia.standard_normal(_KOEFISIEN) for _ in KABKOTA])


def _belanja(acak: np.random.Generator, sampel: Sampel, r2: float, simpangan: Sequence[Riil]) -> Sintetis:
    """Give every family its expenditure; `simpangan` says by how much each region differs from the nation."""
    desain = artefak_demonstrasi()
    artefak = urai(desain, SUMBER)
    b = np.array(artefak.koefisien[NASIONAL], dtype=np.float64) / SKALA_KOEFISIEN
    b[1:] *= [_faktor(v, float(k)) for v, k in zip(artefak.variabel, b[1:], strict=True)]
    bacaan = baca_variabel(artefak.variabel, sampel)
    x = np.column_stack([np.ones(len(sampel)), alami(artefak.variabel, potong(artefak.variabel, bacaan.x))])
    benar = {NASIONAL: b} | {k: _geser(b, s) for k, s in zip(KABKOTA, simpangan, strict=True)}
    duga = np.zeros(len(sampel))
    for kode in KABKOTA:
        mana = sampel.kode == kode
        duga[mana] = x[mana] @ benar[kode]
    orang = sampel.orang
    ragam = float(np.average((duga - np.average(duga, weights=orang)) ** 2, weights=orang))
    sigma = (ragam * (1 - r2) / r2) ** 0.5
    y = duga + sigma * acak.standard_normal(len(sampel))
    kolom = {n: pl.Series(v).set(pl.Series(~sampel.ada[n]), None) for n, v in sampel.nilai.items()}
    tabel = pl.DataFrame(
        {WILAYAH: sampel.kode, BOBOT_SURVEI: sampel.bobot, PENGELUARAN: np.round(np.exp(y)).astype(np.int64), **kolom}
    )
    kebenaran = susun(
        desain,
        Identitas("PMT-KEBENARAN-SINTETIS", f"r2-{r2}", date(2026, 1, 1), "Pembangkit sintetis dtks synth susenas"),
        artefak.variabel,
        {
            "koefisien": {k: koefisien_bulat(artefak.variabel, v) for k, v in benar.items()},
            "varians_sisa": dict.fromkeys(benar, varians_bulat(sigma**2)),
            "pelatihan": desain["pelatihan"],
            "evaluasi": None,
        },
    )
    return Sintetis(tabel, kebenaran, benar, sigma)


def _faktor(v: Variabel, b: float) -> float:
    """Return by what a coefficient of the demonstration model is multiplied, by how many have the trait."""
    if (v.batas_min, v.batas_maks) != (0, 1):
        return 1.0
    pangsa = v.rerata / SKALA_VARIABEL
    if pangsa < _JARANG:
        return 0.5 if b > 0 else 1.5
    return 1.5 if pangsa > 1 - _JARANG and b > 0 else 1.0


def _geser(b: Riil, simpangan: Riil) -> Riil:
    """Return a region's coefficients: the constant shifted, the others stretched."""
    s = _SEBARAN_WILAYAH * simpangan[: len(b)]
    hasil: Riil = b * (1 + s)
    hasil[0] = b[0] + s[0]
    return hasil


def _per(nilai: Mapping[str, float], kode: Teks) -> Riil:
    """Return the value of every family's region."""
    return np.array([nilai[str(k)] for k in kode])


def _wilayah(acak: np.random.Generator, n: int) -> Teks:
    pangsa = 1 / (1 + 0.6 * np.arange(len(KABKOTA)))
    return acak.choice(np.array(KABKOTA), size=n, p=pangsa / pangsa.sum())


def _keluarga(acak: np.random.Generator, kode: Teks, kota: Mapping[str, float]) -> dict[str, Bulat]:
    n = len(kode)
    sejahtera = acak.standard_normal(n)
    nilai = _susunan(acak, n)
    nilai |= {nama: potong_ciri(acak, sejahtera, ciri) for nama, ciri in CIRI.items()}
    nilai["pendidikan_maks"] = np.maximum(nilai["pendidikan_maks"], nilai["kepala_pendidikan"])
    nilai["kloset"] = np.where(nilai["bab"] == kk.Bab.TIDAK_ADA, kk.Kloset.TIDAK_PAKAI, nilai["kloset"])
    meteran = nilai["penerangan"] == kk.Penerangan.PLN_METERAN
    nilai["daya"] = np.where(meteran, nilai["daya"], kk.Daya.TANPA_METERAN)
    luas = np.clip(np.exp(3.9 + 0.3 * sejahtera + 0.4 * acak.standard_normal(n)), 9, 600)
    nilai["luas_kapita"] = np.round(100 * luas / nilai["ukuran"]).astype(np.int64)
    nilai["perkotaan"] = (acak.random(n) < _per(kota, kode)).astype(np.int64)
    nilai |= _pekerjaan(acak, nilai["kepala_umur"], sejahtera)
    return {nama: nilai[nama].astype(np.int64) for nama in REGISTRI}


def _susunan(acak: np.random.Generator, n: int) -> dict[str, Bulat]:
    """Return size and composition; shares are rounded half up as canonical variables are."""
    ukuran = acak.choice(np.arange(1, len(UKURAN) + 1), size=n, p=UKURAN)
    umur = np.clip(np.round(acak.normal(48, 13, n)), 17, 95).astype(np.int64)
    anak, sekolah, dewasa, lansia = acak.multinomial(ukuran - 1, UMUR).T
    lansia = lansia + (umur >= _LANSIA)
    bekerja = (acak.random(n) < np.where(umur < _BERHENTI, 0.9, 0.5)) + acak.binomial(dewasa, 0.5)

    def pangsa(banyak: Bulat) -> Bulat:
        hasil: Bulat = (2 * banyak * JUTA + ukuran) // (2 * ukuran)
        return hasil

    return {
        "ukuran": ukuran,
        "ln_ukuran": np.array([ln(int(u)) for u in ukuran]),
        "ukuran_kuadrat": ukuran**2,
        "pangsa_0_4": pangsa(anak),
        "pangsa_5_14": pangsa(sekolah),
        "pangsa_60": pangsa(lansia),
        "pangsa_bekerja": pangsa(bekerja),
        "anak_putus_sekolah": acak.binomial(sekolah, 0.04),
        "penyandang_disabilitas": acak.binomial(ukuran, 0.03),
        "penderita_kronis": acak.binomial(ukuran, 0.06),
        "kepala_umur": umur,
        "kepala_perempuan": (acak.random(n) < _PEREMPUAN).astype(np.int64),
    }


def _pekerjaan(acak: np.random.Generator, umur: Bulat, sejahtera: Riil) -> dict[str, Bulat]:
    """Return sector and position of the head; both are 0 for who does not work."""
    n, k = len(umur), kk.Kedudukan
    sektor = potong_ciri(acak, sejahtera, Ciri(0.35, {1: 35, 2: 22, 3: 23, 4: 20}))
    urut = {k.BEBAS_PERTANIAN: 6, k.BEBAS_NON_PERTANIAN: 9, k.PEKERJA_KELUARGA: 3, k.DIBANTU_TIDAK_TETAP: 20}
    urut |= {k.BERUSAHA_SENDIRI: 25, k.KARYAWAN_SWASTA: 27, k.DIBANTU_TETAP: 4, k.APARATUR: 6}
    kedudukan = potong_ciri(acak, sejahtera, Ciri(0.40, {int(a): b for a, b in urut.items()}))
    kerja = acak.random(n) < np.where(umur < _BERHENTI, 0.92, 0.55)
    return {"kepala_sektor": np.where(kerja, sektor, 0), "kepala_kedudukan": np.where(kerja, kedudukan, 0)}


def potong_ciri(acak: np.random.Generator, sejahtera: Riil, ciri: Ciri) -> Bulat:
    """Cut a latent value at the quantiles of a trait's shares."""
    kode = np.array(list(ciri.bobot), dtype=np.int64)
    pangsa = np.cumsum(list(ciri.bobot.values()))
    batas = [NormalDist().inv_cdf(float(p / pangsa[-1])) for p in pangsa[:-1]]
    laten = ciri.r * sejahtera + (1 - ciri.r**2) ** 0.5 * acak.standard_normal(len(sejahtera))
    hasil: Bulat = kode[np.searchsorted(np.array(batas), laten)]
    return hasil
