"""The words of a contest: states, actions, results of a visit, with what reporter and contested person read.

Sources: practice of Cek Bansos and SIKS-NG (Kab. Bogor 2024): forwarded at once to the kab/kota, verified in the field,
and if granted a usulan HAPUS that walks to the endorsement and the decree like any other.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks
from app.usulan.status import SubjenisUsulan


class StatusSanggah(StrEnum):
    """Where a contest stands; DIAJUKAN lasts no longer than the request that makes it."""

    DIAJUKAN = "DIAJUKAN"
    DITERUSKAN = "DITERUSKAN"
    DIVERIFIKASI = "DIVERIFIKASI"
    DISETUJUI = "DISETUJUI"
    DITOLAK = "DITOLAK"
    DIBATALKAN = "DIBATALKAN"


class AksiSanggah(StrEnum):
    """What may be done to a contest."""

    AJUKAN = "ajukan"
    TERUSKAN = "teruskan"
    BATALKAN = "batalkan"
    TUGASKAN = "tugaskan"
    TUGASKAN_ULANG = "tugaskan_ulang"
    CATAT_KUNJUNGAN = "catat_kunjungan"
    TANGGAPI = "tanggapi"
    SETUJUI = "setujui"
    TOLAK = "tolak"


class HasilKunjunganSanggah(StrEnum):
    """What the officer found at the home of the contested person."""

    TERBUKTI = "TERBUKTI"
    TIDAK_TERBUKTI = "TIDAK_TERBUKTI"
    TIDAK_DITEMUI = "TIDAK_DITEMUI"


class BagianLampiran(StrEnum):
    """From whom a file comes, which says who may open it."""

    PELAPOR = "PELAPOR"
    SASARAN = "SASARAN"
    KUNJUNGAN = "KUNJUNGAN"


TERBUKA: Final = frozenset({StatusSanggah.DIAJUKAN, StatusSanggah.DITERUSKAN, StatusSanggah.DIVERIFIKASI})
"""States in which somebody still has to decide."""

_S = StatusSanggah
TEKS_STATUS: Final[Mapping[StatusSanggah, Teks]] = MappingProxyType(
    {
        _S.DIAJUKAN: Teks("Sanggah diterima", "The contest is received"),
        _S.DITERUSKAN: Teks(
            "Diteruskan ke Dinas Sosial; menunggu penugasan petugas", "Sent to the social office; to be assigned"
        ),
        _S.DIVERIFIKASI: Teks("Diperiksa di lapangan oleh petugas", "Being verified in the field by an officer"),
        _S.DISETUJUI: Teks(
            "Disetujui; usulan hapus dibuat dan menunggu pengesahan dan Surat Keputusan",
            "Granted; a removal is proposed and awaits endorsement and decree",
        ),
        _S.DITOLAK: Teks("Ditolak; data tetap seperti semula", "Refused; the data stay as they are"),
        _S.DIBATALKAN: Teks("Dibatalkan oleh penyanggah", "Withdrawn by the reporter"),
    }
)
"""What reporter and contested person see in each state."""

TEKS_LANGKAH: Final[Mapping[AksiSanggah, Teks]] = MappingProxyType(
    {
        AksiSanggah.TUGASKAN_ULANG: Teks("Petugas lain ditugaskan berkunjung", "Another officer was assigned to visit"),
        AksiSanggah.CATAT_KUNJUNGAN: Teks("Kunjungan petugas selesai", "The officer's visit is done"),
        AksiSanggah.TANGGAPI: Teks("Tanggapan diterima", "The answer is received"),
    }
)
"""What they read of a step that leaves the state as it is."""

_U = SubjenisUsulan
_SUBJENIS: Final[Mapping[str, SubjenisUsulan]] = MappingProxyType(
    {
        "MENINGGAL": _U.MENINGGAL,
        "PINDAH": _U.PINDAH,
        "TIDAK_BERDOMISILI": _U.PINDAH,
        "GANDA": _U.GANDA,
        "TIDAK_DIKENAL": _U.TIDAK_DITEMUKAN,
    }
)


def subjenis_baku(kode_alasan: str) -> SubjenisUsulan:
    """Return the kind of removal that fits what was alleged: all that is said of means makes somebody MAMPU."""
    return _SUBJENIS.get(kode_alasan, _U.MAMPU)
