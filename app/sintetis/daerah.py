"""Where the families live: the real villages, in proportion to the population of their provinsi.

Inside a provinsi a kelurahan is larger than a desa, and villages of a kind differ by a factor that depends on their
code alone: a village is as large in every nation, whatever the seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from statistics import NormalDist
from typing import Final
from zlib import crc32

import numpy as np

from app.pelatihan.sampel import Bulat, Riil
from app.sintetis.kosakata import data
from app.wilayah.kode import KodeWilayah
from app.wilayah.muat import baca_berkas

_KELURAHAN: Final = 2.4
"""Population of a kelurahan over that of a desa; an assumption."""
_SEBARAN: Final = 0.6
_PER_POTONGAN: Final = 8_000
"""Families of a part, about; a part holds whole kecamatan, because numbers are dealt inside one."""
_KECAMATAN, _DESA = 8, 13
"""Characters of the codes of a kecamatan and of a village."""
_KELURAHAN_AWAL: Final = "1"
"""Digit with which the village part of a kelurahan begins (Permendagri 58/2021)."""


class WilayahKosong(ValueError):
    """No village lies in the region that was asked for."""


@dataclass(frozen=True)
class Potongan:
    """Some neighbouring kecamatan: their villages and how many families each of them gets."""

    nomor: int
    awal: int
    desa: tuple[str, ...]
    keluarga: tuple[int, ...]

    @property
    def jumlah(self) -> int:
        """Families of the part; the first has the number `awal` in the nation."""
        return sum(self.keluarga)


@cache
def semua_wilayah() -> tuple[tuple[KodeWilayah, str], ...]:
    """Return code and name of every region; the file is read once in a process."""
    return tuple(baca_berkas())


@cache
def semua_desa() -> tuple[tuple[str, bool], ...]:
    """Return every village, in the order of the codes, and whether it is a kelurahan."""
    desa = (k for k, _ in semua_wilayah() if len(k) == _DESA)
    return tuple(sorted((str(k), k[_KECAMATAN + 1] == _KELURAHAN_AWAL) for k in desa))


@cache
def semua_kecamatan() -> tuple[str, ...]:
    """Return the six digits of every kecamatan, in order."""
    return tuple(dict.fromkeys(d[:_KECAMATAN].replace(".", "") for d, _ in semua_desa()))


def sebar(keluarga: int, wilayah: str = "") -> Iterator[Potongan]:
    """Yield the parts of the nation, or of one region, that hold exactly `keluarga` families together.

    Raises:
        WilayahKosong: the region is unknown.
        KodeWilayahTidakSah: it is no region code.
    """
    depan = f"{KodeWilayah(wilayah)}" if wilayah else ""
    desa = [(d, k) for d, k in semua_desa() if d.startswith(depan)]
    if not desa:
        raise WilayahKosong(f"--wilayah {wilayah}: no such region")
    jumlah = _bagi(_bobot(desa), keluarga)
    awal = nomor = mulai = 0
    for akhir in _batas([d for d, _ in desa], jumlah):
        isi = [(d, int(n)) for (d, _), n in zip(desa[mulai:akhir], jumlah[mulai:akhir], strict=True) if n]
        if isi:
            p = Potongan(nomor, awal, tuple(d for d, _ in isi), tuple(n for _, n in isi))
            yield p
            awal, nomor = awal + p.jumlah, nomor + 1
        mulai = akhir


def _bobot(desa: Sequence[tuple[str, bool]]) -> Riil:
    """Return the weight of every village; those of a provinsi add up to its population."""
    jiwa, normal = data("penduduk")["ribu_jiwa"], NormalDist()
    ukuran = np.array(
        [(_KELURAHAN if k else 1.0) * exp(_SEBARAN * normal.inv_cdf((crc32(d.encode()) + 1) / 2**32)) for d, k in desa]
    )
    provinsi = np.array([int(d[:2]) for d, _ in desa])
    penuh = np.bincount([int(d[:2]) for d, _ in semua_desa()], minlength=100)
    ada = np.bincount(provinsi, minlength=100)
    isi = np.bincount(provinsi, weights=ukuran, minlength=100)
    pangsa = np.array([jiwa.get(str(p), 0.0) * ada[p] / penuh[p] if penuh[p] else 0.0 for p in range(100)])
    hasil: Riil = ukuran * pangsa[provinsi] / isi[provinsi]
    return hasil


def _bagi(bobot: Riil, jumlah: int) -> Bulat:
    """Deal `jumlah` in proportion, in whole numbers: each gets its share rounded up or down, together exactly all."""
    batas = np.floor(np.cumsum(bobot) / bobot.sum() * jumlah + 0.5).astype(np.int64)
    batas[-1] = jumlah
    hasil: Bulat = np.diff(batas, prepend=0)
    return hasil


def _batas(desa: Sequence[str], jumlah: Bulat) -> Iterator[int]:
    """Yield where the parts end: behind a kecamatan, as soon as there are families enough."""
    isi = 0
    for n, d in enumerate(desa):
        isi += int(jumlah[n])
        if n + 1 == len(desa) or (isi >= _PER_POTONGAN and desa[n + 1][:_KECAMATAN] != d[:_KECAMATAN]):
            yield n + 1
            isi = 0
