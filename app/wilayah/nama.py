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
_SIFAT: Final = re.compile(r"^(?:daerah khusus(?: ibukota)?|daerah istimewa|dki|di|administrasi|adm) (?=.)")
"""Status words before the proper name, as in `Daerah Istimewa Yogyakarta` and `Kota Administrasi Jakarta Pusat`."""
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
    tanpa_aksen = nama
    if not nama.isascii():
        tanpa_aksen = "".join(c for c in unicodedata.normalize("NFKD", nama) if not unicodedata.combining(c))
    return _PEMISAH.sub(" ", _TEMPELAN.sub("", tanpa_aksen).casefold()).strip()


def lipat_wilayah(nama: str, jenis: Jenis) -> str:
    """Fold a region's official name; a provinsi, kabupaten or kota is found by its proper name.

    `Kabupaten Bogor` folds to `bogor`, `Daerah Istimewa Yogyakarta` to `yogyakarta`.
    """
    terlipat = lipat(nama)
    if jenis not in {Jenis.PROVINSI, Jenis.KABUPATEN, Jenis.KOTA}:
        return terlipat
    sebutan, _, sisa = terlipat.partition(" ")
    return _SIFAT.sub("", sisa if sisa and _SEBUTAN.get(sebutan) is jenis else terlipat)


def baca_kueri(teks: str) -> list[Kueri]:
    """Return the readings of a search text, the most special one first; empty when no letter or digit is in it.

    `kota baru` is both the kota named Baru and anything named Kota Baru.
    """
    terlipat = lipat(teks)
    sebutan, _, sisa = terlipat.partition(" ")
    jenis = _SEBUTAN.get(sebutan)
    bacaan = [Kueri(_SIFAT.sub("", sisa), jenis)] if sisa and jenis else []
    bacaan += [Kueri(_SIFAT.sub("", terlipat), None), Kueri(terlipat, None)]
    return list(dict.fromkeys(bacaan)) if terlipat else []
