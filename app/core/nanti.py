"""A stand-in for what is imported when it is first called: the one place where an import waits (ADR 0046).

For a process that needs few of many things. What is named so is checked by test, as the types behind it cannot be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pkgutil import resolve_name
from typing import Any


@dataclass(frozen=True, slots=True)
class Nanti:
    """What calls `rujukan`, "module:name", and imports it for the first call."""

    rujukan: str

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call what is named."""
        hasil: object = resolve_name(self.rujukan)(*args, **kwargs)
        return hasil


def nanti(rujukan: str) -> Callable[..., Any]:
    """Return what calls `rujukan`, "module:name", as if it were imported here.

    Raises:
        ModuleNotFoundError: there is no such module; looked for, not imported.
    """
    modul, _, _ = rujukan.partition(":")
    if find_spec(modul) is None:
        raise ModuleNotFoundError(modul)
    return Nanti(rujukan)
