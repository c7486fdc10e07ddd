"""What was acknowledged is readable: written through one process, read at once through another, a thousand times."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import Pengaturan
from app.core.db import buat_pabrik
from app.core.peran import Jabatan
from app.core.tokens import KodekToken
from app.operasi import kunci_lokal
from app.operasi.embedded import APLIKASI, PEMILIK, ServerLokal, porta_bebas
from app.rakitan import rakit
from tests.pabrik.akun import akun_aktif
from tests.pabrik.usulan import subjek

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(280)]
KALI, SEJAJAR = 1_000, 8


@pytest.fixture
def lingkungan(
    server: ServerLokal, templat: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    nama = f"terbaca_{uuid4().hex[:8]}"
    server.buat_basisdata(nama, templat)
    isi = kunci_lokal.siapkan(tmp_path / "kunci") | {
        "DTKS_LINGKUNGAN": "demo",
        "DATABASE_URL": server.url(nama, APLIKASI),
        "DATABASE_URL_PEMILIK": server.url(nama, PEMILIK),
        "DTKS_OBJEK__FOLDER": str(tmp_path / "objek"),
    }
    for kunci, nilai in isi.items():
        monkeypatch.setenv(kunci, nilai)
    yield dict(os.environ)
    server.hapus_basisdata(nama)


@pytest.fixture
def dua_proses(lingkungan: dict[str, str]) -> Iterator[tuple[str, str]]:
    porta = (porta_bebas(), porta_bebas())
    perintah = [sys.executable, "-m", "app.cli", "serve", "--porta"]
    diam = subprocess.DEVNULL
    proses = [subprocess.Popen([*perintah, str(p)], env=lingkungan, stdout=diam, stderr=diam) for p in porta]
    alamat = (f"http://127.0.0.1:{porta[0]}", f"http://127.0.0.1:{porta[1]}")
    for a in alamat:
        _tunggu(f"{a}/kesehatan/siap")
    yield alamat
    for satu in proses:
        satu.send_signal(signal.SIGTERM)
    assert [satu.wait(30) for satu in proses] == [0, 0]


def _tunggu(alamat: str) -> None:
    batas = time.monotonic() + 90
    while time.monotonic() < batas:
        try:
            if httpx.get(alamat).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{alamat} does not answer")


async def test_every_acknowledged_draft_is_readable_on_the_other_process(
    lingkungan: dict[str, str], dua_proses: tuple[str, str]
) -> None:
    aturan = Pengaturan()
    mesin = create_async_engine(aturan.database_url.get_secret_value())
    wadah = rakit(aturan, buat_pabrik(mesin))
    akun = await akun_aktif(wadah, Jabatan.OPERATOR_KABKOTA, ("32.04",))
    async with wadah.pabrik_sesi() as sesi:
        token = wadah.ambil(KodekToken, sesi).terbitkan(akun.id, akun.jabatan, akun.versi_token)
    await mesin.dispose()
    tajuk = {"Authorization": f"Bearer {token}"}
    hilang: list[str] = []
    urutan = iter(range(KALI))

    async def pengguna() -> None:
        async with httpx.AsyncClient(headers=tajuk, timeout=60) as klien:
            for n in urutan:
                tulis, baca = dua_proses if n % 2 else dua_proses[::-1]
                isi = {"subjek": subjek()}
                jawab = await klien.post(
                    f"{tulis}/v1/petugas/usulan", json=isi, headers={"Idempotency-Key": str(uuid4())}
                )
                assert jawab.status_code == 201, jawab.text
                balik = await klien.get(f"{baca}{jawab.headers['location']}", params={"tujuan": "uji terbaca"})
                if balik.status_code != 200:
                    hilang.append(jawab.json()["ref"])

    async with asyncio.TaskGroup() as grup:
        for _ in range(SEJAJAR):
            grup.create_task(pengguna())
    assert hilang == []
