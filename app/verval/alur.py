"""Three small tables: the life of a village meeting, of an assignment to visit, of a batch to be signed.

The life of the usulan itself is `usulan.alur`; what happens here is what its arrows wait for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh
from app.verval.status import (
    AksiMusyawarah,
    AksiPengesahan,
    AksiPenugasan,
    StatusMusyawarah,
    StatusPengesahan,
    StatusPenugasan,
)

J = Jabatan
_FUNGSI = "Kepmensos 73/HUK/2024"
_VERVAL = "UU 13/2011 ps 8-11; UU 23/2014"


@dataclass(frozen=True, slots=True)
class FaktaMusyawarah:
    """What the minutes must show; None is unknown, and refuses."""

    is_berlangsung: bool | None = None
    is_bernama: bool | None = None
    is_semua_diputus: bool | None = None
    is_hadir_tercatat: bool | None = None
    is_bertanda_tangan: bool | None = None
    is_berkas_lengkap: bool | None = None


@dataclass(frozen=True, slots=True)
class FaktaPenugasan:
    """An assignment follows its usulan, whose arrow has looked at the facts already."""


@dataclass(frozen=True, slots=True)
class FaktaPengesahan:
    """What a batch must show before it is signed; None is unknown, and refuses."""

    is_bernama: bool | None = None
    is_surat_lengkap: bool | None = None
    is_jumlah_cocok: bool | None = None


def _m(nama: str, benar: Callable[[FaktaMusyawarah], bool | None], kurang: Teks) -> Syarat[FaktaMusyawarah]:
    return Syarat(nama, lambda f: None if benar(f) is True else kurang)


def _p(nama: str, benar: Callable[[FaktaPengesahan], bool | None], kurang: Teks) -> Syarat[FaktaPengesahan]:
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
_isi_batch = _p("ada_nama", lambda f: f.is_bernama, Teks("Batch tidak memuat nama", "The batch holds no name"))
_surat = _p(
    "surat_lengkap",
    lambda f: f.is_surat_lengkap,
    Teks("Nomor, tanggal, atau berkas surat pengesahan belum ada", "Number, date or file of the letter is missing"),
)
_jumlah = _p(
    "jumlah_cocok",
    lambda f: f.is_jumlah_cocok,
    Teks("Jumlah nama tidak sama dengan daftar BNBA", "The count differs from the list by name and address"),
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

ALUR_SURVEI: Final = Workflow[StatusPenugasan, AksiPenugasan, FaktaPenugasan](
    "Penugasan", awal=StatusPenugasan.AKTIF, transisi=(
        Transition(AksiPenugasan.BUKA, dari(), StatusPenugasan.AKTIF, jalur=Jalur.SISTEM, dasar=_VERVAL),
        Transition(AksiPenugasan.SELESAIKAN, dari(StatusPenugasan.AKTIF), StatusPenugasan.SELESAI, jalur=Jalur.SISTEM,
                   dasar=_VERVAL),
        Transition(AksiPenugasan.GAGALKAN, dari(StatusPenugasan.AKTIF), StatusPenugasan.GAGAL, jalur=Jalur.SISTEM,
                   dasar=_VERVAL),
    ))

ALUR_PENGESAHAN: Final = Workflow[StatusPengesahan, AksiPengesahan, FaktaPengesahan](
    "Pengesahan", awal=StatusPengesahan.DISUSUN, transisi=(
        Transition(AksiPengesahan.SUSUN, dari(), StatusPengesahan.DISUSUN, oleh(J.KEPALA_OPD), dasar=_FUNGSI,
                   syarat=(_isi_batch,)),
        Transition(AksiPengesahan.TANDA_TANGANI_PENGESAHAN, dari(StatusPengesahan.DISUSUN),
                   StatusPengesahan.DITANDATANGANI, oleh(J.KEPALA_OPD), dasar=_FUNGSI,
                   syarat=(_isi_batch, _surat, _jumlah)),
        Transition(AksiPengesahan.BATALKAN, dari(StatusPengesahan.DISUSUN), StatusPengesahan.DIBATALKAN,
                   oleh(J.KEPALA_OPD), dasar=_FUNGSI),
    ))
# fmt: on
