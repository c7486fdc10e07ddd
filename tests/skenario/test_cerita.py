"""The whole way of one family, on everything that `make run` starts, and what it must not leave behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from app.demo.cerita.jalankan import jalankan, siapkan_lakon
from app.demo.cerita.lakon_akhir import LakonAkhir
from app.operasi.embedded import porta_bebas, tempat_sementara
from app.operasi.mulai import BERKAS_STATUS
from app.operasi.surel_lokal import KotakSurat

pytestmark = [pytest.mark.nyata, pytest.mark.timeout(280)]
AKAR = Path(__file__).parents[2]
NIK = re.compile(rb"(?<!\d)\d{16}(?!\d)")


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A demonstration with few families, run as a newcomer runs it, stopped with Ctrl-C."""
    lingkungan = {k: v for k, v in os.environ.items() if not k.startswith(("DTKS_", "DATABASE_URL"))}
    with tempat_sementara() as tempat, (tempat / "keluaran.txt").open("w+") as keluaran:
        folder = tempat / "data"
        perintah = [sys.executable, "-m", "app.cli", "run", "--porta", str(porta_bebas())]
        perintah += ["--data", str(folder), "--keluarga", "40"]
        proses = subprocess.Popen(perintah, cwd=AKAR, env=lingkungan, stdout=keluaran, stderr=keluaran)
        batas = time.monotonic() + 180
        while not (folder / BERKAS_STATUS).exists():
            assert proses.poll() is None, (tempat / "keluaran.txt").read_text()
            assert time.monotonic() < batas
            time.sleep(0.2)
        yield folder
        proses.send_signal(signal.SIGINT)
        assert proses.wait(60) == 0, (tempat / "keluaran.txt").read_text()


@pytest.fixture(scope="module")
def lakon(data: Path) -> Iterator[tuple[LakonAkhir, str]]:
    """The story, told once."""
    tertulis = StringIO()
    siap = siapkan_lakon(data, Console(file=tertulis, width=160))
    assert siap is not None
    klien, satu = siap
    with klien:
        satu.mainkan()
        yield satu, tertulis.getvalue()


def test_the_story_ends_well(lakon: tuple[LakonAkhir, str]) -> None:
    satu, tertulis = lakon
    assert satu.p.langkah > 70
    assert "12 · An officer of another kab/kota" in tertulis


def test_no_identity_number_is_in_a_log_or_in_an_address(lakon: tuple[LakonAkhir, str], data: Path) -> None:
    log = {b.name: b.read_bytes() for b in (data / "log").iterdir()}
    assert any(b'"rute"' in isi for isi in log.values())
    assert not {nama: NIK.findall(isi)[:3] for nama, isi in log.items() if NIK.search(isi)}


def test_a_stolen_disk_shows_no_nik_no_family_card_and_no_picture(lakon: tuple[LakonAkhir, str], data: Path) -> None:
    satu, _ = lakon
    rahasia = [n.encode() for o in satu.pemeran for n in (o.nik, o.no_kk)] + [satu.surel.encode()]
    for folder in ("pg", "objek"):
        for berkas in (p for p in (data / folder).rglob("*") if p.is_file()):
            isi = berkas.read_bytes()
            assert not [r for r in rahasia if r in isi], berkas
            assert folder == "pg" or not isi.startswith(b"\xff\xd8\xff"), berkas


def test_the_mail_was_real(lakon: tuple[LakonAkhir, str], data: Path) -> None:
    assert KotakSurat(data / "surel").untuk(lakon[0].surel)


def test_the_command_tells_it_again_and_says_so(lakon: tuple[LakonAkhir, str], data: Path) -> None:
    tertulis = StringIO()
    assert jalankan(data, Console(file=tertulis, width=160)) == 0, tertulis.getvalue()[-2000:]
    assert "The story ends well" in tertulis.getvalue()


def test_without_a_demonstration_the_command_says_what_to_do(tmp_path: Path) -> None:
    tertulis = StringIO()
    assert jalankan(tmp_path, Console(file=tertulis)) == 1
    assert "make run" in tertulis.getvalue()


def test_a_misbehaving_step_breaks_the_story_off(lakon: tuple[LakonAkhir, str], data: Path) -> None:
    berkas = data / "akun-demo.json"
    asli = berkas.read_text()
    try:
        berkas.write_text(re.sub(r'"sandi": "[^"]+"', '"sandi": "salah sekali"', asli))
        tertulis = StringIO()
        assert jalankan(data, Console(file=tertulis, width=160)) == 1
        assert "broke off" in tertulis.getvalue()
    finally:
        berkas.write_text(asli)


def test_the_running_api_is_healthy(lakon: tuple[LakonAkhir, str]) -> None:
    alamat = str(lakon[0].p.klien.base_url)
    assert httpx.get(f"{alamat}/kesehatan/siap").status_code == 200
