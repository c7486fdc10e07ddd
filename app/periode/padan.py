"""Where the match with the civil registration stands in the pipeline: its positions, and the words of a rule. Pure.

The order differs by region and year: DKI matched before the kelurahan's meeting (as reported in 2022), the usual path
matches after the visit. Whoever sets nothing matches after the visit.
"""

from enum import StrEnum


class PosisiPadan(StrEnum):
    """When a usulan must match."""

    SEBELUM_MUSYAWARAH = "SEBELUM_MUSYAWARAH"
    SESUDAH_VERVAL = "SESUDAH_VERVAL"
    KEDUANYA = "KEDUANYA"


class StatusAturanPadan(StrEnum):
    """Where a rule stands; only BERLAKU ones count."""

    DIUSULKAN = "DIUSULKAN"
    BERLAKU = "BERLAKU"
    DITOLAK = "DITOLAK"
    DICABUT = "DICABUT"


class AksiAturanPadan(StrEnum):
    """What may be done to a rule."""

    USULKAN = "usulkan"
    TETAPKAN = "tetapkan"
    SETUJUI = "setujui"
    TOLAK = "tolak"
    CABUT = "cabut"
