"""Sends e-mail over SMTP."""

from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

import aiosmtplib

from app.config import Surel
from app.core import clock
from app.notifikasi.ports import SuratDitolak

BATAS_DETIK: Final = 20.0
_TETAP: Final = 500
"""SMTP replies of 5xx are final, 4xx pass."""


class PengirimSmtp:
    """One connection per message; a relay on the same host is the usual neighbour."""

    def __init__(self, aturan: Surel) -> None:
        self._aturan = aturan

    async def kirim(self, *, kepada: str, subjek: str, badan: str, pesan_id: str) -> None:
        """Send one plain-text message.

        Raises:
            SuratDitolak: a 5xx reply.
            OSError: no answer, a broken connection or a 4xx reply.
        """
        a = self._aturan
        surat = EmailMessage()
        surat["From"], surat["To"], surat["Subject"] = a.dari, kepada, subjek
        surat["Date"] = format_datetime(clock.now())
        surat["Message-ID"] = f"<{pesan_id}@{a.dari.partition('@')[2]}>"
        surat["Auto-Submitted"] = "auto-generated"
        surat.set_content(badan)
        try:
            await aiosmtplib.send(
                surat,
                hostname=a.host,
                port=a.port,
                start_tls=a.tls,
                username=a.pengguna,
                password=a.sandi.get_secret_value() if a.sandi else None,
                timeout=BATAS_DETIK,
            )
        except aiosmtplib.SMTPResponseException as galat:
            if galat.code >= _TETAP:
                raise SuratDitolak from None
            raise OSError(galat.code) from None
        except aiosmtplib.SMTPRecipientsRefused as galat:
            if all(g.code >= _TETAP for g in galat.recipients):
                raise SuratDitolak from None
            raise OSError from None
        except aiosmtplib.SMTPException:
            raise OSError from None
