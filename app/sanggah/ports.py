"""What a contest asks of a later stage, which implements it."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from app.core.nik import Nik


@dataclass(frozen=True, slots=True)
class Calon:
    """Somebody registered as the public may see him: his masked name, and the blind index by which he is known."""

    nik_indeks: UUID
    nama_samar: str = field(repr=False)


class CalonPort(Protocol):
    """The registered adults of a village, kept by the status lookup."""

    async def menurut_nama(self, kode_desa: str, nama: str) -> list[Calon]:
        """Return at most ten registered adults of the village whose name fits, best first."""
        ...

    async def menurut_nik(self, nik: Nik, nama: str) -> Calon | None:
        """Return the registered adult with this NIK whose name fits; None for everybody else."""
        ...
