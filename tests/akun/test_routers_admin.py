"""Administrators: only what is below them, only inside their region, never their own account."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.errors import JabatanDiLuarWewenang
from app.akun.identitas import Identitas
from app.akun.jabatan import BAWAHAN, PETUGAS, TINGKAT
from app.akun.kelola import KelolaService
from app.akun.models import Akun
from app.akun.schemas import PetugasBuat
from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.notifikasi.models import KotakKeluar
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import SANDI, akun_aktif, nik_uji, token_untuk

pytestmark = pytest.mark.anyio
ALASAN = {
    "kode": "PINDAH_TUGAS",
    "penjelasan": "Dipindahkan ke kabupaten lain bulan ini.",
    "langkah_berikutnya": "Hubungi admin baru",
}
CONTOH = {"PROVINSI": "32", "KABKOTA": "32.04", "KECAMATAN": "32.04.05", "DESA": "32.04.05.2001"}
HARI = timedelta(days=1)


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


@pytest.fixture
async def admin(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_KABKOTA, ("32.04",))


@pytest.fixture
async def pusat(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT)


@pytest.fixture
async def petugas(wadah: Wadah) -> Akun:
    identitas = Identitas(nik=nik_uji(50), surel="petugas@contoh.id")
    return await akun_aktif(wadah, Jabatan.OPERATOR_KABKOTA, ("32.04",), identitas=identitas)


async def _surat(wadah: Wadah, sesi: AsyncSession) -> list[tuple[str, str, dict[str, str]]]:
    """Template, address and data of every message that waits."""
    hasil = []
    for p in (await sesi.scalars(select(KotakKeluar).order_by(KotakKeluar.id))).all():
        assert p.isi is not None
        isi = json.loads(wadah.sandi.dekripsi_sistem(p.isi, f"dtks/kotak_keluar/{p.id}".encode()))
        hasil.append((p.templat, isi["kepada"], isi["data"]))
    return hasil


async def _panggil(klien: Klien, wadah: Wadah, akun_id: Any) -> httpx.Response:
    """The next call of an account's holder, with the token that he has."""
    async with wadah.pabrik_sesi() as sesi:
        token = await token_untuk(wadah, await sesi.get_one(Akun, akun_id))
    return await klien.get("/v1/petugas/akun", headers={"Authorization": f"Bearer {token}"})


async def test_a_new_officer_alone_gets_a_password_that_he_must_change(
    admin: Klien, klien: Klien, wadah: Wadah, sesi: AsyncSession
) -> None:
    jawab = await admin.post("/v1/admin/akun", json=_isi())
    isi = jawab.json()
    assert jawab.status_code == 201
    assert jawab.headers["Location"] == f"/v1/admin/akun/{isi['id']}"
    assert (isi["status"], isi["jabatan"], isi["kode_kelola"]) == ("AKTIF", "VERIFIKATOR", "32.04")
    assert isi["nik"] == "3204************"
    assert [p["kode_wilayah"] for p in isi["penugasan"]] == ["32.04"]
    ((templat, kepada, data),) = await _surat(wadah, sesi)
    assert (templat, kepada, data["username"]) == ("akun_dibuat", "rina1@contoh.id", "rina1")
    assert data["sandi"] not in jawab.text
    login = {"grant_type": "password", "username": "RINA1", "password": data["sandi"]}
    assert (await klien.post("/v1/auth/token", data=login)).json()["kode"] == "kata-sandi-harus-diganti"
    ganti = {"username": "rina1", "sandi_lama": data["sandi"], "sandi_baru": "jeruk bali manis sekali"}
    assert (await klien.post("/v1/auth/sandi", json=ganti)).status_code == 204
    token = (await klien.post("/v1/auth/token", data=login | {"password": "jeruk bali manis sekali"})).json()
    kepala = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 200
    lagi = (await admin.get(f"/v1/admin/akun/{isi['id']}")).json()
    assert lagi["is_sandi_sementara"] is False


