"""The route class of every router: refuses unknown parameters, stores idempotent answers before the commit."""

import re
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Request, Response, params
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette._utils import get_route_path
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from app.core.galat_umum import IsianTidakSah
from app.core.idempotency import JawabanTersimpan, simpan
from app.core.media import media_rute, pastikan_media
from app.core.teks import Teks

_BERHASIL = range(200, 300)
_PARAMETER: Final = "{}"


@dataclass(slots=True)
class _Simpul:
    """A place in the tree of paths: what follows by segment, and the routes that end here, as they were declared."""

    anak: dict[str, "_Simpul"] = field(default_factory=dict)
    rute: list[tuple[int, RouteContext]] = field(default_factory=list)

    def cari(self, bagian: Sequence[str]) -> Iterator[tuple[int, RouteContext]]:
        """Return the routes that a path may mean."""
        if not bagian:
            yield from self.rute
            return
        for kunci in (bagian[0], _PARAMETER):
            if anak := self.anak.get(kunci):
                yield from anak.cari(bagian[1:])


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
    """A branch that is not searched by itself: `PetaRute` knows its routes."""

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return Match.NONE, {}


class PetaRute(BaseRoute):
    """Every route of the application by the segments of its path, as the first of its routes.

    The framework asks each route of each branch, at every level twice: an officer's request spent more time on that
    than on most queries. Refusals stay the framework's.
    """

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    @cached_property
    def _akar(self) -> _Simpul:
        """The tree, grown by the first request: the framework joins branches and routes no sooner."""
        akar = _Simpul()
        semua = (r for r in iter_route_contexts(self._app.routes) if isinstance(r.original_route, APIRoute))
        for ke, rute in enumerate(semua):
            ringkas(rute.dependant)
            simpul = akar
            for bagian in (rute.path_format or "").split("/"):
                simpul = simpul.anak.setdefault(_PARAMETER if bagian.startswith("{") else bagian, _Simpul())
            simpul.rute.append((ke, rute))
        return akar

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        sebagian: Scope = {}
        bagian = get_route_path(scope).split("/")
        for _, rute in sorted(self._akar.cari(bagian), key=itemgetter(0)):
            cocok, anak = rute.matches(scope)
            if cocok is Match.NONE:
                continue
            anak |= {"route": rute.original_route, "fastapi": {"effective_route_context": rute}}
            if cocok is Match.FULL:
                return cocok, anak
            sebagian = sebagian or anak
        return (Match.PARTIAL if sebagian else Match.NONE), sebagian

    @override
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope["route"].handle(scope, receive, send)  # which refuses another method

    @override
    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        raise NoMatchFound(name, path_params)


def ringkas(dependant: Dependant, sudah: set[Callable[..., Any]] | None = None) -> None:
    """Let what a route's dependencies ask for again be taken over without asking what that needs once more.

    The framework walks through all that a dependency needs before it finds that it has its result. What reads a
    parameter stays: where that is refused there is no result.
    """
    sudah = set() if sudah is None else sudah
    for ke, satu in enumerate(dependant.dependencies):
        assert satu.call is not None
        if satu.call in sudah:
            dependant.dependencies[ke] = Dependant(call=satu.call, name=satu.name, scope=satu.scope, path=satu.path)
            continue
        ringkas(satu, sudah)
        if satu.use_cache and not (get_flat_params(satu) or _is_berbadan(satu)):
            sudah.add(satu.call)


def _is_berbadan(dependant: Dependant) -> bool:
    """Return whether it, or what it needs, reads a part of the body."""
    return bool(dependant.body_params) or any(map(_is_berbadan, dependant.dependencies))


def id_operasi(route: APIRoute) -> str:
    """Return a stable operationId from method and path, so that generated clients keep their names."""
    jalur = re.sub(r"[{}]", "", route.path_format).replace("/v1/", "/").strip("/")
    metode = min(route.methods or {"GET"})
    return f"{metode.lower()}_{re.sub(r'[^a-z0-9]+', '_', jalur.lower())}"
