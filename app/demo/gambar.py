"""Photos for demonstrations: drawn, marked as examples, and showing nobody."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

UKURAN: Final = (800, 500)


def foto(judul: str, *, warna: str = "#9fb8c8") -> bytes:
    """Return a JPEG with a title and the word CONTOH."""
    gambar = Image.new("RGB", UKURAN, warna)
    pena = ImageDraw.Draw(gambar)
    pena.rectangle((20, 20, UKURAN[0] - 20, UKURAN[1] - 20), outline="#20333f", width=4)
    pena.rectangle((60, 120, 260, 400), fill="#e8eef2", outline="#20333f")
    pena.ellipse((110, 160, 210, 260), fill="#c9d6df")
    pena.text((300, 140), judul, fill="#20333f", font_size=36)
    pena.text((300, 240), "CONTOH - BUKAN DOKUMEN ASLI", fill="#7a1f1f", font_size=22)
    keluar = BytesIO()
    gambar.save(keluar, "JPEG", quality=80)
    return keluar.getvalue()


def pdf(judul: str) -> bytes:
    """Return a one-page PDF with the same picture."""
    keluar = BytesIO()
    Image.open(BytesIO(foto(judul))).save(keluar, "PDF")
    return keluar.getvalue()
