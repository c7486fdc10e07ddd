"""Background work on pgqueuer: one `enqueue` inside the business transaction, handlers by name (`app.daftar_tugas`)."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import asyncpg
import structlog
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Job, Schedule
from pgqueuer.queries import Queries
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import sambungan_bertransaksi
from app.core.konteks import id_permintaan
from app.core.logging import rincian
from app.core.wadah import Wadah

Penangan = Callable[[Wadah, Mapping[str, Any]], Awaitable[None]]
"""What does a job; it opens its own `transaksi` and must bear being run again."""
_log = structlog.get_logger("dtks.tugas")
DAFTAR: Final[dict[str, Penangan]] = {}
"""Handlers by name; the composition root fills it."""


BERKALA: Final[dict[str, str]] = {}
"""Handlers that run by the clock, with their cron expression (UTC); of all workers one runs each."""


class TugasGagal(RuntimeError):
    """Replaces a handler's failure: the queue stores tracebacks, and ours may quote a row."""


async def enqueue(sesi: AsyncSession, nama: str, muatan: Mapping[str, Any], *, tunda: timedelta | None = None) -> None:
    """Queue a job that exists if and only if the business transaction commits; `muatan` holds ids, never personal data.

    The dialect opens its transaction only at the first statement, and a job queued before that would survive a
    rollback; hence the statement where none is open, and the check.

    Raises:
        LookupError: no handler has this name, so no worker would ever take the job.
    """
    if nama not in DAFTAR:
        raise LookupError(f"{nama}: no such job")
    asli = await sambungan_bertransaksi(sesi)
    isi = json.dumps({"muatan": dict(muatan), "permintaan": id_permintaan.get()}).encode()
    await Queries(AsyncpgDriver(asli)).enqueue(nama, isi, execute_after=tunda)


async def jalankan(wadah: Wadah, nama: str, muatan: Mapping[str, Any], permintaan: str = "-") -> None:
    """Run one job's handler in this process.

    Raises:
        TugasGagal: the handler failed; its own message was logged by type only.
    """
    id_permintaan.set(permintaan)
    try:
        await DAFTAR[nama](wadah, muatan)
    except Exception as galat:  # noqa: BLE001 - whatever it was, its text must not reach the queue's log
        _log.error("tugas-gagal", tugas=nama, **rincian(galat))
        raise TugasGagal(f"{nama}: {type(galat).__name__}") from None


def pekerja(wadah: Wadah, koneksi: asyncpg.Connection) -> PgQueuer:
    """Return a worker over every registered job; failures are retried with growing delay, then held for a person."""
    pgq = PgQueuer(AsyncpgDriver(koneksi))

    def eksekutor(parameter: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
        return DatabaseRetryEntrypointExecutor(parameter, max_attempts=8, initial_delay=timedelta(seconds=2))

    for nama in sorted(DAFTAR):

        def bungkus(nama: str) -> Callable[[Job], Awaitable[None]]:
            async def tangani(job: Job) -> None:
                isi = json.loads(job.payload or b"{}")
                await jalankan(wadah, nama, isi.get("muatan", {}), isi.get("permintaan", "-"))

            return tangani

        pgq.entrypoint(nama, on_failure="hold", executor_factory=eksekutor)(bungkus(nama))
    for nama, jadwal in sorted(BERKALA.items()):
        pgq.schedule(nama, jadwal)(_menurut_jam(wadah, nama))
    return pgq


def _menurut_jam(wadah: Wadah, nama: str) -> Callable[[Schedule], Awaitable[None]]:
    async def lari(_jadwal: Schedule) -> None:
        await jalankan(wadah, nama, {})

    return lari
