"""How good a model is, as its artefact says it: what it was fitted from, whom it misses and whom it lets in.

All figures are integers in 10^-6. `eksklusi` is undercoverage, P(predicted > cut | truly poor); `inklusi` is leakage,
P(truly above the cut | predicted poor); both count people, as the World Bank's Senegal PMT code and domain practice do.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.desil.pembaca import Pembaca

SKALA_MUTU: Final = 10**6
PANGSA: Final = (100_000, 200_000, 250_000, 300_000, 400_000, 500_000)
"""The target shares at which errors are told: 10, 20, 25, 30, 40 and 50 per cent of the people."""

_BANYAK: Final = 10**12


class MetodeLatih(StrEnum):
    """How coefficients came about: by hand, or by weighted least squares on all or on stepwise chosen variables."""

    DIRANCANG = "dirancang"
    SEMUA = "semua"
    BERTAHAP = "bertahap"


class DasarEvaluasi(StrEnum):
    """Which families errors were counted on: those left out in cross-validation, or another sample."""

    VALIDASI_SILANG = "validasi_silang"
    DATA_LAIN = "data_lain"


class JenisKelompok(StrEnum):
    """By what people are grouped, so that unfairness is seen."""

    WILAYAH = "wilayah"
    LANSIA = "lansia"
    DISABILITAS = "disabilitas"
    PEREMPUAN_KEPALA_KELUARGA = "perempuan_kepala_keluarga"


@dataclass(frozen=True, slots=True)
class LatihHimpunan:
    """The sample of one coefficient set, and how much of it is its own estimate instead of its parent's, in 10^-6."""

    keluarga: int
    bobot_sendiri: int


@dataclass(frozen=True, slots=True)
class Pelatihan:
    """The training summary.

    Attributes:
        metode: how the coefficients came about.
        data: which survey, of when.
        keluarga: families in the sample; 0 for designed coefficients.
        lipatan: folds of the cross-validation.
        kappa: how many families the parent region's coefficients weigh as.
        r2: share of the variance of ln expenditure that is explained inside the sample.
        rmse: root mean square error inside the sample, in 10^-6 ln.
        himpunan: the sample by coefficient set.
    """

    metode: MetodeLatih
    data: str
    keluarga: int
    lipatan: int | None
    kappa: int | None
    r2: int | None
    rmse: int | None
    himpunan: Mapping[str, LatihHimpunan]


@dataclass(frozen=True, slots=True)
class Galat:
    """Errors at one target share; None where nobody is below the cut."""

    pangsa: int
    eksklusi: int | None
    inklusi: int | None


@dataclass(frozen=True, slots=True)
class GalatKelompok:
    """Errors inside a group at the cuts of the nation; `kode` is the region, or `ya` and `tidak`."""

    jenis: JenisKelompok
    kode: str
    keluarga: int
    orang: int
    galat: tuple[Galat, ...]


@dataclass(frozen=True, slots=True)
class Evaluasi:
    """Whom a model misses and whom it lets in, in people, on families that it was not fitted on.

    Attributes:
        dasar: whether those are the folds left out or another sample.
        data: which survey, of when.
        keluarga: families evaluated.
        orang: people whom they stand for.
        r2: share of the variance explained outside the sample; below 0 when the mean would predict better.
        rmse: root mean square error, in 10^-6 ln.
        galat: the errors at every share of `PANGSA`.
        kelompok: the same by wilayah and by group.
    """

    dasar: DasarEvaluasi
    data: str
    keluarga: int
    orang: int
    r2: int
    rmse: int
    galat: tuple[Galat, ...]
    kelompok: tuple[GalatKelompok, ...]


_PELATIHAN: Final = frozenset({"metode", "data", "keluarga", "lipatan", "kappa", "r2", "rmse", "himpunan"})
_EVALUASI: Final = frozenset({"dasar", "data", "keluarga", "orang", "r2", "rmse", "galat", "kelompok"})
_KELOMPOK: Final = frozenset({"jenis", "kode", "keluarga", "orang", "galat"})
_GALAT: Final = frozenset({"pangsa", "eksklusi", "inklusi"})
_LATIH: Final = frozenset({"keluarga", "bobot_sendiri"})
_TIDAK_ADA: Final[frozenset[str]] = frozenset()


