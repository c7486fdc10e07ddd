"""Administration from day to day: transfer, search, history, who has not logged in yet."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.models import Akun
from app.core.clock import hari_ini
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.akun.pembantu import SUREL, surat, ubah
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import akun_aktif, nik_uji, token_untuk

pytestmark = pytest.mark.anyio
KEMARIN = str(hari_ini() - timedelta(days=1))


@pytest.fixture
async def admin(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_KABKOTA, ("32.04",))


@pytest.fixture
async def pusat(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT)


def _ke(*kode: str) -> dict[str, Any]:
    return {"wilayah": [{"kode_wilayah": k} for k in kode], "dasar": "SK Bupati 7/2026"}


async def test_a_transfer_closes_the_old_rows_opens_new_ones_and_bites_at_once(
    pusat: Klien, klien: Klien, wadah: Wadah, sesi: AsyncSession, budi: Akun
) -> None:
    token = await token_untuk(wadah, budi)
    jawab = await pusat.post(f"/v1/admin/akun/{budi.id}/pindah", json=_ke("32.05"), headers={"If-Match": '"v1"'})
    isi = jawab.json()
    assert (jawab.status_code, isi["kode_kelola"]) == (200, "32.05")
    rentang = {p["kode_wilayah"]: (p["berlaku_dari"], p["berlaku_sampai"]) for p in isi["penugasan"]}
    assert rentang == {"32.04": (KEMARIN, KEMARIN), "32.05": (str(hari_ini()), None)}
    assert (await klien.get("/v1/auth/saya", headers={"Authorization": f"Bearer {token}"})).status_code == 401
    (kabar,) = await surat(wadah, sesi, "tugas_dipindah")
    assert (kabar.kepada, kabar.data["wilayah"]) == (SUREL, "32.05")
    riwayat = (await pusat.get(f"/v1/admin/akun/{budi.id}/riwayat")).json()
    assert [(r["aksi"], r["pelaku_id"]) for r in riwayat] == [("pindah_tugas", str(pusat.pelaku.akun_id))]
    basi = await pusat.post(f"/v1/admin/akun/{budi.id}/pindah", json=_ke("32.04"), headers={"If-Match": '"v1"'})
    assert basi.status_code == 412


@pytest.mark.parametrize(
    ("jabatan", "dari", "ke", "kode"),
    [
        (Jabatan.VERIFIKATOR, ("32.04",), ("32.05",), "wilayah-di-luar-wewenang"),
        (Jabatan.VERIFIKATOR, ("32.04", "32.05"), ("32.04",), "wilayah-di-luar-wewenang"),
        (Jabatan.OPERATOR_DESA, ("32.04.05.2001",), ("32.04.05",), "tingkat-wilayah-tidak-cocok"),
        (Jabatan.OPERATOR_DESA, ("32.04.05.2001",), ("32.04.05.2999",), "wilayah-tidak-dikenal"),
        (Jabatan.OPERATOR_DESA, ("32.04.05.2001",), (), "isian-tidak-sah"),
    ],
)
async def test_a_transfer_stays_in_the_administrators_region_and_at_the_jabatans_level(
    admin: Klien, wadah: Wadah, jabatan: Jabatan, dari: tuple[str, ...], ke: tuple[str, ...], kode: str
) -> None:
    akun = await akun_aktif(wadah, jabatan, dari)
    jawab = await admin.post(f"/v1/admin/akun/{akun.id}/pindah", json=_ke(*ke))
    assert (jawab.status_code, jawab.json()["kode"]) == (403 if "wewenang" in kode else 422, kode)


async def test_inside_the_kab_its_administrator_transfers_but_not_citizens_nor_himself(
    admin: Klien, wadah: Wadah
) -> None:
    desa = await akun_aktif(wadah, Jabatan.OPERATOR_DESA, ("32.04.05.2001",))
    assert (await admin.post(f"/v1/admin/akun/{desa.id}/pindah", json=_ke("32.04.05.2002"))).status_code == 200
    warga = await akun_aktif(wadah, Jabatan.WARGA, kode_desa="32.04.05.2001")
    jawab = await admin.post(f"/v1/admin/akun/{warga.id}/pindah", json=_ke("32.04.05.2002"))
    assert jawab.json()["kode"] == "jabatan-di-luar-wewenang"
    diri = await admin.post(f"/v1/admin/akun/{admin.pelaku.akun_id}/pindah", json=_ke("32.04"))
    assert diri.json()["kode"] == "pemisahan-tugas"
    asing = await akun_aktif(wadah, Jabatan.OPERATOR_DESA, ("32.05.01.2001",))
    assert (await admin.post(f"/v1/admin/akun/{asing.id}/pindah", json=_ke("32.04.05.2002"))).status_code == 404


async def test_the_list_is_narrowed_by_place_and_first_login(admin: Klien, wadah: Wadah) -> None:
    di_sini = await akun_aktif(wadah, Jabatan.OPERATOR_DESA, ("32.04.05.2001",), nama="Di Sini")
    await akun_aktif(wadah, Jabatan.OPERATOR_DESA, ("32.04.06.2001",), nama="Di Sana")
    await ubah(wadah, di_sini.id, is_sandi_sementara=True)

    async def nama(**saring: Any) -> list[str]:
        return [d["nama"] for d in (await admin.get("/v1/admin/akun", params=saring)).json()["data"]]

    assert await nama(kode_wilayah="32.04.05") == ["Di Sini"]
    assert await nama(kode_wilayah="32.04", jabatan="OPERATOR_DESA") == ["Di Sini", "Di Sana"]
    assert await nama(kode_wilayah="32.05") == []
    assert await nama(is_sandi_sementara=True) == ["Di Sini"]
    assert await nama(is_sandi_sementara=False, jabatan="OPERATOR_DESA") == ["Di Sana"]
    assert (await admin.get("/v1/admin/akun", params={"kode_wilayah": "x"})).status_code == 422


@pytest.mark.parametrize(
    "isi", [{"nama": "har"}, {"username": "BUDI.H"}, {"surel": "Budi@contoh.id"}, {"nik": nik_uji()}]
)
async def test_an_officer_is_found_by_name_username_email_or_nik_in_scope_only(
    admin: Klien, masuk: Masuk, budi: Akun, isi: dict[str, str]
) -> None:
    hasil = (await admin.post("/v1/admin/akun/cari", json=isi)).json()
    assert [h["id"] for h in hasil] == [str(budi.id)]
    tetangga = await masuk(Jabatan.ADMIN_KABKOTA, ("32.05",))
    assert (await tetangga.post("/v1/admin/akun/cari", json=isi)).json() == []


@pytest.mark.parametrize(
    ("isi", "kode"),
    [
        ({}, "cari-satu-saja"),
        ({"nama": "budi", "surel": SUREL}, "cari-satu-saja"),
        ({"nama": "bu"}, "isian-tidak-sah"),
        ({"nik": "123"}, "isian-tidak-sah"),
    ],
)
async def test_a_search_names_one_thing(admin: Klien, isi: dict[str, str], kode: str) -> None:
    jawab = await admin.post("/v1/admin/akun/cari", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, kode)


async def test_a_name_finds_no_citizens_and_no_wildcards(admin: Klien, wadah: Wadah, budi: Akun) -> None:
    await akun_aktif(wadah, Jabatan.WARGA, kode_desa="32.04.05.2001", nama="Budi Warga")
    assert len((await admin.post("/v1/admin/akun/cari", json={"nama": "budi"})).json()) == 1
    assert (await admin.post("/v1/admin/akun/cari", json={"nama": "%%%"})).json() == []


async def test_the_history_of_an_account_elsewhere_is_that_of_an_unknown_one(admin: Klien, wadah: Wadah) -> None:
    asing = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.05",))
    assert (await admin.get(f"/v1/admin/akun/{asing.id}/riwayat")).status_code == 404
