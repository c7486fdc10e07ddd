"""Forgets used-up codes and ended logins once an hour; apart from `tugas`, whose imports few workers need."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from app.akun.repository import AkunRepository, SesiRepository
from app.akun.repository_bukti import BuktiRepository
from app.core.clock import now
from app.core.db import transaksi
from app.core.wadah import Wadah

_TENGGANG: Final = timedelta(days=1)
"""An ended login outlives its last access token by far."""


async def bersihkan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Delete expired codes, addresses that were long not seen, and logins that can no longer be continued."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await AkunRepository(sesi).hapus_habis(now())
        await BuktiRepository(sesi).hapus_kode_habis(now())
        await SesiRepository(sesi).hapus_habis(now() - _TENGGANG)
