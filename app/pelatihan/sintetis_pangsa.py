"""Marginal shares and correlations of the synthetic survey; assumptions of ours except the correlations of housing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from app.keluarga import kanonik_kode as kk

KABKOTA: Final = (
    "32.04",
    "35.78",
    "33.74",
    "32.01",
    "35.07",
    "32.73",
    "33.02",
    "12.71",
    "35.15",
    "33.10",
    "12.07",
    "73.71",
    "32.09",
    "12.12",
    "73.06",
    "91.03",
)
"""From the largest sample to the smallest."""

UKURAN: Final = (0.08, 0.15, 0.23, 0.25, 0.15, 0.08, 0.03, 0.015, 0.01, 0.005)
"""Shares of families with 1, 2, ... members."""

UMUR: Final = (0.12, 0.26, 0.54, 0.08)
"""Shares of members beside the head aged 0-4, 5-14, 15-59 and 60 or over."""


@dataclass(frozen=True)
class Ciri:
    """An ordered trait: correlation of its latent value with welfare, and its codes with weights from poor to rich."""

    r: float
    bobot: Mapping[int, float]


def _ciri(r: float, bobot: Mapping[IntEnum, float]) -> Ciri:
    return Ciri(r, {int(k): b for k, b in bobot.items()})


def _ada(r: float, pangsa: float) -> Ciri:
    return Ciri(r, {0: 1 - pangsa, 1: pangsa})


_L, _D, _A, _M, _F, _S = kk.Lantai, kk.Dinding, kk.Atap, kk.AirMinum, kk.BahanBakar, kk.StatusBangunan
_P, _I, _T, _W = kk.Pendidikan, kk.Internet, kk.Tinja, kk.Daya
CIRI: Final[Mapping[str, Ciri]] = {
    "lantai": _ciri(0.62, {_L.TANAH: 5, _L.BAMBU: 2, _L.KAYU_RENDAH: 3, _L.LAINNYA: 1, _L.SEMEN_BATA: 22, _L.KAYU: 7,
                           _L.UBIN_TERASO: 10, _L.KERAMIK: 44, _L.PARKET_VINIL: 2, _L.MARMER_GRANIT: 4}),
    "dinding": _ciri(0.55, {_D.BAMBU: 2, _D.LAINNYA: 1, _D.BATANG_KAYU: 2, _D.ANYAMAN_BAMBU: 5, _D.KAYU: 12,
                            _D.PLESTERAN: 4, _D.TEMBOK: 74}),
    "atap": _ciri(0.45, {_A.RUMBIA: 3, _A.BAMBU: 1, _A.LAINNYA: 1, _A.ASBES: 12, _A.SENG: 31, _A.KAYU_SIRAP: 1,
                         _A.GENTENG: 47, _A.BETON: 4}),
    "air_minum": _ciri(0.42, {_M.AIR_PERMUKAAN: 3, _M.LAINNYA: 1, _M.AIR_HUJAN: 3, _M.SUMUR_TAK_TERLINDUNG: 5,
                              _M.MATA_AIR_TAK_TERLINDUNG: 3, _M.MATA_AIR_TERLINDUNG: 9, _M.SUMUR_TERLINDUNG: 17,
                              _M.SUMUR_BOR: 16, _M.LEDING: 9, _M.ISI_ULANG: 28, _M.KEMASAN: 6}),
    "bab": _ciri(0.50, {kk.Bab.TIDAK_ADA: 6, kk.Bab.UMUM: 3, kk.Bab.BERSAMA: 11, kk.Bab.SENDIRI: 80}),
    "kloset": _ciri(0.52, {kk.Kloset.CEMPLUNG: 7, kk.Kloset.PLENGSENGAN: 5, kk.Kloset.LEHER_ANGSA: 88}),
    "tinja": _ciri(0.45, {_T.PANTAI_KEBUN: 4, _T.LUBANG_TANAH: 14, _T.KOLAM_SUNGAI: 9, _T.LAINNYA: 1,
                          _T.TANGKI_SEPTIK: 68, _T.IPAL: 4}),
    "penerangan": _ciri(0.40, {kk.Penerangan.BUKAN_LISTRIK: 1, kk.Penerangan.NON_PLN: 3,
                               kk.Penerangan.PLN_TANPA_METERAN: 8, kk.Penerangan.PLN_METERAN: 88}),
    "daya": _ciri(0.66, {_W.W450: 36, _W.W900: 40, _W.W1300: 15, _W.W2200: 6, _W.DI_ATAS_2200: 3}),
    "bahan_bakar": _ciri(0.58, {_F.KAYU_BAKAR: 13, _F.ARANG: 1, _F.BRIKET: 1, _F.MINYAK_TANAH: 4, _F.TIDAK_MEMASAK: 1,
                                _F.LAINNYA: 1, _F.ELPIJI_3KG: 70, _F.GAS_KOTA_BIOGAS: 1, _F.ELPIJI_DI_ATAS_3KG: 6,
                                _F.LISTRIK: 2}),
    "status_bangunan": _ciri(0.05, {_S.LAINNYA: 1, _S.BEBAS_SEWA: 9, _S.SEWA: 6, _S.DINAS: 1, _S.MILIK_SENDIRI: 83}),
    "internet": _ciri(0.45, {_I.TIDAK: 30, _I.HP: 55, _I.WIFI: 10, _I.INTERNET_TV: 5}),
    "kepala_pendidikan": _ciri(0.50, {_P.TANPA_IJAZAH: 20, _P.SD: 31, _P.SMP: 16, _P.SMA: 24, _P.DIPLOMA: 3,
                                      _P.SARJANA: 5, _P.PASCASARJANA: 1}),
    "pendidikan_maks": _ciri(0.50, {_P.TANPA_IJAZAH: 6, _P.SD: 20, _P.SMP: 22, _P.SMA: 36, _P.DIPLOMA: 5,
                                    _P.SARJANA: 10, _P.PASCASARJANA: 1}),
    "aset_tabung_gas": _ada(0.45, 0.09), "aset_lemari_es": _ada(0.50, 0.58), "aset_ac": _ada(0.55, 0.11),
    "aset_pemanas_air": _ada(0.50, 0.03), "aset_telepon_rumah": _ada(0.35, 0.02), "aset_tv_datar": _ada(0.45, 0.25),
    "aset_emas": _ada(0.40, 0.15), "aset_komputer": _ada(0.55, 0.19), "aset_sepeda_motor": _ada(0.35, 0.80),
    "aset_sepeda": _ada(0.10, 0.35), "aset_mobil": _ada(0.60, 0.13), "aset_perahu": _ada(-0.10, 0.02),
    "aset_kapal_motor": _ada(0.05, 0.01), "aset_smartphone": _ada(0.40, 0.82), "lahan_lain": _ada(0.20, 0.20),
    "rumah_lain": _ada(0.35, 0.06), "rekening": _ada(0.40, 0.55),
    "ternak_besar": Ciri(0.05, {0: 92, 1: 3, 2: 3, 3: 1, 5: 1}),
    "ternak_kecil": Ciri(0.0, {0: 88, 2: 5, 4: 4, 8: 2, 20: 1}),
}  # fmt: skip
