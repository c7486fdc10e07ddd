"""Jobs of objections."""

from collections.abc import Mapping
from typing import Any

from app.core.wadah import Wadah
from app.keberatan.tenggat import jaga


async def tenggat(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Remind daily, just after midnight in WIB, of objections that wait for an answer."""
    await jaga(wadah)
