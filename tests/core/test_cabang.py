"""The tree of routes: what an address without its prefix leaves alone, and that nothing else changes."""

from typing import Final

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope
from typing_extensions import override

from app.core.routing import Cabang

DITANYA: Final[list[str]] = []


class Rute(APIRoute):
    """A route that notes that it was asked."""

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        DITANYA.append(self.path)
        return super().matches(scope)


@pytest.fixture
def klien() -> httpx.AsyncClient:
    petugas = Cabang(prefix="/v1/petugas")
    for prefiks, jalur in (("/usulan", "/{ref}"), ("/musyawarah/{id}", "/peserta"), ("", "/admin/{jenis}")):
        router = APIRouter(route_class=Rute, prefix=prefiks)
        router.add_api_route(jalur, lambda: None, methods=["GET"])
        petugas.include_router(router)
    app = FastAPI()
    app.include_router(petugas)
    DITANYA.clear()
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, root_path="/dtks"), base_url="http://uji")


@pytest.mark.parametrize(
    ("jalur", "status", "ditanya"),
    [
        ("/v1/petugas/usulan/7", 200, {"/usulan/{ref}"}),
        ("/dtks/v1/petugas/usulan/7", 200, {"/usulan/{ref}"}),
        ("/v1/petugas/usul%61n/7", 200, {"/usulan/{ref}"}),
        ("/v1/petugas/musyawarah/3/peserta", 200, {"/musyawarah/{id}/peserta"}),
        ("/v1/petugas/admin/3", 200, {"/admin/{jenis}"}),
        ("/v1/petugas/lain/3", 404, {"/admin/{jenis}"}),
        ("/v1/warga/usulan/7", 404, set()),
    ],
)
async def test_only_branches_whose_prefix_stands_in_the_address_are_searched(
    klien: httpx.AsyncClient, jalur: str, status: int, ditanya: set[str]
) -> None:
    assert (await klien.get(jalur)).status_code == status
    assert set(DITANYA) == ditanya


async def test_another_method_is_told_from_another_address(klien: httpx.AsyncClient) -> None:
    assert (await klien.post("/v1/petugas/usulan/7")).status_code == 405
