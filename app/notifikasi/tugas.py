"""Sends what waits in the outbox."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.jobs import tugas
from app.core.wadah import Wadah
from app.notifikasi.service import TUGAS_KIRIM, antarkan


@tugas(TUGAS_KIRIM)
async def kirim(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Send one message; the queue repeats it with growing delay while the server does not take it."""
    await antarkan(wadah, UUID(muatan["pesan_id"]))
