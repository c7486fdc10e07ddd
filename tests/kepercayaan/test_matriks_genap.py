"""The other half of the matrix of `test_matriks.py`."""

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.kepercayaan.dunia import Dunia
from tests.kepercayaan.kontrol import semua_terhadap

pytestmark = [pytest.mark.anyio, pytest.mark.nyata, pytest.mark.timeout(900)]


async def test_everybody_against_the_second_half(dunia: Dunia, app: FastAPI, koneksi: AsyncConnection) -> None:
    """S1: the reviewed table holds; S2: a foreign object is like none, byte for byte; S3: no canary leaves home."""
    await semua_terhadap(dunia, app, koneksi, 1)
