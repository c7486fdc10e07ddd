"""An import as services hand it out."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.workflow import AksiTersedia
from app.impor.alur import AksiImpor
from app.impor.kode import TindakanImpor
from app.impor.models import RalatImpor


@dataclass(frozen=True, slots=True)
class JumlahBaris:
    """What became of the rows; once the job is done the six add up to `dibaca`."""

    dibaca: int
    kosong: int
    sama: int
    diterima: int
    anomali: int
    konflik: int
    ditolak: int


@dataclass(frozen=True, slots=True)
class RincianImpor:
    """What a reader sees of an import beside its row: accounts, remarks (code, column, how often), and actions.

    `ralat` is the newest correction of its day.
    """

    jumlah: JumlahBaris
    catatan: Sequence[tuple[str, str, int]]
    aksi: Sequence[AksiTersedia[AksiImpor] | AksiTersedia[TindakanImpor]]
    ralat: RalatImpor | None
