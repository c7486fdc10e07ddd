"""COPY into a table inside the business transaction: how thousands of rows are written at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import sambungan_bertransaksi


async def salin(sesi: AsyncSession, tabel: str, kolom: Sequence[str], baris: Sequence[tuple[Any, ...]]) -> None:
    """COPY rows, whose values are in the order of `kolom`, into a table.

    What the session has not sent yet is sent first.
    """
    if not baris:
        return
    asli = await sambungan_bertransaksi(sesi)
    await asli.copy_records_to_table(tabel, records=baris, columns=list(kolom))
