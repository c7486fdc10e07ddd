"""A message exists with its change, leaves over real SMTP, and is given up in the open."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Surel
from app.core.db import transaksi
from app.core.jobs import TugasGagal, jalankan
from app.core.wadah import Wadah
from app.notifikasi import service, templat
from app.notifikasi.alur import StatusPesan
from app.notifikasi.models import KotakKeluar
from app.notifikasi.ports import PengirimSurel, SuratDitolak
from app.notifikasi.service import TUGAS_KIRIM, NotifikasiService
from app.notifikasi.smtp import PengirimSmtp
from app.notifikasi.tugas import kirim
from app.operasi.surel_lokal import KotakSurat

pytestmark = pytest.mark.anyio
DATA = {"nama": "Siti Contoh", "kode": "ABC-{x}", "jam": "24"}


class Surat(NamedTuple):
    """Where the mail arrives."""

    porta: int
    kotak: KotakSurat


@pytest.fixture
async def surat(tmp_path: Path) -> AsyncIterator[Surat]:
    kotak = KotakSurat(tmp_path)
    server = await kotak.buka()
    async with server:
        yield Surat(server.sockets[0].getsockname()[1], kotak)


@pytest.fixture
def wadah(wadah: Wadah, surat: Surat) -> Wadah:
    smtp = PengirimSmtp(Surel(port=surat.porta))
    wadah.pasang(PengirimSurel, lambda _s, _w: smtp)
    return wadah


async def _tulis(wadah: Wadah) -> UUID:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return await NotifikasiService.rakit(sesi, wadah).kirim_surel("Siti@Contoh.id", "konfirmasi_surel", DATA)


async def _baca(wadah: Wadah, pesan_id: UUID) -> KotakKeluar:
    async with wadah.pabrik_sesi() as sesi:
        return await sesi.get_one(KotakKeluar, pesan_id)


async def test_a_message_leaves_in_both_languages_and_its_content_is_forgotten(wadah: Wadah, surat: Surat) -> None:
    pesan_id = await _tulis(wadah)
    await kirim(wadah, {"pesan_id": str(pesan_id)})
    (satu,) = surat.kotak.untuk("Siti@Contoh.id")
    isi = str(satu.get_content())
    assert "Konfirmasi" in str(satu["Subject"])
    assert "ABC-{x}" in isi
    assert "Siti Contoh" in isi
    assert "It is valid for 24 hours" in isi
    assert str(pesan_id) in str(satu["Message-ID"])
    baris = await _baca(wadah, pesan_id)
    assert (baris.status, baris.isi, baris.percobaan) == (StatusPesan.TERKIRIM, None, 1)
    assert baris.terkirim_at is not None


async def test_a_sent_or_unknown_message_is_not_sent_again(wadah: Wadah, surat: Surat) -> None:
    pesan_id = await _tulis(wadah)
    for _ in range(3):
        await kirim(wadah, {"pesan_id": str(pesan_id)})
    await kirim(wadah, {"pesan_id": str(uuid4())})
    assert len(surat.kotak.untuk("Siti@Contoh.id")) == 1


async def test_the_row_shows_neither_address_nor_content(wadah: Wadah, sesi: AsyncSession) -> None:
    await _tulis(wadah)
    mentah = str(await sesi.scalar(text("SELECT kotak_keluar::text FROM kotak_keluar")))
    antrean = str(await sesi.scalar(text("SELECT convert_from(payload, 'UTF8') FROM pgqueuer")))
    for rahasia in ("contoh", "Contoh", b"contoh".hex(), "ABC", "Siti"):
        assert rahasia not in mentah
        assert rahasia not in antrean


async def test_message_and_job_vanish_with_the_change(wadah: Wadah, sesi: AsyncSession) -> None:
    async def batal() -> None:
        async with transaksi(wadah.pabrik_sesi) as satu:
            await NotifikasiService.rakit(satu, wadah).kirim_surel("a@contoh.id", "konfirmasi_surel", DATA)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await batal()
    assert await sesi.scalar(text("SELECT (SELECT count(*) FROM kotak_keluar) + (SELECT count(*) FROM pgqueuer)")) == 0


@pytest.mark.parametrize(("nama", "data"), [("tidak_ada", DATA), ("konfirmasi_surel", {"nama": "A"})])
async def test_a_message_that_cannot_be_written_is_found_at_once(
    wadah: Wadah, sesi: AsyncSession, nama: str, data: dict[str, str]
) -> None:
    with pytest.raises(KeyError):
        await NotifikasiService.rakit(sesi, wadah).kirim_surel("a@contoh.id", nama, data)


class _Pengirim:
    def __init__(self, galat: Exception) -> None:
        self.galat = galat

    async def kirim(self, **_: Any) -> None:
        raise self.galat


async def test_a_server_that_is_away_is_tried_again_until_the_message_is_dead(
    wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PERCOBAAN_MAKS", 3)
    wadah.pasang(PengirimSurel, lambda _s, _w: _Pengirim(OSError("rahasia")))
    pesan_id = await _tulis(wadah)
    for ke in range(1, 3):
        with pytest.raises(TugasGagal):
            await jalankan(wadah, TUGAS_KIRIM, {"pesan_id": str(pesan_id)})
        baris = await _baca(wadah, pesan_id)
        assert (baris.status, baris.percobaan, baris.galat) == (StatusPesan.ANTRE, ke, "OSError")
    await jalankan(wadah, TUGAS_KIRIM, {"pesan_id": str(pesan_id)})
    assert (await _baca(wadah, pesan_id)).status is StatusPesan.MATI


async def test_a_refusal_for_good_is_not_repeated_and_can_be_revived(wadah: Wadah, surat: Surat) -> None:
    wadah.pasang(PengirimSurel, lambda _s, _w: _Pengirim(SuratDitolak()))
    pesan_id = await _tulis(wadah)
    await kirim(wadah, {"pesan_id": str(pesan_id)})
    mati = await _baca(wadah, pesan_id)
    assert (mati.status, mati.percobaan) == (StatusPesan.MATI, 1)
    assert mati.isi is not None
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await NotifikasiService.rakit(sesi, wadah).antre_ulang(pesan_id)
        await NotifikasiService.rakit(sesi, wadah).antre_ulang(uuid4())
    smtp = PengirimSmtp(Surel(port=surat.porta))
    wadah.pasang(PengirimSurel, lambda _s, _w: smtp)
    await kirim(wadah, {"pesan_id": str(pesan_id)})
    assert len(surat.kotak.untuk("Siti@Contoh.id")) == 1


@pytest.mark.parametrize(
    ("saat", "balasan", "galat"),
    [
        ("MAIL", "451 nanti", OSError),
        ("MAIL", "550 tidak", SuratDitolak),
        ("RCPT", "450 nanti", OSError),
        ("RCPT", "550 tidak ada", SuratDitolak),
        ("DATA", "554 isi", SuratDitolak),
        ("DATA", "", OSError),
    ],
)
async def test_smtp_replies_are_final_or_passing(saat: str, balasan: str, galat: type[Exception]) -> None:
    async def layani(baca: asyncio.StreamReader, tulis: asyncio.StreamWriter) -> None:
        tulis.write(b"220 uji\r\n")
        while baris := (await baca.readline()).decode():
            kata = baris[:4].strip().upper()
            tulis.write((balasan if kata == saat else "250 ok").encode() + b"\r\n")
            if kata == saat and not balasan:
                break
        tulis.close()

    server = await asyncio.start_server(layani, "127.0.0.1", 0)
    async with server:
        pengirim = PengirimSmtp(Surel(port=server.sockets[0].getsockname()[1]))
        with pytest.raises(galat):
            await pengirim.kirim(kepada="a@contoh.id", subjek="x", badan="y", pesan_id="z")


async def test_nobody_listening_is_passing() -> None:
    with pytest.raises(OSError, match=r"^$"):
        await PengirimSmtp(Surel(port=1)).kirim(kepada="a@contoh.id", subjek="x", badan="y", pesan_id="z")


def test_no_header_can_be_smuggled_through_an_address() -> None:
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        asyncio.run(PengirimSmtp(Surel()).kirim(kepada="a@b.id\r\nBcc: c@d.id", subjek="x", badan="y", pesan_id="z"))


@pytest.mark.parametrize("nama", templat.TEMPLAT)
def test_every_message_has_both_languages(nama: str) -> None:
    assert all(templat.TEMPLAT[nama].badan)
    assert all(templat.TEMPLAT[nama].subjek)
