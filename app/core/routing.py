"""The route class of every router: refuses unknown parameters, stores idempotent answers before the commit."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response, params
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope
from typing_extensions import override

from app.core.galat_umum import IsianTidakSah
from app.core.idempotency import JawabanTersimpan, simpan
from app.core.media import media_rute, pastikan_media
from app.core.teks import Teks

_BERHASIL = range(200, 300)


class RuteDtks(APIRoute):
    """A route whose wrapper runs inside the request's transaction: what it writes is committed with the effect."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return FastAPI's handler between the checks of parameters and media type and the idempotent store."""
        asli = super().get_route_handler()
        media = media_rute(self)
        dikenal = {p.alias for p in get_flat_params(self.dependant) if isinstance(p.field_info, params.Query)}

        async def tangani(request: Request) -> Response:
            self._periksa_parameter(request, dikenal)
            pastikan_media(request, media)
            try:
                response = await asli(request)
            except JawabanTersimpan as lama:
                return lama.response
            response.headers.setdefault("Cache-Control", "no-store")
            if response.status_code in _BERHASIL:
                await simpan(request, response)
            return response

        return tangani

    @staticmethod
    def _periksa_parameter(request: Request, dikenal: set[str]) -> None:
        """Refuse unknown and repeated parameters: a filter that is silently ignored shows more than was asked for."""
        nama = [n for n, _ in request.query_params.multi_items()]
        ulang = sorted(n for n in dikenal if nama.count(n) > 1)
        sekali = Teks("Parameter ini disebut lebih dari sekali", "This parameter is named more than once")
        rincian = [{"lokasi": f"query.{n}", "pesan": sekali} for n in ulang]
        if not dikenal.issuperset(nama):
            # The unknown name is the client's own word and is not repeated; what there is helps as much.
            ada = ", ".join(sorted(dikenal)) or "-"
            kenal = Teks(f"Parameter yang dikenal: {ada}", f"Known parameters: {ada}")
            rincian.append({"lokasi": "query", "pesan": kenal})
        if rincian:
            raise IsianTidakSah(rincian=rincian)


class Cabang(APIRouter):
    """A branch whose routes are not looked through for an address without its prefix.

    The framework asks every route of every branch, once per level of the tree: an officer's request spent more time on
    that than on most queries.
    """

    _awal: str | None = None

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if (self.prefix if self._awal is None else self._awal) not in scope["path"]:
            return Match.NONE, {}
        return super().matches(scope)

    @override
    def include_router(self, router: APIRouter, *args: Any, **lain: Any) -> None:
        super().include_router(self._sekitar(router), *args, **lain)

    @staticmethod
    def _sekitar(router: APIRouter) -> APIRouter:
        """Return a branch around a router that knows its prefix, as far as no parameter stands in it."""
        luar = Cabang()
        luar._awal = router.prefix.partition("{")[0]
        APIRouter.include_router(luar, router)
        return luar


def id_operasi(route: APIRoute) -> str:
    """Return a stable operationId from method and path, so that generated clients keep their names."""
    jalur = re.sub(r"[{}]", "", route.path_format).replace("/v1/", "/").strip("/")
    metode = min(route.methods or {"GET"})
    return f"{metode.lower()}_{re.sub(r'[^a-z0-9]+', '_', jalur.lower())}"
