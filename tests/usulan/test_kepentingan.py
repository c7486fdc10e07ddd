"""Whom a PERBAIKAN concerns: the registered person sees and hears of it, everybody named hears, nobody named judges."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.identitas import Identitas
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.nik import Nik
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.kode import Hubungan
from app.keluarga.peristiwa import PindahMasuk
from app.keluarga.perubahan import PerubahanService
from app.usulan.status import SubjenisUsulan
from tests.akun.pembantu import surat
from tests.conftest import Klien, Masuk
from tests.pabrik import keluarga as pabrik_keluarga
from tests.pabrik import usulan as pabrik
from tests.pabrik.akun import akun_aktif
from tests.pabrik.wilayah import DESA
from tests.usulan.pembantu import PERIKSA, PETUGAS, WARGA, Rumah, kirim, perbaikan, rumah, susun, warga_dari
from tests.usulan.test_routers_warga import unggah

J, U = Jabatan, SubjenisUsulan
KINI = hari_ini().isoformat()
TUJUAN = {"tujuan": "memeriksa"}


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(J.OPERATOR_DESA, (str(DESA),), nik=pabrik.nik_uji(), no_kk=pabrik.no_kk_uji())


def identitas(orang: Ref | None, **isi: Any) -> dict[str, Any]:
    return {"jenis": "IDENTITAS", "tanggal": KINI, "anggota": orang.teks if orang else None, **isi}


def pindah(jenis: str, siapa: Ref, **isi: Any) -> dict[str, Any]:
    return {"jenis": jenis, "tanggal": KINI, "anggota": [{"anggota": siapa.teks, "hubungan": "CUCU"}], **isi}


def ke(tujuan: Rumah) -> dict[str, str]:
    return {"ke": Ref(tujuan.kepala.keluarga_id, tujuan.kepala.keluarga_id).teks}


def tentang(milik: Rumah, *perubahan: dict[str, Any]) -> dict[str, Any]:
    """A PERBAIKAN about the head."""
    subjenis = U.IDENTITAS if perubahan[0]["jenis"] == "IDENTITAS" else U.ANGGOTA_KELUARGA
    return perbaikan(subjenis, orang={"anggota": milik.kepala.teks}, perubahan=list(perubahan))


async def kabar(warga: Klien) -> list[dict[str, Any]]:
    isi: list[dict[str, Any]] = (await warga.get("/v1/warga/notifikasi")).json()["data"]
    return isi


# -- a changed identity


async def test_a_case_that_changes_a_nik_is_the_registered_persons_and_not_that_of_who_bears_the_new_one(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """The new NIK is a claim: who has it hears that it was named, and sees nothing of the other one's data."""
    milik, rebut = await rumah(sesi, wadah), pabrik.nik_uji()
    pemilik, penumpang = await warga_dari(milik, masuk), await masuk(J.WARGA, nik=rebut)
    isi = tentang(milik, identitas(milik.kepala, nik=rebut), identitas(None, alamat="Kp. Lain RT 01"))
    hasil = await kirim(operator, PETUGAS, isi)
    ref = hasil["ref"]
    dibaca = await pemilik.get(f"{WARGA}/{ref}")
    assert (dibaca.status_code, dibaca.json()["subjek"]["nik"]) == (200, rebut)
    assert [u["ref"] for u in (await pemilik.get(WARGA)).json()["data"]] == [ref]
    for jalur in (f"{WARGA}/{ref}", f"{WARGA}/{ref}/riwayat"):
        assert (await penumpang.get(jalur)).status_code == 404
    assert (await penumpang.get(WARGA)).json()["data"] == []
    minta = {"alasan": pabrik.alasan("NIK_KK_BEDA"), "butir": ["PERUBAHAN"]}
    assert (await operator.post(f"{PETUGAS}/{ref}/minta-lengkapi", json=minta)).status_code == 200
    terbaru, untuk_lain = (await kabar(pemilik))[0], (await kabar(penumpang))[0]
    assert "Penjelasan uji" in terbaru["isi"]["id"]
    assert terbaru["objek"] == f"usulan/{ref}"
    assert hasil["nomor"] in untuk_lain["isi"]["id"]
    assert "Penjelasan uji" not in untuk_lain["isi"]["id"]
    assert not untuk_lain["objek"]


