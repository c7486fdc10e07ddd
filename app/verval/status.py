"""The words of verval: states, actions and code lists of assignments and pengesahan.

Sources: Permensos 3/2021 (verval), Kepmensos 73/HUK/2024 (pengesahan), question 205 of the Regsosek 2022 questionnaire.
"""

from enum import StrEnum


class StatusPenugasan(StrEnum):
    """Where an assignment stands; only the holder of an AKTIF one may read and visit the family."""

    AKTIF = "AKTIF"
    SELESAI = "SELESAI"
    GAGAL = "GAGAL"
    DITARIK = "DITARIK"


class AksiPenugasan(StrEnum):
    """What happens to an assignment; all but the withdrawal go together with the usulan's own action."""

    BUKA = "buka"
    SELESAIKAN = "selesaikan"
    GAGALKAN = "gagalkan"
    TARIK = "tarik"
    AKHIRI = "akhiri"


class SebabGagalKunjungan(StrEnum):
    """Why nobody could be visited: codes 3, 4 and 5 of question 205."""

    RESPONDEN_TIDAK_DITEMUI = "RESPONDEN_TIDAK_DITEMUI"
    RESPONDEN_MENOLAK = "RESPONDEN_MENOLAK"
    PINDAH_BANGUNAN_TIDAK_ADA = "PINDAH_BANGUNAN_TIDAK_ADA"


class JenisFoto(StrEnum):
    """Photos of a visit; the setting `lapangan.foto_wajib` says which are required, the others are wanted.

    Roof, floor and wall as SIKS-Droid photographed them.
    """

    KK = "KK"
    RUMAH_DEPAN = "RUMAH_DEPAN"
    RUMAH_DALAM = "RUMAH_DALAM"
    RESPONDEN = "RESPONDEN"
    ATAP = "ATAP"
    LANTAI = "LANTAI"
    DINDING = "DINDING"


class StatusPengesahan(StrEnum):
    """Where a batch stands on the desk of the head of the office."""

    DISUSUN = "DISUSUN"
    DITANDATANGANI = "DITANDATANGANI"
    DIBATALKAN = "DIBATALKAN"


class AksiPengesahan(StrEnum):
    """What may be done to a batch."""

    SUSUN = "susun"
    TANDA_TANGANI_PENGESAHAN = "tanda_tangani_pengesahan"
    BATALKAN = "batalkan"


class HasilPengecualian(StrEnum):
    """What came of asking a source about a member."""

    BERSIH = "BERSIH"
    TERDETEKSI = "TERDETEKSI"
    BELUM_DIPERIKSA = "BELUM_DIPERIKSA"


class StatusKecualian(StrEnum):
    """Where an exception to the match stands."""

    DIUSULKAN = "DIUSULKAN"
    DISETUJUI = "DISETUJUI"
    DITOLAK = "DITOLAK"


class AksiKecualian(StrEnum):
    """What may be done to an exception."""

    USULKAN = "usulkan"
    SETUJUI = "setujui"
    TOLAK = "tolak"


class StatusPadanMassal(StrEnum):
    """Where a round of mass matching stands; DIJEDA waits for tomorrow's quota or for the service."""

    BERJALAN = "BERJALAN"
    DIJEDA = "DIJEDA"
    SELESAI = "SELESAI"
    DIHENTIKAN = "DIHENTIKAN"


class AksiPadanMassal(StrEnum):
    """What may be done to a round."""

    MULAI = "mulai"
    JEDA = "jeda"
    LANJUTKAN = "lanjutkan"
    SELESAIKAN = "selesaikan"
    HENTIKAN = "hentikan"
