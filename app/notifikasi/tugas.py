"""Sends what waits in the outbox, and forgets old messages of the inboxes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.db import transaksi
from app.core.wadah import Wadah
from app.notifikasi.kotak_masuk import KotakMasukService
from app.notifikasi.service import antarkan


async def kirim(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Send one message; the queue repeats it with growing delay while the server does not take it."""
    await antarkan(wadah, UUID(muatan["pesan_id"]))


async def bersihkan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Delete messages of inboxes that are older than the setting says."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await KotakMasukService.rakit(sesi, wadah).lupakan(wadah.pengaturan.tenggat.hari_simpan_kabar)
