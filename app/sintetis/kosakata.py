"""Words that names are made of: by culture, sex and generation, each with how often it occurs (pure).

The n-th word of a list weighs 1 / (n + q)^s (Zipf and Mandelbrot); rare words are joined from syllables behind the
listed ones. A word shares its weight with its spelling variants, as they stand side by side in real registers.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import Any, Final, TypeVar

_T = TypeVar("_T")
_RAGAM: Final = 0.22
"""Share of a word's bearers who write it in another way; an assumption."""
_MARGA: Final = "marga_"
_VOKAL: Final = "aiueo"


class Generasi(StrEnum):
    """Names go out of fashion; the years of birth are an assumption."""

    TUA = "tua"
    TENGAH = "tengah"
    MUDA = "muda"


BATAS_GENERASI: Final = (1966, 1996)
"""Years of birth from which TENGAH and MUDA begin."""


@dataclass(frozen=True)
class Daftar:
    """A word list with cumulative weights that end at 1; `is_marga` marks a name that the family has in common."""

    kata: tuple[str, ...]
    kumulatif: tuple[float, ...]
    is_marga: bool

    def ambil(self, u: float) -> str:
        """Return the word at the quantile `u`, 0 ≤ u < 1."""
        return self.kata[min(bisect_right(self.kumulatif, u), len(self.kata) - 1)]


@dataclass(frozen=True)
class Kosakata:
    """Everything that names are drawn from.

    Attributes:
        daftar: word lists by name.
        pola: by (culture, sex `L`/`P`, generation): cumulative weight and the lists of the words in their order.
        provinsi: by code of the provinsi: cumulative weight and culture.
    """

    daftar: Mapping[str, Daftar]
    pola: Mapping[tuple[str, str, Generasi], Sequence[tuple[float, tuple[str, ...]]]]
    provinsi: Mapping[str, Sequence[tuple[float, str]]]

    def nama(self, acak: Random, budaya: str, jenis_kelamin: str, generasi: Generasi) -> str:
        """Return one name; a word is not repeated."""
        u = acak.random()
        daftar = next(d for batas, d in self.pola[budaya, jenis_kelamin, generasi] if u <= batas)
        return " ".join(dict.fromkeys(self.daftar[d].ambil(acak.random()) for d in daftar))

    def budaya(self, acak: Random, provinsi: str) -> str:
        """Return a culture as the people of the provinsi have it."""
        u = acak.random()
        return next(b for batas, b in self.provinsi[provinsi] if u <= batas)


def data(nama: str) -> dict[str, Any]:
    """Return a data file of this package."""
    isi: dict[str, Any] = json.loads(files("app.sintetis").joinpath("data", f"{nama}.json").read_text(encoding="utf-8"))
    return isi


@cache
def kosakata() -> Kosakata:
    """Return the vocabulary; its files are read once in a process."""
    isi = data("nama")
    zipf = isi["zipf"]
    daftar = {n: _daftar(n, kata, isi["susun"].get(n), zipf) for n, kata in isi["daftar"].items()}
    pola = {
        (budaya, jk, Generasi(g)): tuple(_kumulatif((p[0], tuple(p[1:])) for p in pilihan))
        for budaya, menurut_jk in isi["pola"].items()
        for jk, menurut_generasi in menurut_jk.items()
        for g, pilihan in menurut_generasi.items()
    }
    provinsi = {kode: tuple(_kumulatif((b, n) for n, b in isi_.items())) for kode, isi_ in isi["provinsi"].items()}
    return Kosakata(MappingProxyType(daftar), MappingProxyType(pola), MappingProxyType(provinsi))


@cache
def kelompok() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the listed spellings of a word, each with its kind: `Ahmad` -> (`Achmad`, `ARAB`), ..."""
    hasil: dict[str, list[tuple[str, str]]] = {}
    for jenis, baris in data("ejaan")["kelompok"].items():
        for kata in baris:
            pokok, *ragam = kata.split()
            hasil.setdefault(pokok, []).extend((r, jenis) for r in ragam)
    return MappingProxyType({k: tuple(v) for k, v in hasil.items()})


def _daftar(nama: str, kata: str, susun: Mapping[str, str] | None, zipf: Mapping[str, float]) -> Daftar:
    """Return the list in order of frequency, the composed words behind the listed ones."""
    urut = dict.fromkeys(kata.replace("_", "\N{NO-BREAK SPACE}").split(" "))
    if susun is not None:
        urut |= dict.fromkeys(a + z for z in susun["akhir"].split() for a in susun["awal"].split() if _enak(a, z))
    bobot: dict[str, float] = {}
    for n, k in enumerate(urut, 1):
        w = float((n + zipf["geser"]) ** -zipf["pangkat"])
        ragam = [r for r, _ in kelompok().get(k, ())]
        for r, bagian in [(k, 1 - _RAGAM if ragam else 1.0), *((r, _RAGAM / len(ragam)) for r in ragam)]:
            bobot[r] = bobot.get(r, 0) + w * bagian
    isi = _kumulatif((b, k.replace("\N{NO-BREAK SPACE}", " ")) for k, b in bobot.items())
    return Daftar(tuple(k for _, k in isi), tuple(b for b, _ in isi), nama.startswith(_MARGA))


def _enak(awal: str, akhir: str) -> bool:
    """Return whether the joint can be spoken: no two vowels meet."""
    return awal[-1].lower() not in _VOKAL or akhir[0] not in _VOKAL


def _kumulatif(isi: Iterable[tuple[float, _T]]) -> list[tuple[float, _T]]:
    """Turn weights into cumulative shares; the last is 1."""
    pasangan = [*isi]
    jumlah = sum(b for b, _ in pasangan)
    kumulatif = accumulate(b / jumlah for b, _ in pasangan)
    return [
        (1.0 if n == len(pasangan) else b, x) for n, (b, (_, x)) in enumerate(zip(kumulatif, pasangan, strict=True), 1)
    ]
