"""Jobs of contests by the clock."""

from collections.abc import Mapping
from typing import Any

from app.core.wadah import Wadah
from app.sanggah.tenggat import jaga


async def tenggat(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """At 06.10 WIB tell officers of overdue contests."""
    await jaga(wadah)
