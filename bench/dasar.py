"""How a row of the benchmark is declared: its id, its target and the function that measures it.

A module of rows registers them when it is imported; `bench.__main__` names the modules.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bench.panggung import Panggung, Ukuran

_GALAT_MAKS: Final = 300


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
    """A row with its measurement, or with the reason why there is none.

    Attributes:
        baris: what was asked for.
        nilai: what was measured; None if that failed.
        galat: why it failed, in one line.
        detik: how long it took; a measurement that rows share counts for the first of them.
    """

    baris: Baris
    nilai: Nilai | None
    galat: str | None = None
    detik: float = 0.0

    def json(self, mesin: Mapping[str, Any], ukuran: Ukuran) -> dict[str, Any]:
        """Return the row as it stands in `latest.json`."""
        b, n = self.baris, self.nilai
        sampel = {nama: [round(x, 4) for x in isi] for nama, isi in n.sampel.items()} if n else {}
        return {
            "id": b.id,
            "value": round(n.angka, 4) if n else None,
            "unit": b.satuan,
            "target": b.target,
            "holds": n is not None and b.terpenuhi(n.angka),
            "detail": {
                "what": b.arti,
                "note": n.catatan if n else "",
                "error": self.galat,
                "size": ukuran.nama,
                "families": n.keluarga if n else 0,
                "bound": "max" if b.is_batas_atas else "min",
                "samples": sampel,
                "seconds": round(self.detik),
                "machine": dict(mesin),
            },
        }


Laporan = dict[str, Any]
"""A row as it stands in `latest.json`."""


async def ukur_satu(baris: Baris, p: Panggung) -> Hasil:
    """Measure a row; what goes wrong in it is its result and nobody else's."""
    awal = time.monotonic()
    (nilai,) = await asyncio.gather(baris.ukur(p), return_exceptions=True)
    detik = time.monotonic() - awal
    if isinstance(nilai, Exception):
        alasan = next(iter(str(nilai).strip().splitlines()), "")
        return Hasil(baris, None, f"{type(nilai).__name__}: {alasan}"[:_GALAT_MAKS], detik)
    if isinstance(nilai, BaseException):
        raise nilai
    return Hasil(baris, nilai, detik=detik)


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
