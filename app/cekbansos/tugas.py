"""Background work of the lookup."""

from collections.abc import Mapping
from typing import Any

from app.cekbansos.service import CekService
from app.core.db import transaksi
from app.core.wadah import Wadah


async def bersihkan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Forget used challenges that have expired."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await CekService.rakit(sesi, wadah).bersihkan()
