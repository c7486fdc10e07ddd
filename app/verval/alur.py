"""Two small tables: the life of an assignment to visit, and of a batch to be signed.

The life of the usulan itself is `usulan.alur`; what happens here is what its arrows wait for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh
from app.verval.status import (
    AksiPengesahan,
    AksiPenugasan,
    StatusPengesahan,
    StatusPenugasan,
)

J = Jabatan
_FUNGSI = "Kepmensos 73/HUK/2024"
_VERVAL = "UU 13/2011 ps 8-11; UU 23/2014"


@dataclass(frozen=True, slots=True)
class FaktaPenugasan:
    """An assignment follows its usulan, whose arrow has looked at the facts already."""


@dataclass(frozen=True, slots=True)
class FaktaPengesahan:
    """What a batch must show before it is signed; None is unknown, and refuses."""

    is_bernama: bool | None = None
    is_surat_lengkap: bool | None = None
    is_jumlah_cocok: bool | None = None


def _p(nama: str, benar: Callable[[FaktaPengesahan], bool | None], kurang: Teks) -> Syarat[FaktaPengesahan]:
    return Syarat(nama, lambda f: None if benar(f) is True else kurang)


_isi_batch = _p("ada_nama", lambda f: f.is_bernama, Teks("Batch tidak memuat nama", "The batch holds no name"))
_surat = _p(
    "surat_lengkap",
    lambda f: f.is_surat_lengkap,
    Teks("Nomor, tanggal, atau berkas surat pengesahan belum ada", "Number, date or file of the letter is missing"),
)
_jumlah = _p(
    "jumlah_cocok",
    lambda f: f.is_jumlah_cocok,
    Teks(
        "Jumlah nama belum dinyatakan, atau tidak sama dengan daftar BNBA",
        "The count is not attested, or differs from the list by name and address",
    ),
)

# fmt: off

ALUR_SURVEI: Final = Workflow[StatusPenugasan, AksiPenugasan, FaktaPenugasan](
    "Penugasan", awal=StatusPenugasan.AKTIF, transisi=(
        Transition(AksiPenugasan.BUKA, dari(), StatusPenugasan.AKTIF, jalur=Jalur.SISTEM, dasar=_VERVAL),
        Transition(AksiPenugasan.SELESAIKAN, dari(StatusPenugasan.AKTIF), StatusPenugasan.SELESAI, jalur=Jalur.SISTEM,
                   dasar=_VERVAL),
        Transition(AksiPenugasan.GAGALKAN, dari(StatusPenugasan.AKTIF), StatusPenugasan.GAGAL, jalur=Jalur.SISTEM,
                   dasar=_VERVAL),
        Transition(AksiPenugasan.TARIK, dari(StatusPenugasan.AKTIF), StatusPenugasan.DITARIK, oleh(J.VERIFIKATOR),
                   alasan=True, dasar=_VERVAL),
        Transition(AksiPenugasan.AKHIRI, dari(StatusPenugasan.AKTIF), StatusPenugasan.DITARIK, jalur=Jalur.SISTEM,
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
