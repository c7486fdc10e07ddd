"""The life of a model and of a ranking run: who prepares, who reviews, and that another person confirms.

ADMIN_PUSAT prepares, starts and reviews a run and decides no single case; PENETAP, the minister's delegate and another
person, confirms it. Sources: Inpres 4/2025 (all families are ranked), Permensos 3/2021 (penetapan is its own stage).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh


class StatusPutaran(StrEnum):
    """Where a run stands; only a confirmed one is ever in force."""

    DISIAPKAN = "DISIAPKAN"
    DIHITUNG = "DIHITUNG"
    DITINJAU = "DITINJAU"
    DISAHKAN = "DISAHKAN"
    DIBATALKAN = "DIBATALKAN"


class AksiPutaran(StrEnum):
    """What can be done with a run."""

    SIAPKAN = "siapkan"
    HITUNG = "hitung"
    TINJAU = "tinjau"
    SAHKAN = "sahkan"
    BATALKAN = "batalkan"


class TahapHitung(StrEnum):
    """How far the computation is; each stage is one transaction, so a killed worker resumes at the stage it lost."""

    MENUNGGU = "MENUNGGU"
    DISKOR = "DISKOR"
    DIBATASI = "DIBATASI"
    SELESAI = "SELESAI"


class StatusModel(StrEnum):
    """Where a model stands; at most one is active, and a retired one stays readable for the runs that used it."""

    DIUNGGAH = "DIUNGGAH"
    AKTIF = "AKTIF"
    DIGANTI = "DIGANTI"
    PENSIUN = "PENSIUN"


class AksiModel(StrEnum):
    """What can be done with a model."""

    UNGGAH = "unggah"
    AKTIFKAN = "aktifkan"
    GANTIKAN = "gantikan"
    PENSIUNKAN = "pensiunkan"


@dataclass(frozen=True, slots=True)
class FaktaPutaran:
    """What the guards of a run look at; None is unknown, and the unknown refuses.

    Attributes:
        is_selesai: whether scores, cut-offs and deciles are all there.
        is_penyusun: whether the actor, by account or by NIK, took part in the run before.
        is_mundur: whether a run of a later period is in force already.
    """

    is_selesai: bool | None = None
    is_penyusun: bool | None = None
    is_mundur: bool | None = None


@dataclass(frozen=True, slots=True)
class FaktaModel:
    """What the guards of a model look at; an artefact itself is checked when it is uploaded.

    Attributes:
        model_id: which one.
        is_dipakai: whether a run that is not finished ranks with it.
    """

    model_id: UUID
    is_dipakai: bool | None = None


_belum_selesai = Syarat[FaktaPutaran].bila(
    "perhitungan_belum_selesai",
    lambda f: f.is_selesai is False,
    Teks("Perhitungan sudah selesai", "The computation is complete"),
)
_selesai = Syarat[FaktaPutaran].bila(
    "perhitungan_selesai",
    lambda f: f.is_selesai,
    Teks("Perhitungan belum selesai", "The computation is not complete"),
)
_orang_lain = Syarat[FaktaPutaran].pisah(
    "disahkan_orang_lain",
    lambda f: f.is_penyusun is False,
    Teks("Putaran disahkan oleh orang lain", "Who prepared the run may not confirm it"),
)
_tidak_mundur = Syarat[FaktaPutaran].bila(
    "tidak_mundur",
    lambda f: f.is_mundur is False,
    Teks("Putaran periode yang lebih baru sudah berlaku", "A run of a later period is in force"),
)

_tidak_dipakai = Syarat[FaktaModel].bila(
    "tidak_dipakai_putaran",
    lambda f: f.is_dipakai is False,
    Teks(
        "Model dipakai putaran yang belum selesai; sahkan atau batalkan putaran itu dahulu",
        "A run that is not finished uses the model; confirm or cancel that run first",
    ),
)

_S, _A, _ADMIN = StatusPutaran, AksiPutaran, Jabatan.ADMIN_PUSAT
_RANK, _TETAP = "Inpres 4/2025", "Permensos 3/2021"

# `hitung` may be taken again from DIHITUNG: it is how a person wakes a computation whose worker died for good.
# fmt: off
ALUR_PUTARAN: Final = Workflow[StatusPutaran, AksiPutaran, FaktaPutaran]("Putaran", awal=_S.DISIAPKAN, transisi=(
    Transition(_A.SIAPKAN, dari(), _S.DISIAPKAN, oleh(_ADMIN), dasar=_RANK),
    Transition(_A.HITUNG, dari(_S.DISIAPKAN, _S.DIHITUNG), _S.DIHITUNG, oleh(_ADMIN), dasar=_RANK,
               syarat=(_belum_selesai,)),
    Transition(_A.TINJAU, dari(_S.DIHITUNG), _S.DITINJAU, oleh(_ADMIN), dasar=_RANK, syarat=(_selesai,)),
    Transition(_A.SAHKAN, dari(_S.DITINJAU), _S.DISAHKAN, oleh(Jabatan.PENETAP), dasar=_TETAP,
               syarat=(_selesai, _tidak_mundur, _orang_lain)),
    Transition(_A.BATALKAN, dari(_S.DISIAPKAN, _S.DIHITUNG, _S.DITINJAU), _S.DIBATALKAN,
               oleh(_ADMIN, Jabatan.PENETAP), alasan=True, dasar=_TETAP),
))

ALUR_MODEL: Final = Workflow[StatusModel, AksiModel, FaktaModel]("Model PMT", awal=StatusModel.DIUNGGAH, transisi=(
    Transition(AksiModel.UNGGAH, dari(), StatusModel.DIUNGGAH, oleh(_ADMIN), dasar=_RANK),
    Transition(AksiModel.AKTIFKAN, dari(StatusModel.DIUNGGAH, StatusModel.DIGANTI), StatusModel.AKTIF, oleh(_ADMIN),
               dasar=_RANK),
    Transition(AksiModel.GANTIKAN, dari(StatusModel.AKTIF), StatusModel.DIGANTI, jalur=Jalur.SISTEM, dasar=_RANK),
    Transition(AksiModel.PENSIUNKAN, dari(StatusModel.DIUNGGAH, StatusModel.AKTIF, StatusModel.DIGANTI),
               StatusModel.PENSIUN, oleh(_ADMIN), alasan=True, dasar=_RANK, syarat=(_tidak_dipakai,)),
))
# fmt: on
