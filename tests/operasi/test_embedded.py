"""The embedded server: roles and their limits, recovery after kill -9, orphans, closed directories."""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest

from app.operasi import embedded
from app.operasi.embedded import APLIKASI, PEMILIK, SUPER, ServerLokal, ServerLokalGagal, postgres

CEPAT = {"fsync": "off"}


@pytest.fixture(scope="module")
def tempat() -> Iterator[Path]:
    with embedded.tempat_sementara() as dasar:
        yield dasar


@pytest.fixture(scope="module")
def server(tempat: Path) -> Iterator[ServerLokal]:
    with postgres(tempat / "pg", pengaturan=CEPAT) as satu:
        yield satu


def kerjakan(server: ServerLokal, sql: str, *, peran: str, basisdata: str = "dtks") -> list[object]:
    async def jalan() -> list[object]:
        sambungan = await asyncpg.connect(server.url(basisdata, peran).replace("+asyncpg", ""))
        try:
            return [baris[0] for baris in await sambungan.fetch(sql)]
        finally:
            await sambungan.close()

    return asyncio.run(jalan())


def test_both_roles_reach_the_database_and_hold_no_power_beyond_it(server: ServerLokal) -> None:
    assert server.dsn_pemilik == server.url("dtks", PEMILIK)
    assert server.dsn_app == server.url("dtks", APLIKASI)
    pertanyaan = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert kerjakan(server, pertanyaan, peran=PEMILIK) == [False]
    assert kerjakan(server, pertanyaan, peran=APLIKASI) == [False]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        kerjakan(server, "CREATE TABLE milik_siapa (id int)", peran=APLIKASI)


def test_the_database_sorts_by_code_point_everywhere(server: ServerLokal) -> None:
    pertanyaan = "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'dtks'"
    assert server.tanya(pertanyaan) == ["bC.UTF-8"]


def test_the_pengaturan_reach_the_server(server: ServerLokal) -> None:
    assert server.tanya("SHOW fsync") == ["off"]


def test_a_copy_of_a_template_has_its_tables_and_its_owner(server: ServerLokal) -> None:
    server.buat_basisdata("asal")
    kerjakan(server, "CREATE TABLE t AS SELECT 7 AS n", peran=PEMILIK, basisdata="asal")
    server.buat_basisdata("salinan", "asal")
    assert kerjakan(server, "SELECT n FROM t", peran=PEMILIK, basisdata="salinan") == [7]
    server.hapus_basisdata("salinan")
    server.hapus_basisdata("salinan")
    assert "salinan" not in server.tanya("SELECT datname FROM pg_database")


def test_databases_can_be_made_while_an_event_loop_runs(server: ServerLokal) -> None:
    async def dalam_putaran() -> None:
        server.buat_basisdata("dalam_putaran")

    asyncio.run(dalam_putaran())
    assert "dalam_putaran" in server.tanya("SELECT datname FROM pg_database")


def test_passwords_lie_in_a_private_file_and_not_in_the_repr(server: ServerLokal, tempat: Path) -> None:
    assert stat.S_IMODE((tempat / "pg.sandi").stat().st_mode) == 0o600
    assert server.sandi[SUPER] not in repr(server)
    assert not (tempat / "pg.kata").exists()


def test_a_second_launcher_is_told_that_the_directory_is_in_use(server: ServerLokal, tempat: Path) -> None:
    with pytest.raises(ServerLokalGagal, match="in use by another process"), postgres(tempat / "pg"):
        pass


