"""What a stranger may see of a person. Pure."""

from typing import Final

_PENUH: Final = 3


def samarkan_nama(nama: str) -> str:
    """Mask a name the way people know it from Cek Bansos: `WAWAN LESTARI` becomes `W***N L*****I`.

    Words of one or two letters keep less, so that no short name stands there whole.
    """
    return " ".join(_samarkan(kata) for kata in nama.upper().split())


def _samarkan(kata: str) -> str:
    if len(kata) < _PENUH:
        return f"{kata[0]}*" if len(kata) > 1 else "*"
    return f"{kata[0]}{'*' * (len(kata) - 2)}{kata[-1]}"
