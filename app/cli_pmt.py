"""Commands of the modeller and of who tests at size; their extra `dtks[fit]` is loaded by the command that uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

pmt = typer.Typer(no_args_is_help=True, help="Fit and judge proxy means test models (needs the extra `fit`).")
synth = typer.Typer(no_args_is_help=True, help="Synthetic data with known truth (needs the extra `fit`).")

_PAKET = frozenset({"numpy", "polars", "matplotlib"})


class Metode(StrEnum):
    """Which regressors of the design are used."""

    SEMUA = "semua"
    BERTAHAP = "bertahap"


@contextmanager
def _jelas() -> Iterator[None]:
    """Tell a missing extra, or data that cannot be used, in one line."""
    try:
        from app.pelatihan.sampel import DataTidakSah
    except ModuleNotFoundError as galat:
        if (galat.name or "").partition(".")[0] not in _PAKET:
            raise
        typer.echo(f"{galat.name} is missing: run make fit, or .venv/bin/pip install -e '.[fit]'", err=True)
        raise typer.Exit(2) from None
    try:
        yield
    except DataTidakSah as galat:
        typer.echo(str(galat), err=True)
        raise typer.Exit(1) from None


@synth.command()
def susenas(
    out: Annotated[Path, typer.Option(help="File to write, .csv or .parquet; the truth goes beside it.")],
    families: Annotated[int, typer.Option(help="Families.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same rows.")] = 1,
    r2: Annotated[float, typer.Option(help="Share of the variance that the true model explains.")] = 0.5,
    variasi: Annotated[float, typer.Option(help="How much regions differ; 0: one model holds everywhere.")] = 1.0,
) -> None:
    """Make a Susenas-like survey from known coefficients and noise."""
    with _jelas():
        from app.pelatihan import perintah

        perintah.susenas(families, seed, out, r2=r2, variasi=variasi)


class Bentuk(StrEnum):
    """Formats of the files; the values are those of `app.berkas_tabel`."""

    DTKS1 = "DTKS1"
    DTSEN = "DTSEN"
    REGSOSEK = "REGSOSEK"
    PBDT2015 = "PBDT2015"


class Pisah(StrEnum):
    """Into which files a nation is divided."""

    SEMUA = "semua"
    PROVINSI = "provinsi"
    KABKOTA = "kabkota"


@synth.command()
def population(
    out: Annotated[Path, typer.Option(help="Folder for the files, tanaman.csv and manifes.json.")],
    families: Annotated[int, typer.Option(min=1, help="Families.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same files, byte for byte.")] = 1,
    format_: Annotated[Bentuk, typer.Option("--format", help="Format of the files.")] = Bentuk.DTKS1,
    dirty: Annotated[float, typer.Option(min=0, max=4, help="Multiple of the found error rates; 0: clean.")] = 1.0,
    wilayah: Annotated[str, typer.Option(help="Only this provinsi, kab/kota, kecamatan or desa.")] = "",
    pisah: Annotated[Pisah, typer.Option(help="One file, or one per provinsi or kab/kota.")] = Pisah.SEMUA,
    hari: Annotated[str, typer.Option(help="Day of the survey.")] = "2026-06-30",
    proses: Annotated[int, typer.Option(min=0, help="Processes; 0: one per processor from 40,000 families on.")] = 0,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Workbooks instead of CSV; slower.")] = False,
) -> None:
    """Make families of a synthetic nation as files that an import reads, with a list of what was planted."""
    with _jelas():
        from app.sintetis import perintah

        perintah.population(families, seed, out, perintah.Pilihan(format_, dirty, wilayah, pisah, hari, proses, xlsx))


@pmt.command()
def fit(
    data: Annotated[Path, typer.Argument(help="Survey in canonical variables, .csv or .parquet.", exists=True)],
    out: Annotated[Path, typer.Option(help="Folder for model.json and the report.")],
    kode: Annotated[str, typer.Option(help="Name of the model.")],
    versi: Annotated[str, typer.Option(help="Version of the model.")],
    metode: Annotated[Metode, typer.Option(help="All regressors, or chosen forward by BIC.")] = Metode.SEMUA,
    lipatan: Annotated[int, typer.Option(min=2, max=100, help="Folds of the cross-validation.")] = 5,
    kappa: Annotated[int | None, typer.Option(min=1, help="Families that the parent region weighs as.")] = None,
    minimal: Annotated[int, typer.Option(min=1, help="Families below which a region has no own set.")] = 50,
    benih: Annotated[int, typer.Option(min=0, help="Seed of the folds.")] = 1,
    rancangan: Annotated[Path | None, typer.Option(help="Artefact whose regressors to use.", exists=True)] = None,
    tanpa: Annotated[list[str] | None, typer.Option(help="Regressor to leave out; may be repeated.")] = None,
) -> None:
    """Fit a model by region with shrinkage, cross-validate it, write the artefact and a report."""
    with _jelas():
        from app.core.clock import hari_ini
        from app.desil.mutu import MetodeLatih
        from app.pelatihan import perintah
        from app.pelatihan.cocokkan import Pilihan

        pilihan = Pilihan(
            kode, versi, hari_ini(), MetodeLatih(metode.value), lipatan, kappa, minimal, benih, tuple(tanpa or ())
        )
        perintah.fit(data, pilihan, rancangan=rancangan, keluar=out)


@pmt.command()
def evaluate(
    model: Annotated[Path, typer.Argument(help="The artefact.", exists=True)],
    data: Annotated[Path, typer.Argument(help="Survey that it was not fitted on.", exists=True)],
    laporan: Annotated[Path | None, typer.Option(help="Folder for the report.")] = None,
    tulis: Annotated[Path | None, typer.Option(help="Write the artefact with this evaluation.")] = None,
    versi: Annotated[str | None, typer.Option(help="Version of what is written.")] = None,
) -> None:
    """Tell whom a model misses and whom it lets in, beside the analytic limit, by region and by group."""
    with _jelas():
        from app.pelatihan import perintah

        perintah.evaluate(model, data, perintah.Tujuan(laporan, tulis, versi))
