"""The stored file as a stream of blocks: pieces opened one after the other, in memory that does not grow with them."""

import io
from collections.abc import AsyncIterator, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from obstore.store import ObjectStore

from app.berkas_objek import potongan
from app.berkas_tabel.alir import Blok, KeUtf8, Pemotong
from app.core.crypto import Sandi
from app.impor.models import BagianImpor


class Terbaca(NamedTuple):
    """How far a stream was read before: block, row and position."""

    nomor: int
    baris: int
    sampai: int


_SUAP: Final = 1 << 20
"""Bytes that are cut into lines at a time: lines need several times their bytes."""
AWAL = Terbaca(-1, 0, 0)


def aad(impor_id: UUID, mulai: int) -> bytes:
    """Return what binds a piece to its place in its file."""
    return f"dtks/impor/{impor_id}/{mulai}".encode()


class Aliran:
    """Reads the pieces of one file."""

    def __init__(self, objek: ObjectStore, kunci: bytes, impor_id: UUID, bagian: Sequence[BagianImpor]) -> None:
        self._objek = objek
        self._kunci = kunci
        self._id = impor_id
        self._bagian = bagian

    async def potongan(self, dari: int = 0) -> AsyncIterator[bytes]:
        """Yield the file from a position on."""
        for b in self._bagian:
            if b.mulai + b.ukuran > dari:
                isi = Sandi.dekripsi(self._kunci, await potongan.baca(self._objek, b.objek_id), aad(self._id, b.mulai))
                yield isi[max(0, dari - b.mulai) :]

    async def awal(self, sebanyak: int) -> bytes:
        """Return the beginning of the file."""
        hasil = b""
        async for isi in self.potongan():
            hasil += isi
            if len(hasil) >= sebanyak:
                break
        return hasil[:sebanyak]

    async def utuh(self) -> io.BytesIO:
        """Return the whole file, which is small enough."""
        penampung = io.BytesIO()
        async for isi in self.potongan():
            penampung.write(isi)
        penampung.seek(0)
        return penampung

    async def blok(
        self, pengodean: str, bom: int, pemisah: str, sebanyak: int, terbaca: Terbaca
    ) -> AsyncIterator[Blok]:
        """Yield the blocks of a text that come after what was read; positions are those of the transcoded stream."""
        is_utf16 = pengodean.startswith("utf-16")
        pemotong = Pemotong(sebanyak, pemisah, nomor=terbaca.nomor + 1, baris=terbaca.baris + 1, dari=terbaca.sampai)
        # What is transcoded has positions of its own, so it is read from the beginning again.
        lewati, alih = (terbaca.sampai, KeUtf8(pengodean, bom)) if is_utf16 else (0, KeUtf8(pengodean, 0))
        async for isi in self.potongan(0 if is_utf16 else bom + terbaca.sampai):
            for awal in range(0, len(isi), _SUAP):
                utf8 = alih.tambah(isi[awal : awal + _SUAP])
                sisa, lewati = utf8[lewati:], max(0, lewati - len(utf8))
                for blok in pemotong.tambah(sisa):
                    yield blok
        for blok in pemotong.selesai():
            yield blok
