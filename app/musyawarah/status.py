"""The words of the meeting: its states, actions, kinds and code lists.

Sources: Kepmensos 73/HUK/2024 (musyawarah, SPTJM), the monitoring form of the village deliberation.
"""

from enum import StrEnum


class StatusMusyawarah(StrEnum):
    """Where a village meeting stands; FINAL has minutes that nobody changes any more."""

    DIJADWALKAN = "DIJADWALKAN"
    FINAL = "FINAL"
    DIBATALKAN = "DIBATALKAN"


class AksiMusyawarah(StrEnum):
    """What may be done to a meeting."""

    BUAT = "buat"
    FINALKAN_BERITA_ACARA = "finalkan_berita_acara"
    BATALKAN = "batalkan"


class JenisMusyawarah(StrEnum):
    """Meeting of a desa, or of a kelurahan."""

    MUSDES = "MUSDES"
    MUSKEL = "MUSKEL"


class UnsurPeserta(StrEnum):
    """Who comes beside RT and RW."""

    APARAT = "APARAT"
    BPD_LMK = "BPD_LMK"
    PSM = "PSM"
    TKSK = "TKSK"
    BABINSA = "BABINSA"
    BHABINKAMTIBMAS = "BHABINKAMTIBMAS"
    TOKOH_MASYARAKAT = "TOKOH_MASYARAKAT"
    TOKOH_AGAMA = "TOKOH_AGAMA"
    LAINNYA = "LAINNYA"


class Keputusan(StrEnum):
    """What the meeting says about one name."""

    DISEPAKATI = "DISEPAKATI"
    TIDAK_DISEPAKATI = "TIDAK_DISEPAKATI"


class JenisBerkasMusyawarah(StrEnum):
    """Files that belong to the minutes; one of each is required."""

    BERITA_ACARA = "BERITA_ACARA"
    DAFTAR_HADIR = "DAFTAR_HADIR"
    FOTO = "FOTO"
