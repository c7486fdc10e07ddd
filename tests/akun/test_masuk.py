"""Logging in: uniform refusals, rotation, reuse, throttling that does not lock the owner out."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from passlib.hash import argon2
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from app.akun.alur import StatusAkun
from app.akun.bukti import Kredensial
from app.akun.errors import KredensialTidakSah
from app.akun.identitas import Identitas
from app.akun.masuk import MasukService, sandi_awal
from app.akun.models import Akun
from app.akun.passwords import kata_sandi, pastikan_kuat
from app.akun.pembatas import jaringan
from app.akun.sandi import SandiService
from app.akun.service import AkunService
from app.core import clock
from app.core.db import transaksi
from app.core.galat_umum import TerlaluSering
from app.core.peran import Jabatan
from app.core.tokens import KodekToken
from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import SANDI, akun_aktif, nik_uji

pytestmark = pytest.mark.anyio
SUREL = "budi@contoh.id"


@pytest.fixture
async def budi(wadah: Wadah) -> Akun:
    """An officer with a hash of today's parameters."""
    return await _orang(wadah)


async def _orang(wadah: Wadah, **ganti: Any) -> Akun:
    identitas = ganti.pop(
        "identitas", Identitas(surel=SUREL, username="budi.h", nik=nik_uji(), telepon="+6281234567890")
    )
    jabatan = ganti.pop("jabatan", Jabatan.VERIFIKATOR)
    wilayah = ganti.pop("wilayah", ("32.04",))
    akun = await akun_aktif(wadah, jabatan, wilayah, nama="Budi Hartono", identitas=identitas, **ganti)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await AkunService.rakit(sesi, wadah).klaim_identitas(akun)
    return akun


async def _masuk(klien: Klien, nama: str = SUREL, sandi: str = SANDI) -> httpx.Response:
    isi = {"grant_type": "password", "username": nama, "password": sandi}
    return await klien.post("/v1/auth/token", data=isi)


async def _segar(klien: Klien, token: str) -> httpx.Response:
    return await klien.post("/v1/auth/token", data={"grant_type": "refresh_token", "refresh_token": token})


async def _ubah(wadah: Wadah, akun_id: UUID, **kolom: Any) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        akun = await sesi.get_one(Akun, akun_id)
        for nama, nilai in kolom.items():
            setattr(akun, nama, nilai)


def _setelah(monkeypatch: pytest.MonkeyPatch, jeda: timedelta) -> None:
    kini = clock.now() + jeda
    for modul in ("app.akun.masuk", "app.core.clock"):
        monkeypatch.setattr(f"{modul}.now", lambda: kini)


@pytest.mark.parametrize("nama", [SUREL, "BUDI@Contoh.id ", "budi.h", "Budi.H"])
async def test_login_by_email_or_username_in_any_case(klien: Klien, wadah: Wadah, budi: Akun, nama: str) -> None:
    jawab = await _masuk(klien, nama)
    assert jawab.status_code == 200
    isi = jawab.json()
    assert (isi["token_type"], isi["expires_in"], isi["scope"]) == ("Bearer", 900, None)
    async with wadah.pabrik_sesi() as sesi:
        klaim = wadah.ambil(KodekToken, sesi).urai(isi["access_token"])
    assert (klaim.akun_id, klaim.jabatan) == (budi.id, Jabatan.VERIFIKATOR)
    assert jawab.headers["Cache-Control"] == "no-store"
    assert len(isi["access_token"]) < 700


async def test_a_login_is_audited_without_its_token(klien: Klien, budi: Akun, sesi: AsyncSession) -> None:
    isi = (await _masuk(klien)).json()
    jejak = (await sesi.execute(text("SELECT jejak_audit::text FROM jejak_audit"))).scalars().all()
    assert len([j for j in jejak if "akun:akun:masuk" in j]) == 1
    assert not [j for j in jejak if isi["refresh_token"] in j or isi["access_token"] in j]


