"""Keep and return files: cleaned, then sealed under a key of their own before they leave the process."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore
from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek import pdf
from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanGambarAtauPdf,
    BerkasNotFound,
    PenyimpananTidakTersedia,
)
from app.berkas_objek.models import BerkasObjek
from app.berkas_objek.repository import BerkasObjekRepository
from app.core.clock import now
from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.nanti import nanti
from app.core.wadah import Wadah

JPEG: Final = "image/jpeg"
PDF: Final = "application/pdf"
_AWAL_PDF: Final = b"%PDF-"
TUGAS_HAPUS: Final = "berkas_objek.hapus"

_UTAS: Final = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) - 1), thread_name_prefix="gambar")
"""Decoding takes a core and tens of megabytes, so only so many run at once; the others wait outside the event loop."""
_olah: Final[Callable[..., bytes]] = nanti("app.berkas_objek.gambar:olah")


@dataclass(frozen=True, slots=True)
class Berkas:
    """A file as it is handed out."""

    media: str
    isi: bytes


@dataclass(frozen=True, slots=True)
class GambarBersih:
    """A picture that has been repainted already."""

    isi: bytes


async def bersihkan(data: bytes) -> GambarBersih:
    """Repaint an upload outside any transaction, so that no connection waits for the work.

    Raises:
        BerkasTerlaluBesar | BerkasBukanGambar | GambarRusak: as `gambar.olah` says.
    """
    return GambarBersih(await asyncio.get_running_loop().run_in_executor(_UTAS, _olah, data))


class BerkasObjekService:
    """The one door to the object store.

    The object is written before the row: a transaction that rolls back leaves bytes that nobody can open, never a row
    without its file.
    """

    def __init__(self, repo: BerkasObjekRepository, sandi: Sandi, objek: ObjectStore, sesi: AsyncSession) -> None:
        self._repo = repo
        self._sandi = sandi
        self._objek = objek
        self._sesi = sesi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(BerkasObjekRepository(sesi), wadah.sandi, wadah.objek, sesi)

    async def simpan_gambar(self, data: bytes | GambarBersih, *, pemilik: str, pelaku_id: UUID | None = None) -> UUID:
        """Repaint the picture as JPEG of at most 1600 pixels without metadata, keep it, and return its id.

        Args:
            data: the upload, or what `bersihkan` made of it.
            pemilik: the row that it belongs to, as `tabel/id`.
            pelaku_id: who uploaded it; None for somebody without an account.

        Raises:
            BerkasTerlaluBesar: more than 10 MB, or too many pixels.
            BerkasBukanGambar: no JPEG, PNG or WebP.
            GambarRusak: it cannot be read to its end.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        bersih = data if isinstance(data, GambarBersih) else await bersihkan(data)
        return await self._simpan(JPEG, bersih.isi, pemilik, pelaku_id)

    async def simpan_pdf(self, data: bytes, *, pemilik: str, pelaku_id: UUID | None = None) -> UUID:
        """Keep a PDF as it is and return its id.

        Raises:
            BerkasTerlaluBesar: more than 10 MB.
            BerkasBukanPdf: another file, or one with scripts, attachments or a password.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        pdf.periksa(data)
        return await self._simpan(PDF, data, pemilik, pelaku_id)

    async def simpan_foto_atau_pdf(self, data: bytes, *, pemilik: str, pelaku_id: UUID | None = None) -> UUID:
        """Keep what begins like a PDF as such and anything else as a picture, and return its id.

        Raises:
            BerkasBukanGambarAtauPdf: neither of the two.
            BerkasTerlaluBesar | BerkasBukanPdf | GambarRusak | PenyimpananTidakTersedia: as the two say.
        """
        if data.startswith(_AWAL_PDF):
            return await self.simpan_pdf(data, pemilik=pemilik, pelaku_id=pelaku_id)
        try:
            return await self.simpan_gambar(data, pemilik=pemilik, pelaku_id=pelaku_id)
        except BerkasBukanGambar:
            raise BerkasBukanGambarAtauPdf from None

    async def simpan_terbitan(self, data: bytes, *, pemilik: str, pelaku_id: UUID | None = None) -> UUID:
        """Keep a PDF of our own making, which needs no examination, and return its id.

        Raises:
            PenyimpananTidakTersedia: the object store does not answer.
        """
        return await self._simpan(PDF, data, pemilik, pelaku_id)

    async def baca(self, berkas_id: UUID) -> Berkas:
        """Return the opened file; whoever calls has decided that the actor may see it, and audits that.

        Raises:
            BerkasNotFound: unknown, or erased.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        baris = await self._repo.get(berkas_id)
        if baris is None or baris.kunci_data is None:
            raise BerkasNotFound
        try:
            hasil = await obstore.get_async(self._objek, letak(berkas_id))
            tertutup = bytes(await hasil.bytes_async())
        except (NotFoundError, FileNotFoundError):
            raise BerkasNotFound from None
        except (BaseError, OSError):
            raise PenyimpananTidakTersedia from None
        aad = _aad(berkas_id)
        return Berkas(baris.media, self._sandi.dekripsi(self._sandi.buka_kunci(baris.kunci_data, aad), tertutup, aad))

    async def hapus(self, berkas_id: UUID) -> None:
        """Erase a file: its key is gone with this transaction, its bytes follow by a job."""
        await self._repo.hancurkan_kunci(berkas_id)
        await enqueue(self._sesi, TUGAS_HAPUS, {"berkas_id": str(berkas_id)})

    async def _simpan(self, media: str, isi: bytes, pemilik: str, pelaku_id: UUID | None) -> UUID:
        berkas_id = id_baru()
        aad = _aad(berkas_id)
        terbungkus, kunci = self._sandi.kunci_data_baru(aad)
        try:
            await obstore.put_async(self._objek, letak(berkas_id), self._sandi.enkripsi(kunci, isi, aad))
        except (BaseError, OSError):
            raise PenyimpananTidakTersedia from None
        await self._repo.add(
            BerkasObjek(
                id=berkas_id,
                pemilik=pemilik,
                pelaku_id=pelaku_id,
                media=media,
                ukuran=len(isi),
                kunci_data=terbungkus,
                created_at=now(),
            )
        )
        return berkas_id


def letak(berkas_id: UUID) -> str:
    """Return the object's path; the last byte of the id is random and spreads the folders."""
    return f"{berkas_id.hex[-2:]}/{berkas_id}"


def _aad(berkas_id: UUID) -> bytes:
    return f"dtks/berkas_objek/{berkas_id}".encode()
