"""The command `dtks synth population`."""

import hashlib
import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.sintetis.tulis import MANIFES
from tests.kepercayaan.ukur import laporkan


def jalankan(*argumen: str) -> tuple[int, str]:
    hasil = CliRunner().invoke(app, ["synth", "population", *argumen])
    return hasil.exit_code, hasil.output


def test_the_command_writes_files_and_says_how_many_rows(tmp_path: Path) -> None:
    kode, keluaran = jalankan(
        "--out", str(tmp_path), "--families", "40", "--wilayah", "32.05", "--proses", "1", "--dirty", "0"
    )
    manifes = json.loads((tmp_path / MANIFES).read_text())
    assert kode == 0
    assert f"{manifes['baris']} rows, 40 families, 1 file(s), 0 remarks planted" in keluaran
    isi = (tmp_path / manifes["berkas"][0]["nama"]).read_bytes()
    assert hashlib.sha256(isi).hexdigest() == manifes["berkas"][0]["sha256"]
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize(
    ("argumen", "kata"),
    [
        (["--wilayah", "99"], "--wilayah 99: no such region"),
        (["--wilayah", "x"], "--wilayah x: no region code, such as 32.04"),
        (["--hari", "kemarin"], "--hari"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(argumen: list[str], kata: str, tmp_path: Path) -> None:
    kode, keluaran = jalankan("--out", str(tmp_path), "--families", "10", *argumen)
    assert kode == 1
    assert kata in keluaran


@pytest.mark.ketahanan
def test_two_processes_write_the_bytes_of_one(tmp_path: Path) -> None:
    mulai = time.perf_counter()
    assert jalankan("--out", str(tmp_path / "dua"), "--families", "100000", "--proses", "2")[0] == 0
    laporkan(f"{100_000 / (time.perf_counter() - mulai) * 60:,.0f} families a minute")
    assert jalankan("--out", str(tmp_path / "satu"), "--families", "100000", "--proses", "1")[0] == 0
    dua, satu = (json.loads((tmp_path / n / MANIFES).read_text()) for n in ("dua", "satu"))
    assert dua == satu
