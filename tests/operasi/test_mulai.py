"""`dtks run` as a person meets it: real processes, killed in every way, and always back with the data."""

import io
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest
from rich.console import Console
from typing_extensions import override

from app.operasi import embedded, mulai
from app.operasi.embedded import ServerLokal, porta_bebas
from app.operasi.mulai import Pilihan, PortaTerpakai
from app.operasi.pengawas import AnakMati, Berhenti, Pengawas

BERSIH = {n: v for n, v in os.environ.items() if not n.startswith(("DTKS_", "DATABASE_URL"))}


class Berjalan:
    """One `dtks run` that has said that it is ready."""

    def __init__(self, data: Path) -> None:
        self.data, self.porta = data, porta_bebas()
        self.proses = mulai_dtks("run", "--porta", str(self.porta), "--data", str(data), "--keluarga", "2")
        assert self.proses.stdout is not None
        self.keluaran = ""
        for baris in self.proses.stdout:
            self.keluaran += baris
            if "Ctrl-C" in baris:
                break
        assert "DTKS is running" in self.keluaran, self.keluaran
        self.status: dict[str, Any] = json.loads((data / mulai.BERKAS_STATUS).read_text())

    def anak(self) -> dict[str, int]:
        """Pids of the children by the command that each runs."""
        hasil = {}
        for pid in Path(f"/proc/{self.proses.pid}/task/{self.proses.pid}/children").read_text().split():
            kata = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            hasil["postgres" if kata[0].endswith("postgres") else kata[3]] = int(pid)
        return hasil

    def akhir(self) -> tuple[int, str]:
        """Wait for the end; return exit code and what was said after the banner."""
        assert self.proses.stdout is not None
        with self.proses:
            ucapan = self.proses.stdout.read()
        return self.proses.returncode, ucapan


def mulai_dtks(*argumen: str) -> "subprocess.Popen[str]":
    perintah = [sys.executable, "-m", "app.cli", *argumen]
    return subprocess.Popen(perintah, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=BERSIH)


def tunggu_mati(pids: Sequence[int]) -> None:
    batas = time.monotonic() + 30
    while any(_is_hidup(pid) for pid in pids):
        assert time.monotonic() < batas, "children outlive their supervisor"
        time.sleep(0.05)


