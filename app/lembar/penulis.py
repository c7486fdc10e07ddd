"""The writer of each form."""

from collections.abc import Sequence

from app.lembar.bentuk_csv import PenulisCsv
from app.lembar.bentuk_parquet import PenulisParquet
from app.lembar.bentuk_xlsx import PenulisXlsx
from app.lembar.entitas import Bentuk, Kolom, Penulis


def penulis(bentuk: Bentuk, kolom: Sequence[Kolom]) -> Penulis:
    """Return the writer of tables with these columns."""
    if bentuk is Bentuk.CSV:
        return PenulisCsv(kolom)
    return PenulisXlsx(kolom) if bentuk is Bentuk.XLSX else PenulisParquet(kolom)
