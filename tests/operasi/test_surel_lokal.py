"""The local mail server: real SMTP in, one private file a message out."""

import asyncio
import stat
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib

from app.operasi.embedded import porta_bebas
from app.operasi.surel_lokal import KotakSurat, layani


def surat(kepada: str, isi: str) -> EmailMessage:
    satu = EmailMessage()
    satu["From"], satu["To"], satu["Subject"] = "tidak-dibalas@dtks.invalid", kepada, "Konfirmasi"
    satu.set_content(isi)
    return satu


async def test_a_message_is_kept_for_its_recipient_in_order(tmp_path: Path) -> None:
    kotak = KotakSurat(tmp_path / "surel")
    server = await kotak.buka()
    porta = server.sockets[0].getsockname()[1]
    for nomor in ("satu", "dua"):
        await aiosmtplib.send(surat("ani@uji.invalid", nomor), hostname="127.0.0.1", port=porta)
    await aiosmtplib.send(surat("budi@uji.invalid", "lain"), hostname="127.0.0.1", port=porta)
    server.close()
    assert [s.get_content().strip() for s in kotak.untuk("ani@uji.invalid")] == ["satu", "dua"]
    assert {stat.S_IMODE(p.stat().st_mode) for p in kotak.folder.iterdir()} == {0o600}
    assert {p.suffix for p in kotak.folder.iterdir()} == {".eml"}


async def test_it_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    henti, porta = asyncio.Event(), porta_bebas()
    tugas = asyncio.create_task(layani(tmp_path, porta, henti))
    while True:
        try:
            await aiosmtplib.send(surat("ani@uji.invalid", "isi"), hostname="127.0.0.1", port=porta)
            break
        except aiosmtplib.SMTPConnectError:
            await asyncio.sleep(0.01)
    henti.set()
    await tugas
    assert len(KotakSurat(tmp_path).untuk("ani@uji.invalid")) == 1
