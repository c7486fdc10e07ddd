"""Pure ASGI layers around the application: request id with its access log, and the body limit."""

import re
import time
from typing import Final

import uuid_utils
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import Batas
from app.core.konteks import id_permintaan, metode_http, templat_rute
from app.core.logging import catat_akses

BENTUK_ID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")


class IdPermintaan:
    """Accept or make a request id (a UUID), return it, and log one line per request: the route, never the address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        diberi = Headers(scope=scope).get("x-request-id", "")
        rid = diberi.lower() if BENTUK_ID.fullmatch(diberi) else str(uuid_utils.uuid4())
        tanda = id_permintaan.set(rid)
        status = 500
        mulai = time.perf_counter()

        async def kirim(pesan: Message) -> None:
            nonlocal status
            if pesan["type"] == "http.response.start":
                status = pesan["status"]
                MutableHeaders(scope=pesan)["X-Request-ID"] = rid
            await send(pesan)

        try:
            await self.app(scope, receive, kirim)
        finally:
            ms = round((time.perf_counter() - mulai) * 1000, 1)
            catat_akses(metode_http(scope), templat_rute(scope), status, ms, rid)
            id_permintaan.reset(tanda)


class BatasBadan:
    """Refuse bodies over the limit while they arrive; forms may carry photos and get the larger one."""

    def __init__(self, app: ASGIApp, batas: Batas) -> None:
        self.app = app
        self.batas = batas

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        tajuk = Headers(scope=scope)
        is_berkas = tajuk.get("content-type", "").startswith(("multipart/", "application/octet-stream"))
        batas = self.batas.unggahan_bita if is_berkas else self.batas.badan_bita
        panjang = tajuk.get("content-length", "0")
        terlalu_besar = not panjang.isdigit() or int(panjang) > batas
        diterima = 0

        async def terima() -> Message:
            nonlocal diterima
            if terlalu_besar:
                raise HTTPException(413)
            pesan = await receive()
            diterima += len(pesan.get("body", b""))
            if diterima > batas:
                raise HTTPException(413)
            return pesan

        await self.app(scope, terima, send)
