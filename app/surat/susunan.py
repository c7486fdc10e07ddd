"""The letter itself: Typst compiles a template and its content to a PDF. No I/O.

Bytes depend on nothing but the input: no system fonts, no clock, no random identifiers. PDF/A-2a and PDF/UA-1 together
make a file that can be archived and read aloud.
"""

import io
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import segno
import typst

from app.surat.cetak import Meterai
from app.surat.jenis import JenisSurat

_TEMPLAT: Final = Path(__file__).parent / "templat"
_LATIN_AKHIR: Final = "\u024f"
_TANDA_BACA: Final = range(0x2010, 0x2028)


def qr(alamat: str) -> str:
    """Return the QR code of an address as SVG."""
    hasil = io.BytesIO()
    segno.make(alamat, error="m").save(hasil, kind="svg", border=0, xmldecl=False, dark="#191919")
    return hasil.getvalue().decode()


def susun(jenis: JenisSurat, isi: dict[str, Any], pada: datetime, meterai: Meterai | None) -> bytes:
    """Return the letter as PDF; the compiler belongs to the thread that calls first."""
    try:
        return _kompilasi(jenis, isi, pada, meterai)
    except typst.TypstError:
        # The fonts lack a character (an emoji, another script), which PDF/A does not forgive.
        return _kompilasi(jenis, {k: _hanya_latin(v) for k, v in isi.items()}, pada, meterai)


def _kompilasi(jenis: JenisSurat, isi: dict[str, Any], pada: datetime, meterai: Meterai | None) -> bytes:
    masukan = {"isi": json.dumps(isi, ensure_ascii=False)}
    if meterai is not None:
        masukan |= {"qr": qr(meterai.alamat), **meterai._asdict()}
    templat = _TEMPLAT / f"{jenis.lower()}.typ"
    hasil = _penyusun().compile(
        input=templat,
        format="pdf",
        sys_inputs=masukan,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(pada.timestamp()),
    )
    return cast("bytes", hasil)


@cache
def _penyusun() -> typst.Compiler:
    return typst.Compiler(root=_TEMPLAT, font_paths=typst.Fonts(include_system_fonts=False))


def _is_latin(c: str) -> bool:
    return c <= _LATIN_AKHIR or ord(c) in _TANDA_BACA


def _hanya_latin(nilai: object) -> object:
    """Return the value with every character outside the Latin letters and common punctuation as a question mark."""
    if isinstance(nilai, str):
        return "".join(c if c == "\n" or (_is_latin(c) and c.isprintable()) else "?" for c in nilai)
    if isinstance(nilai, dict):
        return {k: _hanya_latin(v) for k, v in nilai.items()}
    return [_hanya_latin(v) for v in nilai] if isinstance(nilai, list | tuple) else nilai
