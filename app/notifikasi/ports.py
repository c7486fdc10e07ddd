"""What the outbox needs of the outside world."""

from typing import Protocol


class SuratDitolak(Exception):
    """The mail server refuses this message for good; trying again is pointless."""


class PengirimSurel(Protocol):
    """Port: hands one e-mail to a mail server."""

    async def kirim(self, *, kepada: str, subjek: str, badan: str, pesan_id: str) -> None:
        """Send it; `pesan_id` stays the same over retries, so that a repeated message can be recognised.

        Raises:
            SuratDitolak: refused for good.
            OSError: not now; try again.
        """
        ...
