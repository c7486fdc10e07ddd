"""The owner's own acts: he reads, changes how he is reached, and closes his account."""

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.identitas import Identitas
from app.akun.models import Akun
from app.akun.service import AkunService
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.akun.pembantu import SUREL, hash_murah, login, orang, surat
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import SANDI, nik_uji

pytestmark = pytest.mark.anyio
BARU = "Budi.Baru@contoh.id"
KODE = "/v1/auth/kontak/konfirmasi"


@pytest.fixture
async def saya(klien: Klien, budi: Akun) -> Klien:
    """The same client, logged in as the officer."""
    klien.headers["Authorization"] = f"Bearer {(await login(klien)).json()['access_token']}"
    return klien


async def _ganti(klien: Klien, **isi: str) -> httpx.Response:
    return await klien.post("/v1/auth/kontak", json={"sandi": SANDI, **isi})


async def _kode(wadah: Wadah, sesi: AsyncSession) -> str:
    return (await surat(wadah, sesi, "kode_sekali"))[-1].data["kode"]


async def test_everybody_reads_his_own_account(saya: Klien, budi: Akun, masuk: Masuk) -> None:
    isi = (await saya.get("/v1/auth/saya")).json()
    assert (isi["id"], isi["surel"], isi["nik"]) == (str(budi.id), SUREL, "3204************")
    assert (isi["is_totp_aktif"], [p["kode_wilayah"] for p in isi["penugasan"]]) == (False, ["32.04"])
    for jabatan in (Jabatan.WARGA, Jabatan.PENETAP):
        assert (await (await masuk(jabatan)).get("/v1/auth/saya")).status_code == 200
    assert (await (await masuk(Jabatan.INTEGRASI)).get("/v1/auth/saya")).status_code == 403


async def test_a_new_email_is_confirmed_there_and_told_to_the_old_one(
    saya: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    assert (await _ganti(saya, surel=BARU)).status_code == 202
    (ke_baru,) = await surat(wadah, sesi)
    assert ke_baru.kepada == BARU.lower()
    assert (await login(saya)).status_code == 200, "nothing changes before the code comes back"
    assert (await saya.post(KODE, json={"kode": "00000000"})).json()["kode"] == "kode-konfirmasi-tidak-sah"
    assert (await saya.post(KODE, json={"kode": ke_baru.data["kode"]})).status_code == 204
    ganti = (await surat(wadah, sesi, "kontak_diganti"))[0]
    assert (ganti.kepada, ganti.data["bidang"]) == (SUREL, "Surel")
    del saya.headers["Authorization"]
    assert (await login(saya)).status_code == 401
    assert (await login(saya, BARU)).status_code == 200
    assert (await login(saya, "budi.h")).status_code == 200


async def test_a_new_telephone_number_is_confirmed_at_the_email_address(
    saya: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    assert (await _ganti(saya, telepon="0813 9999 8888")).status_code == 202
    assert (await saya.post(KODE, json={"kode": await _kode(wadah, sesi)})).status_code == 204
    sesi.expire_all()
    isi = AkunService.rakit(sesi, wadah).identitas(await sesi.get_one(Akun, budi.id))
    assert (isi.telepon, isi.surel) == ("+6281399998888", SUREL)


async def test_an_address_of_somebody_else_is_not_given_away(
    saya: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    await orang(wadah, identitas=Identitas(surel="ada@contoh.id", username="lain", nik=nik_uji(2)))
    ada, bebas = await _ganti(saya, surel="ada@contoh.id"), await _ganti(saya, surel=BARU)
    assert (ada.status_code, ada.text) == (bebas.status_code, bebas.text)
    assert [(s.templat, s.kepada) for s in await surat(wadah, sesi)] == [
        ("akun_sudah_ada", "ada@contoh.id"),
        ("kode_sekali", BARU.lower()),
    ]


async def test_an_address_that_was_taken_meanwhile_is_not_taken_again(
    saya: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    await _ganti(saya, surel=BARU)
    kode = await _kode(wadah, sesi)
    await orang(wadah, identitas=Identitas(surel=BARU, username="lain", nik=nik_uji(2)))
    assert (await saya.post(KODE, json={"kode": kode})).json()["kode"] == "kode-konfirmasi-tidak-sah"
    assert (await login(saya)).status_code == 200


@pytest.mark.parametrize(
    ("isi", "status", "kode"),
    [
        ({}, 422, "kontak-satu-saja"),
        ({"surel": BARU, "telepon": "081399998888"}, 422, "kontak-satu-saja"),
        ({"telepon": "123456"}, 422, "telepon-tidak-sah"),
        ({"surel": "bukan surel"}, 422, "isian-tidak-sah"),
        ({"surel": BARU, "sandi": "salah sekali ini"}, 401, "kredensial-tidak-sah"),
    ],
)
async def test_a_bad_change_of_contact_sends_nothing(
    saya: Klien, wadah: Wadah, sesi: AsyncSession, isi: dict[str, str], status: int, kode: str
) -> None:
    jawab = await _ganti(saya, **isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode)
    assert not await surat(wadah, sesi)


async def test_a_citizen_closes_his_account_and_may_register_again(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    hash_murah(monkeypatch)
    isi = Identitas(surel=SUREL, nik=nik_uji(), no_kk="3204051203150042", telepon="+62811", alamat="Jl. Melati 7")
    warga = await orang(wadah, jabatan=Jabatan.WARGA, wilayah=(), identitas=isi, kode_desa="32.04.05.2001")
    token = (await login(klien)).json()
    klien.headers["Authorization"] = f"Bearer {token['access_token']}"
    salah = await klien.post("/v1/warga/saya/tutup", json={"sandi": "salah sekali ini"})
    assert salah.json()["kode"] == "kredensial-tidak-sah"
    jawab = await klien.post("/v1/warga/saya/tutup", json={"sandi": SANDI})
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DITUTUP")
    assert (await klien.get("/v1/warga/saya")).status_code == 401
    del klien.headers["Authorization"]
    assert (await login(klien)).status_code == 401
    segar = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    assert (await klien.post("/v1/auth/token", data=segar)).status_code == 401
    sesi.expire_all()
    akun = await sesi.get_one(Akun, warga.id)
    sisa = AkunService.rakit(sesi, wadah).identitas(akun)
    assert sisa == Identitas(nik=isi.nik, no_kk=isi.no_kk)
    assert (akun.status, akun.sandi_hash) == (StatusAkun.DITUTUP, None)
    assert await sesi.scalar(text("SELECT count(*) FROM akun_indeks WHERE akun_id = :id"), {"id": warga.id}) == 0
    assert [s.kepada for s in await surat(wadah, sesi, "akun_ditutup")] == [SUREL]
    await orang(wadah, jabatan=Jabatan.WARGA, wilayah=(), identitas=isi, kode_desa="32.04.05.2001")


async def test_an_officer_does_not_close_his_account_himself(saya: Klien) -> None:
    assert (await saya.post("/v1/warga/saya/tutup", json={"sandi": SANDI})).status_code == 403
