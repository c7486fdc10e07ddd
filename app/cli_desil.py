"""Commands on ranking runs: compute one in this terminal, or watch one that workers compute."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

desil = typer.Typer(no_args_is_help=True, help="Ranking runs: how far they are, and computing one here.")

Periode = Annotated[str, typer.Option(help="Period of the run, e.g. 2026-11.")]
Data = Annotated[Path, typer.Option(help="Folder of a demonstration's data.")]
_DATA = Path("data")


@desil.command()
def pantau(
    periode: Periode, data: Data = _DATA, jeda: Annotated[float, typer.Option(help="Seconds between looks.")] = 1.0
) -> None:
    """Watch the newest run of a period until its computation ends: percent, rows per second, time to go."""
    _tampilkan(periode, data, jeda, is_menghitung=False)


@desil.command()
def jalankan(
    periode: Periode, data: Data = _DATA, jeda: Annotated[float, typer.Option(help="Seconds between looks.")] = 1.0
) -> None:
    """Compute the newest run of a period here, if an administrator asked for it, and show how far it is.

    Where a worker computes it already, this one only watches. Ctrl-C loses at most the ranges in work.
    """
    _tampilkan(periode, data, jeda, is_menghitung=True)


def _tampilkan(periode: str, data: Path, jeda: float, *, is_menghitung: bool) -> None:
    from app.operasi import mulai

    mulai.pakai_yang_berjalan(data)
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from app import perintah_desil

    kolom = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f} %"), TimeElapsedColumn())
    with Progress(*kolom, console=Console(stderr=True)) as kemajuan:
        batang = kemajuan.add_task(periode, total=100)

        def lapor(keadaan: perintah_desil.Keadaan) -> None:
            kemajuan.update(batang, completed=keadaan.persen, description=keadaan.kalimat)

        kerja = perintah_desil.jalankan if is_menghitung else perintah_desil.pantau
        try:
            akhir = asyncio.run(kerja(periode, lapor, jeda))
        except perintah_desil.TidakAdaPutaranError as galat:
            typer.echo(str(galat), err=True)
            raise typer.Exit(1) from None
    typer.echo(akhir.kalimat)
