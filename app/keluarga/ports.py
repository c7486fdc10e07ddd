"""Whom the registry tells of a move, and of what it finds odd."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from app.keluarga.kode import JenisTemuanRegistri


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


@dataclass(frozen=True, slots=True)
class TemuanRegistri:
    """Something odd about a person that concerns another one: `lain` is (keluarga_id, individu_id)."""

    jenis: JenisTemuanRegistri
    keluarga_id: UUID
    individu_id: UUID
    kode_desa: str
    nik_indeks: UUID | None
    lain: tuple[UUID, UUID]


class TemuanPort(Protocol):
    """Keeps findings, in the transaction of what found them."""

    async def temukan(self, temuan: TemuanRegistri) -> None:
        """Keep what the registry itself found."""
        ...

    async def ikuti_orang(self, individu_id: UUID, asal: UUID, tujuan: UUID, kode_desa: str) -> None:
        """Let the findings about a person follow him from the family `asal` into `tujuan`."""
        ...

    async def ikuti_desa(self, keluarga_id: UUID, kode_desa: str) -> None:
        """Let the findings of a family follow it into another village."""
        ...


class PengikutDesa(Protocol):
    """Keeps copies of a family's village for later stages, in the transaction of the family's move."""

    async def ikuti_desa(self, keluarga_id: UUID, individu_ids: Collection[UUID], kode_desa: str) -> None:
        """Let what is kept about these persons of a family follow it into another village."""
        ...
