"""Turn an uploaded picture into one that is ours: decoded, upright, small, without metadata (pure, for a thread).

What is stored is a new JPEG painted from the decoded pixels, so nothing of the upload survives but what can be seen:
no EXIF position, no second file hidden behind the first, no script in a comment.
"""

import io
import struct
import zlib
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from app.berkas_objek.errors import BerkasBukanGambar, BerkasTerlaluBesar, GambarRusak
from app.core.teks import Teks

BITA_MAKS: Final = 10 * 1024 * 1024
SISI_MAKS: Final = 1600
"""Pixels of the longer side: enough to read a KTP, a tenth of the bytes."""

_FORMAT: Final = ("JPEG", "PNG", "WEBP")
_PIKSEL_MAKS: Final = {"JPEG": 85_000_000, "MPO": 85_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A JPEG is decoded at a fraction of its size, the others only whole."""

_RUSAK: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)
_MUTU: Final = 85
_BOM: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def olah(data: bytes) -> bytes:
    """Return `data` as a clean JPEG of at most 1600 pixels a side.

    Raises:
        BerkasTerlaluBesar: too many bytes or pixels; pixels are counted from the header, before anything is decoded.
        BerkasBukanGambar: not one of the three formats, judged by the decoder and not by a name.
        GambarRusak: it cannot be decoded to its end.
    """
    if len(data) > BITA_MAKS:
        raise BerkasTerlaluBesar(
            Teks(f"Paling besar {BITA_MAKS // 1024**2} MB.", f"At most {BITA_MAKS // 1024**2} MB."), maks=BITA_MAKS
        )
    try:
        with _buka(data) as periksa:
            periksa.verify()
        with _buka(data) as gambar:
            return _lukis_ulang(gambar)
    except _RUSAK:
        raise GambarRusak from None


def _buka(data: bytes) -> Image.Image:
    try:
        gambar = Image.open(io.BytesIO(data), formats=_FORMAT)
    except UnidentifiedImageError:
        raise BerkasBukanGambar from None
    except _BOM:
        raise BerkasTerlaluBesar from None
    lebar, tinggi = gambar.size
    if lebar * tinggi > _PIKSEL_MAKS.get(gambar.format or "", 0):
        raise BerkasTerlaluBesar
    return gambar


def _lukis_ulang(gambar: Image.Image) -> bytes:
    gambar.draft("RGB", (SISI_MAKS, SISI_MAKS))
    gambar.load()
    tegak = ImageOps.exif_transpose(gambar)
    tegak.thumbnail((SISI_MAKS, SISI_MAKS))
    bersih = Image.new("RGB", tegak.size, "white")
    if tegak.has_transparency_data:
        berlapis = tegak.convert("RGBA")
        bersih.paste(berlapis, mask=berlapis.getchannel("A"))
    else:
        bersih.paste(tegak.convert("RGB"))
    hasil = io.BytesIO()
    bersih.save(hasil, "JPEG", quality=_MUTU)
    return hasil.getvalue()
