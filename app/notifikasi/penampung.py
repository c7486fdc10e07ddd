"""A mail sink for one machine: takes every e-mail over SMTP, keeps it in memory, shows it as JSON on loopback.

For `make run` and tests only: it asks nobody for a password and knows no encryption. Needs the extra `embedded`.
"""

import asyncio
import email
import email.policy
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.smtp import SMTP, Envelope

MAKS: Final = 10_000
"""Messages kept; the oldest go first."""
_BATAS_DETIK: Final = 5.0
_LOKAL: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Pesan:
    """One message as it arrived."""

    kepada: str
    subjek: str
    isi: str
    pesan_id: str


@dataclass
class Penampung:
    """What has arrived, and where it listens."""

    porta_smtp: int = 0
    porta_http: int = 0
    pesan: list[Pesan] = field(default_factory=list)

    def untuk(self, kepada: str) -> list[Pesan]:
        """Return the messages to one address, oldest first."""
        return [p for p in self.pesan if p.kepada.casefold() == kepada.casefold()]

    async def handle_DATA(self, _server: SMTP, _sesi: object, amplop: Envelope) -> str:  # noqa: N802 - aiosmtpd's hook
        """Keep one message, once per recipient."""
        surat = email.message_from_bytes(bytes(amplop.original_content or b""), policy=email.policy.default)
        badan = surat.get_body(("plain",))
        isi = str(badan.get_content()).replace("\r\n", "\n") if badan else ""
        for kepada in amplop.rcpt_tos:
            self.pesan.append(Pesan(kepada, str(surat["subject"]), isi, str(surat["message-id"])))
        del self.pesan[:-MAKS]
        return "250 OK"

    async def layani(self, baca: asyncio.StreamReader, tulis: asyncio.StreamWriter) -> None:
        """Answer `GET /pesan?kepada=…` (or all without it) and close."""
        try:
            async with asyncio.timeout(_BATAS_DETIK):
                metode, _, sisa = (await baca.readline()).decode("latin-1").partition(" ")
                while (await baca.readline()).strip():
                    pass
            status, badan = self._jawab(metode, urlsplit(sisa.partition(" ")[0]))
            isi = json.dumps(badan, ensure_ascii=False).encode()
            tulis.write(
                f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(isi)}\r\n"
                "Connection: close\r\n\r\n".encode()
                + isi
            )
            await tulis.drain()
        except (TimeoutError, ConnectionError, ValueError):
            pass
        finally:
            tulis.close()

    def _jawab(self, metode: str, alamat: Any) -> tuple[str, object]:  # noqa: ANN401 - urllib's SplitResult
        if metode != "GET" or alamat.path != "/pesan":
            return "404 Not Found", {"galat": "GET /pesan?kepada="}
        kepada = parse_qs(alamat.query).get("kepada", [None])[0]
        daftar = self.pesan if kepada is None else self.untuk(kepada)
        return "200 OK", [
            {"kepada": p.kepada, "subjek": p.subjek, "isi": p.isi, "pesan_id": p.pesan_id} for p in daftar
        ]


@asynccontextmanager
async def penampung(porta_smtp: int = 0, porta_http: int = 0) -> AsyncIterator[Penampung]:
    """Listen on loopback; port 0 takes a free one, which the yielded object names."""
    p = Penampung()
    putaran = asyncio.get_running_loop()
    smtp = await putaran.create_server(lambda: SMTP(p, enable_SMTPUTF8=True, loop=putaran), _LOKAL, porta_smtp)
    http = await asyncio.start_server(p.layani, _LOKAL, porta_http)
    p.porta_smtp, p.porta_http = (s.sockets[0].getsockname()[1] for s in (smtp, http))
    async with smtp, http:
        yield p


async def jalankan(porta_smtp: int, porta_http: int) -> None:
    """Listen until cancelled: the body of the sink's own process."""
    async with penampung(porta_smtp, porta_http):
        await asyncio.Event().wait()
