"""Jobs of double records; each step is its own transaction, so a killed worker loses one step and repeats it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.db import sqlstate, transaksi
from app.core.wadah import Wadah
from app.duplikat.models import SebabTerhenti
from app.duplikat.pencarian import PencarianService

_TAK_TERSAMBUNG: Final = (OSError, PoolTimeout)
"""What a database that does not answer looks like; `TimeoutError` is an OSError."""


async def cari(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Search a kab/kota, a village per transaction; the queue tries again what fails, until the search has stopped."""
    pencarian_id = UUID(muatan["pencarian_id"])
    try:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PencarianService.rakit(sesi, wadah).mulai(pencarian_id)
        while lanjut:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                lanjut = await PencarianService.rakit(sesi, wadah).lanjutkan(pencarian_id)
    except Exception as galat:
        is_basis_data = sqlstate(galat) is not None or isinstance(galat, _TAK_TERSAMBUNG)
        sebab = SebabTerhenti.BASIS_DATA if is_basis_data else SebabTerhenti.GALAT_PROGRAM
        async with transaksi(wadah.pabrik_sesi) as sesi:
            is_terhenti = await PencarianService.rakit(sesi, wadah).gagal(pencarian_id, sebab)
        if not is_terhenti:
            raise
