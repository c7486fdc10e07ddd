"""The life of an objection to a desil as a frozen table.

UU 27/2022 ps 10: who is concerned may object to a decision that rests on automated processing alone. A person answers
who took no part in the family's data and is not of the family (Kepmensos 73/HUK/2024: functions kept apart).
"""

from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Syarat, Transition, Workflow, dari, oleh
from app.keberatan.status import AksiKeberatanDesil as A
from app.keberatan.status import StatusKeberatanDesil as S


@dataclass(frozen=True, slots=True)
class FaktaKeberatanDesil:
    """What the guards may know; None means that nobody has established it, and the guard refuses.

    Attributes:
        is_anggota_dewasa: it is filed by, or for, a living adult member of the family.
        is_pengaju: the actor filed it, or it was filed for him.
        is_perkara_sendiri: the family holds the actor's own NIK or own No KK.
        is_pengolah: the actor took a step of one of the family's usulan, or changed its data.
    """

    is_anggota_dewasa: bool | None = None
    is_pengaju: bool | None = None
    is_perkara_sendiri: bool | None = None
    is_pengolah: bool | None = None


_pisah = Syarat[FaktaKeberatanDesil].pisah


anggota_dewasa = Syarat[FaktaKeberatanDesil].bila(
    "anggota_dewasa",
    lambda f: f.is_anggota_dewasa,
    Teks(
        "Keberatan diajukan oleh anggota keluarga yang dewasa: kepala keluarga atau anggota berumur 17 tahun ke atas",
        "An adult of the family objects: its head, or a member aged 17 or over",
    ),
)
pengaju = Syarat[FaktaKeberatanDesil].bila(
    "pengaju",
    lambda f: f.is_pengaju,
    Teks(
        "Hanya yang mengajukan yang dapat menarik kembali; mintalah anggota keluarga yang mengajukannya",
        "Only who filed it may withdraw it; ask the member of your family who did",
    ),
)
bukan_perkara_sendiri = _pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Ini keberatan keluarga Anda sendiri; orang lain yang menjawab", "Your own family objects: another answers"),
)
bukan_pengolah = _pisah(
    "bukan_pengolah",
    lambda f: f.is_pengolah is False,
    Teks(
        "Anda ikut mengolah data keluarga ini; keberatan dijawab orang lain",
        "You worked on this family's data; somebody else answers the objection",
    ),
)

J = Jabatan
_PDP = "UU 27/2022 ps 10"
_PEMUTUS = oleh(J.VERIFIKATOR, J.PUSAT)
_PISAH = (bukan_perkara_sendiri, bukan_pengolah)
# fmt: off
ALUR_KEBERATAN_DESIL: Final = Workflow[S, A, FaktaKeberatanDesil]("Keberatan desil", awal=S.DIAJUKAN, transisi=(
    Transition(A.AJUKAN, dari(), S.DIAJUKAN, oleh(J.WARGA, J.OPERATOR_DESA), dasar=_PDP, syarat=(anggota_dewasa,),
               tenggat="hari_keberatan"),
    Transition(A.TERIMA, dari(S.DIAJUKAN), S.DITERIMA, _PEMUTUS, alasan=True, dasar=_PDP, syarat=_PISAH),
    Transition(A.TOLAK, dari(S.DIAJUKAN), S.DITOLAK, _PEMUTUS, alasan=True, dasar=_PDP, syarat=_PISAH),
    Transition(A.BATALKAN, dari(S.DIAJUKAN), S.BATAL, oleh(J.WARGA), dasar=_PDP, syarat=(pengaju,)),
))
# fmt: on