async def test_each_jabatan_is_given_by_those_above_it(admin: Klien, pusat: Klien) -> None:
    for n, jabatan in enumerate(sorted(Jabatan)):
        oleh_admin = await admin.post("/v1/admin/akun", json=_isi(jabatan, n))
        oleh_pusat = await pusat.post("/v1/admin/akun", json=_isi(jabatan, 100 + n))
        assert oleh_admin.status_code == (201 if jabatan in BAWAHAN else 403), jabatan
        assert oleh_pusat.status_code == (201 if jabatan in PETUGAS else 403), jabatan


@pytest.mark.parametrize("jabatan", [j for j in Jabatan if j not in {Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT}])
async def test_nobody_else_manages_accounts(masuk: Masuk, petugas: Akun, jabatan: Jabatan) -> None:
    klien = await masuk(jabatan)
    dasar = f"/v1/admin/akun/{petugas.id}"
    for jawab in (
        await klien.post("/v1/admin/akun", json=_isi()),
        await klien.post(f"{dasar}/nonaktifkan", json={"alasan": ALASAN}),
    ):
        assert jawab.status_code == 403
    if jabatan is Jabatan.PENETAP:  # he agrees to national accounts, and sees no others
        assert (await klien.get(dasar)).status_code == 404
        return
    for jawab in (await klien.get("/v1/admin/akun"), await klien.get(dasar)):
        assert jawab.status_code == 403


@pytest.mark.parametrize(
    ("jabatan", "wilayah", "kode"),
    [
        (Jabatan.VERIFIKATOR, [], "tingkat-wilayah-tidak-cocok"),
        (Jabatan.VERIFIKATOR, ["32.04.05"], "tingkat-wilayah-tidak-cocok"),
        (Jabatan.OPERATOR_DESA, ["32.04"], "tingkat-wilayah-tidak-cocok"),
        (Jabatan.TKSK, ["32.04.05", "32.04.05.2001"], "tingkat-wilayah-tidak-cocok"),
        (Jabatan.VERIFIKATOR, ["32.05"], "wilayah-di-luar-wewenang"),
        (Jabatan.OPERATOR_DESA, ["32.04.05.2001", "32.05.01.2001"], "wilayah-di-luar-wewenang"),
        (Jabatan.OPERATOR_DESA, ["32.04.05.2999"], "wilayah-tidak-dikenal"),
    ],
)
async def test_a_region_must_exist_fit_the_jabatan_and_be_the_admins(
    admin: Klien, jabatan: Jabatan, wilayah: list[str], kode: str
) -> None:
    isi = _isi(jabatan, wilayah=[{"kode_wilayah": w} for w in wilayah])
    jawab = await admin.post("/v1/admin/akun", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (403 if "wewenang" in kode else 422, kode)


async def test_national_jabatan_take_no_region(pusat: Klien) -> None:
    isi = _isi(Jabatan.PENETAP, wilayah=[{"kode_wilayah": "32"}])
    assert (await pusat.post("/v1/admin/akun", json=isi)).json()["kode"] == "tingkat-wilayah-tidak-cocok"


@pytest.mark.parametrize(
    "ganti",
    [
        {"username": "RINA1", "surel": "lain@contoh.id", "nik": nik_uji(9)},
        {"username": "lain", "surel": "Rina1@contoh.id", "nik": nik_uji(9)},
        {"username": "lain", "surel": "lain@contoh.id"},
    ],
    ids=["username", "e-mail", "NIK"],
)
async def test_one_person_has_one_officers_account(admin: Klien, sesi: AsyncSession, ganti: dict[str, str]) -> None:
    assert (await admin.post("/v1/admin/akun", json=_isi())).status_code == 201
    jawab = await admin.post("/v1/admin/akun", json=_isi() | ganti)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "identitas-sudah-dipakai")
    assert await sesi.scalar(text("SELECT count(*) FROM akun WHERE nama = 'Rina Petugas'")) == 1


