"""Whom the registry tells of a move."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OrangPindah:
    """A person in the family that he has just entered, under the id that he had before."""

    keluarga_id: UUID
    individu_id: UUID
    nama: str = field(repr=False)
    tanggal_lahir: date = field(repr=False)
    kode_desa: str


class PengikutPindah(Protocol):
    """Carries along what later stages hold of a person who moves, in the transaction of the move."""

    async def ikuti(self, orang: OrangPindah) -> None:
        """Let what is kept under the person's old family follow him."""
        ...
