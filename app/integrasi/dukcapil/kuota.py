"""The day's questions to the civil registration, counted for all processes together; the contract counts in WIB."""

from collections.abc import Awaitable, Callable
from typing import Final

from app.core.clock import hari_ini
from app.core.galat_umum import TerlaluSering
from app.core.ratelimit import pakai
from app.core.wadah import Wadah

_SEHARI: Final = 86_400


def kuota_bersama(wadah: Wadah) -> Callable[[], Awaitable[bool]]:
    """Return what uses up one question of today and tells whether there was one left."""

    async def ambil() -> bool:
        batas = wadah.pengaturan.dukcapil.kuota_per_hari
        try:
            # The counter's own window is a UTC day; the date in its name makes it a WIB day.
            await pakai(wadah, "dukcapil", hari_ini().isoformat(), batas, _SEHARI)
        except TerlaluSering:
            return False
        return True

    return ambil
