"""Printing: bytes that anybody can compare, characters that no font has, and a QR code that says the address."""

from datetime import UTC, datetime
from typing import Any

import pytest
import segno

from app.surat.cetak import Meterai, cetak
from app.surat.jenis import PANJANG_KODE, JenisSurat, baca_kode, kode_baru
from app.surat.susunan import qr
from tests.surat.conftest import ISI

KOP = {"kop": ["Pemerintah Kabupaten Bandung", "Kecamatan Cileunyi", "Desa Cileunyi Kulon"]}
PADA = datetime(2026, 11, 21, tzinfo=UTC)
METERAI = Meterai("0" * 20, "https://contoh.id/v1/publik/surat/" + "0" * 20, "ab" * 32)
SK: dict[str, Any] = {
    "nomor": "1/HUK/2026",
    "tanggal": "2026-11-21",
    "tentang": "Penetapan",
    "menimbang": ["bahwa"],
    "mengingat": ["UU 13/2011"],
    "menetapkan": ["satu", "dua"],
    "tempat": "Jakarta",
    "penandatangan": {"nama": "Nama", "jabatan": "Menteri Sosial"},
    "ringkasan": [["Ditetapkan", 3]],
}


@pytest.mark.parametrize(("jenis", "isi"), [(JenisSurat.BUKTI_USULAN, ISI), (JenisSurat.SK_PENETAPAN, SK)])
async def test_the_same_content_gives_the_same_bytes(jenis: JenisSurat, isi: dict[str, Any]) -> None:
    satu = await cetak(jenis, KOP | isi, pada=PADA, meterai=METERAI)
    assert satu == await cetak(jenis, KOP | isi, pada=PADA, meterai=METERAI)
    assert satu != await cetak(jenis, KOP | isi, pada=PADA, meterai=METERAI._replace(sidik="cd" * 32))


async def test_a_letter_can_be_archived_and_carries_its_fonts() -> None:
    pdf = await cetak(JenisSurat.BUKTI_USULAN, KOP | ISI, pada=PADA, meterai=METERAI)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert pdf.count(b"/FontFile") == pdf.count(b"/Type/FontDescriptor") + pdf.count(b"/Type /FontDescriptor") > 0


@pytest.mark.parametrize(
    "nama", ["SITI 😀 سلام", "ꦱꦶꦠꦶ", "A\x07\u202eB", "#evil[x] *b* $x$ \\", 'K"utip', "Ł Ñ é \u2019 \u2013"]
)
async def test_any_name_can_be_printed(nama: str) -> None:
    isi = KOP | ISI | {"subjek": {"nama": nama, "desa": "Cileunyi Kulon"}}
    assert (await cetak(JenisSurat.BUKTI_USULAN, isi, pada=PADA)).startswith(b"%PDF")


def test_the_qr_code_says_the_address() -> None:
    gambar = qr(METERAI.alamat)
    harap = segno.make(METERAI.alamat, error="m")
    assert f'width="{harap.symbol_size(border=0)[0]}"' in gambar
    assert gambar == qr(METERAI.alamat) != qr(METERAI.alamat[:-1] + "1")


def test_a_code_cannot_be_guessed_and_is_read_as_people_type_it() -> None:
    semua = {kode_baru() for _ in range(1000)}
    assert len(semua) == 1000
    assert all(len(k) == PANJANG_KODE and not set(k) & set("ILOU") for k in semua)
    kode = kode_baru()
    assert baca_kode(" ".join([kode[:5].lower(), kode[5:10] + "-" + kode[10:]])) == kode
    assert baca_kode(kode + "0") != kode
