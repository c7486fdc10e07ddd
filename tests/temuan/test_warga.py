"""F5: what is said of a citizen, his answer with evidence, and a person's decision."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.temuan import tanggapan
from app.temuan.service import TemuanService
from app.temuan.status import TEKS_STATUS, JenisTemuan, StatusTemuan, SumberTemuan
from tests.conftest import Klien, Masuk
from tests.pabrik.gambar import foto
from tests.pabrik.keluarga import anggota, daftarkan, subjek
from tests.pabrik.temuan import alasan, temuan
from tests.pabrik.verval import PDF

SAYA = "/v1/warga/temuan"
JAWAB = {"penjelasan": "Saya bukan ASN; yang bernama sama bekerja di kabupaten lain"}


@pytest.fixture
def isi() -> Subjek:
    return subjek(anggota())


@pytest.fixture
async def orang(sesi: AsyncSession, wadah: Wadah, isi: Subjek) -> Ref:
    return await daftarkan(sesi, wadah, isi)


@pytest.fixture
async def warga(masuk: Masuk, isi: Subjek) -> Klien:
    return await masuk(Jabatan.WARGA, nik=isi.nik)


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR)


async def lampirkan(warga: Klien, ref: Ref, data: bytes) -> Any:
    return await warga.post(f"{SAYA}/{ref}/lampiran", files={"berkas": ("bukti", data)})


async def test_a_citizen_reads_what_is_said_of_him_in_words(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien
) -> None:
    ref = await temuan(sesi, wadah, orang, instansi="Polda")
    keluarga = await temuan(sesi, wadah, orang, JenisTemuan.NJOP_DI_ATAS_1M, sekeluarga=True)
    isi = (await warga.get(SAYA)).json()["data"]
    assert [b["ref"] for b in isi] == [str(keluarga), str(ref)]
    satu = (await warga.get(f"{SAYA}/{ref}")).json()
    assert satu["teks"]["id"] == "Terdeteksi sebagai ASN, TNI, atau Polri"
    assert satu["langkah"]["id"]
    assert satu["teks_status"]["en"]
    assert (satu["isi"], satu["is_tentang_anda"]) == ({"instansi": "Polda"}, True)
    assert [a["aksi"] for a in satu["aksi_tersedia"]] == ["tanggapi"]


async def test_he_answers_with_evidence_and_an_officer_decides(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien, verifikator: Klien
) -> None:
    """F5: a desil-2 family was wrongly flagged ASN/TNI/Polri; it answers, a human dismisses."""
    ref = await temuan(sesi, wadah, orang)
    gambar = await lampirkan(warga, ref, foto())
    assert gambar.status_code == 201, gambar.text
    assert (await lampirkan(warga, ref, PDF)).status_code == 201
    assert (await warga.get(gambar.headers["Location"])).headers["content-type"] == "image/jpeg"
    jawab = await warga.post(f"{SAYA}/{ref}/tanggapi", json=JAWAB)
    assert (jawab.status_code, jawab.json()["status"], jawab.headers["ETag"]) == (200, "DITANGGAPI", '"v2"')
    petugas = f"/v1/petugas/temuan/{ref}"
    dibaca = (await verifikator.get(petugas, params={"tujuan": "PENGADUAN"})).json()
    assert dibaca["riwayat"][-1]["penjelasan"] == JAWAB["penjelasan"]
    assert len(dibaca["lampiran"]) == 2
    berkas = f"{petugas}/lampiran/{dibaca['lampiran'][0]['id']}"
    assert (await verifikator.get(berkas, params={"tujuan": "PENGADUAN"})).status_code == 200
    jawab = await verifikator.get(f"{petugas}/lampiran/{id_baru()}", params={"tujuan": "PENGADUAN"})
    assert jawab.json()["kode"] == "lampiran-temuan-tidak-ditemukan"
    assert (await verifikator.post(f"{petugas}/gugurkan", json=alasan("BUKTI_MEMBANTAH"))).status_code == 200
    akhir = (await warga.get(f"{SAYA}/{ref}")).json()
    assert (akhir["status"], akhir["riwayat"][-1]["kode_alasan"]) == ("GUGUR", "BUKTI_MEMBANTAH")
    assert akhir["riwayat"][-1]["teks_alasan"]["id"]
    assert (await warga.post(f"{SAYA}/{ref}/tanggapi", json=JAWAB)).json()["kode"] == "transisi-ditolak"
    assert (await lampirkan(warga, ref, PDF)).json()["kode"] == "temuan-tertutup"


async def test_a_confirmed_finding_is_open_again_when_he_answers(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien, verifikator: Klien
) -> None:
    ref = await temuan(sesi, wadah, orang)
    await verifikator.post(f"/v1/petugas/temuan/{ref}/buktikan", json=alasan())
    basi = await warga.post(f"{SAYA}/{ref}/tanggapi", json=JAWAB, headers={"If-Match": '"v1"'})
    assert basi.status_code == 412
    assert (await warga.post(f"{SAYA}/{ref}/tanggapi", json=JAWAB)).json()["status"] == "DITANGGAPI"


async def test_what_concerns_others_is_not_found(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien, masuk: Masuk, isi: Subjek, verifikator: Klien
) -> None:
    """S1: the finding of a neighbour or of another member of the family does not exist for a citizen."""
    tetangga = await daftarkan(sesi, wadah)
    asing = await temuan(sesi, wadah, tetangga)
    anak = await masuk(Jabatan.WARGA, nik=isi.anggota[0].nik)
    ref = await temuan(sesi, wadah, orang)
    for klien, satu in ((warga, asing), (anak, ref), (await masuk(Jabatan.WARGA), ref)):
        assert (await klien.get(f"{SAYA}/{satu}")).status_code == 404
        assert (await klien.post(f"{SAYA}/{satu}/tanggapi", json=JAWAB)).status_code == 404
        assert (await lampirkan(klien, satu, PDF)).status_code == 404
        assert str(satu) not in (await klien.get(SAYA)).text
    jalur = f"/v1/petugas/temuan/{Ref(orang.keluarga_id, id_baru())}/lampiran/{id_baru()}"
    assert (await verifikator.get(jalur, params={"tujuan": "VERVAL"})).json()["kode"] == "temuan-tidak-ditemukan"


async def test_what_is_said_of_a_family_is_not_found_by_who_left_it(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, masuk: Masuk, isi: Subjek, verifikator: Klien
) -> None:
    """S1: the index of numbers still names that family; what is said of himself stays his."""
    keluarga = await KeluargaService.rakit(sesi, wadah).baca(orang.keluarga_id)
    diri = next(a.ref for a in keluarga.aktif if a.ref != orang)
    anak = await masuk(Jabatan.WARGA, nik=isi.anggota[0].nik)
    milik, sekeluarga = await temuan(sesi, wadah, diri), await temuan(sesi, wadah, orang, sekeluarga=True)
    assert (await anak.get(f"{SAYA}/{sekeluarga}")).status_code == 200
    jalur = f"/v1/petugas/keluarga/{Ref(orang.keluarga_id, orang.keluarga_id)}/anggota/{diri}/tutup"
    tutup = await verifikator.post(jalur, json={"alasan": "PINDAH", "tanggal": hari_ini().isoformat()})
    assert tutup.status_code == 200, tutup.text
    assert (await anak.get(f"{SAYA}/{sekeluarga}")).status_code == 404
    assert str(sekeluarga) not in (await anak.get(SAYA)).text
    assert (await anak.get(f"{SAYA}/{milik}")).status_code == 200


async def test_the_true_bearer_of_a_doubled_nik_is_heard_but_learns_nothing_of_the_other(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien, isi: Subjek, verifikator: Klien
) -> None:
    await daftarkan(sesi, wadah, isi.model_copy(update={"nama": "Orang Lain", "anggota": []}))
    satu = (await warga.get(SAYA)).json()["data"][0]
    assert (satu["jenis"], satu["is_tentang_anda"], satu["isi"]) == ("NIK_GANDA", False, None)
    assert "Orang Lain" not in str(satu)
    ref = satu["ref"]
    assert (await warga.post(f"{SAYA}/{ref}/tanggapi", json=JAWAB)).json()["status"] == "DITANGGAPI"
    assert (await verifikator.post(f"/v1/petugas/temuan/{ref}/buktikan", json=alasan())).status_code == 200
    jawab = await warga.post(f"{SAYA}/{ref}/tanggapi", json=JAWAB)
    assert (jawab.json()["kode"], jawab.json()["syarat"]) == ("syarat-tidak-terpenuhi", "dapat_ditanggapi")


async def test_one_opens_only_what_one_sent_and_sends_only_so_much(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien, masuk: Masuk, isi: Subjek, monkeypatch: Any
) -> None:
    ref = await temuan(sesi, wadah, orang, JenisTemuan.NJOP_DI_ATAS_1M, sumber=SumberTemuan.BAPENDA, sekeluarga=True)
    anak = await masuk(Jabatan.WARGA, nik=isi.anggota[0].nik)
    milik = (await lampirkan(warga, ref, PDF)).headers["Location"]
    assert (await anak.get(milik)).json()["kode"] == "lampiran-temuan-tidak-ditemukan"
    assert (await warga.get(f"{SAYA}/{ref}/lampiran/{id_baru()}")).status_code == 404
    monkeypatch.setattr(tanggapan, "MAKS_LAMPIRAN", 1)
    assert (await lampirkan(warga, ref, PDF)).json()["kode"] == "lampiran-temuan-penuh"
    assert (await lampirkan(warga, ref, b"bukan gambar")).json()["kode"] == "berkas-bukan-gambar"


async def test_he_hears_of_a_finding_and_of_its_decision_in_his_inbox(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien, verifikator: Klien
) -> None:
    """F2, F5: nothing is held against anybody who was not told of it."""
    ref = await temuan(sesi, wadah, orang)
    assert await temuan(sesi, wadah, orang) == ref
    await verifikator.post(f"/v1/petugas/temuan/{ref}/gugurkan", json=alasan("ORANG_LAIN"))
    kabar = (await warga.get("/v1/warga/notifikasi")).json()["data"]
    assert [(k["jenis"], k["objek"]) for k in kabar] == [("TEMUAN", f"temuan/{ref}")] * 2
    assert "Gugur" in kabar[0]["isi"]["id"]
    assert "ASN" not in kabar[0]["judul"]["id"]


async def test_he_hears_that_a_finding_counts_no_more(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien
) -> None:
    """F5: whether its source says it no more, or its data are too old."""
    for lapuk in (False, True):
        ref = await temuan(sesi, wadah, orang, instansi=f"{lapuk}", tanggal=date(2020, 1, 1))
        service = TemuanService.rakit(sesi, wadah)
        if lapuk:
            assert await service.usangkan(365, 10) == 1
        else:
            assert await service.tarik(orang.keluarga_id, orang.id, SumberTemuan.BKN, set()) == 1
        await sesi.commit()
        kabar = (await warga.get("/v1/warga/notifikasi")).json()["data"][0]
        assert kabar["objek"] == f"temuan/{ref}"
        assert TEKS_STATUS[StatusTemuan.KEDALUWARSA].id in kabar["isi"]["id"]


async def test_what_is_odd_about_a_visit_is_the_enumerators_affair(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, warga: Klien
) -> None:
    ref = await temuan(sesi, wadah, orang, JenisTemuan.LOKASI_BERULANG, sumber=SumberTemuan.LAPANGAN, sekeluarga=True)
    assert (await warga.get(SAYA)).json()["data"] == []
    assert (await warga.get(f"{SAYA}/{ref}")).status_code == 404
    assert (await warga.get("/v1/warga/notifikasi")).json()["data"] == []
