"""The door in front of everything that hashes a password: who does not fit in is sent away before anything is read.

The queue of hashes has an end of its own (`passwords`), but behind it: until there a storm of logins would parse its
bodies and wait for connections to the database by the hundreds, and everybody else behind them.
"""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final

from fastapi import Request, Response
from typing_extensions import override

from app.akun.errors import LoginSibuk
from app.core.routing import RuteDtks

SERENTAK: Final = 32
"""Requests that one process has in hand; a core needs a second or two for their hashes."""


class RutePintu(RuteDtks):
    """A route that takes part in the limit; all of them share it, and it lives on the event loop only."""

    _di_dalam: ClassVar[int] = 0

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler behind the door.

        Raises:
            LoginSibuk: as many as fit are inside.
        """
        asli = super().get_route_handler()

        async def tangani(request: Request) -> Response:
            if RutePintu._di_dalam >= SERENTAK:
                raise LoginSibuk(ulangi_detik=2)
            RutePintu._di_dalam += 1
            try:
                return await asli(request)
            finally:
                RutePintu._di_dalam -= 1

        return tangani
