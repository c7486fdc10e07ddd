"""T14, T15, T19 and the exceptions to the match: every way out of validation, through HTTP."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.kependudukan.ports import TidakDitemukan
from app.referensi.katalog import ALASAN, alasan_untuk
from app.temuan.status import JenisTemuan
from app.usulan.models import Usulan
from app.usulan.status import LAMPIRAN_WAJIB
from app.usulan.status import StatusUsulan as S
from app.verval import bukti
from app.verval.models_validasi import KecualianAdminduk
from app.verval.padan import padankan_usulan
from app.verval.pengecualian import periksa_usulan
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik_usulan
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import subjek
from tests.pabrik.temuan import alasan as putusan_temuan
from tests.pabrik.temuan import temuan
from tests.versi import pastikan_berversi
from tests.verval.conftest import Pencacah, Segar, aksi, lampirkan_bukti, tugaskan

ORANG = subjek()
KECUALIAN = {
    "kode": "BELUM_BERDOKUMEN",
    "penjelasan": "Warga komunitas adat; perekaman dijadwalkan bulan depan",
    "langkah_berikutnya": "Datang ke Disdukcapil pada jadwal perekaman",
}


@pytest.fixture
async def usulan(sesi: AsyncSession, wadah: Wadah) -> Usulan:
    return await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=ORANG)


# -- T14, T15


@pytest.mark.parametrize(
    "kode", ["ISIAN_TIDAK_KONSISTEN", "FOTO_TIDAK_SESUAI", "LOKASI_TIDAK_SESUAI", "PERLU_KUNJUNGAN_ULANG"]
)
async def test_a_case_goes_back_with_each_of_its_reasons(verifikator: Klien, usulan: Usulan, kode: str) -> None:
    """T14: VALIDASI_DINSOS to DIKEMBALIKAN with reason and target, due in 14 days."""
    isi = {"alasan": pabrik.alasan(kode), "sasaran": "PETUGAS"}
    jawab = (await aksi(verifikator, usulan, "kembalikan", isi)).json()
    assert (jawab["status"], jawab["sasaran_kembali"], jawab["tenggat_date"] is not None) == (
        "DIKEMBALIKAN",
        "PETUGAS",
        True,
    )


async def test_the_village_corrects_the_papers_and_the_case_waits_for_its_meeting_again(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    """T15a: DIKEMBALIKAN to LENGKAP by the village."""
    usulan = await pabrik_usulan.usulan(sesi, wadah, status=S.VALIDASI_DINSOS, lampiran=LAMPIRAN_WAJIB)
    await sesi.commit()
    kembali = {"alasan": pabrik.alasan("FOTO_TIDAK_SESUAI"), "sasaran": "DESA"}
    assert (await aksi(verifikator, usulan, "kembalikan", kembali)).status_code == 200, kembali
    assert (await aksi(operator, usulan, "perbaiki-berkas")).json()["status"] == "LENGKAP"


async def test_another_visit_is_assigned_for_a_case_that_was_returned_for_one(
    verifikator: Klien, usulan: Usulan, pencacah: Pencacah, operator: Klien
) -> None:
    """T15b: DIKEMBALIKAN to VERVAL_DITUGASKAN; who was not named may not take it."""
    kembali = {"alasan": pabrik.alasan("PERLU_KUNJUNGAN_ULANG"), "sasaran": "PETUGAS"}
    assert (await aksi(verifikator, usulan, "kembalikan", kembali)).status_code == 200
    jawab = await aksi(operator, usulan, "perbaiki-berkas")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "kembali_ke_desa")
    assert await tugaskan(verifikator, usulan, pencacah, "kunjungi-ulang")


# -- T19


async def test_nothing_is_refused_without_evidence(verifikator: Klien, usulan: Usulan, masuk: Masuk) -> None:
    """T19: code, text and evidence."""
    isi = {"alasan": pabrik.alasan("KENDARAAN_RODA_4")}
    jawab = await aksi(verifikator, usulan, "tolak", isi)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukti_penolakan")
    jalur = await lampirkan_bukti(verifikator, usulan)
    buka = await verifikator.get(jalur, params={"tujuan": "VERVAL"})
    assert (buka.status_code, buka.headers["content-type"]) == (200, "application/pdf")
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await asing.get(jalur, params={"tujuan": "VERVAL"})).status_code == 404
    lain = f"/v1/petugas/usulan/{usulan.ref}/bukti/{id_baru()}"
    assert (await verifikator.get(lain, params={"tujuan": "VERVAL"})).json()["kode"] == "bukti-tidak-ditemukan"
    jawab = (await aksi(verifikator, usulan, "tolak", isi)).json()
    assert jawab["status"] == "DITOLAK"
    terlambat = await verifikator.post(f"/v1/petugas/usulan/{usulan.ref}/bukti", files={"berkas": ("x", pabrik.PDF)})
    assert terlambat.json()["kode"] == "bukti-tidak-diterima"


async def test_evidence_is_a_photo_or_paper_and_there_is_only_so_much(
    verifikator: Klien, usulan: Usulan, monkeypatch: pytest.MonkeyPatch
) -> None:
    jalur = f"/v1/petugas/usulan/{usulan.ref}/bukti"
    bukan = await verifikator.post(jalur, files={"berkas": ("x", b"bukan gambar")})
    assert bukan.json()["kode"] == "berkas-bukan-gambar"
    monkeypatch.setattr(bukti, "MAKS", 1)
    await lampirkan_bukti(verifikator, usulan)
    penuh = await verifikator.post(jalur, files={"berkas": ("x", pabrik.PDF)})
    assert penuh.json()["kode"] == "lampiran-terlalu-banyak"


async def test_a_confirmed_finding_is_evidence(
    verifikator: Klien, masuk: Masuk, usulan: Usulan, sesi: AsyncSession, wadah: Wadah
) -> None:
    assert usulan.individu_id is not None
    ref = await temuan(sesi, wadah, Ref(usulan.registri_id, usulan.individu_id), JenisTemuan.PENSIUNAN)
    await sesi.commit()
    isi = {"alasan": pabrik.alasan("PENSIUNAN")}
    assert (await aksi(verifikator, usulan, "tolak", isi)).json()["syarat"] == "bukti_penolakan"
    lain = await masuk(Jabatan.VERIFIKATOR)
    assert (await lain.post(f"/v1/petugas/temuan/{ref}/buktikan", json=putusan_temuan())).status_code == 200
    assert (await aksi(verifikator, usulan, "tolak", isi)).json()["status"] == "DITOLAK"


def _keluarga_alasan() -> list[Any]:
    """Every code that a VERIFIKATOR may give; a programme's are for cases that wish one (`test_setiap_alasan.py`)."""
    semua = [k for k in alasan_untuk("usulan.tolak") if ALASAN[k].keluarga != "PROGRAM"]
    return [pytest.param(k, id=f"{ALASAN[k].keluarga}-{k}") for k in semua]