@pytest.mark.parametrize(
    "ganti",
    [
        {"nik": "123"},
        {"surel": "x"},
        {"username": "a b"},
        {"jabatan": "RAJA"},
        {"sandi": "x"},
        {"status": "AKTIF"},
        {"telepon": "123456"},
        {"wilayah": [{"kode_wilayah": "x"}]},
        {"wilayah": [{"kode_wilayah": "32.04", "berlaku_dari": "2020-01-01"}]},
        {"wilayah": [{"kode_wilayah": "32.04", "berlaku_sampai": "2020-01-01"}]},
    ],
)
async def test_bad_input_is_refused(admin: Klien, ganti: dict[str, Any]) -> None:
    assert (await admin.post("/v1/admin/akun", json=_isi() | ganti)).status_code == 422


async def test_the_list_holds_who_is_below_in_scope(admin: Klien, pusat: Klien, wadah: Wadah) -> None:
    for n in range(3):
        await admin.post("/v1/admin/akun", json=_isi(urutan=n))
    asing = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.05",))
    ditemukan: list[str] = []
    kursor: dict[str, str] = {}
    while True:
        isi = (await admin.get("/v1/admin/akun", params={"batas": 2, "jabatan": "VERIFIKATOR", **kursor})).json()
        ditemukan += [d["id"] for d in isi["data"]]
        if not isi["halaman"]["berikutnya"]:
            break
        kursor = {"kursor": isi["halaman"]["berikutnya"]}
    assert len(set(ditemukan)) == 3
    assert (await admin.get("/v1/admin/akun", params={"jabatan": "ADMIN_PUSAT"})).json()["data"] == []
    assert (await admin.get("/v1/admin/akun", params={"status": "NONAKTIF"})).json()["data"] == []
    semua = (await pusat.get("/v1/admin/akun", params={"batas": 200})).json()["data"]
    assert str(asing.id) in {d["id"] for d in semua}
    assert (await admin.get("/v1/admin/akun", params={"jabatan": "RAJA"})).status_code == 422


async def test_an_account_elsewhere_or_above_is_an_unknown_one(admin: Klien, wadah: Wadah, petugas: Akun) -> None:
    asing = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.05",))
    rekan = await akun_aktif(wadah, Jabatan.ADMIN_KABKOTA, ("32.04",))
    for akun in (asing, rekan):
        dasar = f"/v1/admin/akun/{akun.id}"
        for jawab in (
            await admin.get(dasar),
            await admin.post(f"{dasar}/nonaktifkan", json={"alasan": ALASAN}),
            await admin.post(f"{dasar}/aktifkan"),
            await admin.post(f"{dasar}/sandi"),
            await admin.post(f"{dasar}/penugasan", json={"kode_wilayah": "32.04"}),
            await admin.post(f"{dasar}/jabatan", json={"jabatan": "PSM", "dasar": "SK 1"}),
        ):
            assert (jawab.status_code, jawab.json()["kode"]) == (404, "akun-tidak-ditemukan")


