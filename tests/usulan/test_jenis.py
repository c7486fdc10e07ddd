"""PERBAIKAN and HAPUS through HTTP: whom one may name, what each kind brings, and where it goes."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.status import SUBJENIS, JenisLampiran, JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import keluarga as pabrik_keluarga
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA, DESA_KAB_LAIN
from tests.usulan.pembantu import (
    PERIKSA,
    PETUGAS,
    WARGA,
    Rumah,
    badan,
    hapus,
    kirim,
    perbaikan,
    rumah,
    susun,
    warga_dari,
)
from tests.usulan.test_routers_warga import unggah

J, S, U, L = Jabatan, StatusUsulan, SubjenisUsulan, JenisLampiran
ATAS_NAMA = {"penandatangan": "Budi Santoso", "cara": "TANDA_TANGAN", "tanggal": "2026-01-01"}
PASANGAN = [(j, u) for j in JenisUsulan for u in sorted(SUBJENIS[j])]


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(J.OPERATOR_DESA, (str(DESA),), nik=pabrik.nik_uji(), no_kk=pabrik.no_kk_uji())


# -- whom one may name


async def test_a_citizen_names_his_family_and_nobody_else(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    """T01: PERBAIKAN and HAPUS of citizens are for their own family; the answer about others tells nothing."""
    milik, tetangga = await rumah(sesi, wadah), await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    nama = []
    for siapa in ({"nik": milik.nik, "no_kk": milik.subjek.no_kk}, {"anggota": milik.anak.teks}):
        jawab = await warga.post(WARGA, json=perbaikan(orang=siapa))
        assert jawab.status_code == 201, jawab.text
        nama.append(jawab.json()["subjek"]["nama"])
    assert nama == ["Budi Santoso", "Dewi Lestari"]
    semua = []
    for siapa in ({"nik": tetangga.nik}, {"nik": pabrik.nik_uji()}, {"anggota": tetangga.anak.teks}, {"anggota": "x"}):
        jawab = await warga.post(WARGA, json=hapus(orang=siapa))
        semua.append((jawab.status_code, jawab.json()["syarat"], jawab.json()["detail"]))
    assert set(semua) == {(409, "keluarga_sendiri", semua[0][2])}


async def test_a_citizen_who_is_not_on_file_is_told_so_whomever_he_names(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T01: BELUM_TERDAFTAR."""
    tetangga, warga = await rumah(sesi, wadah), await masuk(J.WARGA, nik=pabrik.nik_uji())
    for nik in (tetangga.nik, pabrik.nik_uji()):
        jawab = await warga.post(WARGA, json=hapus(orang={"nik": nik}))
        assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "BELUM_TERDAFTAR")


