"""The keyed mark of a name's word: 32 bits of its blind index. Enough inside a village, useless outside the key."""

from app.cekbansos.pencocokan import Penanda
from app.core.crypto import Sandi, Tujuan

_BIT = 32


def penanda(sandi: Sandi) -> Penanda:
    """Return the function that marks a word, as a signed 32-bit integer."""

    def tandai(teks: str) -> int:
        angka = sandi.indeks(Tujuan.NAMA, teks).int >> (128 - _BIT)
        return angka - (1 << _BIT) if angka >> (_BIT - 1) else angka

    return tandai
