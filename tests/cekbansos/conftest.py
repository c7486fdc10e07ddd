"""The rules of the lookup are asked of the quick twins at the front door; `test_kembaran` holds them to the routes."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.cekbansos.cepat import kembaran
from app.core.errors import DomainError
from app.core.pintu import Kembaran, Permintaan
from app.core.wadah import Wadah


@pytest.fixture
async def pasang_kembaran(
    app: FastAPI, wadah: Wadah, koneksi: AsyncConnection, sesi: AsyncSession
) -> AsyncIterator[Callable[[], Mapping[str, Kembaran]]]:
    """Let the twins answer, on this test's transaction; returns what makes new ones."""
    await koneksi.execute(text("SELECT 1"))  # SQLAlchemy opens the transaction with its first statement
    mentah = (await koneksi.get_raw_connection()).driver_connection

    @asynccontextmanager
    async def pinjam() -> AsyncIterator[Any]:
        await sesi.flush()
        yield mentah

    app.state.kembaran = kembaran(wadah, pinjam, sesi)
    yield lambda: kembaran(wadah, pinjam, sesi)
    app.state.kembaran = {}


@pytest.fixture(autouse=True)
def lewat_kembaran(request: pytest.FixtureRequest) -> None:
    """Send every test of this package that asks the application through the twins."""
    if "app" in request.fixturenames:
        request.getfixturevalue("pasang_kembaran")


def dicatat(asli: Kembaran, catatan: list[str]) -> Kembaran:
    """Return the twin, with a note of what it did: `jawab`, `tolak` or `serah` (to the framework)."""

    async def kembar(minta: Permintaan) -> bytes | None:
        try:
            hasil = await asli(minta)
        except DomainError:
            catatan.append("tolak")
            raise
        catatan.append("serah" if hasil is None else "jawab")
        return hasil

    return kembar
