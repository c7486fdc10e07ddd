"""Pictures for tests, made by Pillow: small, valid, and with whatever metadata a test wants gone."""

import io
from typing import Any

from PIL import Image


def foto(ukuran: tuple[int, int] = (64, 48), jenis: str = "JPEG", warna: str = "teal", **simpan: Any) -> bytes:
    """Return the bytes of a one-coloured picture."""
    keluar = io.BytesIO()
    Image.new("RGB", ukuran, warna).save(keluar, jenis, **simpan)
    return keluar.getvalue()


def foto_ber_gps(ukuran: tuple[int, int] = (64, 48)) -> bytes:
    """Return a JPEG that says where and with what it was taken, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x010F] = "PabrikKamera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 54.0, 3.0), 3: "E", 4: (107.0, 36.0, 1.0)})
    return foto(ukuran, exif=exif)
