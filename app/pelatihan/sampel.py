"""A survey sample in canonical variables, read strictly: what is wrong is told with column, count and first row."""

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from app.berkas_tabel.pengenalan import CONTOH_BITA, PEMISAH, pengodean
from app.desil.artefak import BOBOT
from app.keluarga.kanonik import REGISTRI
from app.keluarga.kanonik_hitung import ln

Riil = NDArray[np.float64]
Bulat = NDArray[np.int64]
Logis = NDArray[np.bool_]
Teks = NDArray[np.str_]

PENGELUARAN: Final = "pengeluaran_per_kapita"
BOBOT_SURVEI: Final = "bobot_survei"
WILAYAH: Final = "kode_wilayah"
MINIMAL: Final = 200
"""Families below which nothing is fitted or judged (assumption)."""

PENGELUARAN_MAKS: Final = 1_000_000_000
"""Rupiah per person and month above which a value is a mistake of who typed it, not a family (assumption)."""

BOBOT_SURVEI_MAKS: Final = 1_000_000
"""Families for which one may stand (assumption): the largest weights of a national survey are in the thousands."""

_KABKOTA: Final = r"^\d{2}\.\d{2}$"
_TURUNAN: Final[Mapping[str, Callable[[int], int]]] = {"ln_ukuran": ln, "ukuran_kuadrat": lambda n: n * n}
_RIBUAN: Final = r"^\d{1,3}([.,]\d{3})+$"


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
    if berkas.suffix not in {".csv", ".parquet"}:
        raise DataTidakSah(f"{berkas}: must be a .csv or .parquet file")
    try:
        mentah = berkas.read_bytes()
        isi = pl.read_parquet(mentah) if berkas.suffix == ".parquet" else _baca_csv(mentah)
    except (OSError, UnicodeDecodeError, csv.Error, pl.exceptions.PolarsError) as galat:
        raise DataTidakSah(f"{berkas}: cannot be read ({str(galat).splitlines()[0]})") from None
    except DataTidakSah as galat:
        raise DataTidakSah(f"{berkas}: {galat}") from None
    return dari_tabel(isi, sumber, f"{berkas.name} sha256:{hashlib.sha256(mentah).hexdigest()[:16]}")


def _baca_csv(mentah: bytes) -> pl.DataFrame:
    """Read a text of any encoding and delimiter that an import takes.

    Raises:
        DataTidakSah: what a reader of columns would guess at: a heading twice, a ragged row, a number of two meanings.
    """
    nama, tanda = pengodean(mentah[:CONTOH_BITA])
    teks = mentah[tanda:].decode(nama)
    judul, pemisah = max(((_judul(teks, p), p) for p in PEMISAH), key=lambda isi: len(isi[0]))
    if len(judul) == 1:
        raise DataTidakSah("has one column; divide the cells by commas, semicolons, tabs or |")
    if ganda := sorted({k for k in judul if judul.count(k) > 1}):
        raise DataTidakSah(f"judul-ganda: heading twice: {', '.join(ganda)}")
    baris = csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah)
    if salah := next((b for b in baris if b and len(b) != len(judul)), None):
        raise DataTidakSah(f"line {baris.line_num} has {len(salah)} cells, the heading {len(judul)}")
    isi = pl.read_csv(teks.encode(), infer_schema=False, separator=pemisah)
    if pemisah == ",":
        return isi
    return isi.with_columns(_desimal(isi[k], k) for k in (PENGELUARAN, BOBOT_SURVEI) if k in isi.columns)


def _judul(teks: str, pemisah: str) -> list[str]:
    return next(csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah), [])


def _desimal(kolom: pl.Series, nama: str) -> pl.Series:
    """Return numbers with a decimal dot where they had a comma, as spreadsheets in Indonesia write them.

    900.000 is nine hundred, or nine hundred thousand: a column of nothing but such numbers is refused.
    """
    koma, titik, ribuan = (kolom.str.contains(p).fill_null(value=False) for p in (",", r"\.", _RIBUAN))
    if koma.any():
        _pastikan(nama, ~titik, "written with one decimal comma and no dots, as others are")
    if ((koma | titik) == ribuan).all():
        _pastikan(nama, ~ribuan, "clear: 900.000 may be thousands or decimals, leave thousands separators out")
    return kolom.str.replace(",", ".", literal=True)


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
    for k, turunan in _TURUNAN.items():
        if k in kanonik:
            seharusnya = pl.Series([turunan(n) for n in ukuran.to_list()])
            _pastikan(k, (kanonik[k] == seharusnya) | kanonik[k].is_null(), f"what follows from {BOBOT}")
    y = np.log(_positif(isi[PENGELUARAN], PENGELUARAN, PENGELUARAN_MAKS))
    if y.min() == y.max():
        raise DataTidakSah(f"column {PENGELUARAN}: the same in every family, so there is nothing to explain")
    return Sampel(
        nama,
        kode.to_numpy().astype(np.str_),
        y,
        _positif(isi[BOBOT_SURVEI], BOBOT_SURVEI, BOBOT_SURVEI_MAKS),
        {k: v.fill_null(0).to_numpy() for k, v in kanonik.items()},
        {k: v.is_not_null().to_numpy() for k, v in kanonik.items()},
    )


def _positif(kolom: pl.Series, nama: str, maks: int) -> Riil:
    nilai = kolom.cast(pl.Float64, strict=False)
    sah = (nilai.is_finite() & (nilai > 0) & (nilai <= maks)).fill_null(value=False)
    _pastikan(nama, sah, f"a number above 0, at most {maks}")
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
