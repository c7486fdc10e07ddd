"""What the regions ask of later domains."""

from collections.abc import Collection
from datetime import date
from typing import Protocol


class PemakaiWilayah(Protocol):
    """Port: who keeps rows under region codes; implemented by `keluarga`."""

    async def is_beralih(self, lama: str, baru: Collection[str], sejak: date) -> bool:
        """Return whether anything was put under the successors `baru` of the code `lama` since the day."""
        ...
