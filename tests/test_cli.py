"""The command line: what it says about missing settings, and files that are made from the code."""

import functools
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from typer.testing import CliRunner

from app import cli, turunan
from app.akun.errors import IdentitasSudahDipakai
from app.core.errors import DomainError
from app.operasi.mulai import Pilihan

jalankan = CliRunner()
SETELAN = ("DATABASE_URL", "DATABASE_URL_PEMILIK", "DTKS_JWT__KUNCI", "DTKS_ENKRIPSI__KEK")


@pytest.fixture
def _tanpa_setelan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for nama in SETELAN:
        monkeypatch.delenv(nama, raising=False)


def test_every_command_explains_itself() -> None:
    hasil = jalankan.invoke(cli.app, ["--help"])
    for nama in (
        "run",
        "serve",
        "worker",
        "jobs",
        "migrate",
        "load-wilayah",
        "openapi",
        "diagrams",
        "mail-sink",
        "simulator",
    ):
        assert nama in hasil.output


@pytest.mark.usefixtures("_tanpa_setelan")
@pytest.mark.parametrize("perintah", ["serve", "worker", "jobs", "migrate", "load-wilayah"])
def test_missing_settings_are_listed_by_name(
    perintah: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["dtks", perintah])
    with pytest.raises(SystemExit) as akhir:
        cli.main()
    assert akhir.value.code == 2
    galat = capsys.readouterr().err
    assert "DATABASE_URL: Field required" in galat
    assert "DTKS_JWT: Field required" in galat


@pytest.mark.usefixtures("_tanpa_setelan")
def test_a_wrong_secret_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DTKS_ENKRIPSI__KEK", '{"k1": "bukan-base64-rahasia"}')
    monkeypatch.setattr("sys.argv", ["dtks", "migrate"])
    with pytest.raises(SystemExit):
        cli.main()
    galat = capsys.readouterr().err
    assert "DTKS_ENKRIPSI__KEK" in galat
    assert "bukan-base64-rahasia" not in galat


def test_other_faults_are_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def rusak() -> None:
        raise ValueError("lain")

    monkeypatch.setattr(cli, "app", rusak)
    with pytest.raises(ValueError, match="lain"):
        cli.main()


@pytest.fixture
def _lingkungan_utuh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.environ", dict(__import__("os").environ))


