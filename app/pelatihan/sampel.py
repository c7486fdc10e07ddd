"""A survey sample in canonical variables, read strictly: what is wrong is told with column, count and first row."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.desil.artefak import BOBOT
from app.keluarga.kanonik import REGISTRI

Riil = NDArray[np.float64]
Bulat = NDArray[np.int64]
Logis = NDArray[np.bool_]
Teks = NDArray[np.str_]

PENGELUARAN: Final = "pengeluaran_per_kapita"
BOBOT_SURVEI: Final = "bobot_survei"
WILAYAH: Final = "kode_wilayah"
MINIMAL: Final = 200
"""Families below which nothing is fitted or judged (assumption)."""

_KABKOTA: Final = r"^\d{2}\.\d{2}$"
_BACA: Final = {".csv": lambda b: pl.read_csv(b, infer_schema=False), ".parquet": pl.read_parquet}


class DataTidakSah(Exception):
    """A sample, a design or an option that cannot be used; the message says what and where."""


@dataclass(frozen=True)
class Sampel:
    """Families of a survey, one entry per family in every array.

    Attributes:
        nama: the file and the beginning of its digest.
        kode: kabupaten/kota, dotted (`32.04`).
        y: natural log of rupiah per capita per month.
        bobot: survey weight of the family.
        nilai: canonical values; 0 where unknown.
        ada: by canonical variable whether the value is known.
    """

    nama: str
    kode: Teks
    y: Riil
    bobot: Riil
    nilai: Mapping[str, Bulat]
    ada: Mapping[str, Logis]

    @property
    def orang(self) -> Riil:
        """Return how many people each family stands for: survey weight times size."""
        return self.bobot * self.nilai[BOBOT]

    def __len__(self) -> int:
        return len(self.y)

    def pilih(self, mana: Logis) -> "Sampel":
        """Return the families of a mask."""
        return Sampel(
            self.nama,
            self.kode[mana],
            self.y[mana],
            self.bobot[mana],
            {n: v[mana] for n, v in self.nilai.items()},
            {n: v[mana] for n, v in self.ada.items()},
        )


def baca(berkas: Path, sumber: Sequence[str]) -> Sampel:
    """Read a CSV or Parquet file with the columns of expenditure, weight and region and the canonical ones named.

    Raises:
        DataTidakSah: the file, a column or a value cannot be used.
    """
    if berkas.suffix not in _BACA:
        raise DataTidakSah(f"{berkas}: must be a .csv or .parquet file")
    try:
        isi = _BACA[berkas.suffix](berkas)
    except (OSError, pl.exceptions.PolarsError) as galat:
        raise DataTidakSah(f"{berkas}: cannot be read ({str(galat).splitlines()[0]})") from None
    sidik = hashlib.sha256(berkas.read_bytes()).hexdigest()[:16]
    return dari_tabel(isi, sumber, f"{berkas.name} sha256:{sidik}")


def dari_tabel(isi: pl.DataFrame, sumber: Sequence[str], nama: str) -> Sampel:
    """Check a table and return it as a sample.

    Raises:
        DataTidakSah: a column is missing, a value cannot be used, or there are too few families.
    """
    perlu = dict.fromkeys((BOBOT, *sumber))
    kurang = [k for k in (PENGELUARAN, BOBOT_SURVEI, WILAYAH, *perlu) if k not in isi.columns]
    if kurang:
        raise DataTidakSah(f"columns missing: {', '.join(kurang)}")
    if isi.height < MINIMAL:
        raise DataTidakSah(f"{isi.height} families are too few; at least {MINIMAL} are needed")
    kode = isi[WILAYAH].cast(pl.String)
    _pastikan(WILAYAH, kode.str.contains(_KABKOTA).fill_null(value=False), "a kabupaten/kota such as 32.04")
    kanonik = {k: _kanonik(isi[k], k) for k in perlu}
    ukuran = kanonik[BOBOT]
    _pastikan(BOBOT, (ukuran >= 1).fill_null(value=False), "at least 1 person")
    return Sampel(
        nama,
        kode.to_numpy().astype(np.str_),
        np.log(_positif(isi[PENGELUARAN], PENGELUARAN)),
        _positif(isi[BOBOT_SURVEI], BOBOT_SURVEI),
        {k: v.fill_null(0).to_numpy() for k, v in kanonik.items()},
        {k: v.is_not_null().to_numpy() for k, v in kanonik.items()},
    )


def _positif(kolom: pl.Series, nama: str) -> Riil:
    nilai = kolom.cast(pl.Float64, strict=False)
    _pastikan(nama, (nilai.is_finite() & (nilai > 0)).fill_null(value=False), "a number above 0")
    return nilai.to_numpy()


def _kanonik(kolom: pl.Series, nama: str) -> pl.Series:
    """Return whole numbers inside the registry's range, None where empty."""
    v = REGISTRI[nama]
    if kolom.dtype == pl.String:
        kolom = kolom.str.strip_chars().replace("", None)
    bulat = kolom.cast(pl.Int64, strict=False)
    sama = bulat.cast(pl.Float64) == kolom.cast(pl.Float64, strict=False)
    sah = sama & (bulat.is_in(sorted(v.kode)) if v.kode else bulat.is_between(v.min, v.maks))
    apa = f"one of the codes {sorted(v.kode)}" if v.kode else f"a whole number from {v.min} to {v.maks}"
    _pastikan(nama, sah.fill_null(value=False) | kolom.is_null(), f"{apa}, or empty")
    return bulat


def _pastikan(nama: str, sah: pl.Series, apa: str) -> None:
    if salah := int((~sah).sum()):
        baris = int((~sah).arg_max() or 0) + 2
        raise DataTidakSah(f"column {nama}: {salah} rows are not {apa}; the first is row {baris} (row 1 is the header)")
