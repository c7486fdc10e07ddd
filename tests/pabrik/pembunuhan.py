"""Workers in processes of their own that are killed at random moments, as `kill -9` or a power cut would.

A test orders its work, then lets a `Pembunuh` have it done again and again until enough workers have died.
"""

import asyncio
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import Pengaturan
from app.core.jobs import Penangan
from app.core.wadah import Wadah
from app.operasi.embedded import APLIKASI, PEMILIK, ServerLokal
from app.rakitan import rakit
from tests.conftest import _atur

H = TypeVar("H")
_BENIH = 20261122
_MODUL = ("app.rakitan", "app.desil.tugas", "app.ekspor.tugas", "app.impor.tugas", __name__)
"""What the server of forks has read before the first fork, for the tests of all packages share one."""
_MACET_DETIK = 120
_GAGAL_MAKS = 5


@contextmanager
def basisdata_sendiri(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    """A database of the test's own, which any process may reach."""
    nama = f"mati_{uuid4().hex[:12]}"
    server.buat_basisdata(nama, templat)
    yield _atur(server.url(nama, APLIKASI), server.url(nama, PEMILIK), folder)
    server.hapus_basisdata(nama)


def lakukan(aturan: Pengaturan, kerja: Callable[[Wadah], Awaitable[H]]) -> H:
    """Do something in a fresh event loop with an engine of its own."""

    async def jalan() -> H:
        mesin = create_async_engine(aturan.database_url.get_secret_value(), pool_size=6)
        try:
            return await kerja(rakit(aturan, async_sessionmaker(mesin, expire_on_commit=False)))
        finally:
            await mesin.dispose()

    return asyncio.run(jalan())


def pekerja(aturan: Pengaturan, penangan: Penangan, muatan: Mapping[str, Any]) -> None:
    """What a worker's process does with a job."""
    lakukan(aturan, lambda wadah: penangan(wadah, muatan))
    os._exit(0)


def _siap() -> None:
    """Do nothing: the server of forks has started when this ends."""


class Pembunuh:
    """Lets workers do a job, and kills them until `sasaran` have died.

    Attributes:
        terbunuh: how many have died.
        lama: seconds that an undisturbed worker took; 0 before the first one, which is let work.
    """

    def __init__(self, aturan: Pengaturan, penangan: Penangan, sasaran: int, *, paling_lama: float) -> None:
        self._aturan = aturan
        self._penangan = penangan
        self._sasaran = sasaran
        self._paling_lama = paling_lama
        self._acak = random.Random(_BENIH)
        # A copy of this process would lack the threads of the object store and of polars; the server has none yet.
        self._anak = multiprocessing.get_context("forkserver")
        self._anak.set_forkserver_preload([*_MODUL])
        self._gagal = 0
        self.terbunuh = 0
        self.lama = 0.0
        pertama = self._anak.Process(target=_siap)
        pertama.start()
        pertama.join()

    @property
    def is_cukup(self) -> bool:
        """Whether enough have died."""
        return self.terbunuh >= self._sasaran

    def sekali(self, muatan: Mapping[str, Any]) -> bool:
        """Let one worker do the job; True: he came to its end, False: he was killed, or failed as a queue bears it."""
        proses = self._anak.Process(target=pekerja, args=(self._aturan, self._penangan, muatan))
        mulai = time.monotonic()
        proses.start()
        is_sasaran = self.lama > 0 and not self.is_cukup
        proses.join(self._acak.uniform(0.02, min(self.lama, self._paling_lama)) if is_sasaran else _MACET_DETIK)
        if proses.exitcode is None and proses.pid is not None:
            os.kill(proses.pid, signal.SIGKILL)
            proses.join()
            assert is_sasaran, "the worker hangs"
            self.terbunuh += 1
            return False
        self.lama = self.lama or time.monotonic() - mulai
        self._gagal += proses.exitcode != 0
        assert self._gagal <= _GAGAL_MAKS, "the worker fails again and again"
        return proses.exitcode == 0
