"""The world that the matrix is tried in."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.kepercayaan.dunia import Dunia, bangun


@pytest.fixture
async def dunia(sesi: AsyncSession, wadah: Wadah, masuk: Masuk, app: FastAPI) -> AsyncIterator[Dunia]:
    satu = await bangun(sesi, wadah, masuk)
    async with Klien(app) as anon:
        satu.orang["anon"] = anon
        yield satu
