"""Where rows are read and families worked out: processes of one stage, or this one where none are set."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

from app.core.regu import Regu
from app.impor.pekerja import Bekal, Pengolah, Permintaan, siapkan

P = ParamSpec("P")
T = TypeVar("T")
_MODUL: Final = "app.impor.anak"


class Kolam:
    """Does the pieces of work of one stage; a context manager. The next stage's processes never stand beside them."""

    def __init__(self, bekal: Bekal, proses: int) -> None:
        self.lebar = max(1, proses)
        self._regu = Regu[Permintaan, Any](_MODUL, bekal, proses)
        self._olah: Callable[[Permintaan], Awaitable[Any]] = self._regu.kerjakan if proses else _di_sini(bekal)
        self._janji: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        await self._regu.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go of what nobody waits for any more, and wait until the processes are gone."""
        for janji in self._janji:
            janji.cancel()
        await asyncio.gather(*self._janji, return_exceptions=True)
        await self._regu.__aexit__()

    def kerjakan(self, fungsi: Callable[Concatenate[Pengolah, P], T], *isi: P.args, **_: P.kwargs) -> asyncio.Task[T]:
        """Start a piece of work, whose arguments go by position."""
        janji = asyncio.create_task(self._kerjakan(fungsi, isi))
        self._janji.add(janji)
        janji.add_done_callback(self._janji.discard)
        return janji

    async def _kerjakan(self, fungsi: Callable[..., T], isi: tuple[Any, ...]) -> T:
        hasil: T = await self._olah(Permintaan(fungsi, isi))
        return hasil


def _di_sini(bekal: Bekal) -> Callable[[Permintaan], Awaitable[object]]:
    olah = siapkan(bekal)

    async def kerjakan(satu: Permintaan) -> object:
        return olah(satu)

    return kerjakan