@pytest.mark.parametrize("kode", _keluarga_alasan())
async def test_every_reason_against_a_case_can_be_given_and_tells_the_citizen_what_to_do(
    verifikator: Klien, usulan: Usulan, kode: str
) -> None:
    """B.8: each code of identity, means and position refuses with its text and the next step."""
    await lampirkan_bukti(verifikator, usulan)
    jawab = await aksi(verifikator, usulan, "tolak", {"alasan": pabrik.alasan(kode)})
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DITOLAK"), jawab.text
    riwayat = (await verifikator.get(f"/v1/petugas/usulan/{usulan.ref}/riwayat")).json()
    sebab = riwayat["data"][-1]["alasan"]
    assert sebab["kode"] == kode
    assert len(sebab["penjelasan"]) >= 20
    assert sebab["langkah_berikutnya"]


# -- who corrected the family


async def test_who_corrected_the_family_does_not_validate_it(
    verifikator: Klien, masuk: Masuk, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    """A.4: who changed the registry's data does not judge them; a colleague does."""
    dukcapil.jawaban = pabrik.resmi(ORANG)
    await padankan_usulan(wadah, usulan.ref)
    await periksa_usulan(wadah, usulan.ref)
    jalur = f"/v1/petugas/keluarga/{Ref(usulan.registri_id, usulan.registri_id)}"
    versi = (await verifikator.get(jalur, params={"tujuan": "VERVAL"})).headers["ETag"]
    ubah = await verifikator.patch(jalur, json={"alamat": "Kp. Baru RT 09 RW 01"}, headers={"If-Match": versi})
    if ubah.status_code != 200:
        isi = {"jenis": "IDENTITAS", "tanggal": "2026-11-01", "alamat": "Kp. Baru RT 09 RW 01"}
        ubah = await verifikator.post(f"{jalur}/perubahan", json=isi, headers={"If-Match": versi})
    assert ubah.status_code in {200, 201}, ubah.text
    jawab = await aksi(verifikator, usulan, "setujui-validasi")
    assert (jawab.json()["kode"], jawab.json()["syarat"]) == ("pemisahan-tugas", "bukan_pengoreksi")
    assert (await aksi(await masuk(Jabatan.VERIFIKATOR), usulan, "setujui-validasi")).status_code == 200


async def test_a_corrected_snapshot_corrects_the_registry_when_it_matches(
    operator: Klien,
    verifikator: Klien,
    usulan: Usulan,
    wadah: Wadah,
    sesi: AsyncSession,
    dukcapil: pabrik.DukcapilPalsu,
) -> None:
    """T18: what was corrected for the match is what the registry knows from then on, in the name of the system."""
    dukcapil.jawaban = pabrik.resmi(ORANG, nama="SULASTRI", nama_ibu="RATNA DEWI")
    await padankan_usulan(wadah, usulan.ref)
    versi = (await operator.get(f"/v1/petugas/usulan/{usulan.ref}?tujuan=perbaikan")).headers["ETag"]
    baru = ORANG.model_dump(mode="json") | {"nama": "Sulastri", "nama_ibu": "Ratna Dewi"}
    jawab = await operator.patch(f"/v1/petugas/usulan/{usulan.ref}", json={"subjek": baru}, headers={"If-Match": versi})
    assert jawab.status_code == 200, jawab.text
    await padankan_usulan(wadah, usulan.ref)
    assert (await aksi(operator, usulan, "padankan-ulang")).status_code == 200
    registri_id = usulan.registri_id
    sesi.expire_all()
    kepala = (await KeluargaService.rakit(sesi, wadah).baca(registri_id)).kepala
    assert kepala is not None
    assert (kepala.nama, kepala.nama_ibu, kepala.nik) == ("Sulastri", "Ratna Dewi", ORANG.nik)
    await sesi.refresh(usulan)
    await periksa_usulan(wadah, usulan.ref)
    assert (await aksi(verifikator, usulan, "setujui-validasi")).status_code == 200


# -- KECUALIAN_ADMINDUK


async def usulkan(klien: Klien, usulan: Usulan, data: bytes = pabrik.PDF, **ganti: str) -> Any:
    jalur = f"/v1/petugas/usulan/{usulan.ref}/kecualian-adminduk"
    return await klien.post(jalur, data=KECUALIAN | ganti, files={"berkas": ("surat.pdf", data)})


def beralasan(kode: str) -> dict[str, Any]:
    return {"alasan": pabrik.alasan(kode)}


@pytest.fixture
async def terhenti(sesi: AsyncSession, wadah: Wadah) -> Usulan:
    """A case of somebody without NIK, which cannot match."""
    baru = await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=subjek(nik=None))
    await padankan_usulan(wadah, baru.ref)
    return baru


