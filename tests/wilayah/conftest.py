"""Fixtures of the regions' tests."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.siap import PernyataanSiap
from app.core.wadah import Wadah
from app.wilayah.service import WilayahService

Rencana = Callable[[Awaitable[Any]], Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def layanan(sesi: AsyncSession, wadah: Wadah) -> WilayahService:
    return WilayahService.rakit(sesi, wadah)


@pytest.fixture
def rencana(sesi: AsyncSession) -> Rencana:
    """Run something and return the plan nodes of every query that it sent, as the planner chooses by itself."""

    async def jelaskan(kerja: Awaitable[Any]) -> list[dict[str, Any]]:
        dikirim: list[tuple[str, Any]] = []

        def dengar(_k: Any, _c: Any, sql: str, isi: Any, *_: Any) -> None:
            dikirim.append((sql, isi))

        koneksi = await sesi.connection()

        def dengar_siap(sql: str, isi: Sequence[Any]) -> None:
            dikirim.append((sql, tuple(isi)))

        event.listen(koneksi.sync_connection, "before_cursor_execute", dengar)
        PernyataanSiap.pendengar.append(dengar_siap)
        try:
            await kerja
        finally:
            PernyataanSiap.pendengar.remove(dengar_siap)
            event.remove(koneksi.sync_connection, "before_cursor_execute", dengar)
        simpul: list[dict[str, Any]] = []
        for sql, isi in dikirim:
            if sql.lstrip("( \n").startswith("SELECT"):
                hasil = (await koneksi.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", isi)).scalar_one()
                simpul += _datar((json.loads(hasil) if isinstance(hasil, str) else hasil)[0]["Plan"])
        return simpul

    return jelaskan


def _datar(simpul: dict[str, Any]) -> list[dict[str, Any]]:
    return [simpul, *(s for anak in simpul.get("Plans", []) for s in _datar(anak))]
