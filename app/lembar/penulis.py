"""The writer of each form."""

from collections.abc import Sequence

from app.lembar.bentuk_csv import PenulisCsv
from app.lembar.bentuk_parquet import PenulisParquet
from app.lembar.bentuk_xlsx import PenulisXlsx
from app.lembar.entitas import BentukBerkas, Kolom, Penulis


def penulis(bentuk: BentukBerkas, kolom: Sequence[Kolom]) -> Penulis:
    """Return the writer of tables with these columns."""
    if bentuk is BentukBerkas.CSV:
        return PenulisCsv(kolom)
    return PenulisXlsx(kolom) if bentuk is BentukBerkas.XLSX else PenulisParquet(kolom)
