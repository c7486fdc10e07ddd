"""COPY into a table inside the business transaction: how thousands of rows are written at once."""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession


async def salin(sesi: AsyncSession, tabel: str, kolom: Sequence[str], baris: Sequence[tuple[Any, ...]]) -> None:
    """COPY rows, whose values are in the order of `kolom`, into a table.

    What the session has not sent yet is sent first.
    """
    if not baris:
        return
    await sesi.flush()
    asli = (await (await sesi.connection()).get_raw_connection()).driver_connection
    assert isinstance(asli, asyncpg.Connection)
    await asli.copy_records_to_table(tabel, records=baris, columns=list(kolom))
