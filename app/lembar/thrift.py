"""As much of Thrift's compact protocol as the footer of a Parquet file needs. Pure."""

from collections.abc import Sequence
from typing import Final

_I32: Final = 5
_I64: Final = 6
_BITA: Final = 8
_DAFTAR: Final = 9
_SUSUNAN: Final = 12
_PENDEK: Final = 15
_TUJUH_BIT: Final = 0x7F
_LANJUT: Final = 0x80
"""Set in each group of bits but the last."""


class Bulat32(int):
    """An integer of 32 bits; a plain `int` has 64."""


class Susunan:
    """A struct: fields by number, in rising order; None is left out."""

    def __init__(self, *bidang: tuple[int, "int | bytes | Sequence[object] | Susunan | None"]) -> None:
        self._bidang = bidang

    def tulis(self) -> bytes:
        """Return the struct's bytes."""
        keluar, lalu = bytearray(), 0
        for nomor, nilai in self._bidang:
            if nilai is None:
                continue
            keluar.append((nomor - lalu) << 4 | _jenis(nilai))
            keluar += _nilai(nilai)
            lalu = nomor
        keluar.append(0)
        return bytes(keluar)


def varint(n: int) -> bytes:
    """Return an unsigned integer in groups of seven bits, the lowest first."""
    keluar = bytearray()
    while n > _TUJUH_BIT:
        keluar.append(n & _TUJUH_BIT | _LANJUT)
        n >>= 7
    keluar.append(n)
    return bytes(keluar)


def _jenis(nilai: object) -> int:
    if isinstance(nilai, Bulat32):
        return _I32
    if isinstance(nilai, int):
        return _I64
    if isinstance(nilai, bytes):
        return _BITA
    return _SUSUNAN if isinstance(nilai, Susunan) else _DAFTAR


def _nilai(nilai: object) -> bytes:
    if isinstance(nilai, int):
        return varint(nilai << 1 if nilai >= 0 else (-nilai << 1) - 1)
    if isinstance(nilai, bytes):
        return varint(len(nilai)) + nilai
    if isinstance(nilai, Susunan):
        return nilai.tulis()
    assert isinstance(nilai, Sequence)
    jenis = _jenis(nilai[0]) if nilai else _SUSUNAN
    n = len(nilai)
    kepala = bytes([n << 4 | jenis]) if n < _PENDEK else bytes([0xF0 | jenis]) + varint(n)
    return kepala + b"".join(map(_nilai, nilai))
