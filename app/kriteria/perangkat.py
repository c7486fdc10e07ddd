"""Sets of criteria as data, and their reading of known facts; what is not known stays unknown (pure).

Sources: Kepmensos 146/HUK/2013 (11 criteria, no pass mark), the BPS standard of 14 criteria (poor from 9), Kepmensos
262/HUK/2022 (a gate and 8 questions that regions may adapt, so that threshold and weights are marked as assumptions).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from app.core.teks import Teks
from app.keluarga.kondisi import Kondisi, urai

Fakta = Mapping[str, int | None]
"""What is known of a family, by concept; None is unknown."""


class KodePerangkat(StrEnum):
    """Sets of criteria that the office reads a family by."""

    R_146 = "R-146"
    R_BPS14 = "R-BPS14"
    R_262 = "R-262"


class Hasil(StrEnum):
    """What the answers say to one criterion."""

    YA = "YA"
    TIDAK = "TIDAK"
    TIDAK_DIKETAHUI = "TIDAK_DIKETAHUI"


class Bacaan(StrEnum):
    """What the count says by the set's own threshold; support for a human's decision, never the decision."""

    MEMENUHI = "MEMENUHI"
    TIDAK_MEMENUHI = "TIDAK_MEMENUHI"
    BELUM_DIKETAHUI = "BELUM_DIKETAHUI"
    TANPA_AMBANG = "TANPA_AMBANG"


@dataclass(frozen=True, slots=True)
class Ambang:
    """From which weighted count a set is met; `nilai` None: the set has none."""

    nilai: int | None
    is_asumsi: bool
    sumber: str


@dataclass(frozen=True, slots=True)
class Kriteria:
    """One criterion: its text and when it is met. `catatan` says how a doubtful wording is read."""

    no: str
    teks: Teks
    bobot: int
    bila: Kondisi
    catatan: str = ""

    @classmethod
    def dari(cls, data: Mapping[str, Any]) -> "Kriteria":
        """Read one criterion of the data file."""
        return cls(data["no"], Teks(**data["teks"]), data["bobot"], urai(data["bila"]), data.get("catatan", ""))

    def nilai(self, fakta: Fakta) -> Hasil:
        """Return whether the facts meet it."""
        return {True: Hasil.YA, False: Hasil.TIDAK, None: Hasil.TIDAK_DIKETAHUI}[tafsir(self.bila, fakta)]


@dataclass(frozen=True, slots=True)
class Perangkat:
    """A set of criteria with its version and legal basis; `gerbang` met is the whole set met."""

    kode: KodePerangkat
    versi: str
    nama: Teks
    dasar: str
    status: Teks
    ambang: Ambang
    gerbang: Kriteria | None
    kriteria: tuple[Kriteria, ...]

    def nilai(self, fakta: Fakta) -> "Penilaian":
        """Return the result of every criterion and what their count says."""
        hasil = tuple((k, k.nilai(fakta)) for k in self.kriteria)
        gerbang = None if self.gerbang is None else self.gerbang.nilai(fakta)
        return Penilaian(self, gerbang, hasil)


@dataclass(frozen=True, slots=True)
class Penilaian:
    """A family read by one set."""

    perangkat: Perangkat
    gerbang: Hasil | None
    butir: Sequence[tuple[Kriteria, Hasil]]

    def jumlah(self, hasil: Hasil) -> int:
        """Return how many criteria have this result."""
        return sum(h is hasil for _, h in self.butir)

    def bobot(self, hasil: Hasil) -> int:
        """Return the weights of the criteria with this result."""
        return sum(k.bobot for k, h in self.butir if h is hasil)

    @property
    def bacaan(self) -> Bacaan:
        """What the count says; unknown as long as the unknown criteria could change it."""
        ambang, ya = self.perangkat.ambang.nilai, self.bobot(Hasil.YA)
        if ambang is None:
            return Bacaan.TANPA_AMBANG
        if self.gerbang is Hasil.YA or ya >= ambang:
            return Bacaan.MEMENUHI
        pasti_tidak = ya + self.bobot(Hasil.TIDAK_DIKETAHUI) < ambang and self.gerbang is not Hasil.TIDAK_DIKETAHUI
        return Bacaan.TIDAK_MEMENUHI if pasti_tidak else Bacaan.BELUM_DIKETAHUI


def tafsir(kondisi: Kondisi, fakta: Fakta) -> bool | None:
    """Read a condition in three values: a junction is unknown only while an unknown part could still decide it."""
    if kondisi.pertanyaan:
        nilai = fakta.get(kondisi.pertanyaan)
        return None if nilai is None else kondisi.berlaku({kondisi.pertanyaan: nilai})
    bagian = [tafsir(k, fakta) for k in kondisi.cabang]
    penentu = not kondisi.is_semua
    if penentu in bagian:
        return penentu
    return None if None in bagian else not penentu


def susun(data: Mapping[str, Any]) -> Perangkat:
    """Build a set from its data."""
    gerbang = data["gerbang"]
    return Perangkat(
        kode=KodePerangkat(data["kode"]),
        versi=data["versi"],
        nama=Teks(**data["nama"]),
        dasar=data["dasar"],
        status=Teks(**data["status"]),
        ambang=Ambang(**data["ambang"]),
        gerbang=None if gerbang is None else Kriteria.dari(gerbang),
        kriteria=tuple(Kriteria.dari(k) for k in data["kriteria"]),
    )


@cache
def muat(kode: KodePerangkat) -> Perangkat:
    """Return the set of this code; its file is read once in a process."""
    return susun(json.loads(files("app.kriteria").joinpath("data", f"{kode}.json").read_text(encoding="utf-8")))
