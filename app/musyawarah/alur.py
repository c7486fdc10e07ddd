"""The life of a village meeting; the life of the usulan on its list is `usulan.alur`."""

from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Syarat, Transition, Workflow, dari, oleh
from app.musyawarah.status import AksiMusyawarah, StatusMusyawarah

J = Jabatan
_FUNGSI = "Kepmensos 73/HUK/2024"
_OPERATOR = oleh(J.OPERATOR_DESA, J.OPERATOR_KABKOTA)


@dataclass(frozen=True, slots=True)
class FaktaMusyawarah:
    """What the minutes must show; None is unknown, and refuses.

    Attributes:
        is_wewenang_desa: the actor is the village's operator, or the kab/kota's for a village that has none.
        is_bernama: usulan stand on the list.
        is_berisi: usulan, marks, confirmations, or the statement that the checked list needs no change.
        is_sptjm_dikonfirmasi: each name agreed by SPTJM since the last meeting has a decision.
        is_koreksi_sah: each corrected decision belongs to a usulan that has not gone on.
        is_lembar_koreksi_ada: the signed sheet of this correction is attached.
    """

    is_wewenang_desa: bool | None = None
    is_berlangsung: bool | None = None
    is_bernama: bool | None = None
    is_berisi: bool | None = None
    is_semua_diputus: bool | None = None
    is_sptjm_dikonfirmasi: bool | None = None
    is_hadir_tercatat: bool | None = None
    is_kuorum: bool | None = None
    is_indikator_cukup: bool | None = None
    is_catatan_lengkap: bool | None = None
    is_bertanda_tangan: bool | None = None
    is_berkas_lengkap: bool | None = None
    is_koreksi_sah: bool | None = None
    is_lembar_koreksi_ada: bool | None = None


_m = Syarat[FaktaMusyawarah].bila


_mewakili_desa = _m(
    "mewakili_desa",
    lambda f: f.is_wewenang_desa,
    Teks(
        "Desa/kelurahan ini punya operator; musyawarahnya dicatat olehnya",
        "This village has an operator, who keeps its meetings",
    ),
)
_berlangsung = _m(
    "sudah_berlangsung",
    lambda f: f.is_berlangsung,
    Teks("Musyawarah belum berlangsung", "The meeting has not taken place yet"),
)
_berisi = _m(
    "ada_nama",
    lambda f: f.is_berisi,
    Teks(
        "Belum ada usulan, tanda, atau pernyataan bahwa daftar tidak berubah",
        "No usulan, no mark, and no statement that the list needs no change",
    ),
)
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
_sptjm = _m(
    "sptjm_dikonfirmasi",
    lambda f: f.is_sptjm_dikonfirmasi,
    Teks(
        "Nama yang disetujui dengan SPTJM sejak musyawarah terakhir belum dikonfirmasi",
        "Names agreed by SPTJM since the last meeting are not confirmed yet",
    ),
)
_hadir = _m(
    "hadir_tercatat",
    lambda f: f.is_hadir_tercatat,
    Teks("Pimpinan atau daftar hadir belum dicatat", "Leader or attendance is not recorded"),
)
_kuorum = _m(
    "kuorum_tercapai",
    lambda f: f.is_kuorum,
    Teks(
        "Kehadiran RT/RW belum mencapai kuorum; jadwalkan ulang musyawarah",
        "Too few heads of RT/RW were present; plan the meeting again",
    ),
)
_indikator = _m(
    "indikator_dipakai",
    lambda f: f.is_indikator_cukup,
    Teks("Indikator yang dipakai belum dicatat", "The indicators used are not recorded"),
)
_catatan = _m(
    "catatan_lengkap",
    lambda f: f.is_catatan_lengkap,
    Teks(
        "Cara memeriksa daftar dan perlakuan usulan baru belum dicatat",
        "How the list was checked and new proposals were treated is not recorded",
    ),
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

_koreksi = _m(
    "koreksi_sah",
    lambda f: f.is_koreksi_sah,
    Teks(
        "Usulan sudah berjalan atau sudah berakhir; keputusannya tidak dapat dikoreksi, ajukan usulan baru",
        "The usulan has gone on or ended; its decision cannot be corrected, file a new usulan",
    ),
)

_lembar = _m(
    "lembar_koreksi_ada",
    lambda f: f.is_lembar_koreksi_ada,
    Teks("Lembar koreksi bertanda tangan belum diunggah", "The signed sheet of the correction is not uploaded"),
)
_ISI_BERITA_ACARA = (_hadir, _kuorum, _indikator, _catatan, _tanda_tangan, _berkas)

# fmt: off
ALUR_MUSYAWARAH: Final = Workflow[StatusMusyawarah, AksiMusyawarah, FaktaMusyawarah](
    "Musyawarah", awal=StatusMusyawarah.DIJADWALKAN, transisi=(
        Transition(AksiMusyawarah.BUAT, dari(), StatusMusyawarah.DIJADWALKAN, _OPERATOR, dasar=_FUNGSI,
                   syarat=(_mewakili_desa,)),
        Transition(AksiMusyawarah.FINALKAN_BERITA_ACARA, dari(StatusMusyawarah.DIJADWALKAN), StatusMusyawarah.FINAL,
                   _OPERATOR, dasar=_FUNGSI,
                   syarat=(_mewakili_desa, _berlangsung, _berisi, _diputus, _sptjm, *_ISI_BERITA_ACARA)),
        Transition(AksiMusyawarah.KOREKSI_BERITA_ACARA, dari(StatusMusyawarah.FINAL), StatusMusyawarah.FINAL,
                   _OPERATOR, dasar=_FUNGSI, syarat=(_mewakili_desa, _koreksi, _lembar, *_ISI_BERITA_ACARA)),
        Transition(AksiMusyawarah.BATALKAN, dari(StatusMusyawarah.DIJADWALKAN), StatusMusyawarah.DIBATALKAN,
                   _OPERATOR, dasar=_FUNGSI, syarat=(_mewakili_desa, _tanpa_nama)),
    ))
# fmt: on
