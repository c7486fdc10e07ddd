"""A.4: one person, one of the six functions; no SDM Kesos in them; nobody serves who is himself registered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.jabatan import ENAM_FUNGSI, PETUGAS, TINGKAT
from app.akun.models import Akun
from app.akun.ports import KeanggotaanPort
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.akun.pembantu import hash_murah, login, surat
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import SANDI, nik_uji

pytestmark = pytest.mark.anyio
CONTOH = {"PROVINSI": "32", "KABKOTA": "32.04", "KECAMATAN": "32.04.05", "DESA": "32.04.05.2001"}
Daftarkan = Callable[[], None]


def _isi(jabatan: Jabatan = Jabatan.VERIFIKATOR, urutan: int = 1, **ganti: Any) -> dict[str, Any]:
    wilayah = [{"kode_wilayah": CONTOH[min(TINGKAT[jabatan])]}] if TINGKAT[jabatan] else []
    baku = {
        "nama": "Rina Petugas",
        "username": f"rina{urutan}",
        "surel": f"rina{urutan}@contoh.id",
        "nik": nik_uji(urutan),
        "jabatan": jabatan,
        "wilayah": wilayah,
    }
    return baku | ganti


@pytest.fixture(autouse=True)
def _murah(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_murah(monkeypatch)


@pytest.fixture
async def pusat(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT, nik=nik_uji(90))


@pytest.fixture
def terdaftarkan(wadah: Wadah) -> Daftarkan:
    """Call it, and everybody with a NIK of ours but the administrator is registered in DTKS."""

    class Terdaftar:
        async def is_terdaftar(self, nik_indeks: UUID) -> bool:
            return bool(nik_indeks)

    return lambda: wadah.pasang(KeanggotaanPort, lambda _s, _w: Terdaftar())


async def test_a41_one_person_holds_one_of_the_six_functions_over_all_his_accounts(pusat: Klien) -> None:
    """A.4.1: the same NIK gets no second account, whatever the function, and is told to change the first."""
    assert (await pusat.post("/v1/admin/akun", json=_isi(Jabatan.OPERATOR_DESA))).status_code == 201
    for jabatan in sorted(ENAM_FUNGSI):
        jawab = await pusat.post("/v1/admin/akun", json=_isi(jabatan, 2, nik=nik_uji(1)))
        isi = jawab.json()
        assert (jawab.status_code, isi["kode"], isi["bidang"]) == (409, "identitas-sudah-dipakai", "NIK_PETUGAS")
        assert "satu fungsi" in isi["detail"]


async def test_a41_sdm_kesos_are_barred_from_the_six_functions_only(pusat: Klien) -> None:
    """A.4.1 and decision 9: a pendamping PKH is an enumerator, and holds none of the six."""
    for n, jabatan in enumerate(sorted(PETUGAS)):
        jawab = await pusat.post("/v1/admin/akun", json=_isi(jabatan, n, is_sdm_kesos=True))
        if jabatan not in ENAM_FUNGSI:
            assert (jawab.status_code, jawab.json()["is_sdm_kesos"]) == (201, True), jabatan
            continue
        isi = jawab.json()
        assert (jawab.status_code, isi["syarat"], isi["kode_alasan"]) == (409, "bukan_sdm_kesos", "OVERLAP_SDM_KESOS")


async def test_a41_a_change_of_position_asks_the_same(pusat: Klien) -> None:
    baru = (await pusat.post("/v1/admin/akun", json=_isi(Jabatan.ENUMERATOR, is_sdm_kesos=True))).json()
    ubah = {"jabatan": "VERIFIKATOR", "wilayah": [{"kode_wilayah": "32.04"}], "dasar": "SK 1"}
    jawab = await pusat.post(f"/v1/admin/akun/{baru['id']}/jabatan", json=ubah)
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "OVERLAP_SDM_KESOS")
    lepas = await pusat.post(f"/v1/admin/akun/{baru['id']}/jabatan", json=ubah | {"is_sdm_kesos": False})
    assert (lepas.status_code, lepas.json()["is_sdm_kesos"]) == (200, False)


async def test_a43_who_is_registered_himself_gets_no_officers_account(pusat: Klien, terdaftarkan: Daftarkan) -> None:
    """A.4.3: NIK TERDAFTAR blocks activation, with a code of its own."""
    terdaftarkan()
    jawab = await pusat.post("/v1/admin/akun", json=_isi())
    isi = jawab.json()
    assert (jawab.status_code, isi["syarat"], isi["kode_alasan"]) == (409, "tidak_terdaftar", "PETUGAS_TERDAFTAR")


async def _masuki(pusat: Klien, klien: Klien, wadah: Wadah, sesi: AsyncSession) -> tuple[str, dict[str, Any]]:
    """An officer who has chosen his password and logged in."""
    baru = (await pusat.post("/v1/admin/akun", json=_isi())).json()
    awal = (await surat(wadah, sesi, "akun_dibuat"))[-1].data["sandi"]
    ganti = {"username": "rina1", "sandi_lama": awal, "sandi_baru": SANDI}
    assert (await klien.post("/v1/auth/sandi", json=ganti)).status_code == 204
    return str(baru["id"]), (await login(klien, "rina1")).json()


@pytest.mark.parametrize("lewat", ["login", "refresh"])
async def test_a43_who_becomes_registered_while_he_serves_is_shut_out(
    pusat: Klien,
    masuk: Masuk,
    klien: Klien,
    wadah: Wadah,
    sesi: AsyncSession,
    terdaftarkan: Daftarkan,
    lewat: str,
) -> None:
    """A.4.3: at the next login or refresh; he and his administrators are told, and it can be undone."""
    akun_id, token = await _masuki(pusat, klien, wadah, sesi)
    asli = wadah._port[KeanggotaanPort]
    terdaftarkan()
    jawab: httpx.Response
    if lewat == "login":
        jawab = await login(klien, "rina1")
        assert (jawab.status_code, jawab.json()["kode"]) == (403, "petugas-terdaftar")
    segar = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    jawab = await klien.post("/v1/auth/token", data=segar)
    assert (jawab.status_code, jawab.json()["kode"]) == (401, "token-segar-tidak-sah")
    kepala = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await klien.get("/v1/auth/saya", headers=kepala)).status_code == 401
    assert (await login(klien, "rina1")).json()["kode"] == "kredensial-tidak-sah"
    assert [s.kepada for s in await surat(wadah, sesi, "petugas_terdaftar")] == ["rina1@contoh.id"]
    riwayat = "SELECT kode_alasan FROM riwayat_akun WHERE aksi = 'blokir'"
    assert await sesi.scalar(text(riwayat)) == "PETUGAS_TERDAFTAR"
    aktif = await pusat.post(f"/v1/admin/akun/{akun_id}/aktifkan")
    assert (aktif.status_code, aktif.json()["syarat"]) == (409, "tidak_terdaftar")
    wadah._port[KeanggotaanPort] = asli
    assert (await pusat.post(f"/v1/admin/akun/{akun_id}/aktifkan")).status_code == 200
    assert (await login(klien, "rina1")).status_code == 200


async def test_a_citizen_may_be_registered_of_course(
    klien: Klien, masuk: Masuk, sesi: AsyncSession, budi: Akun, terdaftarkan: Daftarkan
) -> None:
    terdaftarkan()
    await sesi.execute(text("UPDATE akun SET jabatan = 'WARGA' WHERE id = :id"), {"id": budi.id})
    await sesi.commit()
    assert (await login(klien)).status_code == 200
