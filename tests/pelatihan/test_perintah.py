"""The commands from survey to report, and what they say when something is missing or wrong."""

import builtins
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import cli
from app.desil.artefak_baca import urai
from app.desil.model_pmt import SUMBER
from app.pelatihan.sampel import baca

jalankan = CliRunner()
FIT = ("pmt", "fit")


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
    hasil = jalankan.invoke(cli.app, [*isi, "--versi", "2", "--tulis", str(tmp_path / "x.json")])
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
        (["synth", "susenas", "--out", "x.csv", "--variasi", "nan"], "--variasi must lie"),
        (["synth", "susenas", "--out", "x.csv", "--seed", "-1"], "--seed must be"),
        (["synth", "susenas", "--out", "tiada/a.csv"], "--out tiada/a.csv: there is no folder"),
        ([*FIT, "a.csv", "--out", "x", "--kode", " ", "--versi", "1"], "--kode: must have"),
        ([*FIT, "a.csv", "--out", "a.csv", "--kode", "K", "--versi", "1"], "--out a.csv: is no folder"),
        ([*FIT, "a.csv", "--out", "a.csv/x", "--kode", "K", "--versi", "1"], "--out a.csv/x: is no folder"),
        ([*FIT, "a.csv", "--out", "x", "--kode", "K\0", "--versi", "1", "--kappa", "3000"], "no artefact: kode: "),
        (["pmt", "evaluate", "m/model.json", "b.parquet", "--tulis", "x.json"], "--tulis: needs --versi"),
        (
            ["pmt", "evaluate", "m/model.json", "b.parquet", "--versi", "2", "--tulis", "tiada/m.json"],
            "--tulis tiada/m.json: there is no folder",
        ),
        (["synth", "population", "--out", "x", "--hari", "x"], "--hari x: no day"),
        (["synth", "population", "--out", "x", "--wilayah", "99"], "--wilayah 99: no such region"),
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


@pytest.mark.parametrize(
    ("ubah", "pesan"),
    [
        (lambda b: [*b[:1], *(_ganti(b, s, "pengeluaran_per_kapita", "900000") for s in b[1:])], "nothing to explain"),
        (lambda b: _baris_kedua(b, "pengeluaran_per_kapita", "1e300"), "column pengeluaran_per_kapita: 1 rows"),
        (lambda b: _baris_kedua(b, "pengeluaran_per_kapita", "999999999999999"), "the first is row 3"),
        (lambda b: _baris_kedua(b, "bobot_survei", "1e18"), "column bobot_survei: 1 rows"),
        (lambda b: _baris_kedua(b, "ukuran_kuadrat", "3599"), "column ukuran_kuadrat: 1 rows are not what follows"),
        (lambda b: _baris_kedua(b, "ln_ukuran", "7"), "column ln_ukuran: 1 rows are not what follows"),
        (lambda b: [s + "," + s.split(",")[0] for s in b], "judul-ganda: heading twice: kode_wilayah"),
        (lambda b: [*b[:2], b[2].rpartition(",")[0], *b[3:]], "line 3 has"),
        (lambda b: [s.replace(",", "#") for s in b], "one column"),
        (lambda b: _titik_koma(b, "pengeluaran_per_kapita", "900.000"), "pengeluaran_per_kapita: 4000 rows are not"),
        (lambda b: _titik_koma(b, "bobot_survei", "1,234"), "leave thousands separators out; the first is row 2"),
        (lambda b: _titik_koma(b, "bobot_survei", "1.234,5"), "bobot_survei: 4000 rows are not written with"),
        (lambda b: _baris_kedua(b, "bobot_survei", '"12,5"'), "column bobot_survei: 1 rows are not a number"),
    ],
)
def test_a_survey_that_would_be_misread_is_refused_by_its_place(
    folder: Path, tmp_path: Path, ubah: Callable[[list[str]], list[str]], pesan: str
) -> None:
    berkas = tmp_path / "c.csv"
    berkas.write_text("\n".join(ubah((folder / "a.csv").read_text().splitlines())) + "\n")
    hasil = jalankan.invoke(cli.app, [*FIT, str(berkas), "--out", str(tmp_path / "x"), "--kode", "K", "--versi", "1"])
    assert (hasil.exit_code, len(hasil.output.strip().splitlines())) == (1, 1), hasil.output
    assert pesan in hasil.output


