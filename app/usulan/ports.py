"""What usulan asks of a later stage, which implements it."""

from typing import Protocol
from uuid import UUID


class KeanggotaanPort(Protocol):
    """Membership in the registry, kept by penetapan."""

    async def is_terdaftar(self, nik_indeks: UUID) -> bool:
        """Return whether the person of this NIK blind index is registered (TERDAFTAR) now."""
        ...


class TanpaKeanggotaan:
    """Nobody is registered yet: what stands behind the port while no SK can exist."""

    async def is_terdaftar(self, nik_indeks: UUID) -> bool:  # noqa: ARG002 - the port's signature
        """Return False."""
        return False
