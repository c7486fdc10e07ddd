"""A usulan as services hand it out: row joined, snapshot and history opened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.workflow import AksiTersedia
from app.keluarga.subjek import Subjek
from app.usulan.baris import BarisLampiran
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.rincian import Rincian
from app.usulan.status import AksiUsulan


@dataclass(frozen=True, slots=True)
class UsulanLengkap:
    """One case with everything that its reader may see; `is_terbuka`: also full numbers and contacts."""

    usulan: Usulan
    subjek: Subjek = field(repr=False)
    rincian: Rincian = field(repr=False)
    lampiran: Sequence[BarisLampiran]
    aksi_tersedia: Sequence[AksiTersedia[AksiUsulan]]
    is_terbuka: bool


@dataclass(frozen=True, slots=True)
class UsulanRingkas:
    """One line of a listing."""

    usulan: Usulan
    nama: str = field(repr=False)
    aksi_tersedia: Sequence[AksiUsulan]


@dataclass(frozen=True, slots=True)
class LangkahRiwayat:
    """One step of the history; `isi` holds its reason and items in words."""

    langkah: RiwayatUsulan
    isi: dict[str, Any] = field(repr=False)