def test_a_seed_below_nought_is_told(folder: Path) -> None:
    isi = [*FIT, str(folder / "a.csv"), "--out", str(folder / "n"), "--kode", "K", "--versi", "1", "--benih", "-1"]
    assert jalankan.invoke(cli.app, isi).exit_code == 2


@pytest.mark.parametrize("pengodean", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("pemisah", [",", ";", "\t", "|"])
def test_a_survey_is_the_same_whatever_a_spreadsheet_made_of_its_text(
    folder: Path, tmp_path: Path, pengodean: str, pemisah: str
) -> None:
    judul, *baris = (folder / "a.csv").read_text().splitlines()
    tanda = "\ufeff" if pengodean == "utf-16-be" else ""
    semua = [f"{judul},catatan", *(f"{s},rumah No 3 \u2013 S\u00e9" for s in baris)]
    isi = "\r\n".join(
        s.replace(",", pemisah) if pemisah == "," else s.replace(",", pemisah).replace(".", ",") for s in semua
    )
    # A dot of the region's code stays a dot: it is text.
    isi = isi if pemisah == "," else re.sub(r"(?m)^(\d\d),(\d\d)", r"\1.\2", isi)
    berkas = tmp_path / "c.csv"
    berkas.write_bytes((tanda + isi).encode(pengodean))
    asli, dibaca = (baca(b, ["ukuran", "lantai"]) for b in (folder / "a.csv", berkas))
    assert (dibaca.y == asli.y).all()
    assert (dibaca.bobot == asli.bobot).all()
    assert (dibaca.kode == asli.kode).all()
    for nama in ("ukuran", "lantai"):
        assert (dibaca.nilai[nama] == asli.nilai[nama]).all()


def test_decimal_dots_are_read_beside_semicolons_too(folder: Path, tmp_path: Path) -> None:
    berkas = tmp_path / "c.csv"
    berkas.write_text((folder / "a.csv").read_text().replace(",", ";"))
    assert (baca(berkas, ["ukuran"]).bobot == baca(folder / "a.csv", ["ukuran"]).bobot).all()


def test_a_survey_in_no_encoding_is_told(folder: Path, tmp_path: Path) -> None:
    berkas = tmp_path / "c.csv"
    berkas.write_bytes((folder / "a.csv").read_text().encode("utf-16") + b"\x00")
    hasil = jalankan.invoke(cli.app, [*FIT, str(berkas), "--out", str(tmp_path / "x"), "--kode", "K", "--versi", "1"])
    assert (hasil.exit_code, "cannot be read" in hasil.output) == (1, True), hasil.output
    assert len(hasil.output.strip().splitlines()) == 1


def _ganti(semua: list[str], baris: str, kolom: str, nilai: str) -> str:
    sel = baris.split(",")
    sel[semua[0].split(",").index(kolom)] = nilai
    return ",".join(sel)


def _titik_koma(semua: list[str], kolom: str, nilai: str) -> list[str]:
    """The survey divided by semicolons, with one column in a country's own way of writing numbers."""
    letak = semua[0].split(",").index(kolom)
    judul, *baris = (s.split(",") for s in semua)
    return [";".join(judul), *(";".join([*b[:letak], nilai, *b[letak + 1 :]]) for b in baris)]


def _baris_kedua(semua: list[str], kolom: str, nilai: str) -> list[str]:
    return [*semua[:2], _ganti(semua, semua[2], kolom, nilai), *semua[3:]]


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
