"""The minutes of a meeting: one canonical text with its digest, and what the printed letter reads. No I/O.

Canonical means: UTF-8, keys sorted, no spaces, numbers and dates as written by us. Whoever holds the text can compute
the SHA-256 again, with any tool, and see that nothing was changed since the meeting.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from app.musyawarah.models import BeritaAcara, Musyawarah, MusyawarahBerkas, MusyawarahTanda, MusyawarahUsulan
from app.musyawarah.status import (
    NAMA_INDIKATOR,
    NAMA_JENIS,
    NAMA_TANDA,
    NAMA_UNSUR,
    AsalNama,
    IndikatorMusyawarah,
    Keputusan,
    TandaDaftar,
    UnsurPeserta,
)
from app.referensi.katalog import alasan

VERSI_FORMAT: Final = "dtks.berita-acara.3"
_TINDAK_LANJUT: Final = {
    TandaDaftar.MENINGGAL: "diusulkan HAPUS (meninggal)",
    TandaDaftar.PINDAH: "diusulkan HAPUS (pindah)",
    TandaDaftar.TIDAK_DIKENAL: "diusulkan HAPUS (tidak ditemukan)",
}


class Naskah(NamedTuple):
    """Canonical text and its SHA-256 in hexadecimal."""

    isi: str
    sidik: str


@dataclass(frozen=True, slots=True)
class Bahan:
    """Everything that minutes are made of; `lama` and `alasan` only for a correction.

    `is_mewakili_desa`: the kab/kota's operator keeps them, because the village has none (F15).
    """

    nomor: str
    musyawarah: Musyawarah
    nama: Sequence[MusyawarahUsulan]
    berkas: Sequence[MusyawarahBerkas]
    tanda: Sequence[MusyawarahTanda] = ()
    lama: BeritaAcara | None = None
    alasan: str | None = None
    is_mewakili_desa: bool = False

    @property
    def revisi(self) -> int:
        """Return how many minutes of this meeting came before."""
        return self.lama.revisi + 1 if self.lama else 0


def nomor_berita_acara(kode_desa: str, tahun: int, urut: int) -> str:
    """Return the number on the minutes, e.g. `BA-32.04.05.2001-2026-003`."""
    return f"BA-{kode_desa}-{tahun}-{urut:03}"


def susun(bahan: Bahan) -> Naskah:
    """Return the minutes; each name appears by the number and reference of its usulan, never by NIK."""
    isi = {
        "format": VERSI_FORMAT,
        "nomor": bahan.nomor,
        "revisi": bahan.revisi,
        "mengganti": {"nomor": bahan.lama.nomor, "sidik": bahan.lama.sidik} if bahan.lama else None,
        "alasan_koreksi": bahan.alasan,
        "mewakili_desa": bahan.is_mewakili_desa,
        "musyawarah": _musyawarah(bahan.musyawarah),
        "daftar_keputusan": [_keputusan(n) for n in bahan.nama],
        "penandaan": [{"orang": t.ref.teks, "tanda": t.tanda, "catatan": t.catatan} for t in bahan.tanda],
        "lampiran": [{"jenis": b.jenis, "berkas_id": str(b.berkas_id)} for b in bahan.berkas],
    }
    teks = json.dumps(isi, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Naskah(teks, hashlib.sha256(teks.encode()).hexdigest())


def lembar(bahan: Bahan) -> dict[str, Any]:
    """Return what the template of the printed minutes reads."""
    m = bahan.musyawarah
    putusan = Counter(n.keputusan for n in bahan.nama)
    return {
        "nomor": bahan.nomor,
        "tanggal": m.tanggal.isoformat(),
        "nama_jenis": NAMA_JENIS[m.jenis].id,
        "mewakili_desa": bahan.is_mewakili_desa,
        "musyawarah": _musyawarah(m),
        "hadir_lain": [_hadir_lain(u) for u in (m.hadir or {}).get("lain", [])],
        "indikator": [_indikator(i) for i in m.indikator],
        "jumlah": {
            "semua": len(bahan.nama),
            "setuju": putusan[Keputusan.DISEPAKATI],
            "tolak": putusan[Keputusan.TIDAK_DISEPAKATI],
        },
        "daftar_keputusan": [_baris(n) for n in bahan.nama],
        "penandaan": [
            {"tanda": NAMA_TANDA[t].id, "jumlah": n, "tindak_lanjut": _TINDAK_LANJUT[t]}
            for t, n in sorted(Counter(t.tanda for t in bahan.tanda).items())
        ],
        "mengganti": (
            {"nomor": bahan.lama.nomor, "sidik": bahan.lama.sidik, "alasan": bahan.alasan} if bahan.lama else None
        ),
    }


def _musyawarah(m: Musyawarah) -> dict[str, Any]:
    return {
        "id": str(m.id),
        "jenis": m.jenis,
        "kode_desa": m.kode_desa,
        "tanggal": m.tanggal.isoformat(),
        "waktu_mulai": m.waktu_mulai.isoformat(),
        "waktu_selesai": m.waktu_selesai.isoformat() if m.waktu_selesai else None,
        "tempat": m.tempat,
        "pimpinan": m.pimpinan,
        "hadir": m.hadir,
        "indikator": m.indikator,
        "catatan": m.catatan,
        "penandatangan": m.penandatangan,
    }


def _keputusan(nama: MusyawarahUsulan) -> dict[str, object]:
    return {
        "usulan": nama.ref.teks,
        "nomor": nama.nomor,
        "asal": nama.asal,
        "keputusan": nama.keputusan,
        "alasan": nama.alasan,
        "catatan": nama.catatan,
    }


def _baris(nama: MusyawarahUsulan) -> dict[str, object]:
    isi = nama.alasan
    catatan = [nama.catatan] if nama.catatan else []
    if nama.asal is AsalNama.SPTJM:
        catatan.insert(0, "Konfirmasi SPTJM.")
    return {
        "nomor": nama.nomor,
        "keputusan": nama.keputusan,
        "alasan": {"teks": alasan(isi["kode"]).teks.id, "penjelasan": isi["penjelasan"]} if isi else None,
        "catatan": " ".join(catatan) or None,
    }


def _hadir_lain(unsur: dict[str, Any]) -> dict[str, Any]:
    jumlah = unsur["hadir_l"] + unsur["hadir_p"]
    return {"diundang": None, **unsur, "nama": NAMA_UNSUR[UnsurPeserta(unsur["unsur"])].id, "jumlah": jumlah}


def _indikator(satu: dict[str, Any]) -> str:
    kode, uraian = IndikatorMusyawarah(satu["kode"]), satu.get("uraian")
    if kode is IndikatorMusyawarah.LAINNYA:
        return str(uraian)
    return f"{NAMA_INDIKATOR[kode].id} ({uraian})" if uraian else NAMA_INDIKATOR[kode].id
