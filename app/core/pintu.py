"""The front door: answers a few much-asked POST routes in pure ASGI, before the framework, and passes on what is odd.

A route stays declared in FastAPI, which documents it and answers whatever its quick twin hands back: a request that is
not plainly well-formed, and every refusal that is rare. The twin sees a request only when nothing about it is in doubt;
it either answers, byte for byte as the route would, or returns None, and then nothing has happened yet.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
import uuid_utils
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import DomainError
from app.core.galat_umum import BasisDataTidakTersedia, SedangDiproses
from app.core.konteks import id_permintaan
from app.core.logging import catat_akses, rincian
from app.core.middleware import BENTUK_ID
from app.core.problems import dari_basis_data, dari_galat

_log = structlog.get_logger("dtks.pintu")
BADAN_MAKS: Final = 1 << 16
"""Bytes; a longer body goes the framework's way."""
_JSON: Final = frozenset({b"application/json", b"application/json; charset=utf-8", b"application/json;charset=utf-8"})
_DILIHAT: Final = frozenset({b"authorization", b"content-type", b"content-length", b"x-request-id"})


@dataclass(frozen=True, slots=True)
class Permintaan:
    """A request without oddities: a JSON body of known length, no query, each header of interest at most once."""

    isi: bytes
    otorisasi: str
    alamat: str
    id_permintaan: str


Kembaran = Callable[[Permintaan], Awaitable[bytes | None]]
"""The quick twin of a route: the JSON of a 200, or None for the framework. A DomainError is answered as the route's."""
Ukur = Callable[[str, str, int, float], None]
_Jawab = tuple[int, bytes, list[tuple[bytes, bytes]]]


class PintuDepan:
    """ASGI layer outside all others; what it answers itself it also measures, logs and gives the fixed headers.

    Args:
        app: everything else.
        kembaran: returns the twins by path as they are now; empty before the database is open.
        tajuk: headers of every answer, as ASGI wants them.
        ukur: takes method, route, status and seconds of an answer.
    """

    def __init__(
        self,
        app: ASGIApp,
        kembaran: Callable[[], Mapping[str, Kembaran]],
        tajuk: list[tuple[bytes, bytes]],
        ukur: Ukur,
    ) -> None:
        self.app = app
        self._kembaran = kembaran
        self._tajuk = tajuk
        self._ukur = ukur

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or scope["query_string"]:
            await self.app(scope, receive, send)
            return
        kembar = self._kembaran().get(scope["path"])
        tajuk = _tajuk(scope) if kembar else None
        if kembar is None or tajuk is None:
            await self.app(scope, receive, send)
            return
        mulai = time.perf_counter()
        pesan, isi = await _badan(receive)
        if isi is None:
            await self.app(scope, _lagi(pesan, receive), send)
            return
        diberi = tajuk.get(b"x-request-id", b"").decode("latin-1")
        rid = diberi.lower() if BENTUK_ID.fullmatch(diberi) else str(uuid_utils.uuid4())
        jawab = await self._jawab(kembar, scope, _permintaan(scope, tajuk, isi, rid))
        if jawab is None:
            await self.app(scope, _lagi(pesan, receive), send)
            return
        status, badan, kepala = jawab
        await send({"type": "http.response.start", "status": status, "headers": self._lengkap(kepala, rid)})
        await send({"type": "http.response.body", "body": badan})
        lama = time.perf_counter() - mulai
        self._ukur("POST", scope["path"], status, lama)
        catat_akses("POST", scope["path"], status, round(lama * 1000, 1), rid)

    @staticmethod
    async def _jawab(kembar: Kembaran, scope: Scope, minta: Permintaan) -> _Jawab | None:
        try:
            isi = await kembar(minta)
        except DomainError as galat:
            return _masalah(scope, galat, minta.id_permintaan)
        except Exception as galat:  # noqa: BLE001 - one row must not fail those that shared its statement
            terjemah = dari_basis_data(galat)
            if isinstance(terjemah, BasisDataTidakTersedia | SedangDiproses):
                return _masalah(scope, terjemah, minta.id_permintaan)
            _log.error("pintu-gagal", **rincian(galat))
            return None
        if isi is None:
            return None
        panjang = (b"content-length", str(len(isi)).encode())
        return 200, isi, [panjang, (b"content-type", b"application/json"), (b"cache-control", b"no-store")]

    def _lengkap(self, kepala: list[tuple[bytes, bytes]], rid: str) -> list[tuple[bytes, bytes]]:
        ada = {nama for nama, _ in kepala}
        return [*kepala, (b"x-request-id", rid.encode()), *(t for t in self._tajuk if t[0] not in ada)]


def _tajuk(scope: Scope) -> dict[bytes, bytes] | None:
    """Return the headers of interest; None when one comes twice, or the body is no plain JSON of a bearable length."""
    hasil: dict[bytes, bytes] = {}
    for nama, nilai in scope["headers"]:
        if nama in _DILIHAT:
            if nama in hasil:
                return None
            hasil[nama] = nilai
    panjang = hasil.get(b"content-length", b"")
    if hasil.get(b"content-type", b"").lower() not in _JSON or not panjang.isdigit() or int(panjang) > BADAN_MAKS:
        return None
    return hasil


async def _badan(receive: Receive) -> tuple[list[Message], bytes | None]:
    """Return the messages that were heard and the whole body; None when it is too long or the client went away."""
    pesan = await receive()
    if pesan["type"] == "http.request" and not pesan.get("more_body") and len(pesan["body"]) <= BADAN_MAKS:
        return [pesan], pesan["body"]
    semua, panjang = [pesan], len(pesan.get("body", b""))
    while pesan["type"] == "http.request" and pesan.get("more_body") and panjang <= BADAN_MAKS:
        semua.append(pesan := await receive())
        panjang += len(pesan.get("body", b""))
    utuh = pesan["type"] == "http.request" and not pesan.get("more_body") and panjang <= BADAN_MAKS
    return semua, b"".join(p.get("body", b"") for p in semua) if utuh else None


def _permintaan(scope: Scope, tajuk: dict[bytes, bytes], isi: bytes, rid: str) -> Permintaan:
    klien = scope.get("client")
    return Permintaan(isi, tajuk.get(b"authorization", b"").decode("latin-1"), klien[0] if klien else "", rid)


def _lagi(awal: list[Message], receive: Receive) -> Receive:
    """Return a receive that says again what was heard, and then goes on."""

    async def terima() -> Message:
        return awal.pop(0) if awal else await receive()

    return terima


def _masalah(scope: Scope, galat: DomainError, rid: str) -> _Jawab:
    tanda = id_permintaan.set(rid)
    try:
        jawab: Any = dari_galat(Request(scope), galat)
    finally:
        id_permintaan.reset(tanda)
    return jawab.status_code, bytes(jawab.body), list(jawab.raw_headers)
