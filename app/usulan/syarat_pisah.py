"""The guards that keep duties apart, which read the facts. Pure.

Kepmensos 73/HUK/2024: the functions may not be held by the same person.
"""

from typing import Final

from app.core.teks import Teks
from app.core.workflow import Syarat
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.status import AksiUsulan

_A = AksiUsulan

AKSI_PENGOLAH: Final = frozenset(
    {
        *(_A.BUAT, _A.AJUKAN, _A.LENGKAPI, _A.TETAPKAN_LENGKAP, _A.SEPAKATI, _A.SETUJUI_SPTJM, _A.PERBAIKI_BERKAS),
        *(_A.SELESAIKAN_KUNJUNGAN, _A.LAPORKAN_GAGAL_KUNJUNGAN, _A.PADANKAN_ULANG),
    }
)
"""Who took one of these has worked on what validation judges, so may not judge it."""

AKSI_PENYUSUN: Final = frozenset({_A.BUAT, _A.AJUKAN, _A.LENGKAPI, _A.TETAPKAN_LENGKAP, _A.PERBAIKI_BERKAS})
"""Who took one of these has written or checked the papers, so does not agree alone to them without a meeting."""

AKSI_VALIDATOR: Final = frozenset({_A.SETUJUI_VALIDASI, _A.KEMBALIKAN, _A.TOLAK})
"""Who took one of these has judged what pengesahan signs, so may not sign it."""


_pisah = Syarat[FaktaUsulan].pisah


def _belum_mengambil(f: FaktaUsulan, aksi: frozenset[AksiUsulan]) -> bool:
    return f.aksi_pelaku is not None and not f.aksi_pelaku & aksi and f.is_penulis is False


bukan_perkara_sendiri = _pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Berkas ini memuat NIK atau No KK Anda sendiri", "This case holds your own NIK or family card"),
)
bukan_pengolah = _pisah(
    "bukan_pengolah",
    lambda f: _belum_mengambil(f, AKSI_PENGOLAH),
    Teks("Anda ikut menyusun berkas ini", "You took part in preparing this case"),
)
bukan_penyusun = _pisah(
    "bukan_penyusun",
    lambda f: _belum_mengambil(f, AKSI_PENYUSUN),
    Teks("Anda menyusun atau memeriksa berkas ini", "You wrote or checked this case"),
)
bukan_pencacah = _pisah(
    "bukan_pencacah",
    lambda f: f.is_pencacah_kasus is False,
    Teks("Anda ditugaskan mengunjungi keluarga ini", "You were assigned to visit this family"),
)
bukan_pengoreksi = _pisah(
    "bukan_pengoreksi",
    lambda f: f.is_pengoreksi is False,
    Teks("Anda mengubah data keluarga ini di registri", "You changed this family in the registry"),
)
bukan_pengolah_atau_validator = _pisah(
    "bukan_pengolah_atau_validator",
    lambda f: _belum_mengambil(f, AKSI_PENGOLAH | AKSI_VALIDATOR),
    Teks("Anda ikut menyusun atau memvalidasi berkas ini", "You took part in preparing or validating this case"),
)
