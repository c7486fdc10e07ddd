"""Which known field was probably meant by one that is not known; what was sent is never repeated."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final, get_args

from pydantic import BaseModel

_DEKAT: Final = 0.75
"""How alike two names must be (difflib's ratio): a letter more, less or exchanged, no other word."""


def mirip(bentuk: object, tempat: Sequence[int | str]) -> str | None:
    """Return the field of the model at that place whose name is nearly the last part of it, or None.

    Args:
        bentuk: type of the whole body.
        tempat: where pydantic found the unknown field, without `body`.
    """
    *jalan, nama = tempat
    dekat = get_close_matches(str(nama), sorted(_bidang(bentuk, jalan)), n=1, cutoff=_DEKAT)
    return dekat[0] if dekat else None


def _bidang(jenis: object, jalan: Sequence[int | str]) -> set[str]:
    """Return the names of the fields at a place; of a choice of forms those of all."""
    if isinstance(jenis, type) and issubclass(jenis, BaseModel):
        if not jalan:
            return {f.alias or n for n, f in jenis.model_fields.items()}
        isian = jenis.model_fields.get(str(jalan[0]))
        # What is no field is the mark by which pydantic tells the forms of a choice apart.
        return _bidang(isian.annotation if isian else jenis, jalan[1:])
    lanjut = jalan[1:] if jalan and isinstance(jalan[0], int) else jalan
    return set().union(*(_bidang(isi, lanjut) for isi in get_args(jenis)))
