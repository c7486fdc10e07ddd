"""What the services of the meeting hand out: rows joined with what belongs to them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from app.core.ids import Ref
from app.core.workflow import AksiTersedia
from app.musyawarah.models import Musyawarah, MusyawarahBerkas, MusyawarahTanda, MusyawarahUsulan
from app.musyawarah.status import AksiMusyawarah
from app.usulan.agenda import NamaAgenda


class RinciMusyawarah(NamedTuple):
    """A meeting with what belongs to it and what its reader may do."""

    musyawarah: Musyawarah
    nama: Sequence[MusyawarahUsulan]
    berkas: Sequence[MusyawarahBerkas]
    aksi: list[AksiTersedia[AksiMusyawarah]]


class BarisPrelist(NamedTuple):
    """A usulan on a printed or shown list; without a decision before the minutes are final."""

    nama: NamaAgenda
    putusan: MusyawarahUsulan | None


class OrangPrelist(NamedTuple):
    """A member of a registered family, and what RT/RW said of him."""

    ref: Ref
    nama: str
    tanda: MusyawarahTanda | None


class KeluargaPrelist(NamedTuple):
    """A registered family to be confirmed."""

    ref: Ref
    nama: str
    alamat: str
    anggota: list[OrangPrelist]


class Prelist(NamedTuple):
    """What a meeting has before it, or what came of it."""

    musyawarah: Musyawarah
    usulan: list[BarisPrelist]
    sptjm: list[BarisPrelist]


class TindakLanjut(NamedTuple):
    """A mark on a registered person that has to become a usulan."""

    tanda: MusyawarahTanda
    nama: str


class KeteraturanDesa(NamedTuple):
    """When a village last met, when it is due, and when it will meet."""

    kode_desa: str
    nama: str
    terakhir: date | None
    jatuh_tempo: date | None
    berikut: date | None
    is_terlambat: bool