def baca_pelatihan(p: Pembaca, isi: object, himpunan: AbstractSet[str]) -> Pelatihan:
    """Read the training summary; a fitted model must tell its sample and its fit."""
    v = p.objek(isi, "pelatihan")
    p.anggota(v, "pelatihan", wajib=_PELATIHAN, boleh=_TIDAK_ADA)
    metode = p.pilihan(v.get("metode"), "pelatihan.metode", MetodeLatih)
    is_dirancang = metode is MetodeLatih.DIRANCANG

    def angka(nama: str, bawah: int, atas: int) -> int | None:
        nilai = v.get(nama)
        return None if is_dirancang and nilai is None else p.rentang(nilai, f"pelatihan.{nama}", bawah, atas)

    latih = p.objek(v.get("himpunan"), "pelatihan.himpunan")
    p.anggota(latih, "pelatihan.himpunan", wajib=_TIDAK_ADA if is_dirancang else frozenset(himpunan), boleh=himpunan)
    return Pelatihan(
        metode=metode,
        data=p.teks(v.get("data"), "pelatihan.data"),
        keluarga=p.rentang(v.get("keluarga"), "pelatihan.keluarga", 0 if is_dirancang else 1, _BANYAK),
        lipatan=angka("lipatan", 2, 100),
        kappa=angka("kappa", 0, _BANYAK),
        r2=angka("r2", 0, SKALA_MUTU),
        rmse=angka("rmse", 0, 100 * SKALA_MUTU),
        himpunan=MappingProxyType({k: _latih(p, n, f"pelatihan.himpunan.{k}") for k, n in latih.items()}),
    )


def _latih(p: Pembaca, isi: object, lokasi: str) -> LatihHimpunan:
    v = p.objek(isi, lokasi)
    p.anggota(v, lokasi, wajib=_LATIH, boleh=_TIDAK_ADA)
    return LatihHimpunan(
        p.rentang(v.get("keluarga"), f"{lokasi}.keluarga", 0, _BANYAK),
        p.rentang(v.get("bobot_sendiri"), f"{lokasi}.bobot_sendiri", 0, SKALA_MUTU),
    )


def baca_evaluasi(p: Pembaca, isi: object) -> Evaluasi:
    """Read the evaluation."""
    v = p.objek(isi, "evaluasi")
    p.anggota(v, "evaluasi", wajib=_EVALUASI, boleh=_TIDAK_ADA)
    return Evaluasi(
        dasar=p.pilihan(v.get("dasar"), "evaluasi.dasar", DasarEvaluasi),
        data=p.teks(v.get("data"), "evaluasi.data"),
        keluarga=p.rentang(v.get("keluarga"), "evaluasi.keluarga", 1, _BANYAK),
        orang=p.rentang(v.get("orang"), "evaluasi.orang", 1, _BANYAK),
        r2=p.rentang(v.get("r2"), "evaluasi.r2", -_BANYAK, SKALA_MUTU),
        rmse=p.rentang(v.get("rmse"), "evaluasi.rmse", 0, 100 * SKALA_MUTU),
        galat=_galat(p, v.get("galat"), "evaluasi.galat"),
        kelompok=tuple(
            _kelompok(p, k, f"evaluasi.kelompok[{i}]")
            for i, k in enumerate(p.senarai(v.get("kelompok"), "evaluasi.kelompok"))
        ),
    )


def _kelompok(p: Pembaca, isi: object, lokasi: str) -> GalatKelompok:
    v = p.objek(isi, lokasi)
    p.anggota(v, lokasi, wajib=_KELOMPOK, boleh=_TIDAK_ADA)
    return GalatKelompok(
        jenis=p.pilihan(v.get("jenis"), f"{lokasi}.jenis", JenisKelompok),
        kode=p.teks(v.get("kode"), f"{lokasi}.kode", panjang=16),
        keluarga=p.rentang(v.get("keluarga"), f"{lokasi}.keluarga", 0, _BANYAK),
        orang=p.rentang(v.get("orang"), f"{lokasi}.orang", 0, _BANYAK),
        galat=_galat(p, v.get("galat"), f"{lokasi}.galat"),
    )


def _galat(p: Pembaca, isi: object, lokasi: str) -> tuple[Galat, ...]:
    galat = tuple(_satu(p, g, f"{lokasi}[{i}]") for i, g in enumerate(p.senarai(isi, lokasi)))
    if tuple(g.pangsa for g in galat) != PANGSA:
        p.tolak(lokasi, "harus memuat keenam pangsa, berurutan", "must hold the six shares in order")
    return galat


def _satu(p: Pembaca, isi: object, lokasi: str) -> Galat:
    v = p.objek(isi, lokasi)
    p.anggota(v, lokasi, wajib=_GALAT, boleh=_TIDAK_ADA)

    def bagian(nama: str) -> int | None:
        nilai = v.get(nama)
        return None if nilai is None else p.rentang(nilai, f"{lokasi}.{nama}", 0, SKALA_MUTU)

    return Galat(p.rentang(v.get("pangsa"), f"{lokasi}.pangsa", 1, SKALA_MUTU), bagian("eksklusi"), bagian("inklusi"))