def test_committed_rows_survive_a_kill_of_the_server(tempat: Path) -> None:
    with contextlib.ExitStack() as tumpukan:
        server = tumpukan.enter_context(postgres(tempat / "mati"))
        kerjakan(server, "CREATE TABLE t AS SELECT generate_series(1, 100) AS n", peran=PEMILIK)
        os.kill(int((tempat / "mati" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    with postgres(tempat / "mati") as server:
        assert kerjakan(server, "SELECT count(*) FROM t", peran=PEMILIK) == [100]


def test_the_server_of_a_killed_launcher_is_stopped_and_replaced(tempat: Path) -> None:
    kode = (
        "import pathlib, sys, time; from app.operasi.embedded import postgres\n"
        f"with postgres(pathlib.Path({str(tempat / 'yatim')!r})) as s: print(s.porta, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", kode], stdout=subprocess.PIPE, text=True) as peluncur:
        assert peluncur.stdout is not None
        porta = int(peluncur.stdout.readline())
        peluncur.kill()
    pid = int((tempat / "yatim" / "postmaster.pid").read_text().split()[0])
    with postgres(tempat / "yatim") as server:
        assert server.porta != porta
        assert int((tempat / "yatim" / "postmaster.pid").read_text().split()[0]) != pid


def test_a_stranger_on_the_remembered_port_is_left_alone(server: ServerLokal, tempat: Path) -> None:
    pid_file = tempat / "asing" / "postmaster.pid"
    pid_file.parent.mkdir()
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n0\n{server.porta}\n")
    embedded._hentikan_yatim(pid_file.parent, server.sandi)
    assert pid_file.exists()


def test_what_postgres_says_comes_with_the_refusal(tempat: Path) -> None:
    with (
        pytest.raises(ServerLokalGagal, match="unrecognized configuration parameter"),
        postgres(tempat / "salah", pengaturan={"tidak_ada": "1"}),
    ):
        pass


def test_a_directory_of_something_else_is_not_touched(tempat: Path) -> None:
    (tempat / "lain").mkdir()
    (tempat / "lain" / "surat.txt").write_text("penting")
    with pytest.raises(ServerLokalGagal, match="not a PostgreSQL data directory"), postgres(tempat / "lain"):
        pass
    assert (tempat / "lain" / "surat.txt").read_text() == "penting"


def test_lost_passwords_are_named_instead_of_replaced(tempat: Path) -> None:
    (tempat / "hilang").mkdir()
    (tempat / "hilang" / "PG_VERSION").write_text("18")
    with pytest.raises(ServerLokalGagal, match=r"hilang\.sandi is missing"), postgres(tempat / "hilang"):
        pass


def test_a_failing_initdb_is_explained(tempat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hasil = SimpleNamespace(returncode=1, stderr=b"no space left")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: hasil)
    monkeypatch.setattr(embedded, "_biner_untuk", lambda _: tempat)
    with pytest.raises(ServerLokalGagal, match="no space left"), postgres(tempat / "penuh"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")
def test_a_closed_checkout_is_served_from_a_place_of_its_own(tempat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rumah, tutup = tempat / "var", tempat / "tutup"
    tutup.mkdir(mode=0o700)
    monkeypatch.setattr(embedded, "_RUMAH_ROOT", rumah)
    asli = embedded._terjangkau
    monkeypatch.setattr(embedded, "_terjangkau", lambda berkas: "site-packages" not in str(berkas) and asli(berkas))
    for _ in range(2):
        with postgres(tutup / "pg", pengaturan=CEPAT) as server:
            assert server.tanya("SHOW data_directory") == [str(next(rumah.iterdir()) / "pg")]
    assert stat.S_IMODE(tutup.stat().st_mode) == 0o700
    assert sorted(p.name for p in tutup.iterdir()) == ["pg.kunci", "pg.sandi"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")
def test_no_reachable_place_at_all_is_explained(tempat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tempat / "berkas").write_text("")
    monkeypatch.setattr(embedded, "_RUMAH_ROOT", tempat / "berkas")
    monkeypatch.setattr(embedded, "_terjangkau", lambda _: False)
    with pytest.raises(ServerLokalGagal, match="set DATABASE_URL or move"), postgres(tempat / "mana"):
        pass


def test_an_ordinary_user_needs_no_detour(tempat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert embedded._rumah(tempat / "pg") == tempat
    assert embedded._biner_untuk(tempat) == embedded.cari_biner()
    assert "user" not in embedded._pelaksana()
    embedded._serahkan(tempat)


def _tanpa_roda(monkeypatch: pytest.MonkeyPatch, initdb: str | None) -> None:
    embedded.cari_biner.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: initdb)


def _initdb_palsu(berkas: Path, versi: str) -> Path:
    berkas.write_text(f"#!/bin/sh\necho 'initdb (PostgreSQL) {versi}'\n")
    berkas.chmod(0o755)
    return berkas


@pytest.fixture
def _cache_bersih() -> Iterator[None]:
    yield
    embedded.cari_biner.cache_clear()


@pytest.mark.usefixtures("_cache_bersih")
def test_binaries_on_path_serve_when_the_wheel_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tanpa_roda(monkeypatch, str(_initdb_palsu(tmp_path / "initdb", "18.1")))
    assert embedded.cari_biner() == tmp_path.resolve()


@pytest.mark.usefixtures("_cache_bersih")
def test_old_binaries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tanpa_roda(monkeypatch, str(_initdb_palsu(tmp_path / "initdb", "15.18 (Debian)")))
    with pytest.raises(ServerLokalGagal, match="17 or newer is needed"):
        embedded.cari_biner()


@pytest.mark.usefixtures("_cache_bersih")
def test_no_binaries_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    _tanpa_roda(monkeypatch, None)
    with pytest.raises(ServerLokalGagal, match="embedded"):
        embedded.cari_biner()


def test_a_server_that_ignores_polite_signals_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    kode = "import signal,time\nfor s in (2,3): signal.signal(s, signal.SIG_IGN)\nprint(1,flush=True)\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", kode], stdout=subprocess.PIPE) as proses:
        assert proses.stdout is not None
        proses.stdout.readline()
        monkeypatch.setattr(embedded, "_SABAR_DETIK", 0.1)
        embedded._hentikan(proses)
        assert proses.returncode == -signal.SIGKILL
