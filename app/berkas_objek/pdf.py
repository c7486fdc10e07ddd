"""Is this a plain PDF? A letter or a berita acara is kept as signed, so it is checked and never rewritten (pure)."""

import re
from typing import Final

from app.berkas_objek.errors import BerkasBukanPdf, BerkasTerlaluBesar

BITA_MAKS: Final = 10 * 1024 * 1024

_AWAL: Final = re.compile(rb"%PDF-[12]\.\d[\r\n]")
_AKTIF: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)\b")
_EKOR: Final = 1024


def periksa(data: bytes) -> None:
    """Refuse what is not a PDF or shows active content.

    Names inside compressed object streams are not seen here; files leave as attachments with `nosniff`, never inline.

    Raises:
        BerkasTerlaluBesar: more than 10 MB.
        BerkasBukanPdf: another kind of file, cut off, scripted or encrypted.
    """
    if len(data) > BITA_MAKS:
        raise BerkasTerlaluBesar(maks=BITA_MAKS)
    nama_biasa = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), data)
    if not _AWAL.match(data) or b"%%EOF" not in data[-_EKOR:] or _AKTIF.search(nama_biasa):
        raise BerkasBukanPdf
