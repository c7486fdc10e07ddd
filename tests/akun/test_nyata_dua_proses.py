"""S7 and S10: what one process is told, every other process knows at the next call. Two servers, one database."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import uuid4

import anyio
import httpx
import pytest

from app.akun.identitas import Identitas
from app.akun.models import Akun
from app.akun.service import AkunService
from app.config import Pengaturan
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.pabrik.akun import SANDI, akun_aktif, nik_uji, token_untuk

pytestmark = [pytest.mark.anyio, pytest.mark.nyata]
BARU = "jeruk bali manis sekali"
ALASAN = {
    "kode": "AKUN_DISALAHGUNAKAN",
    "penjelasan": "Akun dipakai orang lain sejak kemarin.",
    "langkah_berikutnya": "Datang ke kantor",
}


def _lingkungan(aturan: Pengaturan) -> dict[str, str]:
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
def _server(aturan: Pengaturan) -> Iterator[str]:
    """Run the API in a process of its own; its address."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        porta = s.getsockname()[1]
    perintah = [sys.executable, "-m", "app.cli", "serve", "--porta", str(porta)]
    proses = subprocess.Popen(perintah, env=_lingkungan(aturan), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{porta}"
    finally:
        proses.terminate()
        proses.wait(20)


@pytest.fixture
async def dua(wadah_nyata: Wadah) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Clients of two servers on this test's database."""
    with ExitStack() as tumpukan:
        alamat = [tumpukan.enter_context(_server(wadah_nyata.pengaturan)) for _ in range(2)]
        klien = [httpx.AsyncClient(base_url=a, timeout=10) for a in alamat]
        batas = time.monotonic() + 120
        for k in klien:
            while True:
                try:
                    if (await k.get("/kesehatan/hidup")).status_code == 200:
                        break
                except httpx.TransportError:
                    assert time.monotonic() < batas, "the server does not start"
                    await anyio.sleep(0.1)
        yield klien
        for k in klien:
            await k.aclose()


async def _akun(wadah: Wadah) -> Akun:
    isi = Identitas(surel="budi@contoh.id", nik=nik_uji())
    akun = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04",), identitas=isi)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await AkunService.rakit(sesi, wadah).klaim_identitas(akun)
    return akun


async def _masuk(klien: httpx.AsyncClient, sandi: str = SANDI) -> dict[str, Any]:
    data = {"grant_type": "password", "username": "budi@contoh.id", "password": sandi}
    jawab = await klien.post("/v1/auth/token", data=data)
    assert jawab.status_code == 200, jawab.text
    isi: dict[str, Any] = jawab.json()
    return isi


def _kepala(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}


async def _ditolak(dua: list[httpx.AsyncClient], token: dict[str, Any]) -> None:
    """Neither token of a login opens anything, at either server, at once."""
    for klien in reversed(dua):
        assert (await klien.get("/v1/auth/saya", headers=_kepala(token["access_token"]))).status_code == 401
        data = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
        assert (await klien.post("/v1/auth/token", data=data)).status_code == 401


async def test_s7_s10_what_ends_a_login_ends_it_at_every_process(
    dua: list[httpx.AsyncClient], wadah_nyata: Wadah
) -> None:
    """S10: logout, change of password and an administrator's act; S7: the next call is refused by the other process."""
    akun, (sini, sana) = await _akun(wadah_nyata), dua
    admin = await akun_aktif(wadah_nyata, Jabatan.ADMIN_KABKOTA, ("32.04",), identitas=Identitas(nik=nik_uji(2)))
    hak = await token_untuk(wadah_nyata, admin)

    async def atur(jalur: str, **isi: Any) -> httpx.Response:
        return await sini.post(f"/v1/admin/akun/{akun.id}/{jalur}", headers=_kepala(hak), **isi)

    masuk = await _masuk(sana)
    assert (await sini.get("/v1/auth/saya", headers=_kepala(masuk["access_token"]))).status_code == 200
    assert (await sini.post("/v1/auth/cabut", data={"token": masuk["refresh_token"]})).status_code == 200
    await _ditolak(dua, masuk)

    masuk = await _masuk(sana)
    ganti = {"username": "budi@contoh.id", "sandi_lama": SANDI, "sandi_baru": BARU}
    assert (await sini.post("/v1/auth/sandi", json=ganti)).status_code == 204
    await _ditolak(dua, masuk)

    masuk = await _masuk(sana, BARU)
    pindah = {"wilayah": [{"kode_wilayah": "32.04"}], "dasar": "SK 1"}
    assert (await atur("pindah", json=pindah)).status_code == 200
    assert (await sana.get("/v1/auth/saya", headers=_kepala(masuk["access_token"]))).status_code == 401
    data = {"grant_type": "refresh_token", "refresh_token": masuk["refresh_token"]}
    masuk = (await sana.post("/v1/auth/token", data=data)).json()
    assert (await sana.get("/v1/auth/saya", headers=_kepala(masuk["access_token"]))).status_code == 200
    assert (await atur("nonaktifkan", json={"alasan": ALASAN})).status_code == 200
    await _ditolak(dua, masuk)
    assert (await atur("aktifkan")).status_code == 200
    await _ditolak(dua, masuk)

    masuk = await _masuk(sana, BARU)
    assert (await atur("sandi")).status_code == 204
    await _ditolak(dua, masuk)
