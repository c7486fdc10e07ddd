"""The life of a pair of records that may be one person, as a frozen table.

Sources: UU 27/2022 ps 10 (no decision by automated processing alone), Kepmensos 73/HUK/2024 (functions kept apart). The
system finds; people merge, dismiss and separate again, each with a reason.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh


class StatusPasangan(StrEnum):
    """Where a pair stands; only an open one waits for somebody."""

    TERBUKA = "TERBUKA"
    DIGABUNG = "DIGABUNG"
    DINYATAKAN_SAMA = "DINYATAKAN_SAMA"
    BUKAN_DUPLIKAT = "BUKAN_DUPLIKAT"
    USANG = "USANG"


class AksiPasangan(StrEnum):
    """What is done with a pair."""

    TEMUKAN = "temukan"
    GABUNGKAN = "gabungkan"
    NYATAKAN_SAMA = "nyatakan_sama"
    BUKAN_DUPLIKAT = "bukan_duplikat"
    BATALKAN_GABUNG = "batalkan_gabung"
    BUKA_LAGI = "buka_lagi"
    TEMUKAN_LAGI = "temukan_lagi"
    USANGKAN = "usangkan"


@dataclass(frozen=True, slots=True)
class FaktaPasangan:
    """What the guards may know; None means that nobody has established it, and the guard refuses.

    Attributes:
        is_perkara_sendiri: one of the families is the actor's own.
        is_dua_terdaftar: both records are persons of the registry.
        is_dua_di_lingkup: both lie in the actor's regions.
        is_data_berubah: a record is not what it was when the pair was decided or found.
    """

    is_perkara_sendiri: bool | None = None
    is_dua_terdaftar: bool | None = None
    is_dua_di_lingkup: bool | None = None
    is_data_berubah: bool | None = None


_syarat = Syarat[FaktaPasangan].bila
_pisah = Syarat[FaktaPasangan].pisah


bukan_perkara_sendiri = _pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Pasangan ini menyangkut Anda atau keluarga Anda sendiri", "This pair is about you or your own family"),
)
dua_terdaftar = _syarat(
    "dua_terdaftar",
    lambda f: f.is_dua_terdaftar is True,
    Teks(
        "Salah satunya masih usulan; nyatakan sama, lalu putuskan usulannya",
        "One of them is still a usulan; declare them the same, then decide the usulan",
    ),
)
ada_usulan = _syarat(
    "ada_usulan",
    lambda f: f.is_dua_terdaftar is False,
    Teks("Keduanya sudah tercatat; gabungkan", "Both are on record; merge them"),
)
dua_di_lingkup = _syarat(
    "dua_di_lingkup",
    lambda f: f.is_dua_di_lingkup is True,
    Teks(
        "Satu data ada di luar wilayah tugas Anda; minta petugas PUSAT memutus",
        "One record lies outside your regions; ask an officer of PUSAT to decide",
    ),
)
data_berubah = _syarat(
    "data_berubah",
    lambda f: f.is_data_berubah is True,
    Teks("Datanya tidak berubah sejak diputus", "The data have not changed since the decision"),
)

_J, _S, _A = Jabatan, StatusPasangan, AksiPasangan
_PDP = "UU 27/2022 ps 10"
_PEMUTUS = oleh(_J.VERIFIKATOR, _J.PUSAT)
# fmt: off
ALUR_PASANGAN: Final = Workflow[StatusPasangan, AksiPasangan, FaktaPasangan]("Duplikat", awal=_S.TERBUKA, transisi=(
    Transition(_A.TEMUKAN, dari(), _S.TERBUKA, jalur=Jalur.SISTEM, dasar=_PDP),
    Transition(_A.GABUNGKAN, dari(_S.TERBUKA), _S.DIGABUNG, _PEMUTUS, alasan=True, dasar=_PDP,
               syarat=(bukan_perkara_sendiri, dua_terdaftar, dua_di_lingkup)),
    Transition(_A.NYATAKAN_SAMA, dari(_S.TERBUKA), _S.DINYATAKAN_SAMA, _PEMUTUS, alasan=True, dasar=_PDP,
               syarat=(bukan_perkara_sendiri, ada_usulan)),
    Transition(_A.BUKAN_DUPLIKAT, dari(_S.TERBUKA), _S.BUKAN_DUPLIKAT, _PEMUTUS, alasan=True, dasar=_PDP,
               syarat=(bukan_perkara_sendiri,)),
    Transition(_A.BATALKAN_GABUNG, dari(_S.DIGABUNG), _S.TERBUKA, _PEMUTUS, alasan=True, dasar=_PDP,
               syarat=(bukan_perkara_sendiri, dua_di_lingkup)),
    Transition(_A.BUKA_LAGI, dari(_S.BUKAN_DUPLIKAT, _S.DINYATAKAN_SAMA), _S.TERBUKA, _PEMUTUS, alasan=True,
               dasar=_PDP, syarat=(bukan_perkara_sendiri,)),
    # Who was told apart stays told apart until a record changes.
    Transition(_A.TEMUKAN_LAGI, dari(_S.BUKAN_DUPLIKAT, _S.USANG, _S.DIGABUNG), _S.TERBUKA, jalur=Jalur.SISTEM,
               dasar=_PDP, syarat=(data_berubah,)),
    Transition(_A.USANGKAN, dari(_S.TERBUKA), _S.USANG, jalur=Jalur.SISTEM, dasar=_PDP, syarat=(data_berubah,)),
))
# fmt: on
