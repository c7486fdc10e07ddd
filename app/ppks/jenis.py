"""The 26 kinds of PPKS and 12 of PSKS (Permensos 8/2012) with what each may be and whose eyes it needs. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from app.core.teks import Teks


class Kategori(StrEnum):
    """Who needs services, and who can give them."""

    PPKS = "PPKS"
    PSKS = "PSKS"


class Bentuk(StrEnum):
    """What an entry is about."""

    INDIVIDU = "INDIVIDU"
    KELUARGA = "KELUARGA"
    KELOMPOK = "KELOMPOK"


@dataclass(frozen=True, slots=True)
class Jenis:
    """One kind.

    Attributes:
        kategori: PPKS or PSKS.
        nomor: number in the regulation.
        kode: our code, unique over both categories together with the category.
        teks: its name.
        bentuk: what an entry of this kind may be about.
        is_peka: specific personal data (UU 27/2022 ps 4) or worse: fewer officers see it. An assumption by kind.
        umur_min: youngest age in years, None without one; children and older people by law, the rest an assumption.
        umur_maks: oldest age in years, likewise.
    """

    kategori: Kategori
    nomor: int
    kode: str
    teks: Teks
    bentuk: frozenset[Bentuk]
    is_peka: bool
    umur_min: int | None
    umur_maks: int | None

    def cocok_umur(self, umur: int | None) -> bool:
        """Return whether a person of this age, if it is known, can be of this kind."""
        return umur is None or (self.umur_min or 0) <= umur <= (self.umur_maks if self.umur_maks is not None else umur)


def _muat(mentah: Mapping[str, Any]) -> Jenis:
    return Jenis(
        Kategori(mentah["kategori"]),
        mentah["nomor"],
        mentah["kode"],
        Teks(mentah["teks"]["id"], mentah["teks"]["en"]),
        frozenset(map(Bentuk, mentah["bentuk"])),
        mentah["peka"],
        mentah["umur_min"],
        mentah["umur_maks"],
    )


_DATA: Final[Mapping[str, Any]] = json.loads(files("app.ppks").joinpath("data", "jenis.json").read_text("utf-8"))
VERSI: Final[str] = _DATA["versi"]
JENIS: Final[Mapping[tuple[Kategori, str], Jenis]] = MappingProxyType(
    {(j.kategori, j.kode): j for j in map(_muat, _DATA["jenis"])}
)
"""Every kind by category and code."""
