"""Headers that every answer carries: nothing of ours may be framed, sniffed, referred to or cached by accident."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

TAJUK: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
HSTS: Final = "max-age=31536000; includeSubDomains"


def tajuk_tetap(*, https: bool) -> dict[str, str]:
    """Return the headers of every answer; `https`: whether clients reach us by https only."""
    return TAJUK | ({"Strict-Transport-Security": HSTS} if https else {})


def tajuk_mentah(*, https: bool) -> list[tuple[bytes, bytes]]:
    """Return the same as ASGI wants them."""
    return [(nama.lower().encode(), nilai.encode()) for nama, nilai in tajuk_tetap(https=https).items()]


class TajukAman:
    """ASGI middleware that adds what the answer does not say itself; a public answer may so allow caching.

    Args:
        app: the application.
        https: whether clients reach us by https only, so that browsers may be told to remember it.
    """

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self._tajuk = tajuk_mentah(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def kirim(pesan: Message) -> None:
            if pesan["type"] == "http.response.start":
                ada = {nama for nama, _ in pesan["headers"]}
                pesan["headers"] = [*pesan["headers"], *(satu for satu in self._tajuk if satu[0] not in ada)]
            await send(pesan)

        await self.app(scope, receive, kirim if scope["type"] == "http" else send)
