"""Lets requests that come together share one statement.

The first goes at once; what arrives while the connections are busy waits for the next free one and goes along. So one
request alone waits for nobody, and the more there are, the less each of them costs.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.core.galat_umum import BasisDataTidakTersedia

M = TypeVar("M")
H = TypeVar("H")


@dataclass(frozen=True, slots=True)
class Takaran:
    """How much goes together.

    Attributes:
        serentak: batches under way at a time.
        bobot: weight of a batch; one that is heavier alone goes alone.
        antre: requests that may wait; more are refused at once instead of late.
    """

    serentak: int
    bobot: int
    antre: int


class Kumpulan(Generic[M, H]):
    """Gathers pieces of work and hands them to `kerja` in batches, whose results are in the order of the pieces."""

    def __init__(self, kerja: Callable[[Sequence[M]], Awaitable[Sequence[H]]], takaran: Takaran) -> None:
        self._kerja = kerja
        self._takaran = takaran
        self._antre: deque[tuple[M, int, asyncio.Future[H]]] = deque()
        self._jalan: set[asyncio.Task[None]] = set()
        self._is_dijadwalkan = False

    async def kirim(self, satu: M, bobot: int = 1) -> H:
        """Return the result of this piece.

        Raises:
            BasisDataTidakTersedia: too many wait already.
            Exception: what the batch failed with.
        """
        if len(self._antre) >= self._takaran.antre:
            raise BasisDataTidakTersedia
        putaran = asyncio.get_running_loop()
        masa: asyncio.Future[H] = putaran.create_future()
        self._antre.append((satu, bobot, masa))
        if not self._is_dijadwalkan and len(self._jalan) < self._takaran.serentak:
            self._is_dijadwalkan = True
            putaran.call_soon(self._berangkat)  # after what else has arrived by now
        return await masa

    def _berangkat(self) -> None:
        self._is_dijadwalkan = False
        rombongan: list[tuple[M, int, asyncio.Future[H]]] = []
        muat = 0
        while self._antre and (not rombongan or muat + self._antre[0][1] <= self._takaran.bobot):
            rombongan.append(self._antre.popleft())
            muat += rombongan[-1][1]
        if rombongan:
            tugas = asyncio.get_running_loop().create_task(self._kerjakan(rombongan))
            self._jalan.add(tugas)
            tugas.add_done_callback(self._selesai)
            if self._antre and len(self._jalan) < self._takaran.serentak:
                self._berangkat()

    def _selesai(self, tugas: asyncio.Task[None]) -> None:
        self._jalan.discard(tugas)
        if self._antre:
            self._berangkat()

    async def _kerjakan(self, rombongan: list[tuple[M, int, asyncio.Future[H]]]) -> None:
        try:
            hasil = await self._kerja([satu for satu, _, _ in rombongan])
            assert len(hasil) == len(rombongan)
        except asyncio.CancelledError:
            for _, _, masa in rombongan:
                masa.cancel()
            raise
        except Exception as galat:  # noqa: BLE001 - whoever waits has to hear of it, whatever it is
            for _, _, masa in rombongan:
                if not masa.done():
                    masa.set_exception(galat)
            return
        for (_, _, masa), satu in zip(rombongan, hasil, strict=True):
            if not masa.done():  # who gave up waiting has nobody to tell
                masa.set_result(satu)
