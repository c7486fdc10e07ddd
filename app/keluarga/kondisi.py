"""The small language in which a questionnaire says when a question is asked; declarative data, never evaluated code.

Written in JSON as one of

* `{"p": "303"}`: question 303 is answered;
* `{"p": "412", "dalam": [2, 3]}`: its answer is one of these codes;
* `{"p": "407", "min": 10, "maks": 54}`: its number lies inside, both ends included, either end may be absent;
* `{"semua": [...]}`, `{"salah_satu": [...]}`: all, or any, of these conditions.

A question without an answer satisfies nothing.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Jawaban = Mapping[str, object]
"""Answers of one person or one family: question number -> value."""


Uji = Callable[[Jawaban], bool]


class KondisiTidakSah(ValueError):
    """The data file holds a condition outside the language; found when the file is loaded, never on a request."""


def bilangan(nilai: object) -> int | None:
    """Return the value as a number, None when it is none; a boolean is no number although Python says so."""
    if type(nilai) is int:  # nearly every answer
        return nilai
    return nilai if isinstance(nilai, int) and not isinstance(nilai, bool) else None


def tanggal(nilai: object) -> date | None:
    """Return the value as a date when it has the one form TTTT-BB-HH (Python reads several), else None."""
    try:
        hari = date.fromisoformat(nilai) if isinstance(nilai, str) else None
    except ValueError:
        return None
    return hari if hari and hari.isoformat() == nilai else None


@dataclass(frozen=True, slots=True)
class Kondisi:
    """A leaf about one question, or a junction of conditions; `SELALU` asks everybody.

    `berlaku` returns whether answers satisfy the condition. It is put together once, when the data file is read: a bulk
    load asks it a thousand times a family.
    """

    pertanyaan: str = ""
    dalam: frozenset[int] | None = None
    min: int | None = None
    maks: int | None = None
    cabang: tuple["Kondisi", ...] = ()
    is_semua: bool = True
    berlaku: Uji = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the test together."""
        object.__setattr__(self, "berlaku", _daun(self) if self.pertanyaan else _simpul(self))

    def acuan(self) -> frozenset[str]:
        """Return the questions that the condition looks at."""
        sendiri = frozenset({self.pertanyaan} if self.pertanyaan else ())
        return sendiri.union(*(k.acuan() for k in self.cabang))

    def kelak(self, pertanyaan: str, jawaban: Jawaban) -> frozenset[int]:
        """Return the lower ends that a question's number among these answers has yet to reach."""
        kini, dari = bilangan(jawaban.get(pertanyaan)), self.min if self.pertanyaan == pertanyaan else None
        sendiri = frozenset(() if kini is None or dari is None or kini >= dari else {dari})
        return sendiri.union(*(k.kelak(pertanyaan, jawaban) for k in self.cabang))


def _simpul(k: Kondisi) -> Uji:
    uji, is_semua = tuple(c.berlaku for c in k.cabang), k.is_semua

    def berlaku(jawaban: Jawaban) -> bool:
        for satu in uji:
            if satu(jawaban) is not is_semua:
                return not is_semua
        return is_semua

    return berlaku


def _daun(k: Kondisi) -> Uji:
    p, dalam = k.pertanyaan, k.dalam
    if dalam is not None:

        def di_dalam(jawaban: Jawaban) -> bool:
            nilai = jawaban.get(p)
            return (nilai if type(nilai) is int else bilangan(nilai)) in dalam

        return di_dalam
    if k.min is None and k.maks is None:
        return lambda jawaban: jawaban.get(p) is not None
    dari = -math.inf if k.min is None else k.min
    sampai = math.inf if k.maks is None else k.maks

    def berlaku(jawaban: Jawaban) -> bool:
        angka = bilangan(jawaban.get(p))
        return angka is not None and dari <= angka <= sampai

    return berlaku


SELALU = Kondisi()


def urai(data: Mapping[str, Any] | None) -> Kondisi:
    """Read a condition from the data file; None asks everybody.

    Raises:
        KondisiTidakSah: unknown words, an empty list, or two forms in one.
    """
    if data is None:
        return SELALU
    match dict(data):
        case {"semua": [_, *_] as cabang, **sisa} if not sisa:
            return Kondisi(cabang=tuple(urai(c) for c in cabang))
        case {"salah_satu": [_, *_] as cabang, **sisa} if not sisa:
            return Kondisi(cabang=tuple(urai(c) for c in cabang), is_semua=False)
        case {"p": str(p), "dalam": [_, *_] as kode, **sisa} if not sisa:
            return Kondisi(p, dalam=frozenset(kode))
        case {"p": str(p), **sisa} if sisa.keys() <= {"min", "maks"}:
            return Kondisi(p, min=sisa.get("min"), maks=sisa.get("maks"))
    raise KondisiTidakSah(f"unknown condition {data}")
