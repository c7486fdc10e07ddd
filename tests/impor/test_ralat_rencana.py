"""The walk over the families of an import's day reads them by their index, whatever else the table holds."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.keluarga.curah import SebagianHari
from app.keluarga.repository_hari import HariRepository
from app.wilayah.lingkup import Lingkup

pytestmark = pytest.mark.anyio
SATU = UUID(int=1)
LANGKAH: dict[str, Callable[[HariRepository], Awaitable[object]]] = {
    "ada": lambda r: r.ada(SATU),
    "jumlah": lambda r: r.jumlah(SATU),
    "di luar": lambda r: r.ada_di_luar(SebagianHari(SATU, sesudah=SATU), Lingkup(("32.04",))),
    "berikut": lambda r: r.kunci(SATU, SATU, 250),
    "tetapkan": lambda r: r.tetapkan(SATU, [SATU], date(2026, 1, 1)),
    "sumber": lambda r: r.sumber([SATU]),
}


@pytest.mark.parametrize("langkah", sorted(LANGKAH))
async def test_no_step_of_a_correction_reads_all_sources(sesi: AsyncSession, langkah: str) -> None:
    dikirim: list[tuple[Any, Any]] = []
    koneksi = await sesi.connection()
    await sesi.execute(text("SET LOCAL enable_seqscan = off"))

    def dengar(_k: object, _c: object, sql: str, isi: object, *_: object) -> None:
        dikirim.append((sql, isi))

    event.listen(koneksi.sync_connection, "before_cursor_execute", dengar)
    await LANGKAH[langkah](HariRepository(sesi))
    event.remove(koneksi.sync_connection, "before_cursor_execute", dengar)
    rencana = ""
    for sql, isi in dikirim:
        rencana += "\n".join((await koneksi.exec_driver_sql(f"EXPLAIN {sql}", isi)).scalars())
    assert "hari_data" in rencana
    assert "Seq Scan" not in rencana