async def test_every_refusal_is_the_same_bytes(klien: Klien, wadah: Wadah, budi: Akun) -> None:
    identitas = Identitas(surel="mati@contoh.id", username="mati", nik=nik_uji(2))
    await _orang(wadah, identitas=identitas, status=StatusAkun.NONAKTIF)
    mesin = await _orang(wadah, identitas=Identitas(), jabatan=Jabatan.INTEGRASI)
    jawab = [
        await _masuk(klien, "tidak-ada"),
        await _masuk(klien, "tidak@ada.id"),
        await _masuk(klien, sandi="salah sekali ini"),
        await _masuk(klien, sandi="x" * 1000),
        await _masuk(klien, "mati@contoh.id"),
        await _masuk(klien, nik_uji()),
        await _masuk(klien, str(mesin.id)),
        await klien.post(
            "/v1/auth/token",
            data={"grant_type": "client_credentials", "client_id": str(mesin.id), "client_secret": "salah"},
        ),
    ]
    bentuk = set()
    for j in jawab:
        isi = j.json()
        assert (j.status_code, isi["kode"], isi["error"]) == (401, "kredensial-tidak-sah", "invalid_grant")
        del isi["id_permintaan"], isi["instance"]
        tajuk = {k: v for k, v in j.headers.items() if k not in {"x-request-id", "content-length"}}
        bentuk.add((str(isi), str(tajuk)))
    assert len(bentuk) == 1


@pytest.mark.parametrize(
    ("data", "kode"),
    [
        ({"grant_type": "password", "username": SUREL}, "hibah-tidak-lengkap"),
        ({"grant_type": "password", "username": SUREL, "password": "x", "refresh_token": "y"}, "hibah-tidak-lengkap"),
        ({"grant_type": "refresh_token"}, "hibah-tidak-lengkap"),
        ({"grant_type": "client_credentials", "client_id": "x"}, "hibah-tidak-lengkap"),
        ({"grant_type": "implicit"}, "isian-tidak-sah"),
        ({}, "isian-tidak-sah"),
        ({"grant_type": "password", "username": SUREL, "password": "x", "peran": "ADMIN"}, "isian-tidak-sah"),
    ],
)
async def test_a_grant_that_does_not_fit_is_refused(klien: Klien, data: dict[str, str], kode: str) -> None:
    jawab = await klien.post("/v1/auth/token", data=data)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, kode)
    assert SUREL not in jawab.text


async def test_json_is_not_a_grant(klien: Klien) -> None:
    assert (await klien.post("/v1/auth/token", json={"grant_type": "password"})).status_code in {415, 422}


async def test_an_initial_password_only_buys_the_right_to_change_it(klien: Klien, wadah: Wadah, budi: Akun) -> None:
    await _ubah(wadah, budi.id, is_sandi_sementara=True)
    assert (await _masuk(klien)).json()["kode"] == "kata-sandi-harus-diganti"
    assert (await _masuk(klien, sandi="salah sekali ini")).json()["kode"] == "kredensial-tidak-sah"
    baru = "jeruk bali manis sekali"
    ganti = {"username": SUREL, "sandi_lama": SANDI, "sandi_baru": baru}
    assert (await klien.post("/v1/auth/sandi", json=ganti)).status_code == 204
    assert (await _masuk(klien, sandi=baru)).status_code == 200
    assert (await _masuk(klien)).status_code == 401


async def test_a_changed_password_ends_every_login(klien: Klien, budi: Akun, sesi: AsyncSession) -> None:
    isi = (await _masuk(klien)).json()
    ganti = {"username": "budi.h", "sandi_lama": SANDI, "sandi_baru": "jeruk bali manis sekali"}
    assert (await klien.post("/v1/auth/sandi", json=ganti)).status_code == 204
    assert (await _segar(klien, isi["refresh_token"])).json()["kode"] == "token-segar-tidak-sah"
    saya = await klien.get("/v1/petugas/akun", headers={"Authorization": f"Bearer {isi['access_token']}"})
    assert saya.status_code == 401
    assert await sesi.scalar(text("SELECT count(*) FROM kotak_keluar WHERE templat = 'sandi_diganti'")) == 1


@pytest.mark.parametrize(
    ("lama", "baru", "status", "kode"),
    [
        (SANDI, "password123", 422, "kata-sandi-lemah"),
        (SANDI, "budihartono", 422, "kata-sandi-lemah"),
        (SANDI, nik_uji(), 422, "kata-sandi-lemah"),
        (SANDI, SANDI, 422, "kata-sandi-lemah"),
        (SANDI, "pendek", 422, "kata-sandi-lemah"),
        ("salah sekali ini", "jeruk bali manis sekali", 401, "kredensial-tidak-sah"),
    ],
)
async def test_a_bad_change_of_password_changes_nothing(
    klien: Klien, budi: Akun, lama: str, baru: str, status: int, kode: str
) -> None:
    jawab = await klien.post("/v1/auth/sandi", json={"username": SUREL, "sandi_lama": lama, "sandi_baru": baru})
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode)
    assert baru not in jawab.text
    assert (await _masuk(klien)).status_code == 200


