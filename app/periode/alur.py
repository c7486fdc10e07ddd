"""The life of a rule about the match's position, as a frozen table.

A kab/kota proposes for its own area, the ministry decides; a rule that is in force is taken back, never changed.
"""

from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.workflow import Transition, Workflow, dari, oleh
from app.periode.padan import AksiAturanPadan, StatusAturanPadan


@dataclass(frozen=True, slots=True)
class FaktaAturanPadan:
    """The rule's own state is all that counts."""


_S, _A, J = StatusAturanPadan, AksiAturanPadan, Jabatan
_PUSAT = oleh(J.ADMIN_PUSAT)
_DASAR = "Kepmensos 73/HUK/2024"
# fmt: off
ALUR_ATURAN_PADAN: Final = Workflow[StatusAturanPadan, AksiAturanPadan, FaktaAturanPadan](
    "Aturan padan", awal=_S.DIUSULKAN, transisi=(
        Transition(_A.USULKAN, dari(), _S.DIUSULKAN, oleh(J.ADMIN_KABKOTA), dasar=_DASAR),
        Transition(_A.TETAPKAN, dari(), _S.BERLAKU, _PUSAT, dasar=_DASAR),
        Transition(_A.SETUJUI, dari(_S.DIUSULKAN), _S.BERLAKU, _PUSAT, dasar=_DASAR),
        Transition(_A.TOLAK, dari(_S.DIUSULKAN), _S.DITOLAK, _PUSAT, alasan=True, dasar=_DASAR),
        Transition(_A.CABUT, dari(_S.BERLAKU), _S.DICABUT, _PUSAT, alasan=True, dasar=_DASAR),
    ))
# fmt: on
