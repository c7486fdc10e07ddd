"""Pieces of files that are not complete yet: sealed ciphertext in the object store, forgotten when they are old."""

from datetime import datetime
from typing import Final
from uuid import UUID

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore

from app.berkas_objek.errors import BerkasNotFound, PenyimpananTidakTersedia

_FOLDER: Final = "sementara"


async def simpan(objek: ObjectStore, objek_id: UUID, tertutup: bytes) -> None:
    """Keep a sealed piece under a name that nothing else has.

    Raises:
        PenyimpananTidakTersedia: the object store does not answer.
    """
    try:
        await obstore.put_async(objek, _letak(objek_id), tertutup)
    except (BaseError, OSError):
        raise PenyimpananTidakTersedia from None


async def baca(objek: ObjectStore, objek_id: UUID) -> bytes:
    """Return a sealed piece.

    Raises:
        BerkasNotFound: it is gone.
        PenyimpananTidakTersedia: the object store does not answer.
    """
    try:
        return bytes(await (await obstore.get_async(objek, _letak(objek_id))).bytes_async())
    except (NotFoundError, FileNotFoundError):
        raise BerkasNotFound from None
    except (BaseError, OSError):
        raise PenyimpananTidakTersedia from None


async def sapu(objek: ObjectStore, sebelum: datetime) -> int:
    """Delete pieces older than that, wanted or not, and return how many: their uploads have expired."""
    lama = [
        benda["path"]
        for halaman in [h async for h in obstore.list(objek, prefix=_FOLDER)]
        for benda in halaman
        if benda["last_modified"] < sebelum
    ]
    for letak in lama:
        await obstore.delete_async(objek, letak)
    return len(lama)


async def hapus(objek: ObjectStore, objek_id: UUID) -> None:
    """Delete a piece; one that is gone is done."""
    try:
        await obstore.delete_async(objek, _letak(objek_id))
    except (NotFoundError, FileNotFoundError):
        return


def _letak(objek_id: UUID) -> str:
    return f"{_FOLDER}/{objek_id.hex[-2:]}/{objek_id}"
