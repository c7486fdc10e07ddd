"""What a worker process of an import does with its keys: rows are read and judged, families matched and sealed.

It has no connection to the database. With no processes set the same is done in the job's own, which is what tests do.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from app.core.crypto import KunciSandi, Sandi
from app.impor.baca import HasilBlok, Konteks, Pembaca
from app.impor.susun import HasilPotongan, PotonganKerja, kerjakan


class Bekal(NamedTuple):
    """What a process is given once.

    Attributes:
        kunci: the keys, as `Sandi` takes them.
        konteks: what it needs to know of the import.
        desa, prefiks: known villages and regions, see `WilayahService.tabel_desa`; only who reads needs them.
    """

    kunci: KunciSandi
    konteks: Konteks
    desa: Mapping[str, str]
    prefiks: frozenset[str]


class Pengolah:
    """Does the pieces of work of one stage."""

    def __init__(self, bekal: Bekal) -> None:
        self._sandi = Sandi(*bekal.kunci)
        self._konteks = bekal.konteks
        self._pembaca = Pembaca(self._sandi, bekal.desa, bekal.prefiks)

    def baca_csv(self, isi: tuple[bytes, ...], baris: int, rusak: tuple[int, ...]) -> HasilBlok:
        """Read a block of a text."""
        return self._pembaca.blok_csv(self._konteks, isi, baris, rusak)

    def baca_sel(self, sel: list[list[str]], baris: int) -> HasilBlok:
        """Read rows of a workbook."""
        lebar = len(self._konteks.kolom)
        return self._pembaca.blok(self._konteks, [s + [""] * (lebar - len(s)) for s in sel], baris)

    def susun(self, potongan: PotonganKerja) -> HasilPotongan:
        """Work a chunk of families out."""
        return kerjakan(self._konteks, self._sandi, potongan)


class Permintaan(NamedTuple):
    """A piece of work, as it travels: a method of `Pengolah` and its arguments."""

    fungsi: Callable[..., Any]
    isi: tuple[Any, ...]


def siapkan(bekal: Bekal) -> Callable[[Permintaan], Any]:
    """Return what does pieces of work."""
    pengolah = Pengolah(bekal)
    return lambda satu: satu.fungsi(pengolah, *satu.isi)
