"""`python -m bench`: measures every row at a size, prints the table and writes `bench/out`."""

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import bench.cari
import bench.cek
import bench.cek_lama
import bench.desil
import bench.desil_tulis
import bench.ekspor
import bench.impor
import bench.transisi
import bench.usulan
from app.core import logging as log
from bench.dasar import DAFTAR, Hasil
from bench.laporan import tabel, tulis
from bench.panggung import UKURAN, Lapor, Ukuran, panggung

BARIS = (
    bench.desil,
    bench.desil_tulis,
    bench.cek,
    bench.cek_lama,
    bench.cari,
    bench.impor,
    bench.ekspor,
    bench.usulan,
    bench.transisi,
)
"""Modules whose import registers rows."""

Size = Annotated[str, typer.Option("--size", help="3m (the default, under 10 minutes) or 10m (under 60).")]
Only = Annotated[str, typer.Option("--only", help="Only rows whose id begins so, e.g. desil.")]
Out = Annotated[Path, typer.Option("--out", help="Folder of latest.json and of the page.")]
Page = Annotated[Path | None, typer.Option("--page", help="Also write the page here, e.g. docs/bench.md.")]
_OUT = Path(__file__).parent / "out"


def main(size: Size = "3m", only: Only = "", out: Out = _OUT, page: Page = None) -> None:
    """Measure, print the table, write the files; exit code 1 when a target is missed."""
    if size not in UKURAN:
        raise typer.BadParameter(f"one of {', '.join(UKURAN)}", param_hint="--size")
    layar = Console(stderr=True)
    log.siapkan(tingkat=40)
    awal = time.monotonic()

    def lapor(kerja: str) -> None:
        layar.print(f"[dim]{time.monotonic() - awal:6.0f} s[/]  {kerja}", highlight=False)

    hasil = asyncio.run(ukur_semua(UKURAN[size], only, lapor))
    tulis(hasil, UKURAN[size], out, page)
    Console().print(tabel(hasil, UKURAN[size]))
    raise typer.Exit(not all(h.baris.terpenuhi(h.nilai.angka) for h in hasil))


async def ukur_semua(ukuran: Ukuran, awalan: str, lapor: Lapor) -> list[Hasil]:
    """Measure the rows whose id begins with `awalan`, in the order of the table."""
    dipilih = [b for b in DAFTAR if b.id.startswith(awalan) and b.berlaku(ukuran)]
    async with panggung(ukuran, lapor) as tempat:
        hasil = [Hasil(b, await b.ukur(tempat)) for b in dipilih]
        lapor("done")
        return hasil


if __name__ == "__main__":
    perintah = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    perintah.command()(main)
    perintah()
