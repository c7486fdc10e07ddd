"""What the tests of fitting share."""

from datetime import date
from typing import Any

from app.keluarga.kanonik import REGISTRI
from app.pelatihan.cocokkan import Pilihan

SUMBER = tuple(REGISTRI)


def pilihan(**ganti: Any) -> Pilihan:
    return Pilihan(**{"kode": "PMT-UJI", "versi": "1", "berlaku_dari": date(2026, 11, 1), **ganti})
