"""How names of regions are folded and asked for, so that spelling habits do not hide a village.

Names hold hyphens, slashes, brackets, digits and three kinds of apostrophe; people type none of them.
"""

import re
import unicodedata
from types import MappingProxyType
from typing import Final, NamedTuple

from app.wilayah.kode import Jenis

_TEMPELAN: Final = re.compile(r"['`\u2018\u2019\u02bc]")
_PEMISAH: Final = re.compile(r"[^0-9a-z]+")
_SEBUTAN: Final = MappingProxyType(
    {
        "provinsi": Jenis.PROVINSI,
        "prov": Jenis.PROVINSI,
        "kabupaten": Jenis.KABUPATEN,
        "kab": Jenis.KABUPATEN,
        "kota": Jenis.KOTA,
        "kecamatan": Jenis.KECAMATAN,
        "kec": Jenis.KECAMATAN,
        "distrik": Jenis.KECAMATAN,
        "kelurahan": Jenis.KELURAHAN,
        "kel": Jenis.KELURAHAN,
        "desa": Jenis.DESA,
    }
)


class Kueri(NamedTuple):
    """One reading of what was typed: the folded words, and the kind that a leading word such as `kab.` names."""

    nama: str
    jenis: Jenis | None


def lipat(nama: str) -> str:
    """Fold a name for comparison: no case, accents or apostrophes, every other sign one space."""
    tanpa_aksen = "".join(c for c in unicodedata.normalize("NFKD", nama) if not unicodedata.combining(c))
    return _PEMISAH.sub(" ", _TEMPELAN.sub("", tanpa_aksen).casefold()).strip()


def lipat_wilayah(nama: str, jenis: Jenis) -> str:
    """Fold a region's official name; a kabupaten or kota is found by its proper name (`Kabupaten Bogor` → `bogor`)."""
    terlipat = lipat(nama)
    sebutan, _, sisa = terlipat.partition(" ")
    return sisa if sisa and jenis in {Jenis.KABUPATEN, Jenis.KOTA} and _SEBUTAN.get(sebutan) is jenis else terlipat


def baca_kueri(teks: str) -> list[Kueri]:
    """Return the readings of a search text, the more special one first; empty when no letter or digit is in it.

    `kota baru` is both the kota named Baru and anything named Kota Baru.
    """
    terlipat = lipat(teks)
    sebutan, _, sisa = terlipat.partition(" ")
    jenis = _SEBUTAN.get(sebutan)
    khusus = [Kueri(sisa, jenis)] if sisa and jenis else []
    return [*khusus, Kueri(terlipat, None)] if terlipat else []
