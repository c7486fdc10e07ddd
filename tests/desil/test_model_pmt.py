"""Models through HTTP: refused with the place of every mistake, never changed, one active at a time."""

import copy
import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import now
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.alur import StatusModel
from app.desil.artefak import JenisModel, sidik
from app.desil.errors import ArtefakTidakSah
from app.desil.model_pmt import ModelService, artefak_demonstrasi, baca_artefak
from app.desil.models import ModelPmt
from app.desil.putaran import PutaranService
from tests.conftest import Masuk
from tests.desil.contoh import evaluasi_uji
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.anyio

JALUR = "/v1/admin/desil/model"


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


async def test_the_published_example_may_be_posted_as_it_stands(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    skema = (await admin.get("/openapi.json")).json()["paths"][JALUR]["post"]
    (contoh,) = skema["requestBody"]["content"]["application/json"]["schema"]["examples"]
    jawab = await admin.post(JALUR, json=contoh)
    assert jawab.status_code == 201, jawab.text
    assert not [k for k in skema if k.startswith("x-contoh")]


async def test_an_official_model_needs_a_signer_and_a_missing_variance_is_named_once(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    isi = versi("a", jenis="resmi")
    del isi["varians_sisa"]["32.04"]
    for data in (isi, {k: v for k, v in isi.items() if k != "ditandatangani_oleh"}):
        rincian = (await admin.post(JALUR, json=data | {"sha256": sidik(data)})).json()["rincian"]
        assert {r["lokasi"]: r["pesan"] for r in rincian} == {
            "ditandatangani_oleh": "model resmi wajib menyebut penanda tangannya",
            "varians_sisa.32.04": "wajib ada",
        }
        assert len(rincian) == 2
    inggris = await admin.post(JALUR, json=isi, headers={"Accept-Language": "en"})
    assert "is required" in {r["pesan"] for r in inggris.json()["rincian"]}


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
    tak_bilangan = json.dumps(artefak_demonstrasi()).replace('"konstanta": 13441800000', '"konstanta": NaN')
    nan = await admin.post(JALUR, content=tak_bilangan, headers=JSON)
    assert nan.status_code == 422
    assert {r["lokasi"] for r in nan.json()["rincian"]} == {"koefisien.31.konstanta", "sha256"}
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
    tolak = (await penetap.post(JALUR, json=versi("b"))).json()
    assert (tolak["kode"], tolak["detail"]) == (
        "jabatan-tidak-berwenang",
        "Tindakan ini hanya untuk jabatan: ADMIN_PUSAT.",
    )
    assert (await (await masuk(Jabatan.ADMIN_KABKOTA)).get(JALUR)).status_code == 403
    assert (await (await masuk(Jabatan.PUSAT)).get(JALUR)).json()["kode"] == "peran-tidak-berwenang"


async def test_the_demonstration_model_is_installed_once_and_displaces_nobody(sesi: AsyncSession) -> None:
    service, admin = ModelService.rakit(sesi), pabrik.admin()
    resmi = await service.unggah(
        versi("resmi-1", jenis="resmi", kode="PMT-RESMI", ditandatangani_oleh="Kepala Pusat"), admin
    )
    await service.aktifkan(resmi.id, admin)
    demo = await service.pasang_demonstrasi(admin)
    assert (demo.status, resmi.status) == (StatusModel.DIUNGGAH, StatusModel.AKTIF)
    assert await service.pasang_demonstrasi(admin) is demo


async def test_a_newer_demonstration_takes_the_place_of_an_older_one(sesi: AsyncSession) -> None:
    service, admin = ModelService.rakit(sesi), pabrik.admin()
    lama = await service.unggah(versi("2025.9"), admin)
    await service.aktifkan(lama.id, admin)
    demo = await service.pasang_demonstrasi(admin)
    assert (demo.status, lama.status) == (StatusModel.AKTIF, StatusModel.DIGANTI)


async def test_a_command_on_the_machine_installs_it_in_nobodys_name(sesi: AsyncSession) -> None:
    demo = await ModelService.rakit(sesi).pasang_demonstrasi(None)
    assert (demo.status, demo.diunggah_oleh) == (StatusModel.AKTIF, None)
    await sesi.flush()
    pelaku = await sesi.scalars(select(JejakAudit.pelaku_id).where(JejakAudit.kejadian.like("desil:model:%")))
    assert pelaku.all() == [None, None]


async def test_a_row_that_somebody_altered_ranks_nobody(sesi: AsyncSession, wadah: Wadah) -> None:
    asli = await pabrik.model(sesi)
    assert baca_artefak(asli).kode == "PMT-DEMONSTRASI"
    isi = {k.name: getattr(asli, k.name) for k in ModelPmt.__table__.columns}
    palsu = copy.deepcopy(asli.artefak)
    palsu["koefisien"]["nasional"]["aset_mobil"] = 0
    isi |= {"id": id_baru(), "versi_model": "palsu", "status": StatusModel.DIUNGGAH, "artefak": palsu}
    await sesi.execute(insert(ModelPmt).values(**isi))  # the application may not change a row, only add one
    with pytest.raises(ArtefakTidakSah):
        baca_artefak(await sesi.get_one(ModelPmt, isi["id"]))


async def test_a_stored_artefact_cannot_be_changed(sesi: AsyncSession) -> None:
    await pabrik.model(sesi)
    with pytest.raises(ProgrammingError, match="permission denied"):
        await sesi.execute(update(ModelPmt).values(artefak={}))


ALASAN = {
    "kode": "MODEL_KELIRU",
    "penjelasan": "Koefisien luas lantai tertukar dengan jumlah kamar.",
    "langkah_berikutnya": "Unggah versi yang benar.",
}


async def test_a_model_is_retired_with_its_reason_and_never_comes_back(sesi: AsyncSession, masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    lokasi = (await admin.post(JALUR, json=versi("a"))).headers["location"]
    assert (await admin.post(f"{lokasi}/aktifkan")).status_code == 200
    assert (await admin.post(f"{lokasi}/pensiunkan", json={})).json()["kode"] == "alasan-wajib"
    salah = await admin.post(f"{lokasi}/pensiunkan", json={"alasan": ALASAN | {"kode": "KTP_TIDAK_TERBACA"}})
    assert salah.json()["kode"] == "alasan-tidak-berlaku"
    assert "MODEL_USANG" in salah.json()["kode_berlaku"]
    basi = await admin.post(f"{lokasi}/pensiunkan", json={"alasan": ALASAN}, headers={"If-Match": '"v1"'})
    assert basi.status_code == 412
    jawab = await admin.post(f"{lokasi}/pensiunkan", json={"alasan": ALASAN})
    assert (jawab.status_code, jawab.json()["status"], jawab.headers["etag"]) == (200, "PENSIUN", '"v3"')
    baca = (await admin.get(lokasi)).json()
    assert baca["alasan_pensiun"] == ALASAN
    assert baca["dipensiunkan_at"]
    for aksi in ("aktifkan", "pensiunkan"):
        lagi = await admin.post(f"{lokasi}/{aksi}", json={"alasan": ALASAN})
        assert (lagi.status_code, lagi.json()["status_sekarang"]) == (409, "PENSIUN")
    assert (await admin.post(f"{JALUR}/{id_baru()}/pensiunkan", json={"alasan": ALASAN})).status_code == 404
    kejadian = select(JejakAudit.kejadian).where(JejakAudit.kejadian == "desil:model:dipensiunkan")
    assert len((await sesi.scalars(kejadian)).all()) == 1


async def test_the_model_of_an_open_run_is_not_retired(sesi: AsyncSession, wadah: Wadah, masuk: Masuk) -> None:
    putaran = await pabrik.putaran(sesi, wadah, sampai="siapkan")
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    jalur = f"{JALUR}/{putaran.model_id}/pensiunkan"
    jawab = await admin.post(jalur, json={"alasan": ALASAN})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "tidak_dipakai_putaran")
    assert (await (await masuk(Jabatan.PENETAP)).post(jalur, json={"alasan": ALASAN})).status_code == 403


async def test_an_evaluation_is_served_beside_the_analytic_limit(masuk: Masuk) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    tanpa = (await admin.post(JALUR, json=versi("a"))).headers["location"]
    belum = await admin.get(f"{tanpa}/evaluasi")
    assert (belum.status_code, belum.json()["kode"]) == (404, "evaluasi-model-belum-ada")
    lokasi = (await admin.post(JALUR, json=versi("b", evaluasi=evaluasi_uji()))).headers["location"]
    isi = (await (await masuk(Jabatan.PENETAP)).get(f"{lokasi}/evaluasi")).json()
    assert (isi["dasar"], isi["r2"], isi["rmse"]) == ("validasi_silang", "0.500000", "0.490000")
    assert isi["model"]["jenis"] == "demonstrasi"
    assert isi["galat"][5] == {
        "pangsa": "0.500000",
        "eksklusi": "0.251000",
        "inklusi": "0.251000",
        "batas_analitik": "0.250000",
    }
    assert [k["jenis"] for k in isi["kelompok"]] == ["wilayah", "lansia"]
    assert isi["kelompok"][1]["galat"][0] == {"pangsa": "0.100000", "eksklusi": None, "inklusi": None}
    assert (await admin.get(f"{JALUR}/{id_baru()}/evaluasi")).json()["kode"] == "model-tidak-ditemukan"


async def tersimpan(sesi: AsyncSession, artefak: dict[str, Any], status: StatusModel) -> UUID:
    """A model as it was stored before instruments were checked."""
    baru = ModelPmt(id=id_baru(), kode=artefak["kode"], versi_model=artefak["versi"], versi=1, status=status)
    baru.jenis, baru.sha256, baru.artefak, baru.diunggah_at = JenisModel.DEMONSTRASI, artefak["sha256"], artefak, now()
    sesi.add(baru)
    await sesi.flush()
    return baru.id


async def test_a_model_of_an_unknown_instrument_is_refused_by_its_place_and_one_stored_before_ranks_nobody(
    sesi: AsyncSession, masuk: Masuk
) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    asing = versi("a", instrumen=["REGSOSEK2022K", "NGAWUR"])
    jawab = await admin.post(JALUR, json=asing)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "artefak-tidak-sah")
    assert [r["lokasi"] for r in jawab.json()["rincian"]] == ["instrumen[1]"]
    baik = (await admin.post(JALUR, json=versi("b"))).headers["location"]
    assert (await admin.post(f"{baik}/aktifkan")).status_code == 200
    jalur = f"{JALUR}/{await tersimpan(sesi, asing, StatusModel.DIUNGGAH)}"
    assert (await admin.get(jalur)).json()["artefak"]["instrumen"] == ["REGSOSEK2022K", "NGAWUR"]
    for perbuatan in ("aktifkan", "bandingkan"):
        tolak = await admin.post(f"{jalur}/{perbuatan}")
        assert (tolak.status_code, tolak.json()["rincian"][0]["lokasi"]) == (422, "instrumen[1]"), perbuatan


async def test_no_run_is_prepared_with_a_model_of_an_unknown_instrument(wadah: Wadah, sesi: AsyncSession) -> None:
    await tersimpan(sesi, versi("a", instrumen=["NGAWUR"]), StatusModel.AKTIF)
    await pabrik.periode(sesi, wadah)
    with pytest.raises(ArtefakTidakSah):
        await PutaranService.rakit(sesi, wadah).siapkan(pabrik.PERIODE, pabrik.admin())
