"""Generates clients from `openapi.yaml` and plays the first steps of the story with each: `make klien`.

A contract that generators stumble over is of no use to those who build on it. Nothing that is generated stays.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from app.demo.cerita.keluarga_baru import orang
from app.operasi.embedded import porta_bebas, tempat_sementara
from app.operasi.mulai import BERKAS_STATUS

AKAR: Final = Path(__file__).parents[2]
SINI: Final = Path(__file__).parent
PAKET_NPM: Final = ("openapi-typescript@7.13.0", "openapi-fetch@0.17.0", "typescript@5.9.3")
TSC: Final = ("--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom")
NODE_TERENDAH: Final = 20
PETUGAS: Final = "operator-2001"
_SABAR_DETIK: Final = 180


class KlienGagal(Exception):
    """A client could not be made or did not get through; the message holds what it said."""


def main() -> int:
    """Make both clients, start the demonstration, play, and tell how long each step took."""
    if len(sys.argv) != 2:
        return _tulis("usage: python -m tests.klien.jalankan <python with openapi-python-client>", 2)
    try:
        with tempat_sementara() as tempat:
            _semua(tempat, Path(sys.argv[1]).absolute())
    except KlienGagal as galat:
        return _tulis(str(galat), 1)
    return _tulis("both clients compile and got through the first steps", 0)


def _semua(tempat: Path, python: Path) -> None:
    with _jam("Python client generated and compiled"):
        _buat_python(tempat, python)
    with _jam("TypeScript client generated and compiled"):
        _buat_typescript(tempat / "ts")
    with _demo(tempat) as (alamat, sandi):
        for nama, urut, perintah in (
            ("Python", 0, [str(python), str(SINI / "langkah.py")]),
            ("TypeScript", 1, ["node", str(tempat / "ts" / "langkah.js")]),
        ):
            subjek = orang(f"WARGA CONTOH {nama.upper()}", date(1980, 5, 17 + urut), "P", urut).subjek
            isi = {"alamat": alamat, "pengguna": PETUGAS, "sandi": sandi, "subjek": subjek}
            tambahan = {"DTKS_KLIEN": json.dumps(isi), "PYTHONPATH": str(tempat)}
            with _jam(f"{nama} client through the first steps"):
                sys.stdout.write(_jalan(perintah, tempat, tambahan))


def _buat_python(tempat: Path, python: Path) -> None:
    atur = tempat / "atur.yaml"
    atur.write_text("post_hooks: []\n")
    hasil = tempat / "klien_dtks"
    perintah = [str(python), "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    perintah += ["--path", str(AKAR / "openapi.yaml"), "--output-path", str(hasil), "--config", str(atur)]
    _jalan(perintah, tempat)
    _jalan([str(python), "-m", "compileall", "-q", "-j", "0", str(hasil)], tempat)


def _buat_typescript(tempat: Path) -> None:
    tempat.mkdir()
    versi = _jalan(["node", "--version"], tempat).strip()
    if int(versi.removeprefix("v").split(".")[0]) < NODE_TERENDAH:
        raise KlienGagal(f"node {NODE_TERENDAH} or newer is needed, this is {versi}")
    (tempat / "package.json").write_text('{"private": true, "type": "module"}')
    (tempat / "langkah.ts").write_text((SINI / "langkah.ts").read_text())
    npm = ["npm", "install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    npm += ["--fetch-timeout", "30000", "--fetch-retries", "2", "--loglevel", "error", "--prefix", str(tempat)]
    try:
        _jalan([*npm, *PAKET_NPM], tempat)
    except KlienGagal as galat:
        raise KlienGagal(f"npm could not fetch the TypeScript tools: does its registry answer?\n{galat}") from None
    alat = tempat / "node_modules" / ".bin"
    _jalan([str(alat / "openapi-typescript"), str(AKAR / "openapi.yaml"), "-o", "skema.d.ts"], tempat)
    _jalan([str(alat / "tsc"), "--noEmit", *TSC, "langkah.ts"], tempat)
    _jalan([str(alat / "tsc"), *TSC, "langkah.ts"], tempat)


@contextmanager
def _demo(tempat: Path) -> Iterator[tuple[str, str]]:
    """Run a demonstration with few families; lend its address and the officer's password."""
    data = tempat / "data"
    perintah = [sys.executable, "-m", "app.cli", "run", "--porta", str(porta_bebas())]
    perintah += ["--data", str(data), "--keluarga", "40"]
    with (tempat / "keluaran.txt").open("w+") as keluaran:
        with _jam("demonstration started"):
            proses = subprocess.Popen(perintah, cwd=AKAR, env=_lingkungan(), stdout=keluaran, stderr=keluaran)
            try:
                _tunggu(data / BERKAS_STATUS, proses, tempat / "keluaran.txt")
            except BaseException:
                _hentikan(proses)
                raise
        try:
            kini = json.loads((data / BERKAS_STATUS).read_text())
            akun = json.loads(Path(kini["akun"]).read_text())["akun"]
            yield kini["url"], next(a["sandi"] for a in akun if a["username"] == PETUGAS)
        finally:
            _hentikan(proses)


def _tunggu(berkas: Path, proses: subprocess.Popen[bytes], keluaran: Path) -> None:
    batas = time.monotonic() + _SABAR_DETIK
    while not berkas.exists():
        if proses.poll() is not None or time.monotonic() > batas:
            raise KlienGagal(f"the demonstration did not start:\n{keluaran.read_text()}")
        time.sleep(0.2)


def _hentikan(proses: subprocess.Popen[bytes]) -> None:
    if proses.poll() is None:
        proses.send_signal(signal.SIGINT)
        proses.wait(60)


def _jalan(perintah: list[str], di: Path, tambahan: Mapping[str, str] | None = None) -> str:
    """Run a command to its end and return what it said.

    Raises:
        KlienGagal: it failed, took too long or is not there.
    """
    try:
        hasil = subprocess.run(
            perintah,
            cwd=di,
            env={**_lingkungan(), **(tambahan or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_SABAR_DETIK,
        )
    except FileNotFoundError:
        raise KlienGagal(f"{perintah[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise KlienGagal(f"{' '.join(perintah[:4])} … did not end within {_SABAR_DETIK} s") from None
    if hasil.returncode:
        raise KlienGagal(f"{' '.join(perintah[:4])} … ended with {hasil.returncode}:\n{hasil.stdout[-4000:]}")
    return hasil.stdout


def _lingkungan() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("DTKS_", "DATABASE_URL", "PYTHONPATH"))}


@contextmanager
def _jam(apa: str) -> Iterator[None]:
    mulai = time.monotonic()
    yield
    _tulis(f"{time.monotonic() - mulai:5.1f} s  {apa}", 0)


def _tulis(baris: str, hasil: int) -> int:
    (sys.stderr if hasil else sys.stdout).write(f"{baris}\n")
    sys.stdout.flush()
    return hasil


if __name__ == "__main__":
    sys.exit(main())
