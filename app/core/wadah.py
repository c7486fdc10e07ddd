"""What a process owns once, and which adapter stands behind which port; filled by `app.rakitan`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Pengaturan
from app.core.crypto import Sandi
from app.core.db import Pabrik
from app.core.regu import Cadangan

P = TypeVar("P")


@dataclass
class Wadah:
    """The composition root's result, handed to requests, jobs and commands."""

    pengaturan: Pengaturan
    pabrik_sesi: Pabrik
    sandi: Sandi
    toko: Callable[[], object]
    cadangan: Cadangan = field(default_factory=Cadangan)
    _port: dict[Callable[..., object], Callable[..., object]] = field(default_factory=dict)

    objek = cached_property[Any](lambda wadah: wadah.toko())
    """The object store, opened when it is first asked for; who asks knows its type, here the library is not wanted."""

    # A port is only a key and is never made: `Callable[..., P]` takes a Protocol, `type[P]` wants a class to build.
    def pasang(self, port: Callable[..., P], pabrik: Callable[[AsyncSession, "Wadah"], P]) -> None:
        """Put an adapter's factory behind `port`; the last one wins, so that tests can replace it."""
        self._port[port] = pabrik

    def ambil(self, port: Callable[..., P], sesi: AsyncSession) -> P:
        """Return the adapter of `port` on this session.

        Raises:
            LookupError: nothing was wired, a fault of the composition root.
        """
        if port not in self._port:
            raise LookupError(f"nothing is wired behind {port}")
        return cast("P", self._port[port](sesi, self))