@pytest.mark.usefixtures("_lingkungan_utuh")
def test_the_contract_is_written_and_checked(
    app_bersama: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Made once: that each call makes the same is what the check of the file in the repository shows.
    monkeypatch.setattr("app.main.create_app", lambda: app_bersama)
    monkeypatch.setattr("app.turunan.kontrak", functools.cache(turunan.kontrak))
    berkas = tmp_path / "openapi.yaml"
    assert jalankan.invoke(cli.app, ["openapi", "--berkas", str(berkas), "--periksa"]).exit_code == 1
    assert not berkas.exists()
    assert jalankan.invoke(cli.app, ["openapi", "--berkas", str(berkas)]).exit_code == 0
    isi = berkas.read_text()
    assert isi.startswith("openapi: 3.1")
    assert "&id" not in isi
    assert jalankan.invoke(cli.app, ["openapi", "--berkas", str(berkas), "--periksa"]).exit_code == 0
    berkas.write_text("usang")
    hasil = jalankan.invoke(cli.app, ["openapi", "--berkas", str(berkas), "--periksa"])
    assert (hasil.exit_code, "is not current" in hasil.output) == (1, True)


def test_every_transition_table_has_its_page(tmp_path: Path) -> None:
    assert jalankan.invoke(cli.app, ["diagrams", "--folder", str(tmp_path)]).exit_code == 0
    assert {p.name for p in tmp_path.iterdir()} == set(turunan.diagram())
    for alur in turunan.semua_alur():
        isi = turunan.diagram()[f"{alur.nama.lower().replace(' ', '-')}.md"]
        assert "```mermaid\nstateDiagram-v2" in isi
        assert all(f"| `{t.aksi}` |" in isi for t in alur)


_ADMIN = ("create-admin", "--nama", "Ani Uji", "--username", "ani.uji", "--surel", "ani@uji.invalid")


def _pembuat(monkeypatch: pytest.MonkeyPatch, hasil: str | DomainError) -> list[dict[str, Any]]:
    diterima: list[dict[str, Any]] = []

    async def buat(**isi: object) -> str:
        diterima.append(isi)
        if isinstance(hasil, DomainError):
            raise hasil
        return hasil

    monkeypatch.setattr("app.admin_pertama.buat", buat)
    return diterima


def test_an_administrator_gets_a_secret_and_the_nik_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    diterima = _pembuat(monkeypatch, "rahasia-sekali")
    hasil = jalankan.invoke(cli.app, [*_ADMIN], input="3204054101900001\n")
    assert "one-time secret of ani.uji: rahasia-sekali" in hasil.output
    assert "3204054101900001" not in hasil.output
    assert (diterima[0]["nik"], diterima[0]["jabatan"]) == ("3204054101900001", "ADMIN_PUSAT")


@pytest.mark.parametrize("jabatan", ["PUSAT", "RAJA"])
def test_only_administrators_are_made_here(monkeypatch: pytest.MonkeyPatch, jabatan: str) -> None:
    diterima = _pembuat(monkeypatch, "-")
    assert jalankan.invoke(cli.app, [*_ADMIN, "--nik", "x", "--jabatan", jabatan]).exit_code == 2
    assert diterima == []


def test_a_refusal_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    _pembuat(monkeypatch, IdentitasSudahDipakai())
    hasil = jalankan.invoke(cli.app, [*_ADMIN, "--nik", "3204054101900001"])
    assert hasil.exit_code == 1
    assert IdentitasSudahDipakai.kode in hasil.output


@pytest.mark.usefixtures("_tanpa_setelan")
def test_malformed_options_are_listed_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["dtks", *_ADMIN, "--nik", "12345"])
    with pytest.raises(SystemExit):
        cli.main()
    galat = capsys.readouterr().err
    assert "--nik: " in galat
    assert "12345" not in galat


def test_run_hands_its_choices_to_the_supervisor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    diterima: list[Pilihan] = []

    def catat(pilihan: Pilihan, _layar: object) -> int:
        diterima.append(pilihan)
        return 7

    monkeypatch.setattr("app.operasi.mulai.jalankan", catat)
    hasil = jalankan.invoke(cli.app, ["run", "--porta", "8123", "--data", str(tmp_path)])
    assert hasil.exit_code == 7
    assert (diterima[0].porta, diterima[0].data) == (8123, tmp_path)


def test_the_simulator_gets_its_token_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    diterima: list[object] = []
    monkeypatch.setattr("app.integrasi.dukcapil.simulator.jalankan", lambda s, port: diterima.append((s.token, port)))
    hasil = jalankan.invoke(cli.app, ["simulator", "dukcapil", "--porta", "8123"], env={"DTKS_DUKCAPIL__TOKEN": "tok"})
    assert (hasil.exit_code, diterima) == (0, [("tok", 8123)])
    assert jalankan.invoke(cli.app, ["simulator", "dukcapil"], env={"DTKS_DUKCAPIL__TOKEN": ""}).exit_code == 2


def test_the_readme_shows_the_table_and_keeps_its_other_words() -> None:
    teks = "# Judul\n\n<!-- alur-usulan:mulai -->\nlama\n<!-- alur-usulan:selesai -->\n\nEkor\n"
    baru = turunan.readme(teks)
    assert "DRAF --> DIAJUKAN: ajukan" in baru
    assert "lama" not in baru
    assert baru.startswith("# Judul")
    assert baru.endswith("Ekor\n")
    assert turunan.readme(baru) == baru
    with pytest.raises(ValueError, match="mark"):
        turunan.readme("# Tanpa tanda\n")
