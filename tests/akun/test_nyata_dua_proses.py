"""S7 and S10: what one process is told, every other process knows at the next call. Two servers, one database."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.akun.identitas import Identitas
from app.akun.models import Akun
from app.akun.service import AkunService
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.akun.proses import server_sendiri
from tests.pabrik.akun import SANDI, akun_aktif, nik_uji, token_untuk

pytestmark = [pytest.mark.anyio, pytest.mark.nyata]
BARU = "jeruk bali manis sekali"
ALASAN = {
    "kode": "AKUN_DISALAHGUNAKAN",
    "penjelasan": "Akun dipakai orang lain sejak kemarin.",
    "langkah_berikutnya": "Datang ke kantor",
}


@pytest.fixture
async def dua(wadah_nyata: Wadah) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Clients of two servers on this test's database."""
    with ExitStack() as tumpukan:
        alamat = [tumpukan.enter_context(server_sendiri(wadah_nyata.pengaturan)).alamat for _ in range(2)]
        klien = [httpx.AsyncClient(base_url=a, timeout=10) for a in alamat]
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
