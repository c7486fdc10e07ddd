"""What libraries put off until the first request, done before it: it would stall whoever comes with it.

The routes' signatures take a second, the mappers' configuration a tenth of one; both happen inside the event loop.
"""

import contextlib
import gc
from typing import Any, Final

from fastapi import FastAPI
from sqlalchemy.orm import configure_mappers
from starlette.exceptions import HTTPException
from starlette.types import Message


async def panaskan(app: FastAPI) -> None:
    """Look for a route that is not there, which reads all of them, and take what lives for good out of collections.

    A full collection would otherwise walk a hundred megabytes of routes, mappers and code, some time in a busy hour.
    """
    configure_mappers()
    with contextlib.suppress(HTTPException):
        await app.router(_TIDAK_ADA | {"app": app}, _terima, _kirim)
    gc.collect()
    gc.freeze()


_TIDAK_ADA: Final[dict[str, Any]] = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/-/tidak-ada",
    "raw_path": b"/-/tidak-ada",
    "query_string": b"",
    "root_path": "",
    "headers": [],
}


async def _terima() -> Message:
    return {"type": "http.request", "body": b""}


async def _kirim(_pesan: Message) -> None:
    pass
