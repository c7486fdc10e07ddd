"""Labelled spelling variants of names: what a search has to find although it is written in another way (pure).

Each kind is a habit of real registers: abbreviations, the old spellings of Van Ophuijsen (1901) and Soewandi (1947),
transcriptions from Arabic, sounds that are heard alike, doubled letters, words joined or split, and signs. `TIPO` is
one edit of the keyboard, which is nobody's habit and is counted apart.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from random import Random
from typing import Final, NamedTuple

from app.sintetis.kosakata import Generasi, data, kelompok, kosakata

_HURUF: Final = "abcdefghijklmnopqrstuvwxyz"
_PANJANG_TIPO: Final = 4
"""Letters that a word must have before one of them is mistyped; `Ai` with another letter is another name."""
_PANJANG_ATURAN: Final = 4


class JenisRagam(StrEnum):
    """How a variant came about."""

    SINGKATAN = "SINGKATAN"
    LAMA = "LAMA"
    ARAB = "ARAB"
    BUNYI = "BUNYI"
    KEMBAR = "KEMBAR"
    SPASI = "SPASI"
    TANDA = "TANDA"
    TIPO = "TIPO"


EJAAN: Final = tuple(j for j in JenisRagam if j is not JenisRagam.TIPO)
"""The kinds that are habits of spelling."""


class Ragam(NamedTuple):
    """A name as it is on record, the same as somebody else writes it, and how the two differ."""

    benar: str
    ragam: str
    jenis: JenisRagam


def pasangan(benih: int, jumlah: int, jenis: tuple[JenisRagam, ...] = EJAAN) -> Iterator[Ragam]:
    """Yield `jumlah` different pairs, as many of each kind; the same seed gives the same ones."""
    acak, alat, sudah = Random(benih), kosakata(), set[tuple[str, str]]()
    provinsi, generasi = [*alat.provinsi], [*Generasi]
    for n in range(jumlah):
        hasil: str | None = None
        benar = ""
        while hasil is None or (benar, hasil) in sudah:
            jk = acak.choice("LP")
            benar = alat.nama(acak, alat.budaya(acak, acak.choice(provinsi)), jk, acak.choice(generasi))
            hasil = ragamkan(acak, benar, jenis[n % len(jenis)])
        sudah.add((benar, hasil))
        yield Ragam(benar, hasil, jenis[n % len(jenis)])


def ragamkan(acak: Random, nama: str, jenis: JenisRagam) -> str | None:
    """Return the name written in another way of this kind, None when it has none."""
    calon = sorted({c for c in _CARA[jenis](acak, nama, jenis) if c != nama})
    return acak.choice(calon) if calon else None


def _kata(_: Random, nama: str, jenis: JenisRagam) -> Iterator[str]:
    """Replace one word by a listed spelling, or by what a rule of this kind makes of it; the only word is not cut."""
    kata = nama.split(" ")
    if jenis is JenisRagam.SINGKATAN and len(kata) == 1:
        return
    for n, k in enumerate(kata):
        terdaftar = [r for r, j in kelompok().get(k, ()) if j == jenis]
        for baru in terdaftar or _menurut_aturan(k, jenis):
            yield " ".join([*kata[:n], baru, *kata[n + 1 :]])


def _menurut_aturan(kata: str, jenis: JenisRagam) -> Iterator[str]:
    if len(kata) < _PANJANG_ATURAN or "." in kata:
        return
    for pola, ganti in _aturan().get(jenis, ()):
        baru = pola.sub(ganti, kata.lower(), count=1)
        if baru != kata.lower():
            yield baru[0].upper() + baru[1:]


@cache
def _aturan() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    return {j: [(re.compile(p), g) for p, g in isi] for j, isi in data("ejaan")["aturan"].items()}


@cache
def _depan() -> frozenset[str]:
    return frozenset(data("ejaan")["gabung"])


def _spasi(_: Random, nama: str, __: JenisRagam) -> Iterator[str]:
    """Join a customary first word with the next (Sri Wahyuni, Sriwahyuni), or split it off (Nurhayati, Nur Hayati)."""
    kata = nama.split(" ")
    for n, k in enumerate(kata):
        if k in _depan() and n + 1 < len(kata) and "." not in kata[n + 1]:
            yield " ".join([*kata[:n], k + kata[n + 1].lower(), *kata[n + 2 :]])
        for depan in _depan():
            sisa = k.removeprefix(depan)
            if sisa != k and len(sisa) >= _PANJANG_ATURAN and sisa.isalpha():
                yield " ".join([*kata[:n], depan, sisa.capitalize(), *kata[n + 1 :]])


def _tanda(_: Random, nama: str, __: JenisRagam) -> Iterator[str]:
    """Change case and signs only."""
    yield nama.upper()
    yield nama.lower()
    if " " in nama:
        yield nama.replace(" ", "-", 1)
        yield nama.replace(" ", "  ", 1)
    yield from (nama.replace(t, "") for t in "'.-" if t in nama)
    yield re.sub(r"(?<=[aiueo])(?=[aiueo][a-z]+$)", "'", nama, count=1)


def _tipo(acak: Random, nama: str, _: JenisRagam) -> Iterator[str]:
    """Insert, leave out, replace or swap one letter of a word that is long enough; the first letter stays."""
    kata = nama.split(" ")
    panjang = [n for n, k in enumerate(kata) if len(k) >= _PANJANG_TIPO and k.isalpha()]
    if not panjang:
        return
    n = acak.choice(panjang)
    k = kata[n]
    i, huruf = acak.randrange(1, len(k)), acak.choice(_HURUF)
    tukar = k[: i - 1] + k[i] + k[i - 1] + k[i + 1 :] if i > 1 else k
    cara = (k[:i] + huruf + k[i:], k[:i] + k[i + 1 :], k[:i] + huruf + k[i + 1 :], tukar)
    yield " ".join([*kata[:n], acak.choice(cara), *kata[n + 1 :]])


_CARA: Final[dict[JenisRagam, Callable[[Random, str, JenisRagam], Iterator[str]]]] = {
    **dict.fromkeys(JenisRagam, _kata),
    JenisRagam.SPASI: _spasi,
    JenisRagam.TANDA: _tanda,
    JenisRagam.TIPO: _tipo,
}
