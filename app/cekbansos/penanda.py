"""The keyed mark of a name's word: 32 bits of its blind index. Enough inside a village, useless outside the key."""

from app.cekbansos.pencocokan import Penanda
from app.core.crypto import Sandi, Tujuan

_BITA = 4


def penanda(sandi: Sandi) -> Penanda:
    """Return the function that marks a word, as a signed 32-bit integer."""

    def tandai(teks: str) -> int:
        return int.from_bytes(sandi.sidik(Tujuan.NAMA, teks)[:_BITA], "big", signed=True)

    return tandai
