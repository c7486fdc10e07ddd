"""The small language in which a questionnaire says when a question is asked; declarative data, never evaluated code.

Written in JSON as one of

* `{"p": "303"}`: question 303 is answered;
* `{"p": "412", "dalam": [2, 3]}`: its answer is one of these codes;
* `{"p": "407", "min": 10, "maks": 54}`: its number lies inside, both ends included, either end may be absent;
* `{"semua": [...]}`, `{"salah_satu": [...]}`: all, or any, of these conditions.

A question without an answer satisfies nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Jawaban = Mapping[str, object]
"""Answers of one person or one family: question number -> value."""


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
    """A leaf about one question, or a junction of conditions; `SELALU` asks everybody."""

    pertanyaan: str = ""
    dalam: frozenset[int] | None = None
    min: int | None = None
    maks: int | None = None
    cabang: tuple["Kondisi", ...] = ()
    is_semua: bool = True

    def berlaku(self, jawaban: Jawaban) -> bool:
        """Return whether these answers satisfy the condition."""
        if not self.pertanyaan:
            # A bulk load asks this a thousand times a family: a loop costs half of what a generator does.
            for k in self.cabang:
                if k.berlaku(jawaban) is not self.is_semua:
                    return not self.is_semua
            return self.is_semua
        nilai = jawaban.get(self.pertanyaan)
        if self.dalam is None and self.min is None and self.maks is None:
            return nilai is not None
        angka = bilangan(nilai)
        return angka is not None and self._memuat(angka)

    def _memuat(self, angka: int) -> bool:
        if self.dalam is not None:
            return angka in self.dalam
        return (self.min is None or angka >= self.min) and (self.maks is None or angka <= self.maks)

    def acuan(self) -> frozenset[str]:
        """Return the questions that the condition looks at."""
        sendiri = frozenset({self.pertanyaan} if self.pertanyaan else ())
        return sendiri.union(*(k.acuan() for k in self.cabang))


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
