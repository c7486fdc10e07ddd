"""Forgets files that nobody applied, once an hour; apart from `tugas`, whose imports few workers need."""

from collections.abc import Mapping
from typing import Any

from app.core.db import transaksi
from app.core.wadah import Wadah
from app.impor.service import ImporService


async def rapikan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Forget files beyond their time."""
    lanjut = True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await ImporService(sesi, wadah).lupakan_habis() > 0