async def test_one_proposes_an_exception_another_grants_it_and_the_case_goes_on(
    masuk: Masuk, verifikator: Klien, terhenti: Usulan, wadah: Wadah, segar: Segar
) -> None:
    """T16: padan == PADAN or an approved KECUALIAN_ADMINDUK (reason, document, two persons)."""
    meja = await masuk(Jabatan.DISDUKCAPIL)
    satu = await usulkan(meja, terhenti)
    assert satu.status_code == 201, satu.text
    jalur = f"/v1/petugas/kecualian-adminduk/{satu.json()['ref']}"
    sendiri = await meja.post(f"{jalur}/setujui", json=beralasan("KECUALIAN_BERALASAN"))
    assert (sendiri.json()["kode"], sendiri.json()["syarat"]) == ("pemisahan-tugas", "bukan_pengusul")
    jawab = await verifikator.post(f"{jalur}/setujui", json={})
    assert jawab.json()["kode"] == "alasan-wajib"
    jawab = await verifikator.post(f"{jalur}/setujui", json=beralasan("KECUALIAN_BERALASAN"))
    assert (jawab.json()["status"], jawab.json()["kode_putusan"]) == ("DISETUJUI", "KECUALIAN_BERALASAN")
    assert jawab.json()["putusan"]
    assert (await aksi(meja, terhenti, "padankan-ulang")).json()["status"] == "VALIDASI_DINSOS"
    # Asked again, the civil registry still knows nobody; the exception holds for this identity.
    await padankan_usulan(wadah, terhenti.ref)
    assert (await segar(terhenti)).status is S.VALIDASI_DINSOS
    await periksa_usulan(wadah, terhenti.ref)
    assert (await aksi(verifikator, terhenti, "setujui-validasi")).json()["status"] == "SIAP_DISAHKAN"