async def test_the_registered_address_and_the_accounts_are_told_and_the_proposed_address_is_not(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik = pabrik.nik_uji()
    orang = pabrik_keluarga.subjek(nik=pabrik.nik(nik), surel="lama@contoh.id")
    kepala = await pabrik_keluarga.daftarkan(sesi, wadah, orang)
    await akun_aktif(wadah, J.WARGA, identitas=Identitas(nik=Nik(nik), surel="akun@contoh.id"), kode_desa=str(DESA))
    isi = perbaikan(
        U.IDENTITAS,
        orang={"anggota": kepala.teks},
        perubahan=[identitas(kepala, nik=pabrik.nik_uji(), nama="Orang Lain", surel="baru@contoh.id")],
    )
    await kirim(operator, PETUGAS, isi)
    surel = await surat(wadah, sesi, "usulan_berubah")
    assert {s.kepada for s in surel} == {"lama@contoh.id", "akun@contoh.id"}
    assert "Orang Lain" not in {s.data["nama"] for s in surel}


async def test_both_numbers_find_who_read_the_case(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    milik, lain = await rumah(sesi, wadah), pabrik.nik_uji()
    ref = (await kirim(operator, PETUGAS, tentang(milik, identitas(milik.kepala, nik=lain))))["ref"]
    verifikator = await masuk(J.VERIFIKATOR)
    assert (await verifikator.get(f"{PETUGAS}/{ref}", params=TUJUAN)).status_code == 200
    for warga in (await warga_dari(milik, masuk), await masuk(J.WARGA, nik=lain)):
        baris = (await warga.get("/v1/warga/saya/akses")).json()["data"]
        assert [b["jabatan"] for b in baris if b["kejadian"] == "usulan:usulan:dibaca"] == ["VERIFIKATOR"]


@pytest.mark.parametrize(
    ("ubah", "tanda"),
    [
        ({"nik": True}, []),
        ({"nama": "Orang Lain"}, []),
        ({"nik": True, "nama": "Orang Lain"}, ["NIK_DAN_IDENTITAS_BERUBAH"]),
        ({"nik": True, "tanggal_lahir": "1991-02-02"}, ["NIK_DAN_IDENTITAS_BERUBAH"]),
    ],
    ids=["the number alone", "the name alone", "number and name", "number and birth date"],
)
async def test_a_new_number_together_with_a_new_name_or_birth_date_is_flagged_to_who_validates(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah, ubah: dict[str, Any], tanda: list[str]
) -> None:
    milik = await rumah(sesi, wadah)
    isi = ubah | ({"nik": pabrik.nik_uji()} if "nik" in ubah else {})
    ref = (await kirim(operator, PETUGAS, tentang(milik, identitas(milik.kepala, **isi))))["ref"]
    verifikator = await masuk(J.VERIFIKATOR)
    assert (await verifikator.get(f"{PETUGAS}/{ref}", params=TUJUAN)).json()["tanda"] == tanda
    meja = await verifikator.get(f"{PETUGAS}/{ref}/validasi", params={"tujuan": "VERVAL"})
    assert meja.json().get("tanda") == tanda, meja.text


# -- separation of duties


async def test_an_officer_whose_registered_number_is_corrected_stays_out_of_the_case(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """His new number is another one, and the family's too."""
    milik = await rumah(sesi, wadah)
    isi = tentang(milik, identitas(milik.kepala, nik=pabrik.nik_uji()), identitas(None, no_kk=pabrik.no_kk_uji()))
    ref = (await kirim(operator, PETUGAS, isi))["ref"]
    for punya in ({"nik": milik.nik}, {"no_kk": str(milik.subjek.no_kk)}):
        diri = await masuk(J.OPERATOR_DESA, (str(DESA),), **punya)
        jawab = await diri.post(f"{PETUGAS}/{ref}/tetapkan-lengkap", json=PERIKSA)
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")


async def test_nobody_acts_as_an_officer_on_a_case_that_names_his_family_second(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """Neither drafts it, nor changes it into one, nor checks it, nor visits for it."""
    milik, tujuan = await rumah(sesi, wadah), await rumah(sesi, wadah)
    nik_anak = str(tujuan.subjek.anggota[0].nik)
    gabung = pindah("GABUNG_KK", milik.anak, **ke(tujuan))
    ref = (await kirim(operator, PETUGAS, tentang(milik, gabung)))["ref"]
    for punya in ({"nik": tujuan.nik}, {"nik": nik_anak}, {"no_kk": str(tujuan.subjek.no_kk)}):
        diri = await masuk(J.OPERATOR_DESA, (str(DESA),), **punya)
        periksa = await diri.post(f"{PETUGAS}/{ref}/tetapkan-lengkap", json=PERIKSA)
        draf = await diri.post(PETUGAS, json=tentang(milik, gabung))
        lahir = {"jenis": "LAHIR", "tanggal": KINI, "nama": "Bayi", "jenis_kelamin": "L"}
        jujur = (await diri.post(PETUGAS, json=tentang(milik, lahir))).json()["ref"]
        ubah = await diri.patch(f"{PETUGAS}/{jujur}", json={"perubahan": [gabung]}, headers={"If-Match": '"v1"'})
        for jawab in (periksa, draf, ubah):
            assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas"), jawab.text
        enumerator = await masuk(J.ENUMERATOR, (str(DESA),), **punya)
        calon = (await (await masuk(J.VERIFIKATOR)).get(f"{PETUGAS}/{ref}/calon-enumerator")).json()["data"]
        assert str(enumerator.pelaku.akun_id) not in {c["akun_id"] for c in calon}


@pytest.mark.parametrize("nomor", ["nik", "no_kk"])
async def test_nobody_checks_a_case_that_brings_his_own_numbers_into_a_family(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah, nomor: str
) -> None:
    """The numbers that a change writes count like those on file."""
    milik = await rumah(sesi, wadah)
    punya = {"nik": pabrik.nik_uji()} if nomor == "nik" else {"no_kk": pabrik.no_kk_uji()}
    masuk_kk = {
        "jenis": "PINDAH_MASUK",
        "tanggal": KINI,
        "nama": "Adik Petugas",
        "tempat_lahir": "Bandung",
        "tanggal_lahir": "1990-01-01",
        "jenis_kelamin": "L",
        "hubungan": "LAINNYA",
    }
    pisah = pindah("PISAH_KK", milik.anak) | {"baru": punya}
    pisah["anggota"][0]["hubungan"] = "KEPALA_KELUARGA"
    isi = tentang(milik, masuk_kk | punya if nomor == "nik" else pisah)
    ref = (await kirim(operator, PETUGAS, isi))["ref"]
    diri = await masuk(J.OPERATOR_DESA, (str(DESA),), **punya)
    jawab = await diri.post(f"{PETUGAS}/{ref}/tetapkan-lengkap", json=PERIKSA)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")


async def test_who_joined_a_named_family_before_it_is_sent_does_not_check_it(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """A draft may lie for weeks: whom it concerns is read again when it is sent."""
    milik, tujuan, nik = await rumah(sesi, wadah), await rumah(sesi, wadah), pabrik.nik_uji()
    url = await susun(operator, PETUGAS, tentang(milik, pindah("GABUNG_KK", milik.anak, **ke(tujuan))))
    pindah_masuk = {"tanggal": hari_ini(), "tanggal_lahir": date(1990, 1, 1), "jenis_kelamin": "L", "nik": nik}
    perubahan = PindahMasuk(nama="Paman", tempat_lahir="Bandung", hubungan=Hubungan.LAINNYA, **pindah_masuk)
    keluarga_id = tujuan.kepala.keluarga_id
    await PerubahanService.rakit(sesi, wadah).terapkan(keluarga_id, perubahan, None, sumber="uji")
    assert (await operator.post(f"{url}/ajukan")).status_code == 200
    diri = await masuk(J.OPERATOR_DESA, (str(DESA),), nik=nik)
    jawab = await diri.post(f"{url}/tetapkan-lengkap", json=PERIKSA)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")


# -- who is declared dead or gone


@pytest.mark.parametrize(
    ("jenis", "bukti", "teks"),
    [
        ("MENINGGAL", "SURAT_KETERANGAN_KEMATIAN", "Akta kematian"),
        ("PINDAH_KELUAR", "SURAT_PERNYATAAN", "Surat keterangan pindah"),
    ],
)
async def test_another_member_is_written_out_by_papers_only_and_hears_of_it(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah, jenis: str, bukti: str, teks: str
) -> None:
    """What a HAPUS for the same reason would bring, also when a draft is changed into such a case."""
    milik = await rumah(sesi, wadah)
    anak = await masuk(J.WARGA, nik=str(milik.subjek.anggota[0].nik))
    siapa = milik.anak.teks if jenis == "MENINGGAL" else [milik.anak.teks]
    pergi = {"jenis": jenis, "tanggal": KINI, "anggota": siapa}
    lahir = {"jenis": "LAHIR", "tanggal": KINI, "nama": "Bayi", "jenis_kelamin": "L"}
    url = await susun(operator, PETUGAS, tentang(milik, lahir))
    versi = (await operator.get(url, params=TUJUAN)).headers["etag"]
    ubah = await operator.patch(url, json={"perubahan": [lahir, pergi]}, headers={"If-Match": versi})
    tanda = "ANGGOTA_DINYATAKAN_" + jenis.split("_", maxsplit=1)[0]
    assert (ubah.status_code, ubah.json()["tanda"]) == (200, [tanda]), ubah.text
    kurang = await operator.post(f"{url}/ajukan")
    assert (kurang.status_code, kurang.json().get("syarat")) == (409, "lampiran_wajib"), kurang.text
    assert teks in kurang.json()["detail"]
    ref = url.rsplit("/", 1)[-1]
    await unggah(operator, ref, bukti, akar=PETUGAS)
    nomor = (await operator.post(f"{url}/ajukan")).json()["nomor"]
    assert [nomor in k["isi"]["id"] for k in await kabar(anak)] == [True]
    assert (await anak.get(f"{WARGA}/{ref}")).status_code == 404
    desa = await masuk(J.OPERATOR_DESA, (str(DESA),))
    tanpa = {"daftar_periksa": {"kk_terbaca": True, "nik_kk_sesuai": True}}
    jawab = await desa.post(f"{url}/tetapkan-lengkap", json=tanpa)
    assert (jawab.status_code, jawab.json().get("syarat")) == (409, "daftar_periksa_terpenuhi")
    assert (await desa.post(f"{url}/tetapkan-lengkap", json=PERIKSA)).json()["status"] == "LENGKAP"
