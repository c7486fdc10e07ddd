"""The CRC-32 of two texts one after the other from those of each: Mark Adler's method of zlib's `crc32_combine`."""

from functools import cache, reduce
from typing import Final

_POLINOM: Final = 0xEDB88320
_BIT: Final = 32
_BITA: Final = 3
"""2^3 bits are a byte."""


def gabung(pertama: int, kedua: int, panjang_kedua: int) -> int:
    """Return the CRC-32 of a text that begins with one of CRC `pertama` and goes on with one of CRC `kedua`.

    Appending n zero bytes is linear over GF(2): a product of the matrices of 1, 2, 4 ... bytes.
    """
    hasil, pangkat = pertama, _BITA
    while panjang_kedua:
        if panjang_kedua & 1:
            hasil = _kali(_matriks(pangkat), hasil)
        panjang_kedua >>= 1
        pangkat += 1
    return hasil ^ kedua


@cache
def _matriks(pangkat: int) -> tuple[int, ...]:
    """Return what 2^pangkat zero bits do to each bit of a CRC."""
    if pangkat == 0:
        return (_POLINOM, *(1 << n for n in range(_BIT - 1)))
    separuh = _matriks(pangkat - 1)
    return tuple(_kali(separuh, kolom) for kolom in separuh)


def _kali(matriks: tuple[int, ...], vektor: int) -> int:
    return reduce(lambda a, b: a ^ b, (m for n, m in enumerate(matriks) if vektor >> n & 1), 0)
