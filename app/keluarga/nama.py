"""How a person's name is kept for search: the sound of the whole name as one number, and its words as numbers. Pure.

Sound levels the spelling habits of Indonesian names: oe/u, dj/j, tj/c, ch/kh/h, sy/sj/s, p/f/v, q/k, z/s, ai/e, au/o,
double letters, and short forms (Moh., Abd.). It is taken of the words written together, so that Sri Wahyuni and
Sriwahyuni are one. What is stored is computed here, when a name is written; SQL only compares numbers.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple
from zlib import crc32

from app.wilayah.nama import lipat

_BIT_EJAAN: Final = 24
"""Lower bits of a fingerprint: the spelling. The upper ones are the sound, so that all spellings are one range."""
EJAAN_MAKS: Final = (1 << _BIT_EJAAN) - 1
"""The spelling's bits of a fingerprint."""
_TENGAH: Final = 1 << 39
_KATA_MAKS: Final = 12
_PANJANG_MAKS: Final = 24
_SETENGAH: Final = 1 << 31

_MUHAMAD: Final = re.compile(r"m[ou](?:h|ch|kh|k)?am+[ae][dt]h?|m(?:[ou]c?h)?d?|m[ou]kh|mhd|md")
_PENDEK: Final = {"abd": "abdul", "abdoel": "abdul", "ach": "ahmad", "akh": "ahmad", "ahm": "ahmad", "st": "siti"}
_H_AKHIR: Final = re.compile(r"(?<=..[aeiou])h$")
_GELAR: Final = frozenset(
    {"h", "hj", "hjh", "kh", "dr", "drs", "dra", "ir", "prof", "tn", "ny", "nn", "bpk", "ibu", "alm", "almh", "ust"}
)
"""Titles before a name; they are no part of it."""
_NASAB: Final = frozenset({"bin", "binti", "bt", "binte"})
"""Between a name and the father's; some registers write it, some do not."""

_PASANG: Final = (
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("nj", "ny"),
    ("sj", "sy"),
    ("dz", "z"),
    ("ph", "f"),
    ("x", "ks"),
    ("ck", "k"),
)
_HURUF: Final = str.maketrans("pvzqoy", "ffskui")
_BUNYI: Final = tuple(
    (petunjuk, re.compile(p), g)
    for petunjuk, p, g in (
        ("h", r"[ck]h", "h"),
        ("c", r"c(?![aeiouy])", "k"),
        ("s", r"s[yh](?=[aeiou])", "s"),
        ("h", r"([dtbgk])h", r"\1"),
        ("a", r"a(?:e|[iy](?![aeiou]))", "e"),
    )
)
_AKHIR: Final = tuple(
    (petunjuk, re.compile(p), g)
    for petunjuk, p, g in (
        ("uw", r"uw(?=[aei])", "u"),
        ("h", r"h(?![aeiou])", ""),
        ("ul", r"(?<=u)l(?=[rsn])", ""),
    )
)
_KEMBAR: Final = re.compile(r"(.)\1+")


class Kata(NamedTuple):
    """A folded word of a name, and the same as search compares it: short forms spelt out."""

    asli: str
    utuh: str


def uraikan(nama: str) -> list[Kata]:
    """Return the words of a name without titles, degrees after a comma, and bin or binti.

    At most twelve words of at most 24 letters; empty when the name has neither letters nor digits.
    """
    depan = lipat(nama.partition(",")[0]) or lipat(nama)
    semua = [k[:_PANJANG_MAKS] for k in depan.split()]
    while len(semua) > 1 and semua[0] in _GELAR:
        semua = semua[1:]
    inti = [k for n, k in enumerate(semua) if k not in _NASAB or n in {0, len(semua) - 1}]
    return [satu_kata(k) for k in inti[:_KATA_MAKS]]


def satu_kata(terlipat: str) -> Kata:
    """Return one folded word."""
    return Kata(terlipat, _utuh(terlipat))


def kata(nama: str) -> list[str]:
    """Return the words of a name as search compares them."""
    return [k.utuh for k in uraikan(nama)]


@lru_cache(maxsize=65_536)
def bunyi(teks: str) -> str:
    """Return how a folded word, or words written together, sound."""
    for lama, baru in _PASANG:
        teks = teks.replace(lama, baru)
    teks = _ganti(_BUNYI, teks).replace("ei", "e").replace("au", "u").replace("ie", "i")
    return _KEMBAR.sub(r"\1", _ganti(_AKHIR, teks.translate(_HURUF)))


def kunci(semua: Iterable[str]) -> str:
    """Return the sound of the words written together: one for all spellings of a name."""
    return bunyi("".join(semua))


def rentang(kunci_nama: str) -> tuple[int, int]:
    """Return the lowest and the highest fingerprint of a sound."""
    bawah = (int.from_bytes(blake2b(kunci_nama.encode(), digest_size=5).digest()) - _TENGAH) << _BIT_EJAAN
    return bawah, bawah | EJAAN_MAKS


def seluruh_ejaan(satu: int) -> tuple[int, int]:
    """Return the range of all spellings that sound like a fingerprint's."""
    return satu & ~EJAAN_MAKS, satu | EJAAN_MAKS


def sidik(nama: str) -> int:
    """Return a name's fingerprint, 64 bits: names of one sound lie side by side, those of one spelling are equal."""
    return rentang(kunci(kata(nama)))[0] | _ejaan(lipat(nama))


def sidik_kata(semua: Sequence[Kata]) -> int:
    """Return the fingerprint of a name that has these words and no title."""
    return rentang(kunci(k.utuh for k in semua))[0] | _ejaan(" ".join(k.asli for k in semua))


def _ejaan(terlipat: str) -> int:
    return int.from_bytes(blake2b(terlipat.encode(), digest_size=3).digest())


def tanda(teks: str) -> int:
    """Return 32 bits of a text, signed."""
    angka = crc32(teks.encode())
    return angka - (1 << 32) if angka >= _SETENGAH else angka


def tanda_kata(semua: Iterable[str]) -> list[int]:
    """Return the number of each different word's sound."""
    return sorted({tanda(bunyi(k)) for k in semua})


def sekitar(satu_kata: str) -> list[int]:
    """Return numbers of a word, of its sound, and of both with any one letter left out.

    Two words that share none of them are more than one typing error apart (symmetric deletion; Garbe, 2012).
    """
    dua = {satu_kata, bunyi(satu_kata)}
    return sorted({tanda(t) for b in dua for t in (b, *(b[:i] + b[i + 1 :] for i in range(len(b))))})


def kolom_nama(nama: str) -> dict[str, Any]:
    """Return the columns of a person that hang on the name; whoever writes a name writes all of them."""
    return {"nama": nama, "nama_lipat": lipat(nama), "nama_sidik": sidik(nama), "nama_kata": tanda_kata(kata(nama))}


def _ganti(aturan: Iterable[tuple[str, re.Pattern[str], str]], teks: str) -> str:
    for petunjuk, pola, ganti in aturan:
        if petunjuk in teks:
            teks = pola.sub(ganti, teks)
    return teks


@lru_cache(maxsize=65_536)
def _utuh(k: str) -> str:
    """Return a word with its short form spelt out and without the habits that hang on where a word begins or ends."""
    if _MUHAMAD.fullmatch(k):
        return "muhamad"
    if k.startswith("chr"):
        k = f"k{k[2:]}"
    return _PENDEK.get(k) or _H_AKHIR.sub("", k)
