"""What accounts and the stages after them ask of a later stage, which implements it."""

from typing import Protocol
from uuid import UUID


class KeanggotaanPort(Protocol):
    """Membership in the registry, kept by penetapan."""

    async def is_terdaftar(self, nik_indeks: UUID) -> bool:
        """Return whether the person of this NIK blind index is registered (TERDAFTAR) now."""
        ...