def _is_hidup(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with embedded.tempat_sementara() as tempat:
        yield tempat / "data"


@pytest.mark.nyata
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
class TestRun:
    """In the order in which they stand, on one data folder."""

    def test_everything_answers_and_stops_with_code_0(self, data: Path) -> None:
        jalan = Berjalan(data)
        siap = httpx.get(f"{jalan.status['url']}/kesehatan/siap")
        assert siap.json()["periksa"] == {"basisdata": True, "migrasi": True, "kunci": True}
        desa = httpx.get(f"{jalan.status['url']}/v1/publik/wilayah/32.04.05.2001")
        assert desa.status_code == 200
        assert stat.S_IMODE((data / mulai.BERKAS_STATUS).stat().st_mode) == 0o600
        assert {"postgres", "mail-sink", "simulator", "serve", "worker"} == set(jalan.anak())

        for argumen, kata in (
            (["--porta", str(porta_bebas()), "--data", str(data)], "in use by another process"),
            (["--porta", str(jalan.porta), "--data", str(data.with_name("lain"))], f"port {jalan.porta} is taken"),
        ):
            kedua = mulai_dtks("run", *argumen)
            ucapan, _ = kedua.communicate(timeout=60)
            assert kedua.returncode == 1
            assert kata in " ".join(ucapan.split())
            assert "Traceback" not in ucapan

        anak = list(jalan.anak().values())
        jalan.proses.send_signal(signal.SIGTERM)
        kode, ucapan = jalan.akhir()
        assert kode == 0, ucapan
        assert "everything is kept" in ucapan
        tunggu_mati(anak)
        assert not (data / mulai.BERKAS_STATUS).exists()

    def test_killed_supervisors_leave_nothing_running_and_killed_databases_end_the_run(self, data: Path) -> None:
        jalan = Berjalan(data)
        anak = jalan.anak()
        jalan.proses.kill()
        jalan.akhir()
        tunggu_mati([pid for nama, pid in anak.items() if nama != "postgres"])
        assert mulai.yang_berjalan(data) is None

        jalan = Berjalan(data)
        tunggu_mati([anak["postgres"]])
        assert " new, " not in jalan.keluaran
        os.kill(jalan.anak()["postgres"], signal.SIGKILL)
        kode, ucapan = jalan.akhir()
        assert kode == 1
        assert "it recovers what was committed" in " ".join(ucapan.split())


class PengawasPalsu(Pengawas):
    """Writes down what would be started, and ends instead of waiting."""

    dimulai: ClassVar[list[str]]

    @override
    def mulai(self, nama: str, *argumen: str) -> None:
        self.dimulai.append(nama)

    @override
    def tunggu_http(self, porta: int, jalur: str, detik: float = 120) -> None:
        raise AnakMati("cukup")


def test_with_a_database_of_its_own_there_is_no_embedded_server_and_no_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://app@db/dtks")
    monkeypatch.setattr(mulai, "Pengawas", PengawasPalsu)
    monkeypatch.setattr(mulai, "postgres", None)
    langkah: list[str] = []
    monkeypatch.setattr(PengawasPalsu, "dimulai", langkah, raising=False)
    pilihan = Pilihan(
        data=tmp_path,
        porta=porta_bebas(),
        skema=("skema", lambda: langkah.append("skema")),
        isi=[("isi", lambda: langkah.append("isi"))],
        demo=[("demo", lambda: langkah.append("demo"))],
    )
    assert mulai.jalankan(pilihan, Console(quiet=True)) == 1
    # The API comes last: it says that it is ready, and then everything must be there.
    assert langkah == ["skema", "pekerja", "isi", "api"]
    assert not (tmp_path / "kunci").exists()


def test_other_commands_find_the_running_demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    mulai.pakai_yang_berjalan(tmp_path)
    assert "DATABASE_URL" not in os.environ
    isi = {"pid": os.getpid(), "lingkungan": {"DATABASE_URL": "postgresql+asyncpg://demo"}}
    (tmp_path / mulai.BERKAS_STATUS).write_text(json.dumps(isi))
    monkeypatch.setenv("DATABASE_URL", "sendiri")
    mulai.pakai_yang_berjalan(tmp_path)
    assert os.environ["DATABASE_URL"] == "sendiri"
    monkeypatch.delenv("DATABASE_URL")
    mulai.pakai_yang_berjalan(tmp_path)
    assert os.environ.pop("DATABASE_URL") == "postgresql+asyncpg://demo"


def test_the_file_of_a_run_that_was_killed_is_not_believed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as sudah:
        pass
    (tmp_path / mulai.BERKAS_STATUS).write_text(json.dumps({"pid": sudah.pid}))
    assert mulai.yang_berjalan(tmp_path) is None


def test_demo_passwords_reach_the_children_by_environment_only(tmp_path: Path) -> None:
    server = ServerLokal(5, {embedded.APLIKASI: "rahasia-app", embedded.PEMILIK: "rahasia-pemilik"})
    isi = mulai.lingkungan_demo(tmp_path, server, 8000, 8090, 1025)
    assert isi["DATABASE_URL"].startswith("postgresql+asyncpg://dtks_app:")
    assert isi["DATABASE_URL_PEMILIK"].startswith("postgresql+asyncpg://dtks_pemilik:")
    assert isi["DTKS_LINGKUNGAN"] == "demo"


@pytest.mark.parametrize(("galat", "kode"), [(Berhenti(), 0), (PortaTerpakai("penuh"), 1)])
def test_a_stop_inside_a_preparations_tasks_is_a_stop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, galat: BaseException, kode: int
) -> None:
    """A task group wraps the signal that reached it."""
    kelompok = BaseExceptionGroup("tugas", [galat]) if kode == 0 else galat

    def gagal(*_: object) -> None:
        raise kelompok

    monkeypatch.setattr(mulai, "_demo", gagal)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    tertulis = io.StringIO()
    pilihan = mulai.Pilihan(data=tmp_path, porta=porta_bebas(), skema=("skema", lambda: None))
    assert mulai.jalankan(pilihan, Console(file=tertulis)) == kode
    assert ("everything is kept" in tertulis.getvalue()) is (kode == 0)


def test_another_failure_among_a_preparations_tasks_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def gagal(*_: object) -> None:
        raise BaseExceptionGroup("tugas", [Berhenti(), ZeroDivisionError()])

    monkeypatch.setattr(mulai, "_demo", gagal)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    pilihan = mulai.Pilihan(data=tmp_path, porta=porta_bebas(), skema=("skema", lambda: None))
    with pytest.raises(BaseExceptionGroup):
        mulai.jalankan(pilihan, Console(file=io.StringIO()))
