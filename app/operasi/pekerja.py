"""The worker process: runs queued jobs until it is told to stop, and comes back when the database does."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import asyncpg
import structlog
from sqlalchemy import make_url

from app.core import jobs
from app.core.wadah import Wadah

_log = structlog.get_logger("dtks.pekerja")
_JEDA_DETIK: Final = (0.5, 1, 2, 5, 10)
_TANYA: Final = timedelta(seconds=5)


async def bekerja(wadah: Wadah) -> None:
    """Work until SIGINT or SIGTERM, then finish the jobs in hand; a lost connection is opened again."""
    henti = asyncio.Event()
    putaran = asyncio.get_running_loop()
    for sinyal in (signal.SIGINT, signal.SIGTERM):
        putaran.add_signal_handler(sinyal, henti.set)
    gagal = 0
    while not henti.is_set():
        try:
            async with _koneksi(wadah) as koneksi:
                gagal = 0
                await _satu_putaran(wadah, koneksi, henti)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as galat:
            if henti.is_set():
                return
            jeda = _JEDA_DETIK[min(gagal, len(_JEDA_DETIK) - 1)]
            gagal += 1
            _log.warning("basisdata-hilang", jenis=type(galat).__name__, coba_lagi_detik=jeda)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(henti.wait(), jeda)


@contextlib.asynccontextmanager
async def _koneksi(wadah: Wadah) -> AsyncIterator[asyncpg.Connection]:
    aturan = wadah.pengaturan
    alamat = make_url(aturan.database_url.get_secret_value())
    # The dialect reads the address for both of us: `?ssl=` means to it what `?sslmode=` means to the bare driver.
    _, opsi = alamat.get_dialect()().create_connect_args(alamat)
    koneksi = await asyncpg.connect(
        **opsi,
        timeout=aturan.db.sambung_detik,
        server_settings={"application_name": "dtks-pekerja"},
    )
    try:
        yield koneksi
    finally:
        koneksi.terminate()


async def _satu_putaran(wadah: Wadah, koneksi: asyncpg.Connection, henti: asyncio.Event) -> None:
    pgq = jobs.pekerja(wadah, koneksi)

    async def teruskan() -> None:
        await henti.wait()
        pgq.shutdown.set()

    penerus = asyncio.create_task(teruskan())
    try:
        # The timeout only bounds how long a missed notification stays unnoticed.
        await pgq.run(dequeue_timeout=_TANYA)
    finally:
        penerus.cancel()
