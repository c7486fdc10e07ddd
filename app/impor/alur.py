"""The life of an import: received, read and tried out, looked at by a person, then applied (pure)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh


class StatusImpor(StrEnum):
    """Where an import stands. What is applied stays, also when the rest is stopped."""

    DITERIMA = "DITERIMA"
    DIPERIKSA = "DIPERIKSA"
    SIAP = "SIAP"
    DITERAPKAN = "DITERAPKAN"
    TERHENTI = "TERHENTI"
    SELESAI = "SELESAI"
    GAGAL = "GAGAL"
    DIBATALKAN = "DIBATALKAN"


class AksiImpor(StrEnum):
    """What can be done with an import."""

    MULAI = "mulai"
    PERIKSA = "periksa"
    SIAPKAN = "siapkan"
    GAGALKAN = "gagalkan"
    TERAPKAN = "terapkan"
    HENTIKAN = "hentikan"
    SELESAIKAN = "selesaikan"
    BATALKAN = "batalkan"
    KEDALUWARSAKAN = "kedaluwarsakan"


class TahapImpor(StrEnum):
    """Stages whose chunks are counted; a row that is refused while it is read counts there, any other later."""

    BACA = "BACA"
    UJI = "UJI"
    TERAP = "TERAP"


@dataclass(frozen=True, slots=True)
class FaktaImpor:
    """What the guards look at; None is unknown, and the unknown refuses.

    Attributes:
        is_lengkap: whether every byte has arrived.
        is_tersimpan: whether the file is still kept.
        kolom_kurang: columns that the format requires and no heading names; None without a format.
        is_lingkup_tetap: whether the importer has the jabatan and the regions with which he announced the file.
    """

    is_lengkap: bool | None = None
    is_tersimpan: bool | None = None
    kolom_kurang: tuple[str, ...] | None = None
    is_lingkup_tetap: bool | None = None


def _belum_dipetakan(kolom: tuple[str, ...]) -> Teks:
    """Return what to map; without a format nothing can be named."""
    if not kolom:
        return Teks("Pilih dahulu format berkas (PUT kolom)", "Choose the format of the file first (PUT kolom)")
    nama = ", ".join(kolom)
    return Teks(
        f"Kolom wajib belum ada di berkas: {nama}; petakan judulnya (PUT kolom), atau tambahkan kolom itu ke berkas",
        f"Required columns that no heading names: {nama}; map their headings (PUT kolom) or add them to the file",
    )


_lengkap = Syarat[FaktaImpor].bila(
    "berkas_lengkap",
    lambda f: f.is_lengkap,
    Teks("Berkas belum diterima seluruhnya", "The file has not arrived wholly"),
)
_tersimpan = Syarat[FaktaImpor].bila(
    "berkas_tersimpan",
    lambda f: f.is_tersimpan,
    Teks(
        "Berkas sudah dilupakan; umumkan dan kirim berkasnya lagi",
        "The file has been forgotten; announce and send it again",
    ),
)
_terpetakan: Final[Syarat[FaktaImpor]] = Syarat(
    "kolom_wajib_terpetakan",
    lambda f: None if f.kolom_kurang == () else _belum_dipetakan(f.kolom_kurang or ()),
)
_lingkup_tetap = Syarat[FaktaImpor].bila(
    "lingkup_tetap",
    lambda f: f.is_lingkup_tetap,
    Teks(
        "Jabatan atau wilayah tugas Anda berubah sejak berkas diumumkan; umumkan dan kirim berkasnya lagi",
        "Your position or regions have changed since you announced the file; announce and send it again",
    ),
)
_S, _A = StatusImpor, AksiImpor
_OLEH: Final = oleh(Jabatan.OPERATOR_KABKOTA, Jabatan.PUSAT)
_DASAR: Final = "Permensos 3/2021"

_TUNGGU: Final = {
    StatusImpor.DIPERIKSA: Teks(
        "Berkas sedang diperiksa: tunggu sampai status SIAP (GET impor ini), atau batalkan",
        "The file is being tried out: wait until the status is SIAP (GET this import), or cancel it",
    ),
    StatusImpor.DITERAPKAN: Teks(
        "Berkas sedang ditulis: tunggu sampai status SELESAI atau TERHENTI (GET impor ini), atau batalkan",
        "The file is being written: wait until the status is SELESAI or TERHENTI (GET this import), or cancel it",
    ),
}
"""What somebody is told who would go on while a job works."""

# fmt: off
ALUR_IMPOR: Final = Workflow[StatusImpor, AksiImpor, FaktaImpor]("Impor", awal=_S.DITERIMA, transisi=(
    Transition(_A.MULAI, dari(), _S.DITERIMA, _OLEH, dasar=_DASAR),
    Transition(_A.PERIKSA, dari(_S.DITERIMA, _S.SIAP, _S.GAGAL), _S.DIPERIKSA, _OLEH, dasar=_DASAR,
               syarat=(_tersimpan, _lengkap, _terpetakan, _lingkup_tetap)),
    Transition(_A.SIAPKAN, dari(_S.DIPERIKSA), _S.SIAP, jalur=Jalur.SISTEM, dasar=_DASAR),
    Transition(_A.GAGALKAN, dari(_S.DITERIMA, _S.DIPERIKSA), _S.GAGAL, jalur=Jalur.SISTEM, dasar=_DASAR),
    Transition(_A.TERAPKAN, dari(_S.SIAP, _S.TERHENTI), _S.DITERAPKAN, _OLEH, dasar=_DASAR,
               syarat=(_tersimpan, _lingkup_tetap)),
    Transition(_A.HENTIKAN, dari(_S.DITERAPKAN), _S.TERHENTI, jalur=Jalur.SISTEM, dasar=_DASAR),
    Transition(_A.SELESAIKAN, dari(_S.DITERAPKAN), _S.SELESAI, jalur=Jalur.SISTEM, dasar=_DASAR),
    Transition(_A.BATALKAN, dari(_S.DITERIMA, _S.DIPERIKSA, _S.SIAP, _S.DITERAPKAN, _S.TERHENTI, _S.GAGAL),
               _S.DIBATALKAN, _OLEH, dasar=_DASAR),
    Transition(_A.KEDALUWARSAKAN, dari(_S.DITERIMA, _S.SIAP, _S.TERHENTI, _S.GAGAL), _S.DIBATALKAN,
               jalur=Jalur.SISTEM, dasar=_DASAR),
), tunggu=_TUNGGU)
# fmt: on

BERJALAN: Final = frozenset({StatusImpor.DIPERIKSA, StatusImpor.DITERAPKAN})
"""States in which a job works."""
AKHIR: Final = frozenset({StatusImpor.SELESAI, StatusImpor.DIBATALKAN})
