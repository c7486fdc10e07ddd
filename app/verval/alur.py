"""Two small tables: the life of an assignment to visit, and of a batch to be signed.

The life of the usulan itself is `usulan.alur`; what happens here is what its arrows wait for.
"""

from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh
from app.verval.status import (
    AksiKecualian,
    AksiPadanMassal,
    AksiPengesahan,
    AksiPenugasan,
    StatusKecualian,
    StatusPadanMassal,
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


_p = Syarat[FaktaPengesahan].bila


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


@dataclass(frozen=True, slots=True)
class FaktaKecualian:
    """What an exception's guards may know; None is unknown, and refuses."""

    is_perkara_sendiri: bool | None = None
    is_pengusul: bool | None = None


@dataclass(frozen=True, slots=True)
class FaktaPadanMassal:
    """The round's own state is all that counts."""


_bukan_sendiri = Syarat[FaktaKecualian].pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Berkas ini memuat NIK atau No KK Anda sendiri", "This case holds your own NIK or family card"),
)
_bukan_pengusul = Syarat[FaktaKecualian].pisah(
    "bukan_pengusul",
    lambda f: f.is_pengusul is False,
    Teks("Anda yang mengusulkan kecualian ini; orang lain memutus", "You proposed it; somebody else decides"),
)
_MEJA_PADAN = oleh(J.VERIFIKATOR, J.DISDUKCAPIL)
_K, _AK = StatusKecualian, AksiKecualian
_M, _AM = StatusPadanMassal, AksiPadanMassal

# fmt: off

ALUR_KECUALIAN: Final = Workflow[StatusKecualian, AksiKecualian, FaktaKecualian](
    "Kecualian", awal=_K.DIUSULKAN, transisi=(
        Transition(_AK.USULKAN, dari(), _K.DIUSULKAN, _MEJA_PADAN, alasan=True, dasar=_VERVAL,
                   syarat=(_bukan_sendiri,)),
        Transition(_AK.SETUJUI, dari(_K.DIUSULKAN), _K.DISETUJUI, _MEJA_PADAN, alasan=True, dasar=_VERVAL,
                   syarat=(_bukan_sendiri, _bukan_pengusul)),
        Transition(_AK.TOLAK, dari(_K.DIUSULKAN), _K.DITOLAK, _MEJA_PADAN, alasan=True, dasar=_VERVAL,
                   syarat=(_bukan_sendiri, _bukan_pengusul)),
    ))

ALUR_PADAN_MASSAL: Final = Workflow[StatusPadanMassal, AksiPadanMassal, FaktaPadanMassal](
    "Padan massal", awal=_M.BERJALAN, transisi=(
        Transition(_AM.MULAI, dari(), _M.BERJALAN, _MEJA_PADAN, dasar=_VERVAL),
        Transition(_AM.JEDA, dari(_M.BERJALAN), _M.DIJEDA, jalur=Jalur.SISTEM, dasar=_VERVAL),
        Transition(_AM.LANJUTKAN, dari(_M.DIJEDA), _M.BERJALAN, jalur=Jalur.SISTEM, dasar=_VERVAL),
        Transition(_AM.SELESAIKAN, dari(_M.BERJALAN), _M.SELESAI, jalur=Jalur.SISTEM, dasar=_VERVAL),
        Transition(_AM.HENTIKAN, dari(_M.BERJALAN, _M.DIJEDA), _M.DIHENTIKAN, _MEJA_PADAN, dasar=_VERVAL),
    ))

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
