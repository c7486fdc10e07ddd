"""Two people make a national account: who proposes it cannot let it in, and nobody gets its password before."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.identitas import Identitas
from app.akun.kelola import KelolaService
from app.akun.models import Akun
from app.akun.schemas import PetugasBuat
from app.core.db import transaksi
from app.core.peran import NASIONAL, Jabatan
from app.core.wadah import Wadah
from tests.akun.pembantu import hash_murah, login, surat
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import akun_aktif, nik_uji, token_untuk

pytestmark = pytest.mark.anyio
UBAH = {"jabatan": "PENETAP", "dasar": "SK Menteri 1/2026"}
ALASAN = {
    "kode": "PELANGGARAN",
    "penjelasan": "Diajukan tanpa dasar yang dapat ditunjukkan.",
    "langkah_berikutnya": "Hubungi pusat",
}


def _isi(jabatan: Jabatan = Jabatan.PENETAP, **ganti: Any) -> dict[str, Any]:
    baku = {
        "nama": "Rina Penetap",
        "username": "rina",
        "surel": "rina@contoh.id",
        "nik": nik_uji(31),
        "jabatan": jabatan,
    }
    return baku | ganti


@pytest.fixture(autouse=True)
def _murah(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_murah(monkeypatch)


@pytest.fixture
async def pusat(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT, nik=nik_uji(1))


@pytest.fixture
async def penetap(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.PENETAP, nik=nik_uji(2))


@pytest.mark.parametrize("jabatan", sorted(NASIONAL))
async def test_a_national_account_comes_into_force_when_somebody_else_agrees(
    pusat: Klien, penetap: Klien, klien: Klien, wadah: Wadah, sesi: AsyncSession, jabatan: Jabatan
) -> None:
    baru = (await pusat.post("/v1/admin/akun", json=_isi(jabatan))).json()
    assert (baru["status"], baru["diajukan_oleh"]) == ("MENUNGGU_PERSETUJUAN", str(pusat.pelaku.akun_id))
    assert not await surat(wadah, sesi, "akun_dibuat")
    dasar = f"/v1/admin/akun/{baru['id']}"
    sendiri = await pusat.post(f"{dasar}/restui")
    assert (sendiri.status_code, sendiri.json()["syarat"]) == (409, "bukan_pengusul")
    assert (await penetap.get(dasar)).json()["surel"] == "rina@contoh.id"
    assert (await penetap.post(f"{dasar}/restui")).json()["status"] == "AKTIF"
    (kiriman,) = await surat(wadah, sesi, "akun_dibuat")
    assert kiriman.kepada == "rina@contoh.id"
    jawab = await login(klien, "rina", kiriman.data["sandi"])
    assert jawab.json()["kode"] == "kata-sandi-harus-diganti"
    lagi = await penetap.post(f"{dasar}/restui")
    assert (lagi.status_code, lagi.json()["status_sekarang"]) == (409, "AKTIF")


async def test_the_second_person_is_another_person_not_another_account(
    pusat: Klien, masuk: Masuk, wadah: Wadah
) -> None:
    baru = (await pusat.post("/v1/admin/akun", json=_isi())).json()
    kembar = await masuk(Jabatan.PENETAP, nik=nik_uji(1))
    jawab = await kembar.post(f"/v1/admin/akun/{baru['id']}/restui")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_pengusul")
    diri = await masuk(Jabatan.ADMIN_PUSAT, nik=nik_uji(31))
    assert (await diri.post(f"/v1/admin/akun/{baru['id']}/restui")).json()["syarat"] == "bukan_diri_sendiri"


async def test_no_way_around_leads_to_a_national_account_that_one_person_made(
    pusat: Klien, penetap: Klien, klien: Klien, wadah: Wadah
) -> None:
    rekan = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04",), identitas=Identitas(nik=nik_uji(40)))
    dasar = f"/v1/admin/akun/{rekan.id}"
    token = await token_untuk(wadah, rekan)
    naik = await pusat.post(f"{dasar}/jabatan", json=UBAH)
    assert (naik.status_code, naik.json()["status"]) == (200, "MENUNGGU_PERSETUJUAN")
    assert (await klien.get("/v1/auth/saya", headers={"Authorization": f"Bearer {token}"})).status_code == 401
    assert (await pusat.post(f"{dasar}/nonaktifkan", json={"alasan": ALASAN})).json()["status"] == "NONAKTIF"
    assert (await pusat.post(f"{dasar}/aktifkan")).json()["status"] == "MENUNGGU_PERSETUJUAN"
    assert (await penetap.post(f"{dasar}/restui")).json()["status"] == "AKTIF"
    async with wadah.pabrik_sesi() as sesi:
        baru = await token_untuk(wadah, await sesi.get_one(Akun, rekan.id))
    assert (await klien.get("/v1/auth/saya", headers={"Authorization": f"Bearer {baru}"})).json()[
        "jabatan"
    ] == "PENETAP"


async def test_a_disabled_account_made_national_is_held_when_it_is_enabled(pusat: Klien, wadah: Wadah) -> None:
    rekan = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04",))
    dasar = f"/v1/admin/akun/{rekan.id}"
    await pusat.post(f"{dasar}/nonaktifkan", json={"alasan": ALASAN})
    assert (await pusat.post(f"{dasar}/jabatan", json=UBAH)).json()["status"] == "NONAKTIF"
    assert (await pusat.post(f"{dasar}/aktifkan")).json()["status"] == "MENUNGGU_PERSETUJUAN"


async def test_a_penetap_sees_national_accounts_and_nobody_else_agrees(
    pusat: Klien, penetap: Klien, masuk: Masuk, wadah: Wadah
) -> None:
    await pusat.post("/v1/admin/akun", json=_isi())
    daerah = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04",))
    lihat = (await penetap.get("/v1/admin/akun", params={"status": "MENUNGGU_PERSETUJUAN"})).json()["data"]
    assert [(d["nama"], d["aksi_tersedia"]) for d in lihat] == [("Rina Penetap", ["restui"])]
    assert (await penetap.get(f"/v1/admin/akun/{daerah.id}")).status_code == 404
    admin = await masuk(Jabatan.ADMIN_KABKOTA, ("32.04",))
    assert (await admin.post(f"/v1/admin/akun/{lihat[0]['id']}/restui")).status_code == 403


async def test_the_command_line_makes_the_first_two_without_a_second_person(wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        akun, _ = await KelolaService.rakit(sesi, wadah).buat(PetugasBuat.model_validate(_isi()), None)
    assert akun.status == "AKTIF"
