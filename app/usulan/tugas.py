"""Jobs of usulan by the clock."""

from collections.abc import Mapping
from typing import Any, Final

from app.core.jobs import tugas
from app.core.wadah import Wadah
from app.usulan.tenggat import jaga

TUGAS_TENGGAT: Final = "usulan.tenggat"
PAGI: Final = "5 23 * * *"
"""23.05 UTC is 06.05 WIB: the day's reminders are there when the offices open."""


@tugas(TUGAS_TENGGAT, berkala=PAGI)
async def tenggat(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Remind of what is due, let lapse what nobody moved on, tell officers what is overdue."""
    await jaga(wadah)
