"""Where ranges are opened and encoded: a thread of the worker, or processes of their own where there are cores."""

from asyncio import Lock, to_thread
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from app.core.regu import Regu
from app.core.wadah import Wadah
from app.ekspor.proses import Bahan, Hasil, olah

_MODUL: Final = "app.ekspor.anak"
Olah = Callable[[Bahan], Awaitable[Hasil]]


@asynccontextmanager
async def buka_kolam(wadah: Wadah, bagian: int) -> AsyncIterator[Olah]:
    """Lend what makes the parts of one export of so many ranges; a single one is not worth the start of a process."""
    aturan = wadah.pengaturan.ekspor
    if not aturan.proses or bagian <= 1:
        giliran = Lock()

        async def di_sini(bahan: Bahan) -> Hasil:
            async with giliran:
                return await to_thread(olah, wadah.sandi, bahan)

        yield di_sini
        return
    bakal = Regu[Bahan, Hasil](_MODUL, wadah.pengaturan.enkripsi.kunci, aturan.proses)
    async with wadah.cadangan.pinjam(bakal, aturan.istirahat_detik) as regu:
        yield regu.kerjakan
