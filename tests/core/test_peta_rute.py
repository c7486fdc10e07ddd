"""The map of routes: which routes an address asks, what it refuses, and what dependencies a route walks through."""

from collections.abc import AsyncIterator
from typing import Annotated, Final

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope
from typing_extensions import override

from app.core.routing import Cabang, PetaRute

DITANYA: Final[list[str]] = []
JALAN: Final[list[str]] = []


class Rute(APIRoute):
    """A route that notes that it was asked."""

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        DITANYA.append(self.path)
        return super().matches(scope)


async def _sesi() -> AsyncIterator[str]:
    JALAN.append("sesi")
    yield "sesi"


async def _pelaku(sesi: Annotated[str, Depends(_sesi)], x_siapa: Annotated[int, Header()] = 1) -> str:
    JALAN.append("pelaku")
    return f"{sesi}/{x_siapa}"


async def _gerbang(pelaku: Annotated[str, Depends(_pelaku)], sesi: Annotated[str, Depends(_sesi)]) -> None:
    JALAN.append(f"gerbang {pelaku} {sesi}")


async def _siapa(
    pelaku: Annotated[str, Depends(_pelaku)],
    lagi: Annotated[str, Depends(_pelaku)],
    sesi: Annotated[str, Depends(_sesi)],
) -> list[str]:
    return [pelaku, lagi, sesi]


@pytest.fixture
def klien() -> httpx.AsyncClient:
    petugas = Cabang(prefix="/v1/petugas")
    semua = (("/usulan/{ref}", "GET"), ("/usulan/terbaru", "GET"), ("/usulan/{ref}", "PATCH"), ("/{jenis}/baru", "GET"))
    for jalur, metode in semua:
        router = APIRouter(route_class=Rute, prefix=jalur)
        router.add_api_route("", lambda jalur=jalur: jalur, methods=[metode], response_model=None)
        petugas.include_router(router)
    app = FastAPI()
    app.include_router(petugas)
    app.add_api_route("/siapa", _siapa, dependencies=[Depends(_gerbang)], response_model=None)
    app.router.routes.insert(0, PetaRute(app))
    DITANYA.clear()
    JALAN.clear()
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, root_path="/dtks"), base_url="http://uji")


@pytest.mark.parametrize(
    ("jalur", "isi"),
    [
        ("/v1/petugas/usulan/7", "/usulan/{ref}"),
        ("/dtks/v1/petugas/usulan/7", "/usulan/{ref}"),
        ("/v1/petugas/usul%61n/7", "/usulan/{ref}"),
        ("/v1/petugas/usulan/terbaru", "/usulan/{ref}"),
        ("/v1/petugas/usulan/baru", "/usulan/{ref}"),
        ("/v1/petugas/lain/baru", "/{jenis}/baru"),
        ("/v1/petugas/{}/baru", "/{jenis}/baru"),
    ],
)
async def test_of_the_routes_that_an_address_may_mean_the_first_declared_answers(
    klien: httpx.AsyncClient, jalur: str, isi: str
) -> None:
    assert (await klien.get(jalur)).json() == isi


@pytest.mark.parametrize(
    "jalur", ["/", "/v1/petugas/lain/3", "/v1/petugas/usulan", "/v1/petugas/usulan//", "/v1/warga/usulan/7"]
)
async def test_no_route_is_searched_for_an_address_on_which_none_stands(klien: httpx.AsyncClient, jalur: str) -> None:
    assert (await klien.get(jalur)).status_code == 404
    assert not DITANYA


async def test_another_method_is_told_from_another_address(klien: httpx.AsyncClient) -> None:
    lain = await klien.post("/v1/petugas/usulan/7")
    assert (lain.status_code, lain.headers["allow"]) == (405, "GET")
    assert (await klien.patch("/v1/petugas/usulan/7")).json() == "/usulan/{ref}"


async def test_an_address_with_a_slash_too_many_is_led_to_the_route(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get("/dtks/v1/petugas/usulan/7/")
    assert (jawab.status_code, jawab.headers["location"]) == (307, "http://uji/dtks/v1/petugas/usulan/7")


async def test_what_several_dependencies_need_is_had_once_and_by_all(klien: httpx.AsyncClient) -> None:
    assert (await klien.get("/siapa", headers={"X-Siapa": "3"})).json() == ["sesi/3", "sesi/3", "sesi"]
    assert JALAN == ["sesi", "pelaku", "gerbang sesi/3 sesi"]


async def test_a_parameter_that_several_dependencies_read_is_refused_and_not_passed_over(
    klien: httpx.AsyncClient,
) -> None:
    assert (await klien.get("/siapa", headers={"X-Siapa": "saya"})).status_code == 422
