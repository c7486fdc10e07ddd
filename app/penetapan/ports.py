"""What penetapan needs of later parts: the public read model is written in the same transaction as what changes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from app.penetapan.status import StatusKeanggotaan


@dataclass(frozen=True, slots=True)
class StatusPublik:
    """What the lookup must know of one person; the NIK comes as its blind index only."""

    nik_indeks: UUID
    keluarga_id: UUID
    nama: str
    kode_desa: str
    tanggal_lahir: date
    status: StatusKeanggotaan
    per_tanggal: date


class PembaruCek(Protocol):
    """Port: keeps the read model of the public lookup; implemented by `cekbansos`."""

    async def catat(self, status: Sequence[StatusPublik]) -> None:
        """Write these persons, replacing what stood there."""
        ...

    async def ubah(self, nik_indeks: Collection[UUID], status: StatusKeanggotaan, per_tanggal: date) -> None:
        """Change the membership of persons who stand there already; the others are left out."""
        ...

    async def dikenal(self, nik_indeks: UUID) -> bool:
        """Return whether this NIK stands there, with whatever status."""
        ...

    async def hapus(self, nik_indeks: UUID) -> None:
        """Let this NIK be unknown there again."""
        ...