async def test_a_weak_old_hash_is_renewed_by_a_login(klien: Klien, wadah: Wadah, budi: Akun) -> None:

    lemah = argon2.using(type="ID", memory_cost=8192, time_cost=1, parallelism=1).hash(SANDI)
    await _ubah(wadah, budi.id, sandi_hash=lemah)
    assert (await _masuk(klien)).status_code == 200
    async with wadah.pabrik_sesi() as sesi:
        baru = (await sesi.get_one(Akun, budi.id)).sandi_hash
    assert baru is not None
    assert "m=19456" in baru
    assert (await _masuk(klien)).status_code == 200


# -- refresh families


async def test_a_refresh_token_rotates(klien: Klien, budi: Akun) -> None:
    satu = (await _masuk(klien)).json()["refresh_token"]
    dua = (await _segar(klien, satu)).json()
    assert dua["refresh_token"] != satu
    assert (await _segar(klien, dua["refresh_token"])).status_code == 200


async def test_a_lost_answer_gives_the_same_successor(klien: Klien, budi: Akun) -> None:
    satu = (await _masuk(klien)).json()["refresh_token"]
    penerus = {(await _segar(klien, satu)).json()["refresh_token"] for _ in range(3)}
    assert len(penerus) == 1
    assert (await _segar(klien, penerus.pop())).status_code == 200


