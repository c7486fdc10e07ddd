"""The only reader of the clock, so that tests can freeze it and every deadline means the same day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
"""Windows and cut-offs are national and counted in WIB."""


def now() -> datetime:
    """Return the present instant in UTC, timezone-aware."""
    return datetime.now(UTC)  # noqa: TID251 - this module is the one place


def hari_ini() -> date:
    """Return today's date in WIB, the zone in which periods and deadlines are counted."""
    return now().astimezone(WIB).date()


def umur_pada(lahir: date, hari: date) -> int:
    """Return the age in whole years on a day; negative before the birth."""
    return hari.year - lahir.year - ((hari.month, hari.day) < (lahir.month, lahir.day))
