"""The minutes of a meeting as bytes: one canonical text and its digest. No I/O.

Canonical means: UTF-8, keys sorted, no spaces, numbers and dates as written by us. Whoever holds the text can compute
the SHA-256 again, with any tool, and see that nothing was changed since the meeting.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

from app.musyawarah.models import Musyawarah, MusyawarahBerkas, MusyawarahUsulan

VERSI_FORMAT = "dtks.berita-acara.1"


class Naskah(NamedTuple):
    """Canonical text and its SHA-256 in hexadecimal."""

    isi: str
    sidik: str


def nomor_berita_acara(kode_desa: str, tahun: int, urut: int) -> str:
    """Return the number on the minutes, e.g. `BA-32.04.05.2001-2026-003`."""
    return f"BA-{kode_desa}-{tahun}-{urut:03}"


def susun(
    nomor: str, musyawarah: Musyawarah, nama: Sequence[MusyawarahUsulan], berkas: Sequence[MusyawarahBerkas]
) -> Naskah:
    """Return the minutes; each name appears by the number and reference of its usulan, never by NIK."""
    isi = {
        "format": VERSI_FORMAT,
        "nomor": nomor,
        "musyawarah": {
            "id": str(musyawarah.id),
            "jenis": musyawarah.jenis,
            "kode_desa": musyawarah.kode_desa,
            "tanggal": musyawarah.tanggal.isoformat(),
            "waktu_mulai": musyawarah.waktu_mulai.isoformat(),
            "waktu_selesai": musyawarah.waktu_selesai.isoformat() if musyawarah.waktu_selesai else None,
            "tempat": musyawarah.tempat,
            "pimpinan": musyawarah.pimpinan,
            "hadir": musyawarah.hadir,
            "indikator": musyawarah.indikator,
            "catatan": musyawarah.catatan,
            "penandatangan": musyawarah.penandatangan,
        },
        "daftar_keputusan": [_keputusan(n) for n in nama],
        "lampiran": [{"jenis": b.jenis, "berkas_id": str(b.berkas_id)} for b in berkas],
    }
    teks = json.dumps(isi, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Naskah(teks, hashlib.sha256(teks.encode()).hexdigest())


def _keputusan(nama: MusyawarahUsulan) -> dict[str, object]:
    return {
        "usulan": nama.ref.teks,
        "nomor": nama.nomor,
        "keputusan": nama.keputusan,
        "alasan": nama.alasan,
        "catatan": nama.catatan,
    }
