"""Builds the application of the API around the container of `app.rakitan`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp
from typing_extensions import override

from app import __version__, api
from app.akun.passwords import kata_sandi
from app.cekbansos.cepat import kembaran_sendiri
from app.config import Lingkungan, Pengaturan
from app.core import logging as log
from app.core import problems
from app.core.middleware import BatasBadan, IdPermintaan
from app.core.openapi import lengkapi
from app.core.pintu import PintuDepan
from app.core.routing import PetaRute, id_operasi
from app.core.wadah import Wadah
from app.operasi import dokumen_api, kesehatan, metrik
from app.operasi.metrik import Pengukur
from app.operasi.pemanasan import panaskan
from app.operasi.tajuk import TajukAman, tajuk_mentah
from app.rakitan import wadah_sendiri

_PERKENALAN = """\
The way of a family: **usulan** (proposal), **musyawarah** (the village deliberates), **verval** (visit and validation),
**pengesahan** (the head of the office signs), **desil** (ranking), **penetapan** (decree), **cek** (public lookup).

* The role is the first path segment: `publik`, `warga`, `petugas`, `admin`, `mitra`. Log in with *Authorize*; in a
  demonstration the accounts stand in `data/akun-demo.json`.
* Every authenticated POST that creates or moves needs an `Idempotency-Key`, every change an `If-Match`.
* Reads of personal data need a `tujuan` (purpose); the person can see who read, when and why.
* Every failure is a problem document with a stable `kode`, in Indonesian or, with `Accept-Language: en`, in English.

The Indonesian words are explained in `docs/istilah.md`. Version 0.1, in construction: not for real people's data.
"""


class Aplikasi(FastAPI):
    """FastAPI whose outermost layers also see the answer to an unknown failure, made outside all middleware."""

    @override
    def build_middleware_stack(self) -> ASGIApp:
        """Wrap the framework's whole stack: measure, add the fixed headers, name the request."""
        dalam = Pengukur(TajukAman(IdPermintaan(super().build_middleware_stack()), https=self.state.is_https))
        return PintuDepan(dalam, lambda: self.state.kembaran, tajuk_mentah(https=self.state.is_https), metrik.catat)


def create_app(pengaturan: Pengaturan | None = None, wadah: Wadah | None = None) -> FastAPI:
    """Return the application; tests hand in a `wadah` bound to their own database."""
    aturan = wadah.pengaturan if wadah else (pengaturan or Pengaturan())

    @asynccontextmanager
    async def hidup(app: FastAPI) -> AsyncIterator[None]:
        if wadah is not None:
            app.state.wadah = wadah
            yield
            return
        log.siapkan()
        kata_sandi()  # hashes once: not in the middle of the first storm
        async with (
            wadah_sendiri(aturan, nama="dtks-api") as app.state.wadah,
            kembaran_sendiri(app.state.wadah) as cepat,
        ):
            app.state.kembaran = cepat
            _ = app.state.wadah.objek  # a store that cannot be opened is told at the start
            await panaskan(app)
            yield
            app.state.kembaran = {}

    app = Aplikasi(
        title="DTKS API",
        version=__version__,
        summary="Registry of social welfare: usulan, verval, desil, penetapan, status lookup",
        description=_PERKENALAN,
        lifespan=hidup,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=id_operasi,
        telemetry={"logs": False, "tracing": False, "metrics": False},
    )
    app.state.is_https = aturan.is_produksi
    app.state.kembaran = {}
    for cabang in (*api.CABANG, kesehatan.router, metrik.router, dokumen_api.router):
        app.include_router(cabang)
    app.router.routes.insert(0, PetaRute(app))
    problems.pasang(app, ketat=aturan.lingkungan is Lingkungan.UJI)
    app.add_middleware(BatasBadan, batas=aturan.batas)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema is None:
        mentah = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=app.description,
            routes=app.routes,
        )
        app.openapi_schema = lengkapi(mentah)
    return app.openapi_schema
