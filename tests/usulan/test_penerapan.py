"""What a PERBAIKAN and a HAPUS do to the registry, and what happens when it cannot take a change."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.kode import AlasanKeluarAnggota, Hubungan
from app.keluarga.service import KeluargaService
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import TERTAHAN, AksiUsulan, JenisUsulan, StatusUsulan, SubjenisUsulan
from app.usulan.tugas import kirim_ulang
from tests.conftest import Klien, Masuk
from tests.pabrik import keluarga as pabrik_keluarga
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA, DESA_KAB_LAIN
from tests.usulan.pembantu import PERIKSA, PETUGAS, WARGA, Rumah, hapus, kirim, perbaikan, rumah, susun, warga_dari
from tests.usulan.test_service import pelaku

A, J, S, U = AksiUsulan, Jabatan, StatusUsulan, SubjenisUsulan
KINI = hari_ini().isoformat()


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(J.OPERATOR_DESA, (str(DESA),), nik=pabrik.nik_uji(), no_kk=pabrik.no_kk_uji())


def identitas(orang: Ref | None, **isi: Any) -> dict[str, Any]:
    return {"jenis": "IDENTITAS", "tanggal": KINI, "anggota": orang.teks if orang else None, **isi}


async def keluarga(sesi: AsyncSession, wadah: Wadah, ref: Ref) -> KeluargaLengkap:
    sesi.expunge_all()
    return await KeluargaService.rakit(sesi, wadah).baca(ref.keluarga_id)


async def sahkan(sesi: AsyncSession, wadah: Wadah, ref: str) -> Usulan:
    """Take a case to its signature past the desks in between."""
    satu = await UsulanService.rakit(sesi, wadah).kunci(Ref.urai(ref), None)
    satu.status = S.DISAHKAN
    await sesi.flush()
    return satu


async def usul(klien: Klien, akar: str, milik: Rumah, *perubahan: dict[str, Any], **isi: Any) -> str:
    """Send a PERBAIKAN about the head; its reference."""
    subjenis = U.IDENTITAS if perubahan[0]["jenis"] == "IDENTITAS" else U.ANGGOTA_KELUARGA
    badan = perbaikan(subjenis, orang={"anggota": milik.kepala.teks}, perubahan=list(perubahan), **isi)
    return str((await kirim(klien, akar, badan))["ref"])


# -- corrections


async def test_a_corrected_identity_reaches_the_registry_when_it_is_sent(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T08b, T21a: IDENTITAS skips the meeting; Dukcapil is asked about the corrected person; then it is applied."""
    milik, baru = await rumah(sesi, wadah), pabrik.nik_uji()
    warga = await warga_dari(milik, masuk)
    ref = await usul(
        warga,
        WARGA,
        milik,
        identitas(milik.kepala, nik=baru, nama="Budi Santosa"),
        identitas(None, alamat="Kp. Baru RT 03 RW 04"),
    )
    isi = (await warga.get(f"{WARGA}/{ref}")).json()
    assert (isi["subjek"]["nik"], isi["subjek"]["nama"]) == (baru, "Budi Santosa")
    assert isi["subjek"]["alamat"] == "Kp. Baru RT 03 RW 04"
    assert [p["jenis"] for p in isi["perubahan"]] == ["IDENTITAS", "IDENTITAS"]
    jawab = await operator.post(f"{PETUGAS}/{ref}/tetapkan-lengkap", json=PERIKSA)
    assert jawab.json()["status"] == "DISEPAKATI_MUSYAWARAH", jawab.text
    assert (await keluarga(sesi, wadah, milik.kepala)).kepala.nama == "Budi Santoso"  # type: ignore[union-attr]
    satu = await sahkan(sesi, wadah, ref)
    assert await UsulanService.rakit(sesi, wadah).pindahkan_massal([satu.ref], A.KIRIM, None) == 1
    assert satu.status is S.DIKIRIM
    kini = await keluarga(sesi, wadah, milik.kepala)
    assert kini.kepala is not None
    assert (kini.kepala.nik, kini.kepala.nama, kini.alamat) == (baru, "Budi Santosa", "Kp. Baru RT 03 RW 04")


