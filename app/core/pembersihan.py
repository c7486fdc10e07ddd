"""Forgets, once an hour, what the machinery keeps for a time: idempotent answers and counters.

Each domain registers what it keeps itself beside its other jobs, on the same clock.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.core import idempotency, ratelimit
from app.core.jobs import tugas
from app.core.wadah import Wadah

TIAP_JAM: Final = "17 * * * *"


@tugas("core.pembersihan", berkala=TIAP_JAM)
async def bersihkan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Delete expired keys with their answers, and counters of past windows."""
    await idempotency.bersihkan(wadah)
    await ratelimit.bersihkan(wadah)
