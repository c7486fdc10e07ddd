"""A few bare connections for the quick twins, apart from the pool that everything else waits for.

A stall elsewhere takes no connection from the lookup. Plans are made once, for none of its statements gains by knowing
the values, and nothing is reset between two uses, which would cost a round trip: the twins change no session state.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import asyncpg

from app.config import Db


class Koneksi(Protocol):
    """What of a bare connection is used; the driver itself has no types."""

    async def fetch(self, pernyataan: str, *isi: object) -> Sequence[Sequence[Any]]:
        """Return all rows."""
        ...


class Kolam(Protocol):
    """What of the driver's pool is used."""

    def acquire(self) -> AbstractAsyncContextManager[Koneksi]:
        """Lend a connection."""
        ...

    def terminate(self) -> None:
        """Close all connections at once."""
        ...


async def buka(url: str, db: Db, *, nama: str) -> Kolam:
    """Return a pool with its connections open."""
    kolam: Kolam = await asyncpg.create_pool(
        url.replace("+asyncpg", ""),
        min_size=db.sambungan_cepat,
        max_size=db.sambungan_cepat,
        max_inactive_connection_lifetime=0,
        reset=_tanpa_reset,
        timeout=db.sambung_detik,
        command_timeout=db.perintah_detik,
        server_settings={
            "application_name": nama,
            "statement_timeout": str(db.pernyataan_ms),
            "lock_timeout": str(db.kunci_ms),
            "idle_in_transaction_session_timeout": str(db.menganggur_ms),
            "plan_cache_mode": "force_generic_plan",
            "jit": "off",
        },
    )
    return kolam


async def _tanpa_reset(_: object) -> None:
    pass