@pytest.mark.parametrize("jabatan", [Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT])
async def test_nobody_touches_the_rights_of_his_own_account(masuk: Masuk, jabatan: Jabatan) -> None:
    klien = await masuk(jabatan)
    dasar = f"/v1/admin/akun/{klien.pelaku.akun_id}"
    for jawab in (
        await klien.post(f"{dasar}/nonaktifkan", json={"alasan": ALASAN}),
        await klien.post(f"{dasar}/sandi"),
        await klien.post(f"{dasar}/penugasan", json={"kode_wilayah": "32.04"}),
        await klien.post(f"{dasar}/jabatan", json={"jabatan": "PENETAP", "dasar": "SK 1"}),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
    aksi = (await klien.get(dasar)).json()["aksi_tersedia"]
    assert [a["aksi"] for a in aksi if a["ditolak_karena"]] == ["nonaktifkan"]


async def test_disabling_bites_on_the_next_call_and_can_be_undone(admin: Klien, klien: Klien, wadah: Wadah) -> None:
    akun = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04",))
    token = await token_untuk(wadah, akun)
    kepala = {"Authorization": f"Bearer {token}"}
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 200
    jawab = await admin.post(f"/v1/admin/akun/{akun.id}/nonaktifkan", json={"alasan": ALASAN})
    assert (jawab.status_code, jawab.json()["status"]) == (200, "NONAKTIF")
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 401
    dua = await admin.post(f"/v1/admin/akun/{akun.id}/nonaktifkan", json={"alasan": ALASAN})
    assert (dua.status_code, dua.json()["status_sekarang"]) == (409, "NONAKTIF")
    assert (await admin.post(f"/v1/admin/akun/{akun.id}/aktifkan")).json()["status"] == "AKTIF"
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 401
    assert (await _panggil(klien, wadah, akun.id)).status_code == 200


@pytest.mark.parametrize("isi", [{}, {"alasan": ALASAN | {"kode": "BOSAN"}}])
async def test_disabling_needs_a_listed_reason(admin: Klien, petugas: Akun, isi: dict[str, Any]) -> None:
    assert (await admin.post(f"/v1/admin/akun/{petugas.id}/nonaktifkan", json=isi)).status_code == 422


async def test_a_citizen_can_be_disabled_but_not_promoted(admin: Klien, wadah: Wadah) -> None:
    warga = await akun_aktif(wadah, Jabatan.WARGA, kode_desa="32.04.05.2001")
    ubah = {"jabatan": "VERIFIKATOR", "wilayah": [{"kode_wilayah": "32.04"}], "dasar": "SK 1"}
    for jalur, isi in (("jabatan", ubah), ("sandi", None)):
        jawab = await admin.post(f"/v1/admin/akun/{warga.id}/{jalur}", json=isi)
        assert (jawab.status_code, jawab.json()["kode"]) == (403, "jabatan-di-luar-wewenang")
    assert (await admin.post(f"/v1/admin/akun/{warga.id}/nonaktifkan", json={"alasan": ALASAN})).status_code == 200


async def test_a_new_jabatan_bites_at_once_and_keeps_the_history(
    admin: Klien, klien: Klien, wadah: Wadah, petugas: Akun, sesi: AsyncSession
) -> None:
    kepala = {"Authorization": f"Bearer {await token_untuk(wadah, petugas)}"}
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 403
    ubah = {"jabatan": "VERIFIKATOR", "dasar": "SK Bupati 12/2026"}
    jawab = await admin.post(f"/v1/admin/akun/{petugas.id}/jabatan", json=ubah, headers={"If-Match": '"v1"'})
    assert (jawab.status_code, jawab.json()["jabatan"]) == (200, "VERIFIKATOR")
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 401
    assert (await _panggil(klien, wadah, petugas.id)).status_code == 200
    assert await sesi.scalar(text("SELECT jabatan FROM riwayat_akun WHERE aksi = 'ubah_jabatan'")) == "VERIFIKATOR"
    basi = await admin.post(f"/v1/admin/akun/{petugas.id}/jabatan", json=ubah, headers={"If-Match": '"v1"'})
    assert basi.status_code == 412


async def test_assignments_of_another_level_end_with_the_jabatan(admin: Klien, petugas: Akun) -> None:
    ubah: dict[str, Any] = {"jabatan": "OPERATOR_DESA", "dasar": "SK 1"}
    tanpa = await admin.post(f"/v1/admin/akun/{petugas.id}/jabatan", json=ubah)
    assert (tanpa.status_code, tanpa.json()["kode"]) == (422, "tingkat-wilayah-tidak-cocok")
    ubah["wilayah"] = [{"kode_wilayah": "32.04.05.2001"}]
    isi = (await admin.post(f"/v1/admin/akun/{petugas.id}/jabatan", json=ubah)).json()
    berlaku = {p["kode_wilayah"]: p["berlaku_sampai"] for p in isi["penugasan"]}
    assert berlaku == {"32.04": str(hari_ini() - HARI), "32.04.05.2001": None}
    lewat = await admin.post(f"/v1/admin/akun/{petugas.id}/jabatan", json=ubah | {"jabatan": "ADMIN_PUSAT"})
    assert lewat.status_code == 403


async def test_a_jabatan_does_not_reach_into_another_kab(admin: Klien, pusat: Klien, wadah: Wadah) -> None:
    dua = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04", "32.05"))
    ubah = {"jabatan": "KEPALA_OPD", "dasar": "SK 1"}
    jawab = await admin.post(f"/v1/admin/akun/{dua.id}/jabatan", json=ubah)
    assert (jawab.status_code, jawab.json()["kode"]) == (403, "wilayah-di-luar-wewenang")
    assert (await pusat.post(f"/v1/admin/akun/{dua.id}/jabatan", json=ubah)).status_code == 200


async def test_regions_come_and_go_with_the_next_call(admin: Klien, klien: Klien, wadah: Wadah) -> None:
    desa = await akun_aktif(wadah, Jabatan.ENUMERATOR, ("32.04.05.2001",))
    dasar = f"/v1/admin/akun/{desa.id}/penugasan"
    baru = await admin.post(dasar, json={"kode_wilayah": "32.04.05.2002", "berlaku_sampai": str(hari_ini() + HARI)})
    assert (baru.status_code, baru.json()["berlaku_dari"]) == (201, str(hari_ini()))
    ulang = await admin.post(f"{dasar}/{baru.json()['id']}/akhiri", json={"berlaku_sampai": str(hari_ini() - HARI)})
    assert ulang.json()["berlaku_sampai"] == str(hari_ini() - HARI)
    for sampai in (hari_ini(), hari_ini() - 2 * HARI):
        jawab = await admin.post(f"{dasar}/{baru.json()['id']}/akhiri", json={"berlaku_sampai": str(sampai)})
        assert (jawab.status_code, jawab.json()["kode"]) == (422, "tanggal-penugasan-tidak-sah")
    asing = await admin.post(f"{dasar}/{desa.id}/akhiri", json={"berlaku_sampai": str(hari_ini())})
    assert (asing.status_code, asing.json()["kode"]) == (404, "penugasan-tidak-ditemukan")
    luar = await admin.post(dasar, json={"kode_wilayah": "32.05.01.2001"})
    assert luar.json()["kode"] == "wilayah-di-luar-wewenang"


async def test_an_assignment_elsewhere_is_ended_by_who_looks_after_that_region(
    admin: Klien, pusat: Klien, wadah: Wadah
) -> None:
    dua = await akun_aktif(wadah, Jabatan.VERIFIKATOR, ("32.04", "32.05"))
    dasar = f"/v1/admin/akun/{dua.id}"
    milik = {p["kode_wilayah"]: p["id"] for p in (await pusat.get(dasar)).json()["penugasan"]}
    isi = {"berlaku_sampai": str(hari_ini())}
    jawab = await admin.post(f"{dasar}/penugasan/{milik['32.05']}/akhiri", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (403, "wilayah-di-luar-wewenang")
    assert (await admin.post(f"{dasar}/penugasan/{milik['32.04']}/akhiri", json=isi)).status_code == 200
    assert (await pusat.post(f"{dasar}/penugasan/{milik['32.05']}/akhiri", json=isi)).status_code == 200


async def test_a_reset_password_ends_what_was_open_and_reaches_its_owner_only(
    admin: Klien, klien: Klien, wadah: Wadah, sesi: AsyncSession, petugas: Akun
) -> None:
    kepala = {"Authorization": f"Bearer {await token_untuk(wadah, petugas)}"}
    jawab = await admin.post(f"/v1/admin/akun/{petugas.id}/sandi")
    assert (jawab.status_code, jawab.content) == (204, b"")
    ((templat, kepada, data),) = await _surat(wadah, sesi)
    assert (templat, kepada, len(data["sandi"])) == ("sandi_diatur_ulang", "petugas@contoh.id", 19)
    assert (await klien.get("/v1/petugas/akun", headers=kepala)).status_code == 401
    assert (await _panggil(klien, wadah, petugas.id)).status_code == 401


async def test_no_national_account_is_changed_unseen(
    pusat: Klien, admin: Klien, wadah: Wadah, sesi: AsyncSession, petugas: Akun
) -> None:
    def orang(nama: str) -> Identitas:
        return Identitas(surel=f"{nama}@contoh.id")

    penetap = await akun_aktif(wadah, Jabatan.PENETAP, identitas=orang("penetap"))
    await akun_aktif(wadah, Jabatan.ADMIN_PUSAT, identitas=orang("admin2"))
    await akun_aktif(wadah, Jabatan.ADMIN_PUSAT, identitas=orang("pergi"), status=StatusAkun.NONAKTIF)
    assert (await pusat.post(f"/v1/admin/akun/{penetap.id}/sandi")).status_code == 204
    saksi = [(t, k) for t, k, _ in await _surat(wadah, sesi)]
    assert saksi == [("sandi_diatur_ulang", "penetap@contoh.id"), ("akun_nasional_berubah", "admin2@contoh.id")]
    assert (await pusat.post("/v1/admin/akun", json=_isi(Jabatan.PENETAP))).status_code == 201
    ubah = {"jabatan": "PUSAT", "dasar": "SK Menteri 1/2026"}
    assert (await pusat.post(f"/v1/admin/akun/{petugas.id}/jabatan", json=ubah)).status_code == 200
    lanjut = [k for t, k, _ in (await _surat(wadah, sesi))[2:] if t == "akun_nasional_berubah"]
    assert sorted(lanjut) == sorted(["admin2@contoh.id", "penetap@contoh.id"] * 2)
    assert (await admin.post("/v1/admin/akun", json=_isi(urutan=2))).status_code == 201
    assert [t for t, _, _ in await _surat(wadah, sesi)].count("akun_nasional_berubah") == 1 + len(lanjut)


async def test_every_change_leaves_an_audit_row(admin: Klien, sesi: AsyncSession) -> None:
    akun_id = (await admin.post("/v1/admin/akun", json=_isi())).json()["id"]
    await admin.get(f"/v1/admin/akun/{akun_id}")
    await admin.post(f"/v1/admin/akun/{akun_id}/nonaktifkan", json={"alasan": ALASAN})
    jejak = text("SELECT kejadian FROM jejak_audit WHERE objek = :o AND pelaku_id = :p ORDER BY id")
    kejadian = await sesi.execute(jejak, {"o": f"akun/{akun_id}", "p": admin.pelaku.akun_id})
    assert list(kejadian.scalars()) == [f"akun:akun:{k}" for k in ("dibuat", "ditugaskan", "dibaca", "status")]


async def test_the_first_administrator_comes_from_the_command_line(klien: Klien, wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        isi = PetugasBuat.model_validate(_isi(Jabatan.ADMIN_PUSAT))
        akun, sandi = await KelolaService.rakit(sesi, wadah).buat(isi, None)
        assert (akun.jabatan, akun.status, akun.is_sandi_sementara) == (Jabatan.ADMIN_PUSAT, StatusAkun.AKTIF, True)
        with pytest.raises(JabatanDiLuarWewenang):
            await KelolaService.rakit(sesi, wadah).buat(isi.model_copy(update={"jabatan": Jabatan.WARGA}), None)
    login = {"grant_type": "password", "username": "rina1", "password": sandi}
    assert (await klien.post("/v1/auth/token", data=login)).json()["kode"] == "kata-sandi-harus-diganti"


async def test_a_demonstration_account_keeps_its_given_password(klien: Klien, wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await KelolaService.rakit(sesi, wadah).buat(PetugasBuat.model_validate(_isi()), None, SANDI)
    login = {"grant_type": "password", "username": "rina1", "password": SANDI}
    assert (await klien.post("/v1/auth/token", data=login)).status_code == 200
