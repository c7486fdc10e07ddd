"""What usulan asks of a later stage, which implements it."""

from typing import Protocol

from app.core.ids import Ref


class PemadananPort(Protocol):
    """The match with the civil registry, kept by verval."""

    async def minta(self, ref: Ref) -> None:
        """Queue the match of a case that came to validation without a visit."""
        ...

    async def is_meninggal(self, ref: Ref) -> bool:
        """Return whether the last answer about this case's subject said that he died."""
        ...
