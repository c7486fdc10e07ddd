"""A small artefact and registry for the tests of the pure parts."""

import copy
from typing import Any

from app.desil.artefak import Artefak, Sumber, sidik
from app.desil.artefak_baca import urai

SUMBER = {
    "ln_anggota": Sumber(skala=10**6),
    "luas": Sumber(),
    "lantai": Sumber(kode=frozenset({1, 2, 3})),
    "tabungan": Sumber(),
}

_DASAR: dict[str, Any] = {
    "skema": 2,
    "kode": "PMT-UJI",
    "versi": "1",
    "jenis": "demonstrasi",
    "instrumen": ["REGSOSEK2022K"],
    "target": "ln_pengeluaran_per_kapita",
    "berlaku_dari": "2026-01-01",
    "dasar_hukum": "Permensos 3/2025",
    "asal": "contoh uji",
    "ditandatangani_oleh": None,
    "varians_sisa": {"nasional": 250000000, "32": 240000000, "32.04": 230000000},
    "pelatihan": {
        "metode": "semua",
        "data": "contoh uji",
        "keluarga": 900,
        "lipatan": 5,
        "kappa": 300,
        "r2": 510000,
        "rmse": 490000,
        "himpunan": {
            "nasional": {"keluarga": 900, "bobot_sendiri": 1000000},
            "32": {"keluarga": 500, "bobot_sendiri": 620000},
            "32.04": {"keluarga": 200, "bobot_sendiri": 400000},
        },
    },
    "evaluasi": None,
    "variabel": [
        {
            "nama": "ln_anggota",
            "sumber": "ln_anggota",
            "jenis": "numerik",
            "skala": 1000000,
            "batas_min": 0,
            "batas_maks": 3000000,
            "rerata": 1200000,
            "faktor": "ukuran_keluarga",
        },
        {
            "nama": "luas",
            "sumber": "luas",
            "jenis": "numerik",
            "batas_min": 4,
            "batas_maks": 300,
            "rerata": 60500000,
            "faktor": "rumah",
        },
        {
            "nama": "lantai_baik",
            "sumber": "lantai",
            "jenis": "kategori",
            "peta": {"1": 1, "2": 1, "3": 0},
            "rerata": 700000,
            "faktor": "rumah",
        },
        {
            "nama": "tabungan",
            "sumber": "tabungan",
            "jenis": "numerik",
            "batas_min": 0,
            "batas_maks": 1,
            "bila_kosong": "ganti",
            "pengganti": 0,
            "rerata": 300000,
            "faktor": "komunikasi_keuangan",
        },
        {
            "nama": "tabungan_kosong",
            "sumber": "tabungan",
            "jenis": "kosong",
            "rerata": 10000,
            "faktor": "komunikasi_keuangan",
        },
    ],
    "koefisien": {
        "nasional": {
            "konstanta": 13500000000,
            "ln_anggota": -450123456,
            "luas": 2500001,
            "lantai_baik": 120000000,
            "tabungan": 210000000,
            "tabungan_kosong": -30000000,
        },
        "32": {
            "konstanta": 13600000000,
            "ln_anggota": -440000000,
            "luas": 2400000,
            "lantai_baik": 110000000,
            "tabungan": 200000000,
            "tabungan_kosong": 0,
        },
        "32.04": {
            "konstanta": 13650000000,
            "ln_anggota": -430000000,
            "luas": 2300000,
            "lantai_baik": 100000000,
            "tabungan": 190000000,
            "tabungan_kosong": 0,
        },
    },
}


def data_artefak(**ganti: Any) -> dict[str, Any]:
    """Return the raw artefact, changed at the top level, with its digest."""
    data = {**copy.deepcopy(_DASAR), **ganti}
    return bersidik(data)


def bersidik(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "sha256": sidik(data)}


def artefak_uji(**ganti: Any) -> Artefak:
    return urai(data_artefak(**ganti), SUMBER)


def evaluasi_uji(*, r2: int = 500000) -> dict[str, Any]:
    """Return a sound evaluation."""
    galat = [
        {"pangsa": p, "eksklusi": e, "inklusi": e}
        for p, e in (
            (100000, 530000),
            (200000, 432000),
            (250000, 391000),
            (300000, 362000),
            (400000, 303000),
            (500000, 251000),
        )
    ]
    kosong = [{**g, "eksklusi": None, "inklusi": None} for g in galat]
    return {
        "dasar": "validasi_silang",
        "data": "contoh uji",
        "keluarga": 900,
        "orang": 3400,
        "r2": r2,
        "rmse": 490000,
        "galat": galat,
        "kelompok": [
            {"jenis": "wilayah", "kode": "32.04", "keluarga": 200, "orang": 800, "galat": galat},
            {"jenis": "lansia", "kode": "ya", "keluarga": 0, "orang": 0, "galat": kosong},
        ],
    }
