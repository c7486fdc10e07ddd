"""How alembic reaches the database: as the owner role, one migration run at a time, giving up instead of queueing.

A migration that waits for a lock blocks everybody who comes after it, so it waits five seconds and fails; it can be
run again, because each revision is one transaction, or fills rows in batches that it takes up again.
"""

import asyncio
from typing import Any

from alembic import context
from alembic.ddl.postgresql import PostgresqlImpl
from sqlalchemy import Connection, Index, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.operasi.migrasi import alamat_pemilik, is_milik_kami
from app.tabel import SEMUA_TABEL

KUNCI = 4_450_537_700_001  # any number that nothing else locks
LOCK_TIMEOUT = context.config.attributes.get("lock_timeout", "5s")
SESI = (
    f"SET lock_timeout = '{LOCK_TIMEOUT}'",
    "SET statement_timeout = '15min'",
    # Citus runs the statements of one schema change shard by shard, so two of them in a transaction see each other.
    "SET citus.multi_shard_modify_mode = 'sequential'",
)


class IndeksTersedia(PostgresqlImpl):
    """A revision takes over an index that stands already: who has a large table builds it before, without a lock."""

    __dialect__ = "postgresql"

    def create_index(self, index: Index, **lain: Any) -> None:
        """Create an index unless one of its name is there."""
        super().create_index(index, **{"if_not_exists": True, **lain})


def _jalankan(sambungan: Connection | None = None, url: str | None = None) -> None:
    context.configure(
        connection=sambungan,
        url=url,
        target_metadata=SEMUA_TABEL,
        include_name=is_milik_kami,
        transaction_per_migration=True,
        compare_server_default=True,
        dialect_opts={"paramstyle": "named"},
        literal_binds=sambungan is None,
    )
    with context.begin_transaction():
        context.run_migrations()


def _terkunci(sambungan: Connection) -> None:
    # A session lock outlives the transactions of the single revisions and goes with the connection.
    sambungan.execute(text("SELECT pg_advisory_lock(:kunci)"), {"kunci": KUNCI})
    for perintah in SESI:
        sambungan.execute(text(perintah))
    sambungan.commit()
    _jalankan(sambungan)


async def _terhubung() -> None:
    mesin = create_async_engine(alamat_pemilik(context.config), poolclass=pool.NullPool, hide_parameters=True)
    async with mesin.connect() as sambungan:
        await sambungan.run_sync(_terkunci)
    await mesin.dispose()


if context.is_offline_mode():
    _jalankan(url="postgresql+asyncpg://")
else:
    asyncio.run(_terhubung())
