"""What the planner knows of a database."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.db import transaksi
from app.core.wadah import Wadah


async def hitung_baris(wadah: Wadah) -> None:
    """Let the planner know what the tables hold, as autovacuum would."""
    url = wadah.pengaturan.database_url_pemilik
    assert url is not None
    mesin = create_async_engine(url.get_secret_value(), poolclass=NullPool)
    async with transaksi(async_sessionmaker(mesin)) as sesi:
        await sesi.execute(text("ANALYZE"))
    await mesin.dispose()
