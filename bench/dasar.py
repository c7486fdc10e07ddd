"""How a row of the benchmark is declared: its id, its target and the function that measures it.

A module of rows registers them when it is imported; `bench.__main__` names the modules.
"""

import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bench.panggung import Panggung, Ukuran


@dataclass(frozen=True, slots=True)
class Nilai:
    """What was measured.

    Attributes:
        angka: the figure that is held against the target.
        catatan: what was compared with what, in one sentence.
        sampel: every single measurement behind it, in the order in which they were taken.
        keluarga: size of the registry that it comes from.
    """

    angka: float
    catatan: str
    keluarga: int
    sampel: Mapping[str, Sequence[float]] = field(default_factory=dict)


Pengukur = Callable[[Panggung], Awaitable[Nilai]]


@dataclass(frozen=True, slots=True)
class Baris:
    """One row of the table.

    Attributes:
        id: stable name.
        arti: what it says, for a reader of the page.
        satuan: unit of value and target.
        target: the bound.
        ukur: measures it.
        is_batas_atas: whether the value must not exceed the target; else it must reach it.
        berlaku: whether the row can be measured at a size.
    """

    id: str
    arti: str
    satuan: str
    target: float
    ukur: Pengukur
    is_batas_atas: bool = True
    berlaku: Callable[[Ukuran], bool] = lambda _: True

    def terpenuhi(self, angka: float) -> bool:
        """Return whether the value keeps to the target."""
        return angka <= self.target if self.is_batas_atas else angka >= self.target


@dataclass(frozen=True, slots=True)
class Hasil:
    """A row with its measurement."""

    baris: Baris
    nilai: Nilai

    def json(self, mesin: Mapping[str, Any], ukuran: Ukuran) -> dict[str, Any]:
        """Return the row as it stands in `latest.json`."""
        return {
            "id": self.baris.id,
            "value": round(self.nilai.angka, 4),
            "unit": self.baris.satuan,
            "target": self.baris.target,
            "holds": self.baris.terpenuhi(self.nilai.angka),
            "detail": {
                "note": self.nilai.catatan,
                "size": ukuran.nama,
                "families": self.nilai.keluarga,
                "bound": "max" if self.baris.is_batas_atas else "min",
                "samples": {nama: [round(x, 4) for x in isi] for nama, isi in self.nilai.sampel.items()},
                "machine": dict(mesin),
            },
        }


DAFTAR: Final[list[Baris]] = []
"""Every row, in the order of the table."""


def daftarkan(*semua: Baris) -> None:
    """Add rows to the table.

    Raises:
        ValueError: an id stands there already.
    """
    for baris in semua:
        if any(ada.id == baris.id for ada in DAFTAR):
            raise ValueError(f"row {baris.id} is declared twice")
        DAFTAR.append(baris)


def nisbah(pembilang: Sequence[float], penyebut: Sequence[float]) -> float:
    """Return the ratio of two medians."""
    return statistics.median(pembilang) / statistics.median(penyebut)
