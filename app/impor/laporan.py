"""The account of an import as a file: one line for every remark on a row, by row number, without any value of the row.

It holds nothing personal, so it needs no sealing; column names come from the format, not from the file.
"""

import tempfile
from collections.abc import AsyncIterator, Sequence
from typing import Final
from uuid import UUID

from app.core.db import transaksi
from app.core.wadah import Wadah
from app.impor.alur import TahapImpor
from app.impor.kode import ARTI
from app.impor.models import CatatanImpor
from app.impor.repository import ImporRepository
from app.lembar.entitas import BentukBerkas, Jenis, Kolom, Nilai, Penulis, Ringkas
from app.lembar.penulis import penulis

KOLOM: Final = (
    Kolom("baris", Jenis.BULAT),
    Kolom("hasil"),
    Kolom("kode"),
    Kolom("kolom", Jenis.TEKS),
    Kolom("pesan", Jenis.TEKS),
    Kolom("saran", Jenis.TEKS),
)
_PER_PENGGAL: Final = 5_000


def penulis_laporan(bentuk: BentukBerkas) -> Penulis:
    """Return the writer of an account."""
    return penulis(bentuk, KOLOM)


async def alirkan(wadah: Wadah, impor_id: UUID, tahap: Sequence[TahapImpor], tulis: Penulis) -> AsyncIterator[bytes]:
    """Yield the file; pieces wait in a temporary file, because the frame of a workbook needs to know them all."""
    with tempfile.TemporaryFile() as tampung:
        ringkas = []
        async for halaman in _halaman(wadah, impor_id, tahap):
            penggal = tulis.penggal([[_baris(c)] for c in halaman])
            tampung.write(penggal.isi)
            ringkas.append(Ringkas(penggal.baris, len(penggal.isi), penggal.catatan))
        tampung.seek(0)
        berikut = 0
        for n, rangka in tulis.rangka(ringkas, {}):
            while berikut < min(n, len(ringkas)):
                yield tampung.read(ringkas[berikut].ukuran)
                berikut += 1
            yield rangka
        while berikut < len(ringkas):
            yield tampung.read(ringkas[berikut].ukuran)
            berikut += 1


async def _halaman(wadah: Wadah, impor_id: UUID, tahap: Sequence[TahapImpor]) -> AsyncIterator[Sequence[CatatanImpor]]:
    sesudah = (0, -1)
    while True:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            isi = await ImporRepository(sesi).catatan(impor_id, tahap, sesudah, _PER_PENGGAL)
        if not isi:
            return
        yield isi
        sesudah = (isi[-1].baris, isi[-1].urut)


def _baris(c: CatatanImpor) -> list[Nilai]:
    arti = ARTI[c.kode]
    return [c.baris, c.hasil.value, c.kode, c.kolom, arti.pesan.id, arti.saran.id]
