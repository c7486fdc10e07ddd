"""Serving: requests in hand are answered after the signal, and the internal port shows only what it should."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.operasi.embedded import porta_bebas
from app.operasi.layanan import layani

pytestmark = pytest.mark.nyata


class Lambat:
    """An application with one request that waits until the test lets it go."""

    def __init__(self) -> None:
        self.masuk, self.lepas = asyncio.Event(), asyncio.Event()
        self.app = Starlette(routes=[Route("/", self.jawab), Route("/siapa", self.siapa)])

    async def jawab(self, _: Request) -> Response:
        self.masuk.set()
        await self.lepas.wait()
        return PlainTextResponse("selesai")

    async def siapa(self, request: Request) -> Response:
        assert request.client is not None
        return PlainTextResponse(request.client.host)


@pytest.fixture
async def lambat() -> AsyncIterator[Lambat]:
    yield Lambat()
    for sinyal in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().remove_signal_handler(sinyal)


async def sampai_menjawab(klien: httpx.AsyncClient, alamat: str) -> httpx.Response:
    while True:
        try:
            return await klien.get(alamat)
        except httpx.ConnectError:
            await asyncio.sleep(0.01)


async def test_a_request_in_hand_is_answered_after_the_signal(lambat: Lambat) -> None:
    porta = porta_bebas()
    server = asyncio.create_task(layani(lambat.app, host="127.0.0.1", porta=porta))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{porta}") as klien:
        permintaan = asyncio.create_task(sampai_menjawab(klien, "/"))
        await lambat.masuk.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        # A connection accepted in the moment of the signal stays open: each try must knock at the door anew.
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{porta}", headers={"Connection": "close"}) as lain:
            with pytest.raises(httpx.TransportError):
                while True:
                    await lain.get("/siapa")
        lambat.lepas.set()
        jawab = await permintaan
    await server
    assert jawab.text == "selesai"
    assert "server" not in jawab.headers


async def test_a_second_signal_does_not_wait(lambat: Lambat) -> None:
    porta = porta_bebas()
    server = asyncio.create_task(layani(lambat.app, host="127.0.0.1", porta=porta))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{porta}") as klien:
        permintaan = asyncio.create_task(sampai_menjawab(klien, "/"))
        await lambat.masuk.wait()
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.wait_for(server, 60)
        lambat.lepas.set()
        await asyncio.gather(permintaan, return_exceptions=True)


async def test_the_internal_port_shows_health_and_metrics_only(lambat: Lambat) -> None:
    luar, dalam = porta_bebas(), porta_bebas()
    server = asyncio.create_task(layani(lambat.app, host="127.0.0.1", porta=luar, porta_internal=dalam))
    async with httpx.AsyncClient() as klien:
        assert (await sampai_menjawab(klien, f"http://127.0.0.1:{luar}/siapa")).text == "127.0.0.1"
        assert (await sampai_menjawab(klien, f"http://127.0.0.1:{dalam}/siapa")).status_code == 404
    os.kill(os.getpid(), signal.SIGTERM)
    await server


@pytest.mark.parametrize(("proksi", "terlihat"), [((), "127.0.0.1"), (("127.0.0.1",), "10.9.8.7")])
async def test_only_a_trusted_proxy_names_the_client(lambat: Lambat, proksi: tuple[str, ...], terlihat: str) -> None:
    porta = porta_bebas()
    server = asyncio.create_task(layani(lambat.app, host="127.0.0.1", porta=porta, proksi=proksi))
    async with httpx.AsyncClient(headers={"X-Forwarded-For": "10.9.8.7"}) as klien:
        assert (await sampai_menjawab(klien, f"http://127.0.0.1:{porta}/siapa")).text == terlihat
    os.kill(os.getpid(), signal.SIGTERM)
    await server
