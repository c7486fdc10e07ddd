"""Worker processes of an import: where a file's rows are read, judged, sealed and matched, beside the event loop.

They hold the keys in memory, as the service does, and no connection to the database. A worker whose parent is gone
ends by itself. With no processes set the same work is done in this one, which is what tests do.
"""

import asyncio
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import ClassVar, Final, ParamSpec, Self, TypeVar

from app.config import Enkripsi
from app.core.crypto import Sandi
from app.core.kolom_sandi import KunciProses
from app.impor.baca import HasilBlok, Konteks, Pembaca
from app.impor.susun import HasilPotongan, PotonganKerja, kerjakan

P = ParamSpec("P")
T = TypeVar("T")
_JEDA_DETIK: Final = 1.0
_NIKMAT: Final = 10
"""How much a worker process yields to the service: an import must not starve a lookup."""


@dataclass(frozen=True)
class Bekal:
    """What a process is given once."""

    kunci: Enkripsi
    desa: Mapping[str, str]
    prefiks: frozenset[str]


class _Proses:
    """The state of this worker process."""

    pembaca: ClassVar[Pembaca]
    sandi: ClassVar[Sandi]


def _siapkan(bekal: Bekal, induk: int | None) -> None:
    k = bekal.kunci
    _Proses.sandi = Sandi(k.kek_bita, k.kek_aktif, k.indeks_bita, k.indeks_aktif, k.indeks_akar)
    _Proses.pembaca = Pembaca(_Proses.sandi, bekal.desa, bekal.prefiks)
    if induk is not None:
        KunciProses.sandi = _Proses.sandi
        os.nice(_NIKMAT)
        threading.Thread(target=_jaga, args=(induk,), daemon=True).start()


def _jaga(induk: int) -> None:
    while os.getppid() == induk:
        time.sleep(_JEDA_DETIK)
    os._exit(1)


def baca_csv(konteks: Konteks, isi: tuple[bytes, ...], baris: int, rusak: tuple[int, ...]) -> HasilBlok:
    """Read a block of a text."""
    return _Proses.pembaca.blok_csv(konteks, isi, baris, rusak)


def baca_sel(konteks: Konteks, sel: list[list[str]], baris: int) -> HasilBlok:
    """Read rows of a workbook."""
    lebar = len(konteks.kolom)
    return _Proses.pembaca.blok(konteks, [s + [""] * (lebar - len(s)) for s in sel], baris)


def susun_potongan(konteks: Konteks, potongan: PotonganKerja) -> HasilPotongan:
    """Work a chunk of families out."""
    return kerjakan(konteks, _Proses.sandi, potongan)


class Regu:
    """The worker processes of one job; a context manager."""

    def __init__(self, bekal: Bekal, proses: int) -> None:
        self.lebar = max(1, proses)
        self._kolam: ProcessPoolExecutor | None = None
        if proses:
            self._kolam = ProcessPoolExecutor(
                proses, multiprocessing.get_context("spawn"), initializer=_siapkan, initargs=(bekal, os.getpid())
            )
        else:
            _siapkan(bekal, None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let the processes go, and wait until they are gone: the next stage's must not stand beside them."""
        if self._kolam is not None:
            await asyncio.to_thread(self._kolam.shutdown, wait=True, cancel_futures=True)

    def kerjakan(self, fungsi: Callable[P, T], *isi: P.args, **lain: P.kwargs) -> asyncio.Future[T]:
        """Start a piece of work."""
        if self._kolam is not None:
            return asyncio.wrap_future(self._kolam.submit(fungsi, *isi, **lain))

        async def di_sini() -> T:
            return fungsi(*isi, **lain)

        return asyncio.get_running_loop().create_task(di_sini())
