"""One simulator per module on a free port, in a thread: real HTTP without a process to start."""

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from app.integrasi.dukcapil.simulator import Simulator, penduduk_contoh

TOKEN = "token-simulator-uji"


class Layanan:
    """A running simulator and the means to steer it over its own control endpoints."""

    def __init__(self, simulator: Simulator, url: str) -> None:
        self.simulator = simulator
        self.url = url

    def kendali(self, apa: str, isi: object) -> httpx.Response:
        return httpx.put(f"{self.url}/kendali/{apa}", json=isi)

    def mode(self, mode: str, **lain: object) -> None:
        assert self.kendali("mode", {"mode": mode, **lain}).status_code == 200


@pytest.fixture(scope="module")
def layanan() -> Iterator[Layanan]:
    simulator = Simulator(token=TOKEN)
    for orang in penduduk_contoh(1, 3, "320405"):
        simulator.penduduk[orang.NIK] = orang
    soket = socket.socket()
    soket.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(simulator.aplikasi(), log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    )
    utas = threading.Thread(target=server.run, kwargs={"sockets": [soket]}, daemon=True)
    utas.start()
    while not server.started:
        time.sleep(0.01)
    yield Layanan(simulator, f"http://127.0.0.1:{soket.getsockname()[1]}")
    server.should_exit = True
    utas.join(timeout=5)
    soket.close()
