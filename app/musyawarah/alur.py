"""The life of a village meeting; the life of the usulan on its list is `usulan.alur`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Syarat, Transition, Workflow, dari, oleh
from app.musyawarah.status import AksiMusyawarah, StatusMusyawarah

J = Jabatan
_FUNGSI = "Kepmensos 73/HUK/2024"


@dataclass(frozen=True, slots=True)
class FaktaMusyawarah:
    """What the minutes must show; None is unknown, and refuses."""

    is_berlangsung: bool | None = None
    is_bernama: bool | None = None
    is_semua_diputus: bool | None = None
    is_hadir_tercatat: bool | None = None
    is_bertanda_tangan: bool | None = None
    is_berkas_lengkap: bool | None = None


def _m(nama: str, benar: Callable[[FaktaMusyawarah], bool | None], kurang: Teks) -> Syarat[FaktaMusyawarah]:
    return Syarat(nama, lambda f: None if benar(f) is True else kurang)


_berlangsung = _m(
    "sudah_berlangsung",
    lambda f: f.is_berlangsung,
    Teks("Musyawarah belum berlangsung", "The meeting has not taken place yet"),
)
_bernama = _m("ada_nama", lambda f: f.is_bernama, Teks("Belum ada usulan yang dijadwalkan", "No usulan is scheduled"))
_tanpa_nama = _m(
    "tanpa_nama",
    lambda f: f.is_bernama is False,
    Teks("Sudah ada usulan yang dijadwalkan; pindahkan tanggalnya saja", "Usulan are scheduled; move the date instead"),
)
_diputus = _m(
    "semua_nama_diputus",
    lambda f: f.is_semua_diputus,
    Teks("Masih ada nama tanpa keputusan", "Some names have no decision yet"),
)
_hadir = _m(
    "hadir_tercatat",
    lambda f: f.is_hadir_tercatat,
    Teks("Pimpinan, daftar hadir, atau indikator belum dicatat", "Leader, attendance or indicators are not recorded"),
)
_tanda_tangan = _m(
    "bertanda_tangan",
    lambda f: f.is_bertanda_tangan,
    Teks(
        "Berita acara belum ditandatangani kepala desa/lurah dan perangkat",
        "The minutes are not signed by the village head and an official",
    ),
)
_berkas = _m(
    "berkas_lengkap",
    lambda f: f.is_berkas_lengkap,
    Teks(
        "Berita acara, daftar hadir, dan foto wajib diunggah", "Minutes, attendance list and a photo must be uploaded"
    ),
)

# fmt: off
ALUR_MUSYAWARAH: Final = Workflow[StatusMusyawarah, AksiMusyawarah, FaktaMusyawarah](
    "Musyawarah", awal=StatusMusyawarah.DIJADWALKAN, transisi=(
        Transition(AksiMusyawarah.BUAT, dari(), StatusMusyawarah.DIJADWALKAN, oleh(J.OPERATOR_DESA), dasar=_FUNGSI),
        Transition(AksiMusyawarah.FINALKAN_BERITA_ACARA, dari(StatusMusyawarah.DIJADWALKAN), StatusMusyawarah.FINAL,
                   oleh(J.OPERATOR_DESA), dasar=_FUNGSI,
                   syarat=(_berlangsung, _bernama, _diputus, _hadir, _tanda_tangan, _berkas)),
        Transition(AksiMusyawarah.BATALKAN, dari(StatusMusyawarah.DIJADWALKAN), StatusMusyawarah.DIBATALKAN,
                   oleh(J.OPERATOR_DESA), dasar=_FUNGSI, syarat=(_tanpa_nama,)),
    ))
# fmt: on
