"""Loads the published regions into the database: idempotent, in seconds, from the file inside the package."""

import csv
import gzip
import io
from collections.abc import Iterator
from importlib import resources
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.wilayah.kode import KodeWilayah
from app.wilayah.nama import lipat_wilayah
from app.wilayah.repository import WilayahRepository

SUMBER: Final = "Kepmendagri 300.2.2-2138/2025"
"""The decree whose regions the file holds; see `data/NOTICE.txt` for where it comes from."""


class HasilMuat(NamedTuple):
    """How many codes were new and how many had another name before."""

    baru: int
    berubah: int


def baca_berkas() -> Iterator[tuple[KodeWilayah, str]]:
    """Yield code and official name of every region, superiors before what lies in them."""
    isi = gzip.decompress(resources.files("app.wilayah").joinpath("data/wilayah.csv.gz").read_bytes())
    baris = csv.reader(io.StringIO(isi.decode(), newline=""))
    next(baris)
    for kode, nama in baris:
        yield KodeWilayah(kode), nama


async def muat(sesi: AsyncSession) -> HasilMuat:
    """Bring the file into the table in the caller's transaction.

    Names that an administrator set and codes that have ended are left alone, so a second run changes nothing.
    """
    baris = (
        (kode, nama, lipat_wilayah(nama, kode.jenis), kode.tingkat, kode.jenis, kode.induk)
        for kode, nama in baca_berkas()
    )
    return HasilMuat(*await WilayahRepository(sesi).muat(baris))
