"""The whole way of one family, on everything that `make run` starts, and what it must not leave behind."""

import json
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
from sqlalchemy import make_url

from app.core.clock import hari_ini
from app.demo.cerita.jalankan import jalankan, siapkan_lakon
from app.demo.cerita.lakon_akhir import LakonAkhir
from app.demo.muat import BENIH, DESA
from app.demo.penduduk import Penduduk
from app.keluarga.instrumen import KodeInstrumen, muat
from app.operasi.embedded import SUPER, porta_bebas, tempat_sementara
from app.operasi.mulai import BERKAS_STATUS
from app.operasi.surel_lokal import KotakSurat
from tests.skenario.bocor import Pencari, berkas, dump, perintah

pytestmark = [pytest.mark.nyata, pytest.mark.timeout(600)]
AKAR = Path(__file__).parents[2]
KELUARGA = int(os.environ.get("DTKS_UJI_KELUARGA", "30"))
"""Families of the demonstration; `make endurance` takes 330, which are more than a thousand people."""
NIK = re.compile(rb"(?<!\d)\d{16}(?!\d)")


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A demonstration with few families, run as a newcomer runs it, stopped with Ctrl-C."""
    lingkungan = {k: v for k, v in os.environ.items() if not k.startswith(("DTKS_", "DATABASE_URL"))}
    with tempat_sementara() as tempat, (tempat / "keluaran.txt").open("w+") as keluaran:
        folder = tempat / "data"
        perintah = [sys.executable, "-m", "app.cli", "run", "--porta", str(porta_bebas())]
        perintah += ["--data", str(folder), "--keluarga", str(KELUARGA)]
        proses = subprocess.Popen(perintah, cwd=AKAR, env=lingkungan, stdout=keluaran, stderr=keluaran)
        batas = time.monotonic() + 300
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


@pytest.mark.ketahanan
async def test_a_stolen_disk_dump_or_log_shows_nobody(lakon: tuple[LakonAkhir, str], data: Path) -> None:
    """S18: 0 of a thousand people's numbers, addresses and pictures in data directory, dump, object store and logs."""
    pencari, server = _pencari(lakon[0], data), json.loads((data / BERKAS_STATUS).read_text())["lingkungan"]
    assert sum(len(a) == 16 for a in pencari.angka) > 1_200  # a thousand people and their families' cards
    pemilik = server["DATABASE_URL_PEMILIK"].replace("+asyncpg", "")
    super_ = make_url(pemilik).set(username=SUPER, password=json.loads((data / "pg.sandi").read_text())[SUPER])
    pasangan = await perintah(
        super_.render_as_string(hide_password=False), "CHECKPOINT", "SELECT extname FROM pg_extension"
    )
    assert "pg_stat_statements" not in pasangan  # it would keep the texts of statements
    terbaca = {b: t for b in berkas(data / "pg", data / "log", data / "objek") if (t := pencari.cari(b.read_bytes()))}
    assert terbaca == {}
    isi = dump(pemilik)
    assert isi.count(b"\nCOPY ") > 50
    assert isi.count(b"\n") > 1_000
    assert pencari.cari_dump(isi) == set()


@pytest.mark.ketahanan
def test_the_search_finds_what_it_is_to_find(lakon: tuple[LakonAkhir, str], data: Path) -> None:
    """S18: the control: each kind of secret, bare, inside other digits, in hexadecimal, is found."""
    pencari = _pencari(lakon[0], data)
    nik, surel, alamat = min(pencari.angka), min(pencari.surel), b"Jl. Melati RT 001/RW 002"
    for rahasia in (nik, surel, alamat):
        assert rahasia in pencari.cari(b"\0" + rahasia + b"\0")
        assert rahasia in pencari.cari_dump(b"a\t" + rahasia + b"\tb\n")
        assert rahasia in pencari.cari_dump(b"a\t\\\\x" + rahasia.hex().encode() + b"\tb\n")
    assert nik in pencari.cari(b"9" + nik + b"7")
    assert pencari.cari(b"x\xff\xd8\xff\xe0\0\x10JFIF\0")


def _pencari(satu: LakonAkhir, data: Path) -> Pencari:
    """What must be found nowhere: of the story, of the demonstration's families and of its accounts."""
    keluarga = Penduduk(BENIH, [*DESA], muat(KodeInstrumen.REGSOSEK2022K), hari_ini()).keluarga(KELUARGA)
    nomor = {n for o in satu.pemeran for n in (o.nik, o.no_kk)} | {"81234567890"}
    for k in keluarga:
        nomor |= {str(n) for n in (k.subjek.nik, k.subjek.no_kk, *(a.nik for a in k.subjek.anggota)) if n}
    surel = set(re.findall(r"[\w.+-]+@[\w.]+", (data / "akun-demo.json").read_text())) | {satu.surel}
    return Pencari(frozenset(n.encode() for n in nomor), frozenset(s.encode() for s in surel))


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
