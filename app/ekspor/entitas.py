"""What the service of exports hands out."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from app.ekspor.kode import StatusEkspor
from app.ekspor.models import Ekspor


class Kemajuan(NamedTuple):
    """Ranges in all and done, families and rows in those that are done."""

    bagian: int = 0
    selesai: int = 0
    jumlah: int = 0
    baris: int = 0


class EksporLengkap(NamedTuple):
    """An export, where it stands and how far it is."""

    ekspor: Ekspor
    status: StatusEkspor
    kemajuan: Kemajuan


class Unduhan(NamedTuple):
    """A file that is fetched: opened part by part."""

    nama: str
    media: str
    ukuran: int
    aliran: AsyncIterator[bytes]
