"""How far two visits of one family agree, question by question. Pure; names questions, never answers or persons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Orang = Mapping[str, Any]
_BAGIAN: Final = "keluarga"
_HASIL: Final = frozenset({"205"})
"""What only says how the visit itself ended."""
_PENANDA: Final = ("405", "407", "409")
"""Sex, age and relation of question block 4: enough to tell the members of one family apart."""


@dataclass(frozen=True, slots=True)
class Kesepakatan:
    """How many answers were compared, how many are equal, and which questions differ."""

    ditanya: int
    sama: int
    beda: tuple[str, ...]

    @property
    def permil(self) -> int:
        """Equal answers in thousandths; nothing compared is no disagreement."""
        return self.sama * 1000 // self.ditanya if self.ditanya else 1000


def bandingkan(lama: Mapping[str, Any], baru: Mapping[str, Any]) -> Kesepakatan:
    """Compare two filled questionnaires of the same instrument.

    Persons are told apart by their key. Who is new to the registry has the device's own key: such persons are paired by
    sex, age and relation. One who is in only one of the two differs in all his answers.
    """
    pasangan = [
        (f"{_BAGIAN}.{no}", a, b) for no, a, b in _pasang(lama.get(_BAGIAN), baru.get(_BAGIAN)) if no not in _HASIL
    ]
    for satu, dua in _orang(lama.get("individu") or {}, baru.get("individu") or {}):
        nama = "individu" if satu is None or dua is None else ""
        pasangan += [(nama or f"individu.{no}", a, b) for no, a, b in _pasang(satu, dua)]
    beda = sorted({nama for nama, a, b in pasangan if a != b})
    return Kesepakatan(len(pasangan), sum(a == b for _, a, b in pasangan), tuple(beda))


def _orang(lama: Mapping[str, Orang], baru: Mapping[str, Orang]) -> Iterator[tuple[Orang | None, Orang | None]]:
    yield from ((lama[k], baru[k]) for k in sorted(lama.keys() & baru.keys()))
    sisa = [baru[k] for k in sorted(baru.keys() - lama.keys())]
    for kunci in sorted(lama.keys() - baru.keys()):
        cocok = next((o for o in sisa if _rupa(o) == _rupa(lama[kunci])), None)
        if cocok is not None:
            sisa.remove(cocok)
        yield lama[kunci], cocok
    yield from ((None, o) for o in sisa)


def _rupa(orang: Orang) -> tuple[Any, ...]:
    return tuple(orang.get(no) for no in _PENANDA)


def _pasang(satu: Orang | None, dua: Orang | None) -> list[tuple[str, Any, Any]]:
    a, b = satu or {}, dua or {}
    nomor = sorted({n for n in (*a, *b) if a.get(n) is not None or b.get(n) is not None})
    return [(n, a.get(n), b.get(n)) for n in nomor]