async def test_an_old_token_used_again_ends_the_family(
    klien: Klien, budi: Akun, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    isi = (await _masuk(klien)).json()
    dua = (await _segar(klien, isi["refresh_token"])).json()
    _setelah(monkeypatch, timedelta(seconds=31))
    assert (await _segar(klien, isi["refresh_token"])).json()["kode"] == "token-segar-tidak-sah"
    assert (await _segar(klien, dua["refresh_token"])).status_code == 401
    jawab = await klien.get("/v1/petugas/akun", headers={"Authorization": f"Bearer {dua['access_token']}"})
    assert jawab.status_code == 401
    kejadian = "SELECT count(*) FROM jejak_audit WHERE kejadian = 'akun:akun:token_dipakai_ulang'"
    assert await sesi.scalar(text(kejadian)) == 1
    assert await sesi.scalar(text("SELECT count(*) FROM kotak_keluar WHERE templat = 'sesi_dicabut'")) == 1


async def test_a_token_two_steps_old_ends_the_family_even_at_once(klien: Klien, budi: Akun) -> None:
    satu = (await _masuk(klien)).json()["refresh_token"]
    dua = (await _segar(klien, satu)).json()["refresh_token"]
    tiga = (await _segar(klien, dua)).json()["refresh_token"]
    assert (await _segar(klien, satu)).status_code == 401
    assert (await _segar(klien, tiga)).status_code == 401


async def test_a_login_ends_after_its_time(klien: Klien, budi: Akun, monkeypatch: pytest.MonkeyPatch) -> None:
    satu = (await _masuk(klien)).json()["refresh_token"]
    _setelah(monkeypatch, timedelta(days=14, seconds=1))
    assert (await _segar(klien, satu)).status_code == 401


@pytest.mark.parametrize("rusak", ["", "x", "A" * 70, "!" * 70, "é" * 70])
async def test_a_forged_refresh_token_is_refused(klien: Klien, budi: Akun, rusak: str) -> None:
    asli = (await _masuk(klien)).json()["refresh_token"]
    for token in {rusak, asli[:-2] + ("AA" if not asli.endswith("AA") else "BB"), asli[::-1]} - {""}:
        jawab = await _segar(klien, token)
        assert (jawab.status_code, jawab.json()["kode"]) == (401, "token-segar-tidak-sah")
    assert (await _segar(klien, asli)).status_code == 200


async def test_a_disabled_account_cannot_refresh(klien: Klien, wadah: Wadah, budi: Akun) -> None:
    satu = (await _masuk(klien)).json()["refresh_token"]
    await _ubah(wadah, budi.id, status=StatusAkun.NONAKTIF)
    assert (await _segar(klien, satu)).status_code == 401


@pytest.mark.parametrize("jenis", ["refresh_token", "access_token"])
async def test_logging_out_ends_the_login_at_once(klien: Klien, budi: Akun, jenis: str) -> None:
    isi = (await _masuk(klien)).json()
    lain = (await _masuk(klien)).json()
    assert (await klien.post("/v1/auth/cabut", data={"token": isi[jenis]})).status_code == 200
    assert (await _segar(klien, isi["refresh_token"])).status_code == 401
    kepala = {"Authorization": f"Bearer {isi['access_token']}"}
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 401
    assert (await _segar(klien, lain["refresh_token"])).status_code == 200


async def test_logging_out_with_anything_else_is_done_already(klien: Klien, wadah: Wadah) -> None:
    async with wadah.pabrik_sesi() as sesi:
        mesin = wadah.ambil(KodekToken, sesi).terbitkan(uuid4(), Jabatan.INTEGRASI, 0)
        orang = wadah.ambil(KodekToken, sesi).terbitkan(uuid4(), Jabatan.WARGA, 0, uuid4())
    for token in ("x", mesin, orang):
        assert (await klien.post("/v1/auth/cabut", data={"token": token})).status_code == 200


# -- throttling


async def test_ten_tries_from_a_known_address_are_the_end_there(klien: Klien, budi: Akun) -> None:
    assert (await _masuk(klien)).status_code == 200
    for _ in range(9):
        assert (await _masuk(klien, sandi="salah sekali ini")).status_code == 401
    jawab = await _masuk(klien)
    assert (jawab.status_code, jawab.json()["kode"]) == (429, "terlalu-sering")
    assert int(jawab.headers["Retry-After"]) > 0


async def test_strangers_cannot_lock_the_owner_out_of_his_own_address(klien: Klien, wadah: Wadah, budi: Akun) -> None:

    layanan = MasukService(wadah, kata_sandi())
    await layanan.dengan_sandi(Kredensial(SUREL, SANDI, "203.0.113.9"))
    ditolak = 0
    for n in range(30):
        try:
            await layanan.dengan_sandi(Kredensial(SUREL, "salah sekali ini", f"198.51.100.{n}"))
        except TerlaluSering:
            ditolak += 1
        except KredensialTidakSah:
            continue
    assert ditolak >= 9
    assert (await layanan.dengan_sandi(Kredensial(SUREL, SANDI, "203.0.113.9"))).refresh_token


@pytest.mark.parametrize(
    ("alamat", "hasil"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("-", "-"),
    ],
)
def test_one_customer_is_one_address(alamat: str, hasil: str) -> None:
    assert jaringan(alamat) == hasil


def test_initial_passwords_are_strong_and_different() -> None:
    satu = {sandi_awal() for _ in range(50)}
    assert len(satu) == 50
    for s in satu:
        pastikan_kuat(s, ())


async def test_jwks_is_public_and_verifies(klien: Klien, wadah: Wadah) -> None:
    jawab = await klien.get("/.well-known/jwks.json")
    assert jawab.status_code == 200
    (kunci,) = jawab.json()["keys"]
    assert set(kunci) == {"kty", "crv", "use", "alg", "kid", "x", "y"}
    assert "max-age" in jawab.headers["Cache-Control"]


@pytest.mark.parametrize("perbuatan", ["ganti", "atur_ulang", "nonaktif_lalu_aktif"])
async def test_a_login_that_waited_loses_against_what_changed_meanwhile(
    masuk: Masuk, wadah: Wadah, budi: Akun, perbuatan: str
) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)

    async def ubah() -> None:
        if perbuatan == "ganti":
            layanan = SandiService(wadah, kata_sandi())
            await layanan.ganti(Kredensial(SUREL, SANDI, "10.0.0.9"), "sandi baru yang panjang 77")
            return
        dasar = f"/v1/admin/akun/{budi.id}"
        if perbuatan == "atur_ulang":
            assert (await admin.post(f"{dasar}/sandi")).status_code == 204
            return
        alasan = {
            "kode": "AKUN_DISALAHGUNAKAN",
            "penjelasan": "Sandi diketahui orang lain.",
            "langkah_berikutnya": "Ganti sandi",
        }
        assert (await admin.post(f"{dasar}/nonaktifkan", json={"alasan": alasan})).status_code == 200
        assert (await admin.post(f"{dasar}/aktifkan")).status_code == 200

    class Lambat(MasukService):
        @override
        async def _periksa(self, kredensial: Kredensial) -> Akun:
            akun = await super()._periksa(kredensial)
            await ubah()
            return akun

    with pytest.raises(KredensialTidakSah):
        await Lambat(wadah, kata_sandi()).dengan_sandi(Kredensial(SUREL, SANDI, "10.0.0.1"))
    async with wadah.pabrik_sesi() as sesi:
        assert await sesi.scalar(text("SELECT count(*) FROM token_segar WHERE dicabut_at IS NULL")) == 0
