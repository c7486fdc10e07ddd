"""A mail server that delivers to a folder, for demonstrations and tests: real SMTP, and nothing leaves the machine."""

import asyncio
import os
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from app.core.ids import id_baru


class KotakSurat:
    """Receives on 127.0.0.1 and keeps each message as one file, named so that they sort by arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def buka(self, porta: int = 0) -> asyncio.Server:
        """Listen on `porta`, or on a free one; the caller closes the server."""
        putaran = asyncio.get_running_loop()
        return await putaran.create_server(
            lambda: SMTP(self, hostname="dtks", enable_SMTPUTF8=True, loop=putaran), "127.0.0.1", porta
        )

    async def handle_DATA(self, _server: SMTP, _sesi: Session, amplop: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the message; it gets its name only when it is whole."""
        isi = amplop.original_content or b""
        tujuan = self.folder / f"{id_baru()}.eml"
        baru = tujuan.with_suffix(".baru")
        with os.fdopen(os.open(baru, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as tulis:
            tulis.write(b"X-Dtks-Kepada: " + ", ".join(amplop.rcpt_tos).encode() + b"\r\n" + isi)
        baru.replace(tujuan)
        return "250 OK"

    def untuk(self, alamat: str) -> list[EmailMessage]:
        """Return the messages delivered to `alamat`, oldest first."""
        semua = [message_from_bytes(p.read_bytes(), policy=policy.default) for p in sorted(self.folder.glob("*.eml"))]
        return [s for s in semua if alamat in str(s["X-Dtks-Kepada"]).split(", ")]


async def layani(folder: Path, porta: int, henti: asyncio.Event) -> None:
    """Receive mail until `henti` is set."""
    server = await KotakSurat(folder).buka(porta)
    await henti.wait()
    server.close()
    await server.wait_closed()
