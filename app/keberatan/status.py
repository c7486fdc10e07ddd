"""The words of an objection to a desil: its states, actions and what follows when it is granted. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class StatusKeberatanDesil(StrEnum):
    """Where an objection stands; while it is DIAJUKAN no decree removes or refuses the family for its desil."""

    DIAJUKAN = "DIAJUKAN"
    DITERIMA = "DITERIMA"
    DITOLAK = "DITOLAK"
    BATAL = "BATAL"


class AksiKeberatanDesil(StrEnum):
    """What may be done to an objection; a person answers it, never the clock."""

    AJUKAN = "ajukan"
    TERIMA = "terima"
    TOLAK = "tolak"
    BATALKAN = "batalkan"


class TindakLanjut(StrEnum):
    """How data that proved wrong are put right: a new visit at home, or a correction by papers.

    The names are those of the sub-kinds of a usulan PERBAIKAN, which the answer opens.
    """

    PEMBARUAN_DESIL = "PEMBARUAN_DESIL"
    SOSIAL_EKONOMI = "SOSIAL_EKONOMI"


TEKS_STATUS: Final[Mapping[StatusKeberatanDesil, Teks]] = MappingProxyType(
    {
        StatusKeberatanDesil.DIAJUKAN: Teks(
            "Keberatan dicatat; seorang petugas akan menjawab, dan selama itu desil tidak dipakai untuk memberatkan "
            "keluarga ini",
            "Objection recorded; an officer will answer, and until then the decile is not used against the family",
        ),
        StatusKeberatanDesil.DITERIMA: Teks(
            "Keberatan diterima: data akan diperbaiki, dan desil lama tidak dipakai untuk memberatkan keluarga ini",
            "Objection granted: the data will be corrected, and the old decile is not used against the family",
        ),
        StatusKeberatanDesil.DITOLAK: Teks(
            "Keberatan ditolak; alasannya tertulis", "Objection refused; see the reason"
        ),
        StatusKeberatanDesil.BATAL: Teks("Keberatan ditarik kembali", "Objection withdrawn"),
    }
)
"""What the family and the officers who answer it read."""
