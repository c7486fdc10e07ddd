"""The words of penetapan: states and actions of an SK and of a registry membership, and what an SK decides. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class StatusSK(StrEnum):
    """Where a decree stands; DISUSUN is being listed, only BERLAKU is in force."""

    DISUSUN = "DISUSUN"
    RANCANGAN = "RANCANGAN"
    DITANDATANGANI = "DITANDATANGANI"
    BERLAKU = "BERLAKU"
    DIGANTI = "DIGANTI"
    DIBATALKAN = "DIBATALKAN"


class AksiSK(StrEnum):
    """What may be done to a decree."""

    SIAPKAN = "siapkan"
    SELESAIKAN_DAFTAR = "selesaikan_daftar"
    GUGURKAN = "gugurkan"
    TANDA_TANGANI = "tanda_tangani"
    KEMBALIKAN_TANDA_TANGAN = "kembalikan_tanda_tangan"
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
    """What may be done to a membership.

    `daftarkan`, `keluarkan`, `umumkan_keluar` and `cabut_sk` are taken by an SK, `jatuh_tempo` by the clock; `pulihkan`
    and `cabut_pemulihan` by a reactivation, `terima_keberatan` by the answer to an objection.
    """

    DAFTARKAN = "daftarkan"
    PERINGATKAN = "peringatkan"
    TIDURKAN = "tidurkan"
    BANGUNKAN = "bangunkan"
    NONAKTIFKAN = "nonaktifkan"
    KELUARKAN = "keluarkan"
    UMUMKAN_KELUAR = "umumkan_keluar"
    JATUH_TEMPO = "jatuh_tempo"
    CABUT_SK = "cabut_sk"
    LANJUTKAN = "lanjutkan"
    PULIHKAN = "pulihkan"
    CABUT_PEMULIHAN = "cabut_pemulihan"
    TERIMA_KEBERATAN = "terima_keberatan"


class Putusan(StrEnum):
    """What an SK says of one row.

    DITETAPKAN registers; DIPERBARUI keeps a registration whose data or desil have changed against the decree in force,
    DIPERTAHANKAN one that has not; DIKELUARKAN ends a membership; TIDAK_DITETAPKAN names its reason; DAFTAR_TUNGGU
    keeps the usulan waiting because the quota is used up, which is not a refusal.
    """

    DITETAPKAN = "DITETAPKAN"
    DIPERBARUI = "DIPERBARUI"
    DIPERTAHANKAN = "DIPERTAHANKAN"
    DIKELUARKAN = "DIKELUARKAN"
    TIDAK_DITETAPKAN = "TIDAK_DITETAPKAN"
    DAFTAR_TUNGGU = "DAFTAR_TUNGGU"


class JenisBaris(StrEnum):
    """How a row reads beside the decree in force: new, kept, changed, removed, waiting, not registered."""

    BARU = "BARU"
    TETAP = "TETAP"
    BERUBAH = "BERUBAH"
    DIHAPUS = "DIHAPUS"
    DAFTAR_TUNGGU = "DAFTAR_TUNGGU"
    TIDAK_DITETAPKAN = "TIDAK_DITETAPKAN"


JENIS_BARIS: Final[Mapping[Putusan, JenisBaris]] = MappingProxyType(
    {
        Putusan.DITETAPKAN: JenisBaris.BARU,
        Putusan.DIPERTAHANKAN: JenisBaris.TETAP,
        Putusan.DIPERBARUI: JenisBaris.BERUBAH,
        Putusan.DIKELUARKAN: JenisBaris.DIHAPUS,
        Putusan.DAFTAR_TUNGGU: JenisBaris.DAFTAR_TUNGGU,
        Putusan.TIDAK_DITETAPKAN: JenisBaris.TIDAK_DITETAPKAN,
    }
)
"""The kind of a row by its decision."""

LANJUTAN: Final = "LANJUTAN"
"""`jenis` of a row that no usulan asked for: a member of the replaced decree, carried on or left out."""

MENDAFTAR: Final = frozenset({Putusan.DITETAPKAN, Putusan.DIPERTAHANKAN, Putusan.DIPERBARUI})
"""Decisions by which a family stands in the registry."""

OTOMATIS: Final = frozenset({AksiKeanggotaan.UMUMKAN_KELUAR, AksiKeanggotaan.CABUT_PEMULIHAN})
"""Notices whose end was decided by a person: the clock carries them out. After any other notice somebody decides."""

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

_A = AksiKeanggotaan
TEKS_AKSI: Final[Mapping[AksiKeanggotaan, Teks]] = MappingProxyType(
    {
        _A.DAFTARKAN: Teks("Didaftarkan dengan SK", "Registered by decree"),
        _A.PERINGATKAN: Teks("Akan dinonaktifkan; masa pemberitahuan berjalan", "To be deactivated; notice was given"),
        _A.TIDURKAN: Teks("Ditidurkan selama data diperiksa", "Suspended while the data are examined"),
        _A.BANGUNKAN: Teks("Dipulihkan setelah pemeriksaan", "Restored after the examination"),
        _A.NONAKTIFKAN: Teks("Dinonaktifkan", "Deactivated"),
        _A.KELUARKAN: Teks("Dikeluarkan dengan SK", "Removed by decree"),
        _A.UMUMKAN_KELUAR: Teks(
            "SK mengeluarkan Anda; keanggotaan berakhir setelah masa pemberitahuan",
            "A decree removes you; the membership ends after the notice period",
        ),
        _A.JATUH_TEMPO: Teks("Dinonaktifkan karena masa pemberitahuan selesai", "Deactivated: the notice period ended"),
        _A.LANJUTKAN: Teks("Dipertahankan dengan SK baru", "Carried on by a new decree"),
        _A.CABUT_SK: Teks("SK yang menjadi dasar telah diganti", "The decree behind the registration was replaced"),
        _A.PULIHKAN: Teks("Dipulihkan lewat reaktivasi cepat", "Restored by a fast reactivation"),
        _A.CABUT_PEMULIHAN: Teks("Reaktivasi tidak dipastikan", "The reactivation was not confirmed"),
        _A.TERIMA_KEBERATAN: Teks("Dipulihkan karena keberatan diterima", "Restored: the objection was granted"),
    }
)
"""What a step of a membership was, in words."""


@dataclass(frozen=True, slots=True)
class FaktaSK:
    """What the guards of an SK may know; None means that nobody has established it, and the guard refuses."""

    is_penyiap: bool | None = None
    is_putaran_disahkan: bool | None = None
    is_putaran_berlaku: bool | None = None
    jumlah_baris: int | None = None
    is_sidik_cocok: bool | None = None
    is_tanggal_tiba: bool | None = None
    is_penarikan_tiba: bool | None = None


@dataclass(frozen=True, slots=True)
class FaktaKeanggotaan:
    """What the guards of a membership may know; None means unknown, and the guard refuses.

    Attributes:
        is_perkara_sendiri: the person or somebody of the family is the actor himself.
        is_pemberitahuan_selesai: the notice period is over, or none was running.
        has_keberatan_terbuka: the person objected and nobody has answered yet.
        is_dapat_pulih: what ended the membership can be undone; a death or a double record cannot.
    """

    is_perkara_sendiri: bool | None = None
    is_pemberitahuan_selesai: bool | None = None
    has_keberatan_terbuka: bool | None = None
    is_dapat_pulih: bool | None = None
