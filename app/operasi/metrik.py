"""Counts and times every request by its route's template, and shows the numbers to those who may ask.

Labels are templates, methods and status codes: never a path, a name or anything that a client chose.
"""

import functools
import ipaddress
import time
from typing import Final

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import NotFound
from app.core.konteks import metode_http, templat_rute
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.teks import Teks
from app.core.wadah import Wadah

_SETEMPAT: Final = frozenset({"/metrik", "/kesehatan/hidup", "/kesehatan/siap"})
_EMBER: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

PERMINTAAN: Final = Counter("dtks_http_requests", "Answered requests.", ("metode", "rute", "status"))
LAMA: Final = Histogram(
    "dtks_http_request_seconds", "Time to the end of the answer.", ("metode", "rute"), buckets=_EMBER
)
BERJALAN: Final = Gauge("dtks_http_requests_in_progress", "Requests being answered.")


class TidakUntukUmum(NotFound):
    """Metrics are for the operator; to everybody else the path does not exist."""

    kode = "tidak-ditemukan"
    judul = Teks("Tidak ditemukan", "Not found")


class Pengukur:
    """ASGI middleware that measures each request; outermost, so that refusals of other middleware are counted too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, mulai = 500, time.perf_counter()

        async def kirim(pesan: Message) -> None:
            nonlocal status
            if pesan["type"] == "http.response.start":
                status = pesan["status"]
            await send(pesan)

        with BERJALAN.track_inprogress():
            try:
                await self.app(scope, receive, kirim)
            finally:
                catat(metode_http(scope), templat_rute(scope), status, time.perf_counter() - mulai)


@functools.lru_cache(maxsize=4096)
def _anak(metode: str, rute: str, status: int) -> tuple[Counter, Histogram]:
    return PERMINTAAN.labels(metode, rute, str(status)), LAMA.labels(metode, rute)


def catat(metode: str, rute: str, status: int, detik: float) -> None:
    """Count an answer; those of the front door lie outside `Pengukur` and are handed in."""
    jumlah, lama = _anak(metode, rute, status)
    jumlah.inc()
    lama.observe(detik)


class PintuInternal:
    """ASGI wrapper for the internal port: health and metrics, nothing else of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in _SETEMPAT:
            await Response(status_code=404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


router = APIRouter(route_class=RuteDtks, include_in_schema=False)


@router.get("/metrik", responses=problems(TidakUntukUmum))
def metrik(request: Request) -> Response:
    """Show the process's numbers in Prometheus' text format, on the internal port or, without one, to this machine."""
    wadah: Wadah = request.app.state.wadah
    if not boleh(request, wadah.pengaturan.porta_internal):
        raise TidakUntukUmum
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def boleh(request: Request, porta_internal: int | None) -> bool:
    """Return whether the request came in by the internal port or, when there is none, from this machine itself."""
    if porta_internal is not None:
        server = request.scope.get("server")
        return server is not None and server[1] == porta_internal
    # A proxy on this machine makes every stranger look local; it also says that it forwarded.
    if request.client is None or {"forwarded", "x-forwarded-for"} & set(request.headers):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
