"""Jobs of double records; each step is its own transaction, so a killed worker loses one step and repeats it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.db import transaksi
from app.core.jobs import tugas
from app.core.wadah import Wadah
from app.duplikat.pencarian import TUGAS_CARI, PencarianService


@tugas(TUGAS_CARI)
async def cari(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Search a kab/kota, a village per transaction."""
    pencarian_id, lanjut = UUID(muatan["pencarian_id"]), True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PencarianService.rakit(sesi, wadah).lanjutkan(pencarian_id)
