"""The controls of the lookup, served by the same uvicorn: `python -m bench.kontrol bare|naive|replay|stack PORT`.

`bare` is the limit: Starlette, an asyncpg pool, one indexed row by its key, nothing checked and nothing recorded.
`naive` is what a team writes first: FastAPI, a session per request, the whole ORM row, a response model; not audited
and not authenticated either, which is in its favour. `replay` runs the recorded statements of a transition; `stack`
does so through what the product stands on: FastAPI, Pydantic, a verified token, SQLAlchemy, and nothing of the product.
"""

import asyncio
import functools
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import asyncpg
import uvicorn
from fastapi import Depends, FastAPI, Header
from jose import jwt
from pydantic import BaseModel
from pydantic_core import to_json
from sqlalchemy import TextClause, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from app.akun.pemuat import kodek
from app.cekbansos.models import CekStatus
from app.config import Pengaturan
from app.core.crypto import Tujuan
from app.core.tokens import ALGORITMA
from app.penetapan.status import StatusKeanggotaan
from app.rakitan import rakit
from bench.transisi import REKAMAN, uraikan

_POOL = 16
_SATU = "SELECT keluarga_id, nama_samar, kode_desa, nama_desa, status, per_tanggal FROM cek_status WHERE nik_hmac = $1"


def _polos() -> ASGIApp:
    pool: asyncpg.Pool

    @asynccontextmanager
    async def hidup(_: Starlette) -> AsyncIterator[None]:
        nonlocal pool
        url = os.environ["DATABASE_URL"].replace("+asyncpg", "")
        async with asyncpg.create_pool(url, min_size=_POOL, max_size=_POOL) as pool:
            yield

    async def satu(request: Request) -> Response:
        baris = await pool.fetchrow(_SATU, UUID(request.path_params["indeks"]))
        if baris is None:
            return Response(status_code=404)
        return Response(to_json(dict(baris)), media_type="application/json")

    return Starlette(routes=[Route("/satu/{indeks}", satu)], lifespan=hidup)


class _Masuk(BaseModel):
    nik: str


class _Jawab(BaseModel):
    terdaftar: bool
    status: StatusKeanggotaan | None = None
    nama_samar: str | None = None
    kode_desa: str | None = None
    nama_desa: str | None = None
    per_tanggal: date | None = None


def _lugu() -> ASGIApp:
    aturan = Pengaturan()
    mesin = create_async_engine(aturan.database_url.get_secret_value(), pool_size=_POOL)
    pabrik = async_sessionmaker(mesin, expire_on_commit=False)
    sandi = rakit(aturan, pabrik).sandi
    app = FastAPI()

    async def sesi() -> AsyncIterator[AsyncSession]:
        async with pabrik() as satu:
            yield satu

    @app.post("/status")
    async def status(isi: _Masuk, sesi: Annotated[AsyncSession, Depends(sesi)]) -> _Jawab:
        cari = select(CekStatus).where(CekStatus.nik_hmac == sandi.indeks(Tujuan.NIK, isi.nik))
        baris = (await sesi.scalars(cari)).one_or_none()
        if baris is None:
            return _Jawab(terdaftar=False)
        kolom: dict[str, Any] = {k: getattr(baris, k) for k in _Jawab.model_fields if k != "terdaftar"}
        return _Jawab(terdaftar=baris.status == StatusKeanggotaan.TERDAFTAR, **kolom)

    return app


def _putar() -> ASGIApp:
    pool: asyncpg.Pool
    semua = uraikan(json.loads(Path(os.environ[REKAMAN]).read_text()))

    @asynccontextmanager
    async def hidup(_: Starlette) -> AsyncIterator[None]:
        nonlocal pool
        url = os.environ["DATABASE_URL"].replace("+asyncpg", "")
        async with asyncpg.create_pool(url, min_size=4, max_size=_POOL) as pool:
            yield

    async def putar(request: Request) -> Response:
        async with pool.acquire() as koneksi:
            transaksi = koneksi.transaction()
            await transaksi.start()
            for sql, isi in semua[int(request.path_params["ke"])]:
                await koneksi.fetch(sql, *isi)
            await transaksi.rollback()
        return Response("true", media_type="application/json")

    return Starlette(routes=[Route("/putar/{ke:int}", putar)], lifespan=hidup)


class _Alasan(BaseModel):
    kode: str
    penjelasan: str
    langkah_berikutnya: str


class _Langkah(BaseModel):
    alasan: _Alasan
    butir: list[str]


def _setumpuk() -> ASGIApp:
    aturan = Pengaturan()
    semua = [
        [(_teks(sql), {f"p{n}": nilai for n, nilai in enumerate(isi, 1)}) for sql, isi in langkah]
        for langkah in uraikan(json.loads(Path(os.environ[REKAMAN]).read_text()))
    ]
    (kunci,) = kodek(aturan.jwt).jwks()["keys"]
    mesin = create_async_engine(aturan.database_url.get_secret_value(), pool_size=_POOL)
    app = FastAPI()

    @functools.cache
    def klaim(token: str) -> dict[str, Any]:
        isi: dict[str, Any] = jwt.decode(
            token, kunci, algorithms=[ALGORITMA], audience=aturan.jwt.audiens, issuer=aturan.jwt.penerbit
        )
        return isi

    async def pelaku(authorization: Annotated[str, Header()]) -> dict[str, Any]:
        return klaim(authorization.removeprefix("Bearer "))

    @app.post("/langkah/{ke}")
    async def langkah(ke: int, isi: _Langkah, siapa: Annotated[dict[str, Any], Depends(pelaku)]) -> bool:
        async with mesin.connect() as koneksi:
            for sql, nilai in semua[ke]:
                await koneksi.execute(sql, nilai)
            await koneksi.rollback()
        return bool(isi.butir and siapa)

    return app


def _teks(sql: str) -> TextClause:
    """Return a statement in the driver's form as the framework takes it."""
    return text(re.sub(r"\$(\d+)", r":p\1", sql.replace(":", r"\:")))


def main() -> None:
    """Serve until stopped."""
    app = {"bare": _polos, "naive": _lugu, "replay": _putar, "stack": _setumpuk}[sys.argv[1]]()
    atur = uvicorn.Config(app, port=int(sys.argv[2]), access_log=False, log_level="warning", server_header=False)
    asyncio.run(uvicorn.Server(atur).serve())


if __name__ == "__main__":
    main()
