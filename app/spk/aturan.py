"""The criteria of the ordering as versioned data, and their values of a family from its canonical variables. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Final

from app.core.teks import Teks
from app.keluarga.kanonik import REGISTRI
from app.keluarga.kanonik_hitung import JUTA
from app.spk.saw import Sifat

_PER_MIL: Final = 1000


class KodeKriteria(StrEnum):
    """What the ordering looks at."""

    KONDISI_RUMAH = "KONDISI_RUMAH"
    TANGGUNGAN = "TANGGUNGAN"
    PEKERJAAN = "PEKERJAAN"
    PENDIDIKAN = "PENDIDIKAN"
    LUAS_LANTAI = "LUAS_LANTAI"
    ASET = "ASET"


@dataclass(frozen=True, slots=True)
class KriteriaSpk:
    """One criterion: what it is called, which way it speaks, and the canonical variables that it is read from."""

    kode: KodeKriteria
    sifat: Sifat
    bobot: Fraction
    teks: Teks
    asal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aturan:
    """A version of the criteria; `is_asumsi`: no regulation gives the weights."""

    kode: str
    versi: str
    is_asumsi: bool
    sumber: Teks
    kriteria: tuple[KriteriaSpk, ...]
    rumah_kurang: Mapping[str, frozenset[int]]
    kerentanan_kerja: Mapping[int, int]

    def kurang(self, kanonik: Mapping[str, Any]) -> list[str]:
        """Return the canonical variables that a family lacks; with any of them it is not ordered."""
        semua = dict.fromkeys(v for k in self.kriteria for v in k.asal)
        return [v for v in semua if kanonik.get(v) is None]

    def nilai(self, kanonik: Mapping[str, Any]) -> tuple[int, ...]:
        """Return the criteria's values of a family that lacks nothing, in their order."""
        x = {n: int(kanonik[n]) for k in self.kriteria for n in k.asal}
        tanggungan = x["ukuran"] * (x["pangsa_0_4"] + x["pangsa_5_14"] + x["pangsa_60"])
        hasil = {
            KodeKriteria.KONDISI_RUMAH: sum(x[n] in kode for n, kode in self.rumah_kurang.items()),
            KodeKriteria.TANGGUNGAN: (2 * tanggungan + JUTA) // (2 * JUTA),
            KodeKriteria.PEKERJAAN: self.kerentanan_kerja[x["kepala_kedudukan"]],
            KodeKriteria.PENDIDIKAN: x["kepala_pendidikan"],
            KodeKriteria.LUAS_LANTAI: x["luas_kapita"],
            KodeKriteria.ASET: sum(v for n, v in x.items() if n.startswith("aset_")),
        }
        return tuple(hasil[k.kode] for k in self.kriteria)


@cache
def muat() -> Aturan:
    """Return the version in use.

    Raises:
        ValueError: its weights do not sum to 1, or it names what no questionnaire gives.
    """
    data = json.loads(files("app.spk").joinpath("data", "spk-1.json").read_text("utf-8"))
    kriteria = tuple(_kriteria(k) for k in data["kriteria"])
    if sum(k.bobot for k in kriteria) != 1 or {k.kode for k in kriteria} != set(KodeKriteria):
        raise ValueError("the weights of all criteria sum to 1")
    return Aturan(
        data["kode"],
        data["versi"],
        data["is_asumsi"],
        Teks(**data["sumber"]),
        kriteria,
        {n: frozenset(_kode(n, k) for k in kode) for n, kode in data["rumah_kurang"].items()},
        {_kode("kepala_kedudukan", k): n for k, n in data["kerentanan_kerja"].items()},
    )


def _kriteria(data: Mapping[str, Any]) -> KriteriaSpk:
    asal = [v for pola in data["asal"] for v in (_awalan(pola[:-1]) if pola.endswith("*") else [pola])]
    if tak_ada := set(asal) - set(REGISTRI):
        raise ValueError(f"no such canonical variable: {sorted(tak_ada)}")
    bobot = Fraction(data["bobot"], _PER_MIL)
    return KriteriaSpk(KodeKriteria(data["kode"]), Sifat(data["sifat"]), bobot, Teks(**data["teks"]), tuple(asal))


def _awalan(awalan: str) -> list[str]:
    return [n for n in REGISTRI if n.startswith(awalan)]


def _kode(variabel: str, nama: str) -> int:
    kategori = REGISTRI[variabel].kategori
    if kategori is None:
        raise ValueError(f"{variabel} has no codes")
    return int(kategori[nama])
