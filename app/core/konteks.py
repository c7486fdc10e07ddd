"""Context of the request in hand, for logs, problems and audit rows."""

from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any, Final

_METODE: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

id_permintaan: ContextVar[str] = ContextVar("id_permintaan", default="-")
"""The request id; a job sets the id of the request that caused it."""


def metode_http(scope: MutableMapping[str, Any]) -> str:
    """Return the method of an ASGI request, `LAIN` for one that we do not know: a client may send any word."""
    metode = str(scope["method"])
    return metode if metode in _METODE else "LAIN"


def templat_rute(scope: MutableMapping[str, Any]) -> str:
    """Return the full path template of the route that an ASGI request took, `-` when it took none.

    A route of an included router knows only its own part; FastAPI keeps the whole beside it.
    """
    utuh = scope.get("fastapi", {}).get("effective_route_context")
    return str(getattr(utuh or scope.get("route"), "path", "-"))
