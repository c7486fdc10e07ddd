"""Cells that no spreadsheet takes for a formula, and back again.

A program that opens a CSV may cut it at another sign than ours (`;` where the comma is decimal), and then what stood
inside a cell begins one. So an apostrophe goes before `= + - @`, their full-width forms, tabs and line breaks at the
start of a cell and after every sign at which a cell may be cut. What it adds it can take away: `pulihkan(amankan(t))`
is `t` for every text. Source of the signs: OWASP, CSV Injection.
"""

import re
from typing import Final

_PEMICU: Final = "=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
_MULAI: Final = re.compile(f"[ \xa0]*'*[{_PEMICU}]")
_PEMOTONG: Final = re.compile('[;,|\t\r\n"]')
_AWAL: Final = '(^|[;,|\t\r\n"])([ \xa0]*)'
_BERBAHAYA: Final = re.compile(f"{_AWAL}(?='*[{_PEMICU}])")
_DIAMANKAN: Final = re.compile(f"{_AWAL}'(?='*[{_PEMICU}])")


def amankan(teks: str) -> str:
    """Return the text with an apostrophe wherever a formula could begin."""
    # Hardly any text begins so or holds a sign at which it may be cut, and to see that is cheap.
    return _BERBAHAYA.sub(r"\1\2'", teks) if _PEMOTONG.search(teks) or _MULAI.match(teks) else teks


def pulihkan(teks: str) -> str:
    """Return what `amankan` was given."""
    return _DIAMANKAN.sub(r"\1\2", teks)
