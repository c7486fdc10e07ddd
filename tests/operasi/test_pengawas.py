"""The supervisor: what it says when a child ends, how it stops one that does not listen, and orphans."""

import contextlib
import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from app.operasi import pengawas
from app.operasi.embedded import porta_bebas
from app.operasi.pengawas import AnakMati, Berhenti, Pengawas, sinyal_menjadi_berhenti

pytestmark = pytest.mark.nyata
TIDUR = "import time; print('mulai', flush=True); time.sleep(60)"
TULI = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('mulai', flush=True); time.sleep(60)"


@pytest.fixture
def satu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pengawas]:
    """A supervisor whose children are one-line programs instead of our commands."""
    monkeypatch.setattr(pengawas, "_PERINTAH", (sys.executable, "-c"))
    with Pengawas(tmp_path / "log", dict(os.environ)) as isi:
        yield isi


def tunggu_baris(berkas: Path) -> None:
    while not (berkas.exists() and berkas.read_text()):
        time.sleep(0.01)


@pytest.fixture
def http_200() -> Iterator[int]:
    class Jawab(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/siap" else 503)
            self.end_headers()

        @override
        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Jawab) as server:
        utas = threading.Thread(target=server.serve_forever, args=(0.01,))
        utas.start()
        yield server.server_port
        server.shutdown()
        utas.join()


def test_a_child_that_ends_is_named_with_its_last_words(satu: Pengawas) -> None:
    satu.mulai("surel", "raise SystemExit('kehabisan kertas')")
    with pytest.raises(AnakMati, match=r"surel ended with exit code 1\n[^\n]+\nkehabisan kertas"):
        satu.awasi()


def test_waiting_ends_when_the_answer_is_200(satu: Pengawas, http_200: int) -> None:
    satu.tunggu_http(http_200, "/siap")
    with pytest.raises(AnakMati, match="not ready after 0 s"):
        satu.tunggu_http(http_200, "/lain", detik=0.2)
    with pytest.raises(AnakMati, match="not ready"):
        satu.tunggu_http(porta_bebas(), "/siap", detik=0.2)


def test_waiting_ends_when_a_child_dies(satu: Pengawas) -> None:
    satu.mulai("api", "pass")
    with pytest.raises(AnakMati, match="api ended with exit code 0"):
        satu.tunggu_http(porta_bebas(), "/siap")


def test_the_callers_own_check_ends_the_run(satu: Pengawas) -> None:
    def periksa() -> None:
        raise AnakMati("basis data")

    satu.periksa = periksa
    with pytest.raises(AnakMati, match="basis data"):
        satu.awasi()


def test_children_stop_in_reverse_order_and_the_deaf_are_killed(
    satu: Pengawas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pengawas, "_TENGGANG_DETIK", 0.3)
    satu.mulai("sopan", TIDUR)
    satu.mulai("tuli", TULI)
    anak = dict(satu._anak)
    tunggu_baris(satu.folder_log / "tuli.log")
    satu.hentikan()
    assert anak["sopan"].returncode == -signal.SIGTERM
    assert anak["tuli"].returncode == -signal.SIGKILL


@pytest.mark.parametrize("sinyal", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_unwinds_once_and_cannot_interrupt_the_unwinding(sinyal: signal.Signals) -> None:
    sebelum = signal.getsignal(sinyal)
    langkah = []
    with pytest.raises(Berhenti), sinyal_menjadi_berhenti():
        try:
            os.kill(os.getpid(), sinyal)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), sinyal)
            langkah.append("selesai")
    assert langkah == ["selesai"]
    assert signal.getsignal(sinyal) is sebelum


def test_a_command_started_by_hand_does_not_watch_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DTKS_ANAK", raising=False)
    utas = threading.active_count()
    pengawas.ikuti_induk()
    assert threading.active_count() == utas


def test_a_child_ends_with_its_supervisor() -> None:
    kode = (
        "import time; from app.operasi.pengawas import ikuti_induk; ikuti_induk(); print(1, flush=True); time.sleep(60)"
    )
    lingkungan = {**os.environ, "DTKS_ANAK": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", kode], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=lingkungan
    ) as anak:
        assert anak.stdin is not None
        assert anak.stdout is not None
        anak.stdout.readline()
        anak.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            anak.wait(10)
        assert anak.returncode == -signal.SIGTERM
