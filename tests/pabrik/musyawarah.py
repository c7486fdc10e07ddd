"""Meetings as the tests need them."""

from collections.abc import Mapping
from typing import Any

from app.core.clock import hari_ini
from tests.pabrik.verval import DESA


def musyawarah(**ganti: Any) -> dict[str, Any]:
    """A meeting of the desa today."""
    dasar = {
        "kode_desa": DESA,
        "jenis": "MUSDES",
        "tanggal": hari_ini().isoformat(),
        "waktu_mulai": "09:00",
        "tempat": "Aula kantor desa",
    }
    return dasar | ganti


CATATAN: Mapping[str, Any] = {
    "waktu_selesai": "11:30",
    "pimpinan": {"nama": "Asep Sunandar", "jabatan": "Kepala Desa"},
    "hadir": {
        "rw": {"total": 10, "diundang": 10, "hadir_l": 6, "hadir_p": 3},
        "rt": {"total": 40, "diundang": 40, "hadir_l": 25, "hadir_p": 10},
        "lain": [
            {"unsur": "PSM", "diundang": 2, "hadir_l": 0, "hadir_p": 1},
            {"unsur": "TOKOH_AGAMA", "diundang": None, "hadir_l": 2, "hadir_p": 0},
        ],
    },
    "indikator": [{"kode": "KONDISI_RUMAH", "uraian": None}, {"kode": "LAINNYA", "uraian": "Kesepakatan RT"}],
    "penandatangan": [
        {"nama": "Asep Sunandar", "jabatan": "Kepala Desa"},
        {"nama": "Rina Marlina", "jabatan": "Sekretaris Desa"},
    ],
    "catatan": {
        "is_tujuan_dijelaskan": True,
        "cara_memeriksa_daftar": "Dibacakan satu per satu",
        "perlakuan_usulan_baru": "Dibahas bersama RT/RW",
        "is_tanpa_perubahan": False,
    },
}
