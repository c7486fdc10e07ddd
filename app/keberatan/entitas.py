"""What the services of objections hand out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.workflow import AksiTersedia
from app.keberatan.models import KeberatanDesil, LampiranKeberatanDesil, RiwayatKeberatanDesil
from app.keberatan.status import AksiKeberatanDesil


@dataclass(frozen=True, slots=True)
class KeberatanLengkap:
    """An objection opened, its steps and evidence, and what this caller may do.

    `is_terbuka`: the caller may read the words of who filed it; other members of the family read state and answer.
    """

    baris: KeberatanDesil
    isi: dict[str, Any] = field(repr=False)
    riwayat: Sequence[RiwayatKeberatanDesil]
    lampiran: Sequence[LampiranKeberatanDesil]
    aksi_tersedia: Sequence[AksiTersedia[AksiKeberatanDesil]]
    is_terbuka: bool
