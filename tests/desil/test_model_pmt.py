"""Models through HTTP: refused with the place of every mistake, never changed, one active at a time."""

import copy
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.alur import StatusModel
from app.desil.artefak import sidik
from app.desil.errors import ArtefakTidakSah
from app.desil.model_pmt import ModelService, artefak_demonstrasi, baca_artefak
from app.desil.models import ModelPmt
from tests.conftest import Masuk
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.anyio

JALUR = "/v1/admin/model-pmt"


def versi(nama: str, **ganti: Any) -> dict[str, Any]:
    data = {**copy.deepcopy(artefak_demonstrasi()), "versi": nama, **ganti}
    return {**data, "sha256": sidik(data)}


async def test_upload_read_activate_and_replace(sesi: AsyncSession, masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    satu = await admin.post(JALUR, json=versi("a"))
    assert satu.status_code == 201, satu.text
    baca = await admin.get(satu.headers["location"])
    assert baca.json()["artefak"] == versi("a")
    assert (baca.json()["status"], baca.headers["etag"]) == ("DIUNGGAH", '"v1"')
    assert (await admin.post(f"{satu.headers['location']}/aktifkan")).json()["status"] == "AKTIF"
    dua = await admin.post(JALUR, json=versi("b"))
    jawab = await admin.post(f"{dua.headers['location']}/aktifkan", headers={"If-Match": '"v1"'})
    assert (jawab.json()["status"], jawab.headers["etag"]) == ("AKTIF", '"v2"')
    daftar = (await admin.get(JALUR)).json()["data"]
    assert [(m["versi_model"], m["status"]) for m in daftar] == [("b", "AKTIF"), ("a", "DIGANTI")]
    kembali = await admin.post(f"{satu.headers['location']}/aktifkan")
    assert kembali.json().get("status") == "AKTIF", kembali.text
    kejadian = list(await sesi.scalars(select(JejakAudit.kejadian).where(JejakAudit.kejadian.like("desil:model:%"))))
    assert kejadian.count("desil:model:diunggah") == 2
    assert kejadian.count("desil:model:diaktifkan") == 3
    assert kejadian.count("desil:model:diganti") == 2


async def test_every_mistake_comes_back_with_its_place_and_nothing_is_stored(sesi: AsyncSession, masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    rusak = artefak_demonstrasi()
    rusak["variabel"][0]["sumber"] = "jumlah_kolam_renang"
    rusak["koefisien"]["32"]["ln_ukuran"] = 1.5
    jawab = await admin.post(JALUR, json=rusak)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "artefak-tidak-sah")
    tempat = {r["lokasi"] for r in jawab.json()["rincian"]}
    assert tempat == {"variabel[0].sumber", "koefisien.32.ln_ukuran", "sha256"}
    assert "kolam_renang" not in jawab.text
    nan = await admin.post(JALUR, content=b'{"koefisien": {"nasional": {"konstanta": NaN}}}', headers=JSON)
    assert nan.status_code in {400, 422}
    bukan_objek = await admin.post(JALUR, json=[1, 2])
    assert bukan_objek.json()["kode"] == "isian-tidak-sah"
    assert (await sesi.scalars(select(ModelPmt))).all() == []


JSON = {"content-type": "application/json"}


async def test_a_version_never_changes(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    assert (await admin.post(JALUR, json=versi("a"))).status_code == 201
    lain = await admin.post(JALUR, json=versi("a", asal="dihitung ulang"))
    assert (lain.status_code, lain.json()["kode"]) == (409, "model-sudah-ada")


async def test_refusals(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    lokasi = (await admin.post(JALUR, json=versi("a"))).headers["location"]
    assert (await admin.post(f"{lokasi}/aktifkan", headers={"If-Match": '"v9"'})).status_code == 412
    assert (await admin.post(f"{lokasi}/aktifkan")).status_code == 200
    lagi = await admin.post(f"{lokasi}/aktifkan")
    assert (lagi.status_code, lagi.json()["status_sekarang"]) == (409, "AKTIF")
    assert (await admin.post(f"{lokasi}/aktifkan", json={"asing": 1})).status_code == 422
    for jalur in (f"{JALUR}/{id_baru()}", f"{JALUR}/{id_baru()}/aktifkan"):
        jawab = await (admin.post(jalur) if jalur.endswith("aktifkan") else admin.get(jalur))
        assert jawab.json()["kode"] == "model-tidak-ditemukan"
    penetap = await masuk(Jabatan.PENETAP)
    assert (await penetap.get(lokasi)).status_code == 200
    assert (await penetap.post(JALUR, json=versi("b"))).json()["kode"] == "jabatan-tidak-berwenang"
    assert (await (await masuk(Jabatan.ADMIN_KABKOTA)).get(JALUR)).status_code == 403
    assert (await (await masuk(Jabatan.PUSAT)).get(JALUR)).json()["kode"] == "peran-tidak-berwenang"


async def test_the_demonstration_model_is_installed_once_and_displaces_nobody(sesi: AsyncSession) -> None:
    service, admin = ModelService.rakit(sesi), pabrik.admin()
    resmi = await service.unggah(versi("resmi-1", jenis="resmi", kode="PMT-RESMI"), admin)
    await service.aktifkan(resmi.id, admin)
    demo = await service.pasang_demonstrasi(admin)
    assert (demo.status, resmi.status) == (StatusModel.DIUNGGAH, StatusModel.AKTIF)
    assert await service.pasang_demonstrasi(admin) is demo


async def test_a_command_on_the_machine_installs_it_in_nobodys_name(sesi: AsyncSession) -> None:
    demo = await ModelService.rakit(sesi).pasang_demonstrasi(None)
    assert (demo.status, demo.diunggah_oleh) == (StatusModel.AKTIF, None)
    await sesi.flush()
    pelaku = await sesi.scalars(select(JejakAudit.pelaku_id).where(JejakAudit.kejadian.like("desil:model:%")))
    assert pelaku.all() == [None, None]


async def test_a_row_that_somebody_altered_ranks_nobody(sesi: AsyncSession, wadah: Wadah) -> None:
    model = await pabrik.model(sesi)
    assert baca_artefak(model).kode == "PMT-DEMONSTRASI"
    palsu = copy.deepcopy(model.artefak)
    palsu["koefisien"]["nasional"]["aset_mobil"] = 0
    await sesi.execute(update(ModelPmt).values(artefak=palsu))
    await sesi.refresh(model)
    with pytest.raises(ArtefakTidakSah):
        baca_artefak(model)
