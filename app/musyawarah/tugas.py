"""The daily look at villages that should have met."""

from collections.abc import Mapping
from typing import Any

from app.core.wadah import Wadah
from app.musyawarah.keteraturan import ingatkan


async def ingatkan_desa(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """At 06.30 WIB tell of overdue meetings; run again, it tells nobody twice."""
    await ingatkan(wadah)
