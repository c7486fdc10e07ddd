"""Starts our own commands as child processes, watches them, and stops them in order.

A child holds the reading end of a pipe whose other end only the supervisor has: when the supervisor dies, however it
dies, the pipe ends and the child stops too. So no half of a running system is left behind.
"""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final, NoReturn, Self

_PERINTAH: Final = (sys.executable, "-m", "app.cli")
_ANAK: Final = "DTKS_ANAK"
_TENGGANG_DETIK: Final = 15.0
_JEDA_DETIK: Final = 0.1
_HTTP_OK: Final = 200


class AnakMati(RuntimeError):
    """A child ended, or did not begin, without being told to; the message holds the last lines of its log."""


class Berhenti(BaseException):
    """Somebody asked for the end (Ctrl-C, SIGTERM); like KeyboardInterrupt no failure, so not an Exception."""


@dataclass
class Pengawas:
    """The children of one run.

    Attributes:
        folder_log: where each child's output goes, one file a child.
        lingkungan: environment of every child.
        periksa: called in every round of waiting; raises to end the run.
    """

    folder_log: Path
    lingkungan: Mapping[str, str] = field(repr=False)
    periksa: Callable[[], None] = lambda: None
    _anak: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.folder_log.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, _jenis: type[BaseException] | None, _galat: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.hentikan()

    def mulai(self, nama: str, *argumen: str) -> None:
        """Start `dtks <argumen>` as the child `nama`; it is stopped before those that were started earlier."""
        with (self.folder_log / f"{nama}.log").open("ab") as log:
            self._anak[nama] = subprocess.Popen(
                [*_PERINTAH, *argumen],
                env={**self.lingkungan, _ANAK: "1"},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal reaches only the supervisor, which stops in order
            )

    def tunggu_http(self, porta: int, jalur: str, detik: float = 120) -> None:
        """Wait until `GET jalur` answers 200 on this machine.

        Raises:
            AnakMati: a child ended meanwhile, or the time is over.
        """
        batas = time.monotonic() + detik
        while not _menjawab(porta, jalur):
            self._periksa_semua()
            if time.monotonic() > batas:
                raise AnakMati(f"{jalur} on port {porta} is not ready after {detik:.0f} s\n{self._ekor('api')}")
            time.sleep(_JEDA_DETIK)

    def awasi(self) -> NoReturn:
        """Watch until a signal ends the run.

        Raises:
            AnakMati: a child ended by itself.
            Berhenti: a signal came.
        """
        while True:
            self._periksa_semua()
            time.sleep(_JEDA_DETIK)

    def hentikan(self) -> None:
        """Stop the children, the last started first; one that does not listen is killed."""
        for _, proses in reversed(self._anak.items()):
            if proses.poll() is None:
                proses.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                proses.wait(_TENGGANG_DETIK)
            proses.kill()
            proses.wait()
            assert proses.stdin is not None
            proses.stdin.close()
        self._anak.clear()

    def _periksa_semua(self) -> None:
        self.periksa()
        for nama, proses in self._anak.items():
            if proses.poll() is not None:
                raise AnakMati(f"{nama} ended with exit code {proses.returncode}\n{self._ekor(nama)}")

    def _ekor(self, nama: str, baris: int = 15) -> str:
        log = self.folder_log / f"{nama}.log"
        isi = log.read_text(errors="replace").splitlines() if log.exists() else []
        return "\n".join([f"last lines of {log}:", *isi[-baris:]])


@contextlib.contextmanager
def sinyal_menjadi_berhenti() -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into `Berhenti`; later ones cannot interrupt the stopping itself."""

    def tangani(_nomor: int, _bingkai: FrameType | None) -> None:
        for sinyal in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sinyal, signal.SIG_IGN)
        raise Berhenti

    lama = {s: signal.signal(s, tangani) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for sinyal, penangan in lama.items():
            signal.signal(sinyal, penangan)


def ikuti_induk() -> None:
    """In a child: end with the supervisor. Does nothing in a process that somebody started by hand."""
    if os.environ.pop(_ANAK, None) is None:
        return

    def tunggu() -> None:
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=tunggu, daemon=True, name="ikuti-induk").start()


def _menjawab(porta: int, jalur: str) -> bool:
    sambungan = http.client.HTTPConnection("127.0.0.1", porta, timeout=5)
    try:
        sambungan.request("GET", jalur)
        return sambungan.getresponse().status == _HTTP_OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        sambungan.close()