async def test_an_exception_is_refused_or_decided_once(masuk: Masuk, verifikator: Klien, terhenti: Usulan) -> None:
    meja = await masuk(Jabatan.DISDUKCAPIL)
    ref = (await usulkan(verifikator, terhenti)).json()["ref"]
    dua = await usulkan(meja, terhenti)
    assert dua.json()["kode"] == "kecualian-sudah-diusulkan"
    jalur = f"/v1/petugas/kecualian-adminduk/{ref}"
    tolak = await meja.post(f"{jalur}/tolak", json=beralasan("DOKUMEN_KECUALIAN_KURANG"))
    assert tolak.json()["status"] == "DITOLAK"
    lagi = await meja.post(f"{jalur}/setujui", json=beralasan("KECUALIAN_BERALASAN"))
    assert lagi.json()["kode"] == "transisi-ditolak"
    assert (await aksi(meja, terhenti, "padankan-ulang")).json()["syarat"] == "padan"
    desk = await verifikator.get(f"/v1/petugas/usulan/{terhenti.ref}/validasi", params={"tujuan": "VERVAL"})
    assert [(k["status"], bool(k["penjelasan"])) for k in desk.json()["kecualian"]] == [("DITOLAK", True)]


async def test_who_may_not_propose_or_decide_an_exception(
    masuk: Masuk, verifikator: Klien, usulan: Usulan, terhenti: Usulan, sesi: AsyncSession, wadah: Wadah
) -> None:
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await usulkan(asing, terhenti)).status_code == 404
    assert (await usulkan(await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,)), terhenti)).status_code == 403
    diri = await masuk(Jabatan.VERIFIKATOR, nik=ORANG.nik)
    assert (await usulkan(diri, usulan)).json()["kode"] == "pemisahan-tugas"
    siap = await pabrik.usulan(sesi, wadah, S.SIAP_DISAHKAN)
    assert (await usulkan(verifikator, siap)).json()["kode"] == "kecualian-tidak-perlu"
    assert (await usulkan(verifikator, terhenti, kode="DAPAT_DIPADANKAN")).json()["kode"] == "alasan-tidak-berlaku"
    assert (await usulkan(verifikator, terhenti, penjelasan="pendek")).status_code == 422
    assert (await usulkan(verifikator, terhenti, b"bukan berkas")).json()["kode"] == "berkas-bukan-gambar"
    ref = (await usulkan(verifikator, terhenti)).json()["ref"]
    setuju = beralasan("KECUALIAN_BERALASAN")
    assert (await asing.post(f"/v1/petugas/kecualian-adminduk/{ref}/setujui", json=setuju)).status_code == 404
    nihil = await verifikator.post(f"/v1/petugas/kecualian-adminduk/{Ref.nihil()}/setujui", json=setuju)
    assert nihil.json()["kode"] == "kecualian-tidak-ditemukan"
    baris = (await sesi.scalars(select(KecualianAdminduk))).one()
    assert b"komunitas" not in baris.isi


async def test_an_exception_is_of_one_identity(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    """Who corrects the identity afterwards must match, or be excepted again."""
    usulan = await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=ORANG)
    dukcapil.jawaban = TidakDitemukan()
    await padankan_usulan(wadah, usulan.ref)
    satu, dua = await masuk(Jabatan.DISDUKCAPIL), await masuk(Jabatan.DISDUKCAPIL)
    ref = (await usulkan(satu, usulan)).json()["ref"]
    setuju = beralasan("KECUALIAN_BERALASAN")
    assert (await dua.post(f"/v1/petugas/kecualian-adminduk/{ref}/setujui", json=setuju)).status_code == 200
    versi = (await operator.get(f"/v1/petugas/usulan/{usulan.ref}?tujuan=perbaikan")).headers["ETag"]
    baru = ORANG.model_dump(mode="json") | {"nama": "Nama Lain"}
    await operator.patch(f"/v1/petugas/usulan/{usulan.ref}", json={"subjek": baru}, headers={"If-Match": versi})
    assert (await aksi(satu, usulan, "padankan-ulang")).json()["syarat"] == "padan"


@pytest.mark.parametrize(
    ("putusan", "kode"), [("setujui", "KECUALIAN_BERALASAN"), ("tolak", "DOKUMEN_KECUALIAN_KURANG")]
)
async def test_a_decision_on_an_exception_may_name_the_version_that_was_read(
    masuk: Masuk, verifikator: Klien, terhenti: Usulan, putusan: str, kode: str
) -> None:
    satu = await usulkan(await masuk(Jabatan.DISDUKCAPIL), terhenti)
    desk = await verifikator.get(f"/v1/petugas/usulan/{terhenti.ref}/validasi", params={"tujuan": "VERVAL"})
    dibaca = f'"v{desk.json()["kecualian"][0]["versi"]}"'
    assert satu.headers["ETag"] == dibaca
    jalur = f"/v1/petugas/kecualian-adminduk/{satu.json()['ref']}"
    jawab = await pastikan_berversi(verifikator, jalur, putusan, dibaca, beralasan(kode))
    assert jawab.headers["ETag"] == f'"v{jawab.json()["versi"]}"'
