"""Everybody against everything, from the served contract: who may (S1), whom nothing tells (S2), what leaks (S3).

`matriks.csv` is the reviewed table: one line per operation and verdict. An operation without lines fails, so does one
whose verdicts are others. `DTKS_TULIS_MATRIKS=1` writes it anew; look at every line of the difference. The operations
are dealt to this file and `test_matriks_genap.py`, because workers share files.
"""

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.kepercayaan.dunia import Dunia
from tests.kepercayaan.kontrol import semua_terhadap
from tests.kepercayaan.penjelajah import BAGIAN, bagikan, tertulis

pytestmark = [pytest.mark.anyio, pytest.mark.nyata, pytest.mark.timeout(900)]


async def test_everybody_against_the_first_half(dunia: Dunia, app: FastAPI, koneksi: AsyncConnection) -> None:
    """S1: the reviewed table holds; S2: a foreign object is like none, byte for byte; S3: no canary leaves home."""
    await semua_terhadap(dunia, app, koneksi, 0)


def test_the_table_has_rows_for_every_operation_and_for_no_other(app_bersama: FastAPI) -> None:
    """S1: the parts together are all operations, and 100 % of them have rows."""
    bagian = [{op.nama for op in bagikan(app_bersama.openapi(), n)} for n in range(BAGIAN)]
    assert set.union(*bagian) == {b.split(",")[0] for b in tertulis()}
    assert sum(map(len, bagian)) == len(set.union(*bagian))
