"""One part of the matrix: the same assertions for every part, so that together they say all."""

import os
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.kepercayaan.badan import operasi
from tests.kepercayaan.dunia import Dunia
from tests.kepercayaan.penjelajah import BAGIAN, Penjelajah, bagikan, periksa_kontrak, tertulis, tulis

JAWABAN, DIBANDINGKAN = 5_000, 200
"""So many answers are looked at, and so many are compared with that about nothing, in all parts together."""


async def semua_terhadap(dunia: Dunia, app: FastAPI, koneksi: AsyncConnection, bagian: int) -> None:
    """Let everybody call the operations of this part; hold what comes against the table and the contract."""
    kontrak: dict[str, Any] = app.openapi()
    milik = {op.nama for op in bagikan(kontrak, bagian)}
    hasil = await Penjelajah(dunia, kontrak, koneksi, bagian).jelajahi()
    if os.environ.get("DTKS_TULIS_MATRIKS"):
        tulis(hasil.baris(), milik, kontrak)
    assert hasil.bocor == []
    assert hasil.beda == []
    assert hasil.jawaban >= JAWABAN / BAGIAN
    assert hasil.dibandingkan >= DIBANDINGKAN / BAGIAN
    assert set(hasil.vonis) == milik
    harapan = {b for b in tertulis() if b.split(",")[0] in milik}
    assert sorted(hasil.baris() - harapan) == sorted(harapan - hasil.baris()) == []
    periksa_kontrak(hasil, {op.nama: op for op in operasi(kontrak)})
