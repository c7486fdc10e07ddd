"""Forgets, once an hour, what the machinery keeps for a time: idempotent answers and counters.

Each domain forgets what it keeps itself, by a job of its own on the same clock (`app.daftar_tugas`).
"""

from collections.abc import Mapping
from typing import Any

from app.core import idempotensi, ratelimit
from app.core.wadah import Wadah


async def bersihkan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Delete expired keys with their answers, and counters of past windows."""
    await idempotensi.bersihkan(wadah)
    await ratelimit.bersihkan(wadah)