async def test_an_officer_names_people_of_his_area(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    """T01: BELUM_TERDAFTAR, BEDA_WILAYAH, NIK_KK_BEDA."""
    sini, jauh = await rumah(sesi, wadah), await rumah(sesi, wadah, str(DESA_KAB_LAIN))
    for siapa, kode in (
        ({"nik": sini.nik}, None),
        ({"anggota": sini.anak.teks}, None),
        ({"nik": sini.nik, "no_kk": pabrik.no_kk_uji()}, "NIK_KK_BEDA"),
        ({"nik": pabrik.nik_uji()}, "BELUM_TERDAFTAR"),
        ({"anggota": jauh.anak.teks}, "BELUM_TERDAFTAR"),
        ({"anggota": Ref(sini.kepala.keluarga_id, jauh.anak.id).teks}, "BELUM_TERDAFTAR"),
        ({"anggota": "karangan"}, "BELUM_TERDAFTAR"),
        ({"nik": jauh.nik}, "BELUM_TERDAFTAR"),
    ):
        jawab = await operator.post(PETUGAS, json=hapus(orang=siapa))
        assert jawab.status_code == (409 if kode else 201), (siapa, jawab.text)
        assert jawab.json().get("kode_alasan") == kode


async def test_a_number_from_elsewhere_is_answered_like_one_that_nobody_has(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """Neither the NIK nor the No KK of a family outside the officer's area can be tried out."""
    jauh = await rumah(sesi, wadah, str(DESA_KAB_LAIN))
    kartu = str(jauh.subjek.no_kk)
    for susun_isi in (hapus, perbaikan):
        semua = [
            await operator.post(PETUGAS, json=susun_isi(orang={"nik": nik, **kk}))
            for nik in (jauh.nik, pabrik.nik_uji())
            for kk in ({}, {"no_kk": kartu}, {"no_kk": pabrik.no_kk_uji()})
        ]
        tetap = [{k: v for k, v in j.json().items() if k not in {"instance", "id_permintaan"}} for j in semua]
        assert [j.status_code for j in semua] == [409] * 6
        assert all(t == tetap[0] for t in tetap), tetap


async def _pindah(masuk: Masuk, dari: Rumah, ke: Rumah) -> None:
    klien, asal = await masuk(J.VERIFIKATOR), Ref(dari.kepala.keluarga_id, dari.kepala.keluarga_id)
    tujuan = Ref(ke.kepala.keluarga_id, ke.kepala.keluarga_id)
    isi = {"ke": tujuan.teks, "tanggal": hari_ini().isoformat(), "hubungan": "LAINNYA"}
    jawab = await klien.post(f"/v1/petugas/keluarga/{asal.teks}/anggota/{dari.anak.teks}/pindah", json=isi)
    assert jawab.status_code == 200, jawab.text


async def test_who_moved_into_another_family_is_not_taken_out_by_the_one_that_he_left(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T01, T02, T05: at every step up to the village's word; the new family may."""
    milik, lain = await rumah(sesi, wadah), await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    isi = hapus(U.PINDAH, orang={"anggota": milik.anak.teks})
    draf = await susun(warga, WARGA, isi)
    terkirim = await kirim(operator, PETUGAS, isi)
    await _pindah(masuk, milik, lain)
    buat = await operator.post(PETUGAS, json=isi)
    assert (buat.status_code, buat.json()["kode_alasan"]) == (409, "BEDA_WILAYAH")
    buat = await warga.post(WARGA, json=isi)
    assert (buat.status_code, buat.json()["syarat"]) == (409, "keluarga_sendiri")
    periksa = await operator.post(f"{PETUGAS}/{terkirim['ref']}/tetapkan-lengkap", json=PERIKSA)
    assert (periksa.status_code, periksa.json()["syarat"]) == (409, "sedesa_registri")
    kirim_draf = await warga.post(f"{draf}/ajukan")
    assert kirim_draf.status_code == 409, kirim_draf.text
    baru = Ref(lain.kepala.keluarga_id, milik.anak.id)
    assert (await operator.post(PETUGAS, json=hapus(orang={"anggota": baru.teks}))).status_code == 201


@pytest.mark.parametrize(
    ("isi", "lokasi"),
    [
        (hapus(orang={}), "body.orang"),
        (hapus(orang={"nik": "3204050101900001", "anggota": "x"}), "body.orang"),
        (hapus(orang={"nik": "123"}), "body.orang.nik"),
        (hapus(orang={"nik": "3204050101900001", "no_kk": "9"}), "body.orang.no_kk"),
        (hapus(U.IDENTITAS, orang={"anggota": "x"}), "body.subjenis"),
        (perbaikan(U.GANDA, orang={"anggota": "x"}), "body.subjenis"),
        (hapus(U.MENINGGAL, orang={"anggota": "x"}) | {"tanggal_peristiwa": "2999-01-01"}, "body.tanggal_peristiwa"),
        (hapus(U.MENINGGAL, orang={"anggota": "x"}) | {"tanggal_peristiwa": None}, "body"),
        (hapus(U.MAMPU, orang={"anggota": "x"}, tanggal_peristiwa="2026-01-01"), "body"),
        (perbaikan(orang={"anggota": "x"}, program=["pkh"]), "body.program.0"),
        ({"jenis": "PINDAH", "subjek": {}}, "body"),
    ],
)
async def test_bad_input_of_each_kind_is_refused(operator: Klien, isi: dict[str, Any], lokasi: str) -> None:
    """D.1 and B.1: a NIK or No KK that cannot be, a sub-kind of another kind, a day that does not fit."""
    jawab = await operator.post(PETUGAS, json=isi)
    assert jawab.status_code == 422, jawab.text
    assert lokasi in [r["lokasi"] for r in jawab.json()["rincian"]]
    assert "Subjenis" not in jawab.text


async def test_no_officer_files_about_his_own_family(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    milik = await rumah(sesi, wadah)
    operator = await masuk(J.OPERATOR_DESA, (str(DESA),), nik=milik.nik, no_kk=str(milik.subjek.no_kk))
    jawab = await operator.post(PETUGAS, json=hapus(orang={"anggota": milik.anak.teks}))
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")


# -- each kind to the end of the village's desk


KE = {U.PEMBARUAN_DESIL: "DISEPAKATI_MUSYAWARAH", U.IDENTITAS: "DISEPAKATI_MUSYAWARAH"}
LANGSUNG = [(j, u) for j, u in PASANGAN if u not in {U.IDENTITAS, U.ANGGOTA_KELUARGA}]


@pytest.mark.parametrize(("jenis", "subjenis"), LANGSUNG, ids=[u.value for _, u in LANGSUNG])
async def test_each_kind_is_sent_with_its_own_papers_and_found_complete(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah, jenis: JenisUsulan, subjenis: SubjenisUsulan
) -> None:
    """T02, T05, T08b: a HAPUS needs no photo of a house; PEMBARUAN_DESIL needs no deliberation."""
    orang = {"nik": (await rumah(sesi, wadah)).nik}
    atas_nama = {"penandatangan": "Budi Santoso", "cara": "CAP_JEMPOL", "tanggal": hari_ini().isoformat()}
    isi = badan(jenis, subjenis, orang=orang, atas_nama=atas_nama, penjelasan="Sesuai keterangan RT")
    jalur = await susun(operator, PETUGAS, isi)
    kurang = await operator.post(f"{jalur}/ajukan")
    assert (kurang.status_code, kurang.json()["syarat"]) == (409, "lampiran_wajib")
    assert "Formulir kertas" in kurang.json()["detail"]
    await unggah(operator, jalur.rsplit("/", 1)[-1], "FORMULIR_BERTANDA_TANGAN", akar=PETUGAS)
    terkirim = await operator.post(f"{jalur}/ajukan")
    assert terkirim.json()["status"] == "DIAJUKAN", terkirim.text
    kabkota = await masuk(J.OPERATOR_DESA, (str(DESA),))
    jawab = await kabkota.post(f"{jalur}/tetapkan-lengkap", json={"daftar_periksa": {}})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "daftar_periksa_terpenuhi")
    jawab = await kabkota.post(f"{jalur}/tetapkan-lengkap", json=PERIKSA)
    hasil = jawab.json()
    assert hasil["status"] == KE.get(subjenis, "LENGKAP"), jawab.text
    assert (hasil["jenis"], hasil["subjenis"], hasil["atas_nama"]["cara"]) == (jenis, subjenis, "CAP_JEMPOL")
    assert hasil["penjelasan"] == "Sesuai keterangan RT"
    langkah = [x["aksi"] for x in (await operator.get(f"{jalur}/riwayat")).json()["data"]]
    assert ("lewati_musyawarah" in langkah) is (subjenis in KE)


async def test_an_item_that_the_checklist_denies_stops_the_case(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan_pada(sesi, wadah, S.DIAJUKAN, jenis=JenisUsulan.HAPUS, subjenis=U.MAMPU)
    periksa = {"daftar_periksa": {"bukti_sesuai": True, "kk_terbaca": False}}
    jawab = await operator.post(f"{PETUGAS}/{satu.ref}/tetapkan-lengkap", json=periksa)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "daftar_periksa_terpenuhi")


async def test_one_case_of_a_kind_about_one_person(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    """T02: USULAN_GANDA; a PERBAIKAN does not stand in the way of a HAPUS."""
    milik = await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    orang = {"nik": milik.nik}
    await kirim(warga, WARGA, hapus(orang=orang))
    jawab = await warga.post(f"{await susun(warga, WARGA, hapus(U.GANDA, orang=orang))}/ajukan")
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "USULAN_GANDA")
    assert (await kirim(warga, WARGA, perbaikan(orang=orang)))["status"] == "DIAJUKAN"
    assert (await kirim(warga, WARGA, hapus(orang={"anggota": milik.anak.teks})))["status"] == "DIAJUKAN"


async def test_a_person_without_nik_is_taken_out_too(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    orang = pabrik_keluarga.subjek(nik=None, no_kk=None)
    ref = await pabrik_keluarga.daftarkan(sesi, wadah, orang)
    hasil = await kirim(operator, PETUGAS, hapus(U.TIDAK_DITEMUKAN, orang={"anggota": ref.teks}))
    assert (hasil["status"], hasil["subjek"]["nik"]) == ("DIAJUKAN", None)


async def test_a_corrected_draft_reads_its_subject_anew_and_takes_only_its_fields(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    milik = await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    isi = (await warga.post(WARGA, json=hapus(orang={"nik": milik.nik}))).json()
    url, tajuk = f"{WARGA}/{isi['ref']}", {"If-Match": '"v1"'}
    for ubah in ({"subjek": pabrik.subjek()}, {"program": ["PKH"]}, {"atas_nama": None}):
        jawab = await warga.patch(url, json=ubah, headers=tajuk)
        assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-berlaku"), ubah
    jawab = await warga.patch(url, json={"penjelasan": "Sudah bekerja tetap"}, headers=tajuk)
    assert (jawab.json()["penjelasan"], jawab.json()["subjek"]["nik"]) == ("Sudah bekerja tetap", milik.nik)
    jawab = await warga.post(WARGA, json=hapus(orang={"nik": milik.nik}, atas_nama={**ATAS_NAMA}))
    assert (jawab.status_code, jawab.json()["isian"]) == (422, ["atas_nama"])
