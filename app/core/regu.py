"""Processes that calculate beside the event loop: each is one module that answers requests, see `anak`.

`multiprocessing` would import the parent's main module into each, and so the whole command line. These import what
they need, and are at work in a fraction of the time.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from multiprocessing.reduction import ForkingPickler
from typing import Any, Final, Generic, Self, TypeVar

from app.core.anak import PANJANG, bungkus

P = TypeVar("P")
T = TypeVar("T")
_SEKALI_BACA: Final = 1 << 20


class AnakMati(RuntimeError):
    """A child ended while it was wanted; what it said stands in the log."""


class Regu(Generic[P, T]):
    """Children of one job at a time; a context manager. They are lent out one request at a time.

    Args:
        modul: calls `anak.layani`.
        bekal: what each child is given once, keys for example: it travels over the pipe, not through the environment.
        sebanyak: how many.
    """

    def __init__(self, modul: str, bekal: object, sebanyak: int) -> None:
        self._modul = modul
        self._bekal = bungkus(bekal)
        self._sebanyak = sebanyak
        self._semua: list[Process] = []
        self._bebas: asyncio.Queue[Process] = asyncio.Queue()

    @property
    def jenis(self) -> tuple[str, bytes, int]:
        """What teams have in common that can stand in for each other."""
        return self._modul, self._bekal, self._sebanyak

    @property
    def is_utuh(self) -> bool:
        """Return whether all its children live."""
        return all(anak.returncode is None for anak in self._semua)

    async def __aenter__(self) -> Self:
        try:
            for _ in range(self._sebanyak):
                await self._tambah()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def _tambah(self) -> None:
        anak = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", self._modul), stdin=PIPE, stdout=PIPE, limit=_SEKALI_BACA
        )
        self._semua.append(anak)
        _tulis(anak, self._bekal)
        self._bebas.put_nowait(anak)

    async def __aexit__(self, *_: object) -> None:
        for anak in self._semua:
            _bunuh(anak)
        await asyncio.gather(*(anak.wait() for anak in self._semua))

    async def kerjakan(self, isi: P) -> T:
        """Let a child answer.

        Raises:
            AnakMati: it ended instead.
        """
        bita = bungkus(isi)  # while all are at work still: who is free waits for nothing
        anak = await self._bebas.get()
        try:
            _tulis(anak, bita)
            del bita
            return await self._jawaban(anak)
        except (ConnectionError, asyncio.IncompleteReadError):
            raise AnakMati(f"{self._modul}: exit code {await anak.wait()}") from None
        except BaseException:
            _bunuh(anak)  # what it still answers would be taken for the answer to the next request
            raise
        finally:
            self._bebas.put_nowait(anak)

    async def _jawaban(self, anak: Process) -> T:
        assert anak.stdin is not None
        assert anak.stdout is not None
        await anak.stdin.drain()
        panjang = int.from_bytes(await anak.stdout.readexactly(PANJANG), "big")
        hasil: T = ForkingPickler.loads(await anak.stdout.readexactly(panjang))
        return hasil


class Cadangan:
    """Teams of this process that rest between two jobs, so that the next one need not wait until children are at work.

    A team rests alone of its kind: who comes while it is lent out starts another, and of two that come back one ends.
    What rests too long ends, and all end with the event loop.
    """

    def __init__(self) -> None:
        self._istirahat: dict[tuple[str, bytes, int], tuple[Regu[Any, Any], asyncio.Task[None]]] = {}

    @asynccontextmanager
    async def pinjam(self, regu: Regu[P, T], lama: float) -> AsyncIterator[Regu[P, T]]:
        """Lend a resting team of the kind of `regu`, else start this one; afterwards it rests for `lama` seconds.

        After a job that failed it ends: nobody knows what its children still say.
        """
        regu = await self._ambil(regu)
        async with AsyncExitStack() as tutup:
            tutup.push_async_exit(regu.__aexit__)
            yield regu
            if lama and regu.is_utuh and regu.jenis not in self._istirahat:
                tutup.pop_all()
                self._istirahat[regu.jenis] = regu, asyncio.create_task(self._jaga(regu, lama))
                await asyncio.sleep(0)  # a task that is cancelled before its first step would end nobody

    async def _ambil(self, regu: Regu[P, T]) -> Regu[P, T]:
        if regu.jenis in self._istirahat:
            lama, penjaga = self._istirahat.pop(regu.jenis)
            penjaga.cancel()
            if lama.is_utuh:
                return lama
            await lama.__aexit__()
        return await regu.__aenter__()

    async def _jaga(self, regu: Regu[Any, Any], lama: float) -> None:
        """End a team that nobody has come for in time, or before the event loop ends."""
        try:
            await asyncio.sleep(lama)
        finally:
            if self._istirahat.get(regu.jenis, (None,))[0] is regu:
                del self._istirahat[regu.jenis]
                await regu.__aexit__()


def _bunuh(anak: Process) -> None:
    if anak.returncode is None:
        anak.kill()


def _tulis(anak: Process, bita: bytes) -> None:
    assert anak.stdin is not None
    anak.stdin.write(bita)
