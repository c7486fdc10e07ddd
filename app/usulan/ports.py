"""What usulan asks of a later stage, which implements it."""

from typing import Protocol

from app.core.ids import Ref


class PemadananPort(Protocol):
    """The match with the civil registry, kept by verval."""

    async def minta(self, ref: Ref) -> None:
        """Queue the match of a case that is complete, or that came to validation without a visit."""
        ...

    async def is_meninggal(self, ref: Ref) -> bool:
        """Return whether the last answer about this case's subject said that he died."""
        ...

    async def is_padan(self, ref: Ref) -> bool | None:
        """Return whether the case's present identity matches; None while there is no definite answer about it."""
        ...
