"""The words of an objection to a refused usulan: its states and actions. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class StatusKeberatanUsulan(StrEnum):
    """Where an objection stands; the refused usulan itself stays as it ended."""

    DIAJUKAN = "DIAJUKAN"
    DITERIMA = "DITERIMA"
    DITOLAK = "DITOLAK"
    BATAL = "BATAL"


class AksiKeberatanUsulan(StrEnum):
    """What may be done to an objection; a person answers it, never the clock."""

    AJUKAN = "ajukan"
    TERIMA = "terima"
    TOLAK = "tolak"
    BATALKAN = "batalkan"


TEKS_STATUS: Final[Mapping[StatusKeberatanUsulan, Teks]] = MappingProxyType(
    {
        StatusKeberatanUsulan.DIAJUKAN: Teks(
            "Keberatan atas penolakan dicatat; petugas yang tidak ikut menolak akan menjawab",
            "Objection to the refusal recorded; an officer who took no part in it will answer",
        ),
        StatusKeberatanUsulan.DITERIMA: Teks(
            "Keberatan atas penolakan diterima; usulan dibuka kembali",
            "Objection to the refusal granted; the proposal is taken up again",
        ),
        StatusKeberatanUsulan.DITOLAK: Teks(
            "Keberatan atas penolakan ditolak; alasannya tertulis", "Objection to the refusal refused; see the reason"
        ),
        StatusKeberatanUsulan.BATAL: Teks(
            "Keberatan atas penolakan ditarik kembali", "Objection to the refusal withdrawn"
        ),
    }
)
"""What proposer and subject read."""
