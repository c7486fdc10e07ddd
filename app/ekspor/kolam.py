"""Where ranges are opened and encoded: a thread of the worker, or processes of their own where there are cores."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

from app.core.wadah import Wadah
from app.ekspor.proses import Bahan, Hasil, mulai_proses, olah, olah_di_proses


class Kolam:
    """Does the arithmetic of a job beside the event loop, which goes on reading and writing."""

    def __init__(self, wadah: Wadah, tempat: Executor, *, is_proses: bool) -> None:
        self._sandi = wadah.sandi
        self._tempat = tempat
        self._is_proses = is_proses

    async def olah(self, bahan: Bahan) -> Hasil:
        """Make a part."""
        lari = asyncio.get_running_loop().run_in_executor
        if self._is_proses:
            return await lari(self._tempat, olah_di_proses, bahan)
        return await lari(self._tempat, olah, self._sandi, bahan)


@contextmanager
def buka_kolam(wadah: Wadah, bagian: int) -> Iterator[Kolam]:
    """Open the place for one export of so many ranges; a single one is not worth the start of a process."""
    sebanyak = wadah.pengaturan.ekspor.proses
    if not sebanyak or bagian <= 1:
        with ThreadPoolExecutor(1, thread_name_prefix="ekspor") as utas:
            yield Kolam(wadah, utas, is_proses=False)
        return
    k = wadah.pengaturan.enkripsi
    kunci = (k.kek_bita, k.kek_aktif, k.indeks_bita, k.indeks_aktif, k.indeks_akar)
    # A forked child would share the parent's connections; a fresh one shares nothing.
    konteks = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(sebanyak, mp_context=konteks, initializer=mulai_proses, initargs=kunci) as proses:
        yield Kolam(wadah, proses, is_proses=True)
