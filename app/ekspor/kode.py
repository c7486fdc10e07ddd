"""The words of exports. Pure."""

from enum import StrEnum


class Himpunan(StrEnum):
    """What a file holds."""

    REGISTRI = "REGISTRI"
    BNBA = "BNBA"
    DTSEN = "DTSEN"
    SDGS_DESA = "SDGS_DESA"


class TujuanEkspor(StrEnum):
    """What a file is for; a closed list, shown to the persons in it."""

    PEMUTAKHIRAN_DATA = "PEMUTAKHIRAN_DATA"
    MUSYAWARAH = "MUSYAWARAH"
    PENYALURAN_BANTUAN = "PENYALURAN_BANTUAN"
    PEMADANAN = "PEMADANAN"
    PELAPORAN = "PELAPORAN"
    PERENCANAAN = "PERENCANAAN"
    PEMERIKSAAN = "PEMERIKSAAN"


class StatusEkspor(StrEnum):
    """Where an export stands; follows from its moments, so nothing has to write it."""

    MENUNGGU = "MENUNGGU"
    DIKERJAKAN = "DIKERJAKAN"
    SELESAI = "SELESAI"
    DIBATALKAN = "DIBATALKAN"
    GAGAL = "GAGAL"
    KEDALUWARSA = "KEDALUWARSA"


class KeteranganSel(StrEnum):
    """Whether an indicator's figure is shown."""

    TERSEDIA = "TERSEDIA"
    DISAMARKAN = "DISAMARKAN"
    TIDAK_ADA_DATA = "TIDAK_ADA_DATA"