async def test_births_and_splits_reach_the_registry_and_the_case_follows_its_person(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """B.1 ANGGOTA_KELUARGA: lahir, pisah KK."""
    milik = await rumah(sesi, wadah)
    lahir = {"jenis": "LAHIR", "tanggal": KINI, "nama": "Bayi Uji", "jenis_kelamin": "P"}
    pisah = {
        "jenis": "PISAH_KK",
        "tanggal": KINI,
        "anggota": [{"anggota": milik.kepala.teks, "hubungan": "KEPALA_KELUARGA"}],
        "baru": {"no_kk": pabrik.no_kk_uji()},
        "kepala_baru": [milik.anak.teks],
    }
    satu = await sahkan(sesi, wadah, await usul(operator, PETUGAS, milik, lahir, pisah))
    await UsulanService.rakit(sesi, wadah).move(satu.ref, A.KIRIM, None)
    assert (satu.status, satu.registri_id != milik.kepala.keluarga_id) == (S.DIKIRIM, True)
    lama = await keluarga(sesi, wadah, milik.kepala)
    assert {a.nama for a in lama.aktif} == {"Dewi Lestari", "Bayi Uji"}
    baru = await keluarga(sesi, wadah, Ref(satu.registri_id, milik.kepala.id))
    assert [a.individu_id for a in baru.aktif] == [milik.kepala.id]


async def test_what_the_registry_cannot_take_waits_and_stops_nobody_else(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T21a: a NIK that is somebody else's meanwhile; T14b lets the signer send the case back."""
    milik, lain, rebut = await rumah(sesi, wadah), await rumah(sesi, wadah), pabrik.nik_uji()
    gagal = await sahkan(
        sesi,
        wadah,
        await usul(operator, PETUGAS, milik, identitas(None, alamat="Kp. Lain"), identitas(milik.kepala, nik=rebut)),
    )
    jadi = await sahkan(sesi, wadah, await usul(operator, PETUGAS, lain, identitas(lain.kepala, nama="Jaya")))
    await pabrik_keluarga.daftarkan(sesi, wadah, pabrik_keluarga.subjek(nik=pabrik.nik(rebut)))
    service = UsulanService.rakit(sesi, wadah)
    assert await service.pindahkan_massal([gagal.ref, jadi.ref], A.KIRIM, None) == 1
    assert (gagal.status, gagal.is_tertahan, jadi.status) == (S.DISAHKAN, True, S.DIKIRIM)
    assert (await keluarga(sesi, wadah, milik.kepala)).alamat == milik.subjek.alamat
    dibaca = (await operator.get(f"{PETUGAS}/{gagal.ref}", params={"tujuan": "memeriksa"})).json()
    assert dibaca["sebab"]["kode"] == TERTAHAN
    await kirim_ulang(wadah, {})
    langkah = (await operator.get(f"{PETUGAS}/{gagal.ref}/riwayat")).json()["data"]
    assert [x["aksi"] for x in langkah if x["alasan"]] == ["kirim"]
    assert "NIK sudah terdaftar" in langkah[-1]["alasan"]["penjelasan"]
    kepala = await masuk(J.KEPALA_OPD)
    isi = {"alasan": pabrik.alasan("DIKEMBALIKAN_OPD"), "sasaran": "DESA"}
    jawab = await kepala.post(f"{PETUGAS}/{gagal.ref}/kembalikan-dari-pengesahan", json=isi)
    assert jawab.json()["status"] == "DIKEMBALIKAN", jawab.text


async def test_a_held_correction_is_sent_once_the_conflict_is_gone(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    milik = await rumah(sesi, wadah)
    ref = await usul(operator, PETUGAS, milik, identitas(milik.kepala, nama="Nama Benar"))
    satu = await sahkan(sesi, wadah, ref)
    satu.kode_alasan = TERTAHAN
    await sesi.commit()
    await kirim_ulang(wadah, {})
    await sesi.refresh(satu)
    assert satu.status is S.DIKIRIM
    assert not satu.kode_alasan


# -- which changes may be asked


async def test_a_change_names_the_right_people_and_kinds(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    milik, tetangga = await rumah(sesi, wadah), await rumah(sesi, wadah)
    jauh = await rumah(sesi, wadah, str(DESA_KAB_LAIN))
    warga = await warga_dari(milik, masuk)
    lahir = {"jenis": "LAHIR", "tanggal": KINI, "nama": "Bayi", "jenis_kelamin": "L"}
    mati = {"jenis": "MENINGGAL", "tanggal": KINI, "anggota": milik.kepala.teks}
    pergi = {"jenis": "PINDAH_KELUAR", "tanggal": KINI, "anggota": [milik.kepala.teks]}
    gabung = {"jenis": "GABUNG_KK", "tanggal": KINI, "anggota": [{"anggota": milik.anak.teks, "hubungan": "CUCU"}]}
    ke = [{**gabung, "ke": Ref(r.kepala.keluarga_id, r.kepala.keluarga_id).teks} for r in (tetangga, jauh)]
    orang = {"anggota": milik.kepala.teks}
    for klien, akar, subjenis, perubahan, status in (
        (operator, PETUGAS, U.IDENTITAS, [], 422),
        (operator, PETUGAS, U.IDENTITAS, [lahir], 422),
        (operator, PETUGAS, U.IDENTITAS, [identitas(milik.anak, nama="Lain")], 422),
        (operator, PETUGAS, U.ANGGOTA_KELUARGA, [], 422),
        (operator, PETUGAS, U.ANGGOTA_KELUARGA, [mati], 422),
        (operator, PETUGAS, U.ANGGOTA_KELUARGA, [pergi], 422),
        (operator, PETUGAS, U.SOSIAL_EKONOMI, [lahir], 422),
        (operator, PETUGAS, U.ANGGOTA_KELUARGA, [ke[0]], 201),
        (operator, PETUGAS, U.ANGGOTA_KELUARGA, [ke[1]], 422),
        (warga, WARGA, U.ANGGOTA_KELUARGA, [lahir], 201),
        (warga, WARGA, U.ANGGOTA_KELUARGA, [ke[0]], 422),
    ):
        jawab = await klien.post(akar, json=perbaikan(subjenis, orang=orang, perubahan=perubahan))
        assert jawab.status_code == status, (subjenis, perubahan, jawab.text)
        assert status == 201 or jawab.json()["kode"] == "perubahan-tidak-sah"


async def test_an_asked_change_is_answered_by_another_and_masked_for_those_who_need_no_numbers(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T03, T04 for a PERBAIKAN."""
    milik = await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    ref = await usul(warga, WARGA, milik, identitas(milik.kepala, nama="Budi S."))
    minta = {"alasan": pabrik.alasan("NIK_KK_BEDA"), "butir": ["PERUBAHAN"]}
    assert (await operator.post(f"{PETUGAS}/{ref}/minta-lengkapi", json=minta)).status_code == 200
    versi = (await warga.get(f"{WARGA}/{ref}")).headers["etag"]
    ganti = identitas(milik.kepala, nama="Budi Sentosa", nama_ibu="Nyai Ratna Dewi", telepon="081234567")
    jawab = await warga.patch(f"{WARGA}/{ref}", json={"perubahan": [ganti]}, headers={"If-Match": versi})
    assert (jawab.json()["subjek"]["nama"], jawab.json()["butir_kurang"][0]["terjawab"]) == ("Budi Sentosa", True)
    assert (await warga.post(f"{WARGA}/{ref}/lengkapi", json={})).json()["status"] == "DIAJUKAN"
    psm = await masuk(J.PSM)
    satu = (await psm.get(f"{PETUGAS}/{ref}", params={"tujuan": "mendampingi"})).json()["perubahan"][0]
    assert (satu["nama"], satu["nama_ibu"], satu["telepon"]) == ("Budi Sentosa", None, None)


# -- departures


@pytest.mark.parametrize(
    ("subjenis", "alasan"),
    [
        (U.MENINGGAL, AlasanKeluarAnggota.MENINGGAL),
        (U.PINDAH, AlasanKeluarAnggota.PINDAH),
        (U.GANDA, AlasanKeluarAnggota.SALAH_CATAT),
        (U.MAMPU, None),
        (U.TIDAK_DITEMUKAN, None),
        (U.MENGUNDURKAN_DIRI, None),
    ],
)
async def test_each_departure_leaves_its_mark_in_the_family(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, subjenis: SubjenisUsulan, alasan: AlasanKeluarAnggota | None
) -> None:
    """T24, B.9: after the decree; the child becomes the head where the head is gone."""
    milik = await rumah(sesi, wadah)
    isi = hapus(subjenis, orang={"anggota": milik.kepala.teks})
    ref = Ref.urai((await susun(operator, PETUGAS, isi)).rsplit("/", 1)[-1])
    service = UsulanService.rakit(sesi, wadah)
    satu = await service.kunci(ref, None)
    satu.status = S.DITETAPKAN
    await sesi.flush()
    assert await service.pindahkan_massal([ref], A.NONAKTIFKAN, None) == 1
    kini = await keluarga(sesi, wadah, milik.kepala)
    diri = next(a for a in kini.anggota if a.individu_id == milik.kepala.id)
    assert (diri.alasan_keluar, diri.is_aktif) == (alasan, alasan is None)
    assert (diri.meninggal_date is not None) is (subjenis is U.MENINGGAL)
    kepala = milik.kepala if alasan is None else milik.anak
    assert [a.ref for a in kini.aktif if a.hubungan is Hubungan.KEPALA_KELUARGA] == [kepala]
    assert await service.pindahkan_massal([ref], A.NONAKTIFKAN, None) == 1  # again: nothing more to do


async def test_a_departure_that_the_registry_cannot_take_does_not_keep_the_membership_open(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    """T24: the case ends and its history tells what is left for an officer."""
    satu = await pabrik.usulan_pada(sesi, wadah, S.DITETAPKAN, jenis=JenisUsulan.HAPUS, subjenis=U.MENINGGAL)
    service = UsulanService.rakit(sesi, wadah)
    keluarga_lain = await pabrik_keluarga.daftarkan(sesi, wadah)
    satu.registri_id = keluarga_lain.keluarga_id
    await sesi.flush()
    await service.move(satu.ref, A.NONAKTIFKAN, None)
    terakhir = (await service.riwayat(satu.ref, pelaku(J.VERIFIKATOR)))[-1]
    assert terakhir.isi == {"registri": "keluarga-tidak-ditemukan"}
