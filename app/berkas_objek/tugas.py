"""Removes the bytes of erased files."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import obstore
from obstore.exceptions import NotFoundError

from app.berkas_objek.service import letak
from app.core.wadah import Wadah


async def hapus(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Delete one object; its key is destroyed already, and an object that is gone is done."""
    try:
        await obstore.delete_async(wadah.objek, letak(UUID(muatan["berkas_id"])))
    except (NotFoundError, FileNotFoundError):
        return
