"""Draws that do not depend on the order in which they are made."""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from app.pelatihan.sampel import Riil

Tanggal = NDArray[np.datetime64]


@dataclass(frozen=True)
class Sumber:
    """A stream of its own for every name, within one part of the nation and one seed.

    So the same family has the same members in every format, and the same answers where two instruments ask the same.
    """

    benih: int
    potongan: int

    def __call__(self, nama: str) -> np.random.Generator:
        """Return the stream of this name, always from its beginning."""
        return np.random.Generator(np.random.PCG64([self.benih, self.potongan, crc32(nama.encode())]))

    def seragam(self, nama: str, n: int) -> Riil:
        """Return `n` uniform numbers of the stream of this name."""
        hasil: Riil = self(nama).random(n)
        return hasil
