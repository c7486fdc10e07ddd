"""The API in processes of its own, on a test's database."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.config import Pengaturan
from app.operasi.embedded import porta_bebas


@dataclass(frozen=True)
class Server:
    """Where it answers, and which process it is."""

    alamat: str
    pid: int

    def memori(self, baris: str = "VmRSS") -> int:
        """Return the bytes that the kernel counts: `VmRSS` now, `VmHWM` at the worst."""
        isi = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(b.split()[1] for b in isi.splitlines() if b.startswith(baris))) * 1024

    def lupakan_puncak(self) -> None:
        """Let `VmHWM` begin anew from what is used now."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")


def lingkungan(aturan: Pengaturan) -> dict[str, str]:
    def peta(kunci: Any) -> str:
        return json.dumps({k: v.get_secret_value() for k, v in kunci.items()})

    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": aturan.database_url.get_secret_value(),
        "DTKS_LINGKUNGAN": "uji",
        "DTKS_JWT__KUNCI": peta(aturan.jwt.kunci),
        "DTKS_JWT__KUNCI_AKTIF": aturan.jwt.kunci_aktif,
        "DTKS_ENKRIPSI__KEK": peta(aturan.enkripsi.kek),
        "DTKS_ENKRIPSI__KEK_AKTIF": aturan.enkripsi.kek_aktif,
        "DTKS_ENKRIPSI__INDEKS": peta(aturan.enkripsi.indeks),
        "DTKS_ENKRIPSI__INDEKS_AKTIF": aturan.enkripsi.indeks_aktif,
        "DTKS_ENKRIPSI__KURSOR": aturan.enkripsi.kursor.get_secret_value(),
        "DTKS_OBJEK__FOLDER": str(aturan.objek.folder),
    }


@contextmanager
def server_sendiri(aturan: Pengaturan, lain: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run the API in a process of its own until the block ends; `lain` are more settings for it."""
    porta = porta_bebas()
    perintah = [sys.executable, "-m", "app.cli", "serve", "--porta", str(porta)]
    diam = subprocess.DEVNULL
    proses = subprocess.Popen(perintah, env=lingkungan(aturan) | dict(lain or {}), stdout=diam, stderr=diam)
    try:
        satu = Server(f"http://127.0.0.1:{porta}", proses.pid)
        _tunggu(f"{satu.alamat}/kesehatan/hidup", proses)
        yield satu
    finally:
        proses.terminate()
        proses.wait(20)


def _tunggu(alamat: str, proses: subprocess.Popen[bytes]) -> None:
    batas = time.monotonic() + 120
    while time.monotonic() < batas:
        assert proses.poll() is None, "the server ended at once"
        try:
            if httpx.get(alamat).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{alamat} does not answer")
