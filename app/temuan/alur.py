"""The life of a finding as a frozen table.

Sources: UU 27/2022 ps 10 (no decision by automated processing alone: a human decides, the person answers), Kepmensos
73/HUK/2024 (functions kept apart). Whoever is confirmed may still answer: then it is open again.
"""

from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh
from app.temuan.status import AksiTemuan as A
from app.temuan.status import StatusTemuan as S


@dataclass(frozen=True, slots=True)
class FaktaTemuan:
    """What the guards may know; None means that nobody has established it, and the guard refuses.

    Attributes:
        is_perkara_sendiri: the family holds the actor's own NIK or own No KK.
        is_pencatat: the actor recorded the finding.
        is_dapat_ditanggapi: not a doubled NIK that was taken away; a correction of the registry undoes that.
        is_data_usang: its data are older than they may be, or the source says so no more.
    """

    is_perkara_sendiri: bool | None = None
    is_pencatat: bool | None = None
    is_dapat_ditanggapi: bool | None = None
    is_data_usang: bool | None = None


_pisah = Syarat[FaktaTemuan].pisah


bukan_perkara_sendiri = _pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Temuan ini tentang Anda atau keluarga Anda sendiri", "This finding is about you or your own family"),
)
bukan_pencatat = _pisah(
    "bukan_pencatat",
    lambda f: f.is_pencatat is False,
    Teks("Anda yang mencatat temuan ini; orang lain yang memutus", "You recorded this finding; somebody else decides"),
)
dapat_ditanggapi = Syarat[FaktaTemuan].bila(
    "dapat_ditanggapi",
    lambda f: f.is_dapat_ditanggapi,
    Teks(
        "NIK sudah dilepas dari data Anda; ajukan usulan PERBAIKAN IDENTITAS",
        "The NIK was taken off your record; propose a correction of identity",
    ),
)
data_usang = Syarat[FaktaTemuan].bila(
    "data_usang",
    lambda f: f.is_data_usang,
    Teks("Data sumber masih berlaku", "The source's data still stand"),
)

J = Jabatan
_PDP = "UU 27/2022 ps 10"
_FUNGSI = "Kepmensos 73/HUK/2024"
_PEMUTUS = oleh(J.VERIFIKATOR, J.DISDUKCAPIL)
_PISAH = (bukan_perkara_sendiri, bukan_pencatat)
# fmt: off
ALUR_TEMUAN: Final = Workflow[S, A, FaktaTemuan]("Temuan", awal=S.TERBUKA, transisi=(
    Transition(A.TEMUKAN, dari(), S.TERBUKA, jalur=Jalur.SISTEM, dasar=_PDP),
    Transition(A.CATAT, dari(), S.TERBUKA, oleh(J.VERIFIKATOR, J.OPERATOR_KABKOTA, J.DISDUKCAPIL), dasar=_FUNGSI,
               syarat=(bukan_perkara_sendiri,)),
    Transition(A.TANGGAPI, dari(S.TERBUKA, S.DITANGGAPI, S.TERBUKTI), S.DITANGGAPI, oleh(J.WARGA), dasar=_PDP,
               syarat=(dapat_ditanggapi,)),
    Transition(A.BUKTIKAN, dari(S.TERBUKA, S.DITANGGAPI), S.TERBUKTI, _PEMUTUS, alasan=True, dasar=_PDP,
               syarat=_PISAH),
    Transition(A.GUGURKAN, dari(S.TERBUKA, S.DITANGGAPI), S.GUGUR, _PEMUTUS, alasan=True, dasar=_PDP, syarat=_PISAH),
    Transition(A.KEDALUWARSAKAN, dari(S.TERBUKA, S.DITANGGAPI, S.TERBUKTI), S.KEDALUWARSA, jalur=Jalur.SISTEM,
               dasar=_PDP, syarat=(data_usang,)),
    # The same thing said again after it had lapsed is open again; dismissed and confirmed ones stay as decided.
    Transition(A.TEMUKAN_LAGI, dari(S.KEDALUWARSA), S.TERBUKA, jalur=Jalur.SISTEM, dasar=_PDP),
))
# fmt: on
