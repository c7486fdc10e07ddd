"""Is this a plain PDF? A letter or a berita acara is kept as signed, so it is checked and never rewritten (pure)."""

import re
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.berkas_objek.errors import BerkasBukanPdf, BerkasTerlaluBesar

BITA_MAKS: Final = 10 * 1024 * 1024

_AWAL: Final = re.compile(rb"%PDF-[12]\.\d[\r\n]")
_AKTIF: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)\b")
_BERKEMAS: Final = re.compile(_AKTIF.pattern + rb"|/ObjStm\b")
"""What no stream shows: packed objects too, whose dictionary would stand inside one if `stream` stood in it."""
_EKOR: Final = 1024
_SEKITAR: Final = 8
_TERBACA: Final = frozenset(range(0x20, 0x7F)) | frozenset(b"\t\n\r\f")
_MUAI_MAKS: Final = 4 * BITA_MAKS


class _Arus(NamedTuple):
    """A stream: what stands between the last one and it (its dictionary at the end), and its bytes."""

    sebelum: bytes
    isi: bytes


def periksa(data: bytes) -> None:
    """Refuse what is not a PDF or shows active content.

    Objects may be packed into compressed streams; those are unpacked and searched too. In other streams (pictures,
    fonts, pages) three bytes of compressed noise may look like a name, so that a name counts there only amid text.
    Files leave as attachments with `nosniff`, never inline.

    Raises:
        BerkasTerlaluBesar: more than 10 MB.
        BerkasBukanPdf: another kind of file, cut off, scripted or encrypted, or packed so that nobody can look inside.
    """
    if len(data) > BITA_MAKS:
        raise BerkasTerlaluBesar(maks=BITA_MAKS)
    if not _AWAL.match(data) or b"%%EOF" not in data[-_EKOR:]:
        raise BerkasBukanPdf
    sisa = _MUAI_MAKS
    for arus in _arus(data):
        sebelum, terkemas = _polos(arus.sebelum), b""
        if b"/ObjStm" in sebelum:
            terkemas = _buka(arus.isi, sisa) if b"/Filter" in sebelum else arus.isi
            sisa -= len(terkemas)
        if _AKTIF.search(sebelum) or _AKTIF.search(_polos(terkemas)) or _is_aktif_terbaca(arus.isi):
            raise BerkasBukanPdf


def _arus(data: bytes) -> Iterator[_Arus]:
    """Cut the file at its streams; what follows the last one comes with an empty stream."""
    letak = 0
    while (awal := data.find(b"stream", letak)) >= 0 and (akhir := data.find(b"endstream", awal)) >= 0:
        yield _Arus(data[letak:awal], data[awal + len(b"stream") : akhir])
        letak = akhir + len(b"endstream")
    yield _Arus(data[letak:], b"")


def _buka(isi: bytes, maks: int) -> bytes:
    """Return the objects that a stream packs; only the usual compression is understood, and a bomb is refused."""
    mesin = zlib.decompressobj()
    try:
        objek = mesin.decompress(isi.lstrip(b"\r\n"), max(maks, 1))
    except zlib.error:
        raise BerkasBukanPdf from None
    if not mesin.eof:
        raise BerkasBukanPdf
    return objek


def _is_aktif_terbaca(isi: bytes) -> bool:
    """Whether a stream's bytes hold such a name between characters that a person could read."""
    polos = _polos(isi)
    return any(
        _TERBACA.issuperset(polos[max(m.start() - _SEKITAR, 0) : m.end() + _SEKITAR]) for m in _BERKEMAS.finditer(polos)
    )


def _polos(data: bytes) -> bytes:
    """Return the bytes with `#4a` in names written out."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), data)
