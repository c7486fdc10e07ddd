"""Serves an ASGI application until a signal says stop: answers what is in hand, then ends with exit code 0."""

import asyncio
import contextlib
import functools
import signal
from collections.abc import Iterator, Sequence
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override

from app.operasi.metrik import PintuInternal

_TENGGANG_DETIK: Final = 10
HENTI: Final = (signal.SIGINT, signal.SIGTERM)


class _Peladen(uvicorn.Server):
    """uvicorn without its signal handling, which ends the process by the signal instead of by exit code 0."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def layani(
    app: ASGIApp, *, host: str, porta: int, porta_internal: int | None = None, proksi: Sequence[str] = ()
) -> None:
    """Serve `app` on `host:porta` until SIGINT or SIGTERM; a second signal does not wait for requests in hand.

    Args:
        app: the application.
        host: address to listen on.
        porta: port to listen on.
        porta_internal: a second port on `host` that serves health and metrics only.
        proksi: addresses whose X-Forwarded-For is believed.
    """
    atur = functools.partial(uvicorn.Config, host=host, log_config=None, access_log=False, server_header=False)
    utama = atur(
        app,
        port=porta,
        proxy_headers=bool(proksi),
        forwarded_allow_ips=list(proksi),
        timeout_graceful_shutdown=_TENGGANG_DETIK,
    )
    pasangan = [_Peladen(utama)]
    if porta_internal is not None:
        pasangan.append(_Peladen(atur(PintuInternal(app), port=porta_internal, lifespan="off", proxy_headers=False)))

    def henti() -> None:
        for peladen in pasangan:
            peladen.force_exit = peladen.should_exit
            peladen.should_exit = True

    putaran = asyncio.get_running_loop()
    for sinyal in HENTI:
        putaran.add_signal_handler(sinyal, henti)
    await asyncio.gather(*(satu.serve() for satu in pasangan))
