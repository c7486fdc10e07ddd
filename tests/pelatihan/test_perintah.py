"""The commands from survey to report, and what they say when something is missing or wrong."""

import builtins
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import cli
from app.desil.artefak_baca import urai
from app.desil.model_pmt import SUMBER

jalankan = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey, a second one, and a fit of the first."""
    f = tmp_path_factory.mktemp("pmt")
    for nama, benih in (("a.csv", 1), ("b.parquet", 2)):
        isi = ["synth", "susenas", "--families", "4000", "--seed", str(benih), "--out", str(f / nama)]
        hasil = jalankan.invoke(cli.app, isi)
        assert hasil.exit_code == 0, hasil.output
    isi = ["pmt", "fit", str(f / "a.csv"), "--out", str(f / "m"), "--kode", "UJI", "--versi", "1", "--kappa", "3000"]
    hasil = jalankan.invoke(cli.app, isi)
    assert hasil.exit_code == 0, hasil.output
    assert "40%" in hasil.output
    return f


def test_a_fit_writes_an_artefact_and_a_report_with_plots(folder: Path) -> None:
    data = json.loads((folder / "m" / "model.json").read_text())
    assert urai(data, SUMBER).kode == "UJI"
    assert "a.csv sha256:" in data["pelatihan"]["data"]
    halaman = (folder / "m" / "laporan.html").read_text()
    assert halaman.count("<svg") == 5
    for kata in ("R² = ", "galat baku", "batas analitik", "decides nobody", "ln_ukuran"):
        assert kata in halaman
    for nama in ("galat", "kalibrasi", "sebaran", "kelompok", "wilayah"):
        assert (folder / "m" / f"{nama}.png").read_bytes().startswith(b"\x89PNG")
        assert "<svg" in (folder / "m" / f"{nama}.svg").read_text()
    baris = (folder / "m" / "koefisien.csv").read_text().splitlines()
    assert baris[0] == "himpunan,peubah,koefisien,galat_baku"
    assert len(baris) == 1 + len(data["koefisien"]) * (1 + len(data["variabel"]))


def test_an_evaluation_on_another_sample_is_told_reported_and_written(folder: Path, tmp_path: Path) -> None:
    isi = ["pmt", "evaluate", str(folder / "m" / "model.json"), str(folder / "b.parquet"), "--versi", "2"]
    hasil = jalankan.invoke(cli.app, [*isi, "--laporan", str(tmp_path / "e"), "--tulis", str(tmp_path / "m2.json")])
    assert hasil.exit_code == 0, hasil.output
    artefak = urai(json.loads((tmp_path / "m2.json").read_text()), SUMBER)
    assert artefak.evaluasi is not None
    assert (artefak.versi, artefak.evaluasi.dasar, artefak.evaluasi.keluarga) == ("2", "data_lain", 4000)
    assert (tmp_path / "e" / "laporan.html").exists()
    assert "flatter" not in hasil.output


def test_an_evaluation_on_the_training_sample_is_marked_and_never_written(folder: Path, tmp_path: Path) -> None:
    isi = ["pmt", "evaluate", str(folder / "m" / "model.json"), str(folder / "a.csv")]
    assert "these errors flatter" in jalankan.invoke(cli.app, isi).output
    hasil = jalankan.invoke(cli.app, [*isi, "--tulis", str(tmp_path / "x.json")])
    assert hasil.exit_code == 1
    assert "fitted on this file" in hasil.output
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (["pmt", "evaluate", "b.parquet", "b.parquet"], "is not a JSON artefact"),
        (["pmt", "evaluate", "rusak.json", "b.parquet"], "rusak.json: "),
        (["pmt", "fit", "rusak.json", "--out", "x", "--kode", "K", "--versi", "1"], "must be a .csv or .parquet"),
        (
            ["pmt", "fit", "a.csv", "--out", "x", "--kode", "K", "--versi", "1", "--tanpa", "kolam"],
            "no such regressors",
        ),
        (["synth", "susenas", "--out", "x.txt"], "must end with"),
        (["synth", "susenas", "--out", "x.csv", "--r2", "1.2"], "--r2 must lie"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    folder: Path, isi: list[str], pesan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "rusak.json").write_text('{"skema": 2}')
    hasil = jalankan.invoke(cli.app, isi)
    assert (hasil.exit_code, len(hasil.output.strip().splitlines())) == (1, 1), hasil.output
    assert pesan in hasil.output


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    asli = builtins.__import__

    def tanpa(nama: str, *isi: Any, **lain: Any) -> Any:
        if nama.startswith("app.pelatihan"):
            raise ModuleNotFoundError("No module named 'polars'", name="polars")
        return asli(nama, *isi, **lain)

    monkeypatch.setattr(builtins, "__import__", tanpa)
    hasil = jalankan.invoke(cli.app, ["synth", "susenas", "--out", "x.csv"])
    assert hasil.exit_code == 2
    assert "run make fit, or .venv/bin/pip install -e '.[fit]'" in hasil.output


@pytest.mark.parametrize("kelompok", ["pmt", "synth"])
def test_the_help_names_the_extra_whatever_draws_it(kelompok: str) -> None:
    assert "needs the extra `fit`" in jalankan.invoke(cli.app, [kelompok, "--help"]).output
