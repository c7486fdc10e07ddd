"""Turn a template and its content into a PDF, in a thread of its own with a compiler that stays warm. No I/O."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Final, NamedTuple

from app.core.nanti import nanti
from app.surat.jenis import JenisSurat

_UTAS: Final = ThreadPoolExecutor(1, thread_name_prefix="surat")
"""One thread: the compiler is not shared between threads, and a letter takes a few milliseconds."""
_susun: Final[Callable[..., bytes]] = nanti("app.surat.susunan:susun")
"""The compiler weighs as much as a domain, and most processes print nothing."""


class Meterai(NamedTuple):
    """What makes a print verifiable: its code, the address that the QR code holds, and the digest of its content."""

    kode: str
    alamat: str
    sidik: str


async def cetak(jenis: JenisSurat, isi: Mapping[str, Any], *, pada: datetime, meterai: Meterai | None = None) -> bytes:
    """Return the letter as PDF.

    Args:
        jenis: which template.
        isi: what it reads, as JSON values.
        pada: the document's date.
        meterai: what a registered letter carries; None prints without QR code.
    """
    return await asyncio.get_running_loop().run_in_executor(_UTAS, _susun, jenis, dict(isi), pada, meterai)
