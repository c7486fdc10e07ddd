"""The text of a refresh token: which login, which number in its row, and a MAC over both.

Nothing of it is stored, so a stolen database holds no session; and because the text follows from the number, a client
whose answer was lost gets the very same successor again.
"""

import base64
import binascii
import hmac
from typing import NamedTuple, Self
from uuid import UUID

from app.core.crypto import Sandi, Tujuan

_PANJANG = 52
_ISI = 36


class TokenSegarTeks(NamedTuple):
    """One refresh token, read."""

    akun_id: UUID
    sesi_id: UUID
    urutan: int

    def tulis(self, sandi: Sandi) -> str:
        """Return the text for the client."""
        isi = self.akun_id.bytes + self.sesi_id.bytes + self.urutan.to_bytes(4, "big")
        return base64.urlsafe_b64encode(isi + sandi.indeks(Tujuan.TOKEN, self._bahan()).bytes).rstrip(b"=").decode()

    @classmethod
    def baca(cls, teks: str, sandi: Sandi) -> Self | None:
        """Return what the text says if we wrote it, under whichever loaded key; else None."""
        try:
            bita = base64.b64decode(teks + "=" * (-len(teks) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if len(bita) != _PANJANG:
            return None
        satu = cls(UUID(bytes=bita[:16]), UUID(bytes=bita[16:32]), int.from_bytes(bita[32:_ISI], "big"))
        calon = sandi.indeks_calon(Tujuan.TOKEN, satu._bahan())
        return satu if any([hmac.compare_digest(c.bytes, bita[_ISI:]) for c in calon]) else None  # noqa: C419 - no early end

    def _bahan(self) -> str:
        return f"segar|{self.akun_id}|{self.sesi_id}|{self.urutan}"
