"""The life of an objection to a refused usulan as a frozen table.

Who asked for something and was refused may object within the days of `tenggat.hari_keberatan`; somebody answers who
took no step of the case and is not of the family (Kepmensos 73/HUK/2024: functions kept apart). PUSAT answers where an
office has nobody left who took none.
"""

from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Syarat, Transition, Workflow, dari, oleh
from app.keberatan.status_usulan import AksiKeberatanUsulan as A
from app.keberatan.status_usulan import StatusKeberatanUsulan as S


@dataclass(frozen=True, slots=True)
class FaktaKeberatanUsulan:
    """What the guards may know; None means that nobody has established it, and the guard refuses.

    Attributes:
        is_ditolak: the usulan ended in a refusal.
        is_dalam_jendela: today is not after the last day to object.
        is_pengaju: the actor filed the objection.
        is_perkara_sendiri: the case holds the actor's own NIK or own No KK.
        is_pengolah: the person behind the actor took a step of the case, or wrote some of it.
    """

    is_ditolak: bool | None = None
    is_dalam_jendela: bool | None = None
    is_pengaju: bool | None = None
    is_perkara_sendiri: bool | None = None
    is_pengolah: bool | None = None


_syarat = Syarat[FaktaKeberatanUsulan].bila
_pisah = Syarat[FaktaKeberatanUsulan].pisah


usulan_ditolak = _syarat(
    "usulan_ditolak",
    lambda f: f.is_ditolak,
    Teks(
        "Usulan ini tidak ditolak; keberatan hanya atas usulan yang tidak disepakati, ditolak atau tidak ditetapkan",
        "This usulan was not refused; one objects to what was not agreed, refused or not registered",
    ),
)
jendela_keberatan = _syarat(
    "jendela_keberatan",
    lambda f: f.is_dalam_jendela,
    Teks(
        "Batas waktu keberatan sudah lewat; ajukan usulan baru dengan bukti yang Anda miliki",
        "The time to object has passed; make a new usulan with the evidence that you have",
    ),
)
pengaju = _syarat(
    "pengaju",
    lambda f: f.is_pengaju,
    Teks(
        "Hanya yang mengajukan keberatan yang dapat menariknya kembali",
        "Only who filed the objection may withdraw it",
    ),
)
bukan_perkara_sendiri = _pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Ini perkara keluarga Anda sendiri; orang lain yang menjawab", "Your own family's case: another answers"),
)
bukan_pengolah = _pisah(
    "bukan_pengolah",
    lambda f: f.is_pengolah is False,
    Teks(
        "Anda ikut menangani usulan ini; keberatan dijawab orang lain: verifikator lain, kepala dinas atau pusat",
        "You took part in this usulan; somebody else answers: another verifikator, the head of the office or PUSAT",
    ),
)

J = Jabatan
_DASAR = "UU 30/2014"
_PEMUTUS = oleh(J.VERIFIKATOR, J.KEPALA_OPD, J.PUSAT)
_PISAH = (bukan_perkara_sendiri, bukan_pengolah)
# fmt: off
ALUR_KEBERATAN_USULAN: Final = Workflow[S, A, FaktaKeberatanUsulan]("Keberatan usulan", awal=S.DIAJUKAN, transisi=(
    Transition(A.AJUKAN, dari(), S.DIAJUKAN, oleh(J.WARGA), dasar=_DASAR, syarat=(usulan_ditolak, jendela_keberatan),
               tenggat="hari_jawab_keberatan"),
    Transition(A.TERIMA, dari(S.DIAJUKAN), S.DITERIMA, _PEMUTUS, alasan=True, dasar=_DASAR, syarat=_PISAH),
    Transition(A.TOLAK, dari(S.DIAJUKAN), S.DITOLAK, _PEMUTUS, alasan=True, dasar=_DASAR, syarat=_PISAH),
    Transition(A.BATALKAN, dari(S.DIAJUKAN), S.BATAL, oleh(J.WARGA), dasar=_DASAR, syarat=(pengaju,)),
))
# fmt: on
