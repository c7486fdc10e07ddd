"""Loads the published regions into the database: idempotent, in seconds, from the file inside the package."""

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.wilayah.errors import KodeWilayahTidakSah
from app.wilayah.kode import KodeWilayah
from app.wilayah.nama import lipat_wilayah
from app.wilayah.repository import WilayahRepository

_BPS: Final = re.compile(r"[0-9]{2,10}")
_KOLOM_BPS: Final = 2
SUMBER: Final = "Kepmendagri 300.2.2-2138/2025"
"""The decree whose regions the file holds; see `data/NOTICE.txt` for where it comes from."""


class HasilMuat(NamedTuple):
    """How many codes were new and how many had another name before."""

    baru: int
    berubah: int


class HasilBps(NamedTuple):
    """How many regions have a BPS code from the file now, and which codes of the file are no regions."""

    terisi: int
    tak_dikenal: list[str]


def baca_berkas() -> Iterator[tuple[KodeWilayah, str]]:
    """Yield code and official name of every region, superiors before what lies in them."""
    isi = gzip.decompress(resources.files("app.wilayah").joinpath("data/wilayah.csv.gz").read_bytes())
    baris = csv.reader(io.StringIO(isi.decode(), newline=""))
    next(baris)
    for kode, nama in baris:
        yield KodeWilayah(kode), nama


def baca_bps(berkas: Iterable[str]) -> Iterator[tuple[KodeWilayah, str]]:
    """Yield region code and BPS code of each line of a CSV with the columns `kode` and `kode_bps`.

    Raises:
        ValueError: another header, or a code that is none; names the line.
    """
    for n, baris in enumerate(csv.reader(berkas), 1):
        if n == 1:
            if baris != ["kode", "kode_bps"]:
                raise ValueError("line 1: the columns must be kode,kode_bps")
            continue
        if len(baris) != _KOLOM_BPS or not _BPS.fullmatch(baris[1]):
            raise ValueError(f"line {n}: no BPS code")
        try:
            yield KodeWilayah(baris[0]), baris[1]
        except KodeWilayahTidakSah:
            raise ValueError(f"line {n}: no region code") from None


async def muat_bps(sesi: AsyncSession, daftar: Iterable[tuple[KodeWilayah, str]]) -> HasilBps:
    """Write BPS codes beside the regions in the caller's transaction; a second run changes nothing.

    BPS and Kemendagri number the same places differently, so the codes come from BPS and are never derived.
    """
    isi = dict(daftar)
    dikenal = await WilayahRepository(sesi).isi_bps([*isi], [*isi.values()])
    return HasilBps(len(dikenal), sorted(isi.keys() - set(dikenal)))


async def muat(sesi: AsyncSession) -> HasilMuat:
    """Bring the file into the table in the caller's transaction.

    Names that an administrator set and codes that have ended are left alone, so a second run changes nothing.
    """
    baris = (
        (kode, nama, lipat_wilayah(nama, kode.jenis), kode.tingkat, kode.jenis, kode.induk)
        for kode, nama in baca_berkas()
    )
    return HasilMuat(*await WilayahRepository(sesi).muat(baris))
