"""Text that a person reads, in the two languages in which every message exists."""

from typing import NamedTuple


class Teks(NamedTuple):
    """One message in Bahasa Indonesia (`id`) and in English (`en`)."""

    id: str
    en: str

    def dalam(self, bahasa: str) -> str:
        """Return the message in `bahasa` (`"en"`, anything else is Indonesian)."""
        return self.en if bahasa == "en" else self.id
