"""How Indonesian names sound: spelling habits are levelled, so that one name written in two ways is one. Pure."""

import re
from functools import lru_cache
from itertools import groupby
from typing import Final

_EJAAN: Final = tuple(
    (re.compile(p), g)
    for p, g in (
        (r"^(moh|muh|moch|much|mohd|muhd|mhd)$", "muhamad"),
        (r"oe", "u"),
        (r"dj", "j"),
        (r"tj", "c"),
        (r"kh|ch", "h"),
        (r"s[yjh](?=[aeiou])", "s"),
        (r"nj", "ny"),
        (r"ph|v", "f"),
        (r"[dtbg]h", lambda m: m[0][0]),
        (r"z", "s"),
        (r"ck|q|k", "k"),
        (r"x", "ks"),
        (r"o", "u"),
        (r"ie|y", "i"),
        (r"(?<=[aeiou])h$", ""),
    )
)


@lru_cache(maxsize=65_536)
def eja(kata: str) -> str:
    """Return a folded word with the spelling habits levelled and double letters written once."""
    for pola, ganti in _EJAAN:
        kata = pola.sub(ganti, kata)
    return "".join(huruf for huruf, _ in groupby(kata))
