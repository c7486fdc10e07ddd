"""Life of an outgoing message."""

from enum import StrEnum
from typing import Final

from app.core.workflow import Jalur, Transition, Workflow, dari


class StatusPesan(StrEnum):
    """Where a message stands; MATI was given up and waits for a person."""

    ANTRE = "ANTRE"
    TERKIRIM = "TERKIRIM"
    MATI = "MATI"


class AksiPesan(StrEnum):
    """What happens to a message."""

    TANDAI_TERKIRIM = "tandai_terkirim"
    MATIKAN = "matikan"
    ANTRE_ULANG = "antre_ulang"


_SISTEM: Final = Jalur.SISTEM
_DASAR: Final = "ADR 0013"
ALUR_PESAN: Final[Workflow[StatusPesan, AksiPesan, None]] = Workflow(
    "Pesan",
    awal=StatusPesan.ANTRE,
    transisi=(
        Transition(
            AksiPesan.TANDAI_TERKIRIM, dari(StatusPesan.ANTRE), StatusPesan.TERKIRIM, jalur=_SISTEM, dasar=_DASAR
        ),
        Transition(AksiPesan.MATIKAN, dari(StatusPesan.ANTRE), StatusPesan.MATI, jalur=_SISTEM, dasar=_DASAR),
        Transition(AksiPesan.ANTRE_ULANG, dari(StatusPesan.MATI), StatusPesan.ANTRE, jalur=_SISTEM, dasar=_DASAR),
    ),
)
