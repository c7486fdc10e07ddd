"""The veil over a blind index: reversible for who has the key, so that a rotation needs no plain text.

The first 11 bytes of the HMAC and five zero bytes are one AES-256 block. Under the right key a stored index opens to
the five zeros, under another it does so once in 2^40: every index tells by itself which loaded key made it, with
neither a column nor a bit of its own for that (Bellare and Rogaway, "Encode-Then-Encipher Encryption", ASIACRYPT 2000).
88 bits keep all of 3 * 10^8 people apart but for one chance in 10^10.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

INTI: Final = 11
_NOL: Final = bytes(16 - INTI)


class Selubung:
    """One key of 32 bytes for one purpose."""

    def __init__(self, kunci: bytes) -> None:
        # One block per value and never two: what makes ECB unsafe elsewhere does not arise.
        self._sandi = Cipher(AES(kunci), ECB())  # noqa: S305
        # Whole blocks leave nothing behind in a context, and to make one costs more than a block.
        self._tutup, self._buka = self._sandi.encryptor(), self._sandi.decryptor()

    def tutup(self, inti: bytes) -> UUID:
        """Veil the first 11 bytes of `inti`.

        Raises:
            ValueError: it is shorter.
        """
        return UUID(bytes=self._tutup.update(_blok((inti,))))

    def tutup_banyak(self, inti: Sequence[bytes]) -> list[bytes]:
        """Veil many; the blocks do not depend on each other.

        Raises:
            ValueError: one is shorter than 11 bytes.
        """
        # A context of its own: over a long text another thread runs, and may not come into the shared one.
        blok = self._sandi.encryptor().update(_blok(inti))
        return [blok[n : n + 16] for n in range(0, len(blok), 16)]

    def buka(self, indeks: UUID) -> bytes | None:
        """Return those bytes; None when another key made the index."""
        polos = self._buka.update(indeks.bytes)
        return polos[:INTI] if polos.endswith(_NOL) else None


def _blok(inti: Sequence[bytes]) -> bytes:
    blok = b"".join(i[:INTI] + _NOL for i in inti)
    if len(blok) != 16 * len(inti):
        raise ValueError(f"an index is made of {INTI} bytes at least")
    return blok
