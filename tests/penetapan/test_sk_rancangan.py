"""A draft of a decree: who may make it, on which run and list, and how it is given up."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.models import RiwayatSK, SKKeluarga
from app.usulan.status import StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik.desil import putaran as putaran_baru
from tests.pabrik.penetapan import PabrikPenetapan, isi_sk, siapkan, tanda_tangani
from tests.pabrik.usulan import alasan

S = StatusUsulan


async def test_only_a_confirmed_run_carries_a_decree(
    pabrik: PabrikPenetapan, admin: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    await pabrik.antre()
    belum = await putaran_baru(sesi, wadah, "2026-12", sampai="tinjau")
    jawab = await admin.post("/v1/admin/sk", json=isi_sk(belum))
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "putaran_disahkan")
    tiada = await admin.post("/v1/admin/sk", json=isi_sk(belum) | {"putaran_id": str(id_baru())})
    assert tiada.status_code == 404


async def test_an_empty_list_is_no_decree(pabrik: PabrikPenetapan, admin: Klien) -> None:
    await pabrik.antre(desil=None)
    await pabrik.antre(periode="2026-12")
    jawab = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran))
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "daftar_tidak_kosong")


async def test_a_stated_threshold_wins_over_the_setting(pabrik: PabrikPenetapan, admin: Klien) -> None:
    await pabrik.antre(desil=6)
    sk = await siapkan(admin, pabrik.putaran, ambang_desil=6)
    assert (sk["ambang_desil"], sk["jumlah_ditetapkan"]) == (6, 1)


async def test_one_draft_per_period_and_one_use_of_a_number(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien
) -> None:
    await pabrik.antre()
    isi = isi_sk(pabrik.putaran)
    sk = (await admin.post("/v1/admin/sk", json=isi)).json()
    kedua = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran))
    assert kedua.json()["kode"] == "rancangan-sk-masih-ada"
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    await pabrik.antre()
    assert (await admin.post("/v1/admin/sk", json=isi)).json()["kode"] == "nomor-sk-dipakai"


async def test_a_draft_is_given_up_with_a_reason_and_its_list_is_kept(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran, nomor="7/HUK/2026")
    alamat = f"/v1/admin/sk/{sk['kode']}/batalkan"
    assert (await penetap.post(alamat, json={})).json()["kode"] == "alasan-wajib"
    salah = await penetap.post(alamat, json={"alasan": alasan("KUOTA_PENUH")})
    assert salah.json()["kode"] == "alasan-tidak-berlaku"
    jawab = await penetap.post(alamat, json={"alasan": alasan("SALAH_SUSUN")})
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DIBATALKAN")
    assert await sesi.scalar(select(func.count()).select_from(SKKeluarga)) == 1
    assert (await tanda_tangani(penetap, sk)).json()["kode"] == "transisi-ditolak"
    assert (await siapkan(admin, pabrik.putaran, nomor="7/HUK/2026"))["jumlah"] == 1


async def test_the_public_sees_no_draft(pabrik: PabrikPenetapan, admin: Klien, klien: Klien) -> None:
    await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    rancangan = await klien.get(f"/v1/publik/sk/{sk['kode']}")
    tiada = await klien.get("/v1/publik/sk/SK-2026-11-TIADA")
    assert rancangan.status_code == tiada.status_code == 404
    berbeda = {"instance", "id_permintaan"}
    assert {k: v for k, v in rancangan.json().items() if k not in berbeda} == {
        k: v for k, v in tiada.json().items() if k not in berbeda
    }


_ALAMAT = {
    "siapkan": ("POST", "/v1/admin/sk", {}),
    "tanda": ("POST", "/v1/admin/sk/X/tanda-tangani", {"sidik": "0" * 64}),
    "batal": ("POST", "/v1/admin/sk/X/batalkan", {"alasan": alasan("SALAH_SUSUN")}),
    "baca": ("GET", "/v1/admin/sk/X", None),
    "daftar": ("GET", "/v1/admin/sk/X/daftar", None),
}
_BERHAK = {"siapkan": {"ADMIN_PUSAT"}, "tanda": {"PENETAP"}}


@pytest.mark.parametrize("rute", _ALAMAT)
async def test_every_jabatan_on_every_route(masuk: Masuk, pabrik: PabrikPenetapan, rute: str) -> None:
    metode, alamat, isi = _ALAMAT[rute]
    isi = isi_sk(pabrik.putaran) if rute == "siapkan" else isi
    for jabatan in Jabatan:
        jawab = await (await masuk(jabatan)).request(metode, alamat, json=isi)
        berhak = jabatan in _BERHAK.get(rute, {"ADMIN_PUSAT", "PENETAP"})
        assert (jawab.status_code == 403) is not berhak, jabatan
        if berhak and rute != "siapkan":
            assert jawab.json()["kode"] == "sk-tidak-ditemukan"


async def test_decrees_are_listed_newest_first(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien) -> None:
    kode: list[str] = []
    for _ in range(2):
        await pabrik.antre()
        sk = await siapkan(admin, pabrik.putaran)
        kode.insert(0, sk["kode"])
        await tanda_tangani(penetap, sk)
    data = (await penetap.get("/v1/admin/sk")).json()["data"]
    assert [d["kode"] for d in data] == kode


@pytest.mark.parametrize(
    "ubah",
    [
        {"periode": "2026-13"},
        {"ambang_desil": 11},
        {"kuota": 0},
        {"nomor": ""},
        {"status": "BERLAKU"},
        {"tanggal": "x"},
    ],
)
async def test_malformed_decrees_are_refused(
    pabrik: PabrikPenetapan, admin: Klien, ubah: dict[str, Any], sesi: AsyncSession
) -> None:
    await pabrik.antre()
    jawab = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran) | ubah)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-sah")
    assert await sesi.scalar(select(func.count()).select_from(RiwayatSK)) == 0
