"""The words of penetapan: states and actions of an SK and of a registry membership, and what an SK decides. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class StatusSK(StrEnum):
    """Where a decree stands; only BERLAKU is in force."""

    RANCANGAN = "RANCANGAN"
    DITANDATANGANI = "DITANDATANGANI"
    BERLAKU = "BERLAKU"
    DIGANTI = "DIGANTI"
    DIBATALKAN = "DIBATALKAN"


class AksiSK(StrEnum):
    """What may be done to a decree."""

    SIAPKAN = "siapkan"
    TANDA_TANGANI = "tanda_tangani"
    BERLAKUKAN = "berlakukan"
    GANTIKAN = "gantikan"
    BATALKAN = "batalkan"


class StatusKeanggotaan(StrEnum):
    """Membership of the registry; being registered gives no benefit by itself."""

    TERDAFTAR = "TERDAFTAR"
    AKAN_DINONAKTIFKAN = "AKAN_DINONAKTIFKAN"
    DITIDURKAN = "DITIDURKAN"
    NONAKTIF = "NONAKTIF"


class AksiKeanggotaan(StrEnum):
    """What may be done to a membership; `daftarkan`, `keluarkan` and `cabut_sk` are taken by an SK."""

    DAFTARKAN = "daftarkan"
    PERINGATKAN = "peringatkan"
    TIDURKAN = "tidurkan"
    BANGUNKAN = "bangunkan"
    NONAKTIFKAN = "nonaktifkan"
    KELUARKAN = "keluarkan"
    CABUT_SK = "cabut_sk"


class Putusan(StrEnum):
    """What an SK says of one usulan.

    DITETAPKAN registers, DIPERBARUI accepts a correction, DIKELUARKAN ends a membership; TIDAK_DITETAPKAN names its
    reason; DAFTAR_TUNGGU keeps the usulan waiting because the quota is used up, which is not a refusal.
    """

    DITETAPKAN = "DITETAPKAN"
    DIPERBARUI = "DIPERBARUI"
    DIKELUARKAN = "DIKELUARKAN"
    TIDAK_DITETAPKAN = "TIDAK_DITETAPKAN"
    DAFTAR_TUNGGU = "DAFTAR_TUNGGU"


AKTIF: Final = frozenset({StatusKeanggotaan.TERDAFTAR, StatusKeanggotaan.AKAN_DINONAKTIFKAN})
"""States in which a person counts as registered: a notice of removal removes nobody yet."""

TEKS_KEANGGOTAAN: Final[Mapping[StatusKeanggotaan, Teks]] = MappingProxyType(
    {
        StatusKeanggotaan.TERDAFTAR: Teks("Terdaftar", "Registered"),
        StatusKeanggotaan.AKAN_DINONAKTIFKAN: Teks(
            "Terdaftar; akan dinonaktifkan setelah masa pemberitahuan",
            "Registered; to be deactivated when the notice period ends",
        ),
        StatusKeanggotaan.DITIDURKAN: Teks(
            "Ditidurkan: data sedang diperiksa", "Suspended: the data are under examination"
        ),
        StatusKeanggotaan.NONAKTIF: Teks("Tidak aktif", "No longer registered"),
    }
)
"""What a citizen reads."""


@dataclass(frozen=True, slots=True)
class FaktaSK:
    """What the guards of an SK may know; None means that nobody has established it, and the guard refuses."""

    is_penyiap: bool | None = None
    is_putaran_disahkan: bool | None = None
    is_putaran_berlaku: bool | None = None
    jumlah_baris: int | None = None
    is_sidik_cocok: bool | None = None
    is_tanggal_tiba: bool | None = None


@dataclass(frozen=True, slots=True)
class FaktaKeanggotaan:
    """What the guards of a membership may know; None means unknown, and the guard refuses.

    Attributes:
        is_perkara_sendiri: the person or somebody of the family is the actor himself.
        is_pemberitahuan_selesai: the notice period is over, or none was running.
    """

    is_perkara_sendiri: bool | None = None
    is_pemberitahuan_selesai: bool | None = None
