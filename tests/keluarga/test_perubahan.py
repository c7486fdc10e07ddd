"""What officers change over HTTP: families, members, coming and going."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.kode import Hubungan
from app.keluarga.models import Keluarga, RumahTangga
from app.keluarga.perubahan import PerubahanService
from app.keluarga.service import KeluargaService
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import (
    DASAR,
    HARI_INI,
    KEMARIN,
    TUJUAN,
    cocok,
    jejak,
    keluarga_baru,
    kode,
    rute,
    sebagai_json,
)
from tests.pabrik.keluarga import DESA, anggota, daftarkan, isian, kanonik_kini, nik, no_kk, subjek


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (DESA,))


# -- creating


async def test_an_officer_records_a_family(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    tetangga = await keluarga_baru(sesi, wadah)
    isi = subjek(anggota(), anggota(nik=None))
    jawab = await operator.post(DASAR, json=sebagai_json(isi) | {"serumah_dengan": tetangga.ref.teks})
    assert jawab.status_code == 201
    assert jawab.headers["Location"] == f"{DASAR}/{jawab.json()['ref']}"
    assert jawab.json()["anggota"][0]["hubungan"] == "KEPALA_KELUARGA"
    baru = await KeluargaService.rakit(sesi, wadah).baca(Ref.urai(jawab.json()["ref"]).keluarga_id)
    assert baru.rumah_tangga_id == tetangga.rumah_tangga_id
    assert [r.id for r in (await sesi.scalars(select(RumahTangga))).all()] == [tetangga.rumah_tangga_id]
    assert len(await jejak(sesi, "keluarga:anggota_masuk")) == 4


async def test_a_family_that_may_not_be_recorded(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    ada = subjek()
    await daftarkan(sesi, wadah, ada)
    asing = await keluarga_baru(sesi, wadah, subjek(kode_desa="32.17.01.2001"))
    for tetap, harap in (
        ({"nik": ada.nik}, (409, "nik-sudah-terdaftar")),
        ({"kode_desa": "32.04.05.2002"}, (422, "desa-di-luar-lingkup")),
        ({"kode_desa": "32.04.05.2999"}, (422, "wilayah-tidak-dikenal")),
        ({"serumah_dengan": asing.ref.teks}, (404, "keluarga-tidak-ditemukan")),
        ({"hubungan": "ANAK"}, (422, "isian-tidak-sah")),
    ):
        assert kode(await operator.post(DASAR, json=sebagai_json(subjek()) | tetap)) == harap
    assert len((await sesi.scalars(select(Keluarga))).all()) == 2


async def test_officers_keep_their_hands_off_their_own_family(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek()
    keluarga = await keluarga_baru(sesi, wadah, isi)
    for sendiri in ({"nik": isi.nik}, {"no_kk": isi.no_kk}):
        klien = await masuk(Jabatan.OPERATOR_KABKOTA, ("32.04",), **sendiri)
        jawab = await klien.patch(rute(keluarga), json={"alamat": "Jl. Lain"}, headers=cocok(keluarga))
        assert kode(jawab) == (409, "pemisahan-tugas")
        assert kode(await klien.post(DASAR, json=sebagai_json(isi))) == (409, "pemisahan-tugas")


async def test_a_post_needs_its_key_and_repeats_its_answer(operator: Klien) -> None:
    badan = sebagai_json(subjek())
    satu = await operator.post(DASAR, json=badan, headers={"Idempotency-Key": "kunci-yang-sama"})
    dua = await operator.post(DASAR, json=badan, headers={"Idempotency-Key": "kunci-yang-sama"})
    assert (satu.status_code, dua.content) == (201, satu.content)


# -- correcting


async def test_a_correction_keeps_the_old_values(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    baru = no_kk()
    jawab = await operator.patch(
        rute(keluarga), json={"alamat": "Jl. Melati 5", "no_kk": baru}, headers=cocok(keluarga)
    )
    assert (jawab.status_code, jawab.headers["ETag"]) == (200, '"v2"')
    assert (jawab.json()["alamat"], jawab.json()["no_kk"]) == ("Jl. Melati 5", baru)
    riwayat = (await operator.get(rute(keluarga) + "/riwayat", params=TUJUAN)).json()["data"]
    assert riwayat[0]["peristiwa"] == "KELUARGA_DIPERBAIKI"
    assert riwayat[0]["lama"] == {"alamat": keluarga.alamat, "no_kk": keluarga.no_kk}
    assert riwayat[0]["baru"] == {"alamat": "Jl. Melati 5", "no_kk": baru}
    assert riwayat[0]["jabatan"] == "OPERATOR_DESA"
    cari = await operator.post(f"{DASAR}/cari", json={"no_kk": keluarga.no_kk} | TUJUAN)
    assert cari.json()["data"] == []
    hapus = await operator.patch(rute(keluarga), json={"no_kk": None}, headers={"If-Match": '"v2"'})
    assert hapus.json()["no_kk"] is None


async def test_a_correction_names_the_version_it_read(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    ubah = {"alamat": "Jl. Melati 5"}
    assert kode(await operator.patch(rute(keluarga), json=ubah)) == (428, "if-match-wajib")
    assert (await operator.patch(rute(keluarga), json=ubah, headers=cocok(keluarga))).status_code == 200
    assert kode(await operator.patch(rute(keluarga), json=ubah, headers=cocok(keluarga))) == (412, "versi-basi")
    kosong = await operator.patch(rute(keluarga), json={}, headers={"If-Match": '"v2"'})
    assert kode(kosong) == (422, "isian-tidak-sah")
    null = await operator.patch(rute(keluarga), json={"alamat": None}, headers={"If-Match": '"v2"'})
    assert kode(null) == (422, "isian-tidak-sah")
    sama = await operator.patch(rute(keluarga), json=ubah, headers={"If-Match": '"v2"'})
    assert sama.headers["ETag"] == '"v2"'


async def test_a_family_that_moves_village_takes_members_and_scores_along(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA, ("32.04",))
    keluarga = await keluarga_baru(sesi, wadah)
    service = KeluargaService.rakit(sesi, wadah)
    await service.simpan_jawaban(
        keluarga.keluarga_id, "REGSOSEK2022K", isian(), sumber="KUNJUNGAN", tanggal=hari_ini(), pelaku=None
    )
    baru = "32.04.05.2002"
    jawab = await klien.patch(rute(keluarga), json={"kode_desa": baru}, headers=cocok(keluarga))
    assert (jawab.status_code, jawab.json()["kode_desa"]) == (200, baru)
    kanonik = await kanonik_kini(service, keluarga.keluarga_id)
    assert kanonik is not None
    assert (kanonik["kode_desa"], kanonik["perkotaan"]) == (baru, 0)
    cari = await klien.post(f"{DASAR}/cari", json={"nama": "Budi", "kode_desa": baru} | TUJUAN)
    assert len(cari.json()["data"]) == 1
    luar = await klien.patch(rute(keluarga), json={"kode_desa": "32.17.01.2001"}, headers={"If-Match": '"v2"'})
    assert kode(luar) == (422, "desa-di-luar-lingkup")


async def test_a_member_is_corrected_and_the_nik_follows(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(nik=None, nama="Adk")))
    adik, baru = keluarga.aktif[1], nik()
    ubah = {"nik": baru, "nama": "Adik", "tanggal_lahir": "2015-01-02", "jenis_kelamin": "L", "telepon": "0811-000-111"}
    jawab = await operator.patch(rute(keluarga, adik.ref.teks), json=ubah, headers=cocok(keluarga))
    hasil = next(a for a in jawab.json()["anggota"] if a["ref"] == adik.ref.teks)
    assert {n: hasil[n] for n in ubah} == ubah
    assert hasil["status_dokumen"] == "ADA"
    service = KeluargaService.rakit(sesi, wadah)
    lokasi = await service.cari_nik(baru)
    assert lokasi is not None
    assert lokasi.individu_id == adik.individu_id
    lepas = await operator.patch(rute(keluarga, adik.ref.teks), json={"nik": None}, headers={"If-Match": '"v2"'})
    assert lepas.status_code == 200
    assert await service.cari_nik(baru) is None
    riwayat = (await operator.get(rute(keluarga) + "/riwayat", params=TUJUAN)).json()["data"]
    assert [r["peristiwa"] for r in riwayat[:2]] == ["ANGGOTA_DIPERBAIKI"] * 2
    assert riwayat[1]["lama"]["nama"] == "Adk"
    assert riwayat[0]["lama"] == {"nik": baru}


async def test_a_member_becomes_something_else_to_the_head(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(Hubungan.LAINNYA)))
    orang = keluarga.aktif[1].ref.teks
    jawab = await operator.patch(rute(keluarga, orang), json={"hubungan": "CUCU"}, headers=cocok(keluarga))
    assert [a["hubungan"] for a in jawab.json()["anggota"]] == ["KEPALA_KELUARGA", "CUCU"]


async def test_the_civil_registry_corrects_identities_only(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    klien = await masuk(Jabatan.DISDUKCAPIL, ("32.04",))
    kepala = keluarga.aktif[0].ref.teks
    jawab = await klien.patch(rute(keluarga, kepala), json={"nama": "Budi S"}, headers=cocok(keluarga))
    assert jawab.status_code == 200
    jawab = await klien.patch(rute(keluarga), json={"alamat": "Jl. X"}, headers={"If-Match": '"v2"'})
    assert kode(jawab) == (403, "jabatan-tidak-berwenang")


async def test_corrections_of_a_member_that_cannot_be(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    ada = subjek()
    await daftarkan(sesi, wadah, ada)
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota()))
    anak = keluarga.aktif[1].ref.teks
    for isi, harap in (
        ({"nik": ada.nik}, (409, "nik-sudah-terdaftar")),
        ({"hubungan": "KEPALA_KELUARGA"}, (409, "kepala-keluarga-sudah-ada")),
        ({"nama": None}, (422, "isian-tidak-sah")),
        ({"tanggal_lahir": "2999-01-01"}, (422, "isian-tidak-sah")),
        ({}, (422, "isian-tidak-sah")),
    ):
        assert kode(await operator.patch(rute(keluarga, anak), json=isi, headers=cocok(keluarga))) == harap
    asing = Ref(keluarga.keluarga_id, id_baru()).teks
    jawab = await operator.patch(rute(keluarga, asing), json={"nama": "X"}, headers=cocok(keluarga))
    assert kode(jawab) == (404, "keluarga-tidak-ditemukan")


# -- coming and going


async def test_a_child_is_born(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    bayi = sebagai_json(anggota(nik=None, nama="Bayi", tanggal_lahir=hari_ini())) | {
        "alasan": "LAHIR",
        "tanggal": HARI_INI,
    }
    jawab = await operator.post(rute(keluarga) + "/anggota", json=bayi, headers=cocok(keluarga))
    assert (jawab.status_code, jawab.headers["ETag"]) == (201, '"v2"')
    assert (jawab.json()["alasan_masuk"], jawab.json()["masuk_date"]) == ("LAHIR", HARI_INI)
    for ubah, harap in (
        ({"tanggal": KEMARIN}, (422, "tanggal-peristiwa-tidak-sah")),
        ({"tanggal": "2999-01-01"}, (422, "tanggal-peristiwa-tidak-sah")),
        ({"hubungan": "KEPALA_KELUARGA"}, (409, "kepala-keluarga-sudah-ada")),
        ({"alasan": "AWAL"}, (422, "isian-tidak-sah")),
        ({"nik": keluarga.aktif[0].nik}, (409, "nik-sudah-terdaftar")),
    ):
        assert kode(await operator.post(rute(keluarga) + "/anggota", json=bayi | ubah)) == harap
    basi = await operator.post(rute(keluarga) + "/anggota", json=bayi, headers=cocok(keluarga))
    assert kode(basi) == (412, "versi-basi")


async def test_a_head_dies_and_another_takes_his_place(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(Hubungan.ISTRI_SUAMI, nama="Ani")))
    kepala, istri = (a.ref.teks for a in keluarga.aktif)
    tutup = {"alasan": "MENINGGAL", "tanggal": HARI_INI}
    terlalu_awal = await operator.post(rute(keluarga, kepala) + "/tutup", json=tutup | {"tanggal": KEMARIN})
    assert kode(terlalu_awal) == (422, "tanggal-peristiwa-tidak-sah")
    jawab = await operator.post(rute(keluarga, kepala) + "/tutup", json=tutup | {"kepala_baru": istri})
    ani, budi = jawab.json()["anggota"]
    assert (ani["nama"], ani["hubungan"]) == ("Ani", "KEPALA_KELUARGA")
    assert (budi["keluar_date"], budi["alasan_keluar"], budi["meninggal_date"]) == (HARI_INI, "MENINGGAL", HARI_INI)
    lagi = await operator.post(rute(keluarga, kepala) + "/tutup", json=tutup)
    assert kode(lagi) == (409, "orang-sudah-meninggal")
    cari = await operator.post(f"{DASAR}/cari", json={"nama": "Budi", "kode_desa": DESA} | TUJUAN)
    assert cari.json()["data"] == []


async def test_a_new_head_beside_one_who_stays_is_refused(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani"), anggota(nama="Ina")))
    _, satu, dua = (a.ref.teks for a in keluarga.aktif)
    isi = {"alasan": "PINDAH", "tanggal": HARI_INI, "kepala_baru": dua}
    jawab = await operator.post(rute(keluarga, satu) + "/tutup", json=isi)
    assert kode(jawab) == (409, "kepala-keluarga-sudah-ada")
    assert len((await KeluargaService.rakit(sesi, wadah).baca(keluarga.keluarga_id)).aktif) == 3


async def test_a_mistaken_entry_frees_its_nik(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota()))
    anak = keluarga.aktif[1]
    isi = {"alasan": "SALAH_CATAT", "tanggal": HARI_INI}
    assert (await operator.post(rute(keluarga, anak.ref.teks) + "/tutup", json=isi)).status_code == 200
    assert anak.nik is not None
    assert await KeluargaService.rakit(sesi, wadah).cari_nik(anak.nik) is None


async def test_a_person_moves_and_the_nik_follows(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    asal = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani")))
    tujuan = await keluarga_baru(sesi, wadah)
    ani = asal.aktif[1]
    isi = {"ke": tujuan.ref.teks, "hubungan": "ISTRI_SUAMI", "tanggal": HARI_INI}
    jawab = await operator.post(rute(asal, ani.ref.teks) + "/pindah", json=isi, headers=cocok(asal))
    assert (jawab.status_code, jawab.json()["ref"], jawab.headers["ETag"]) == (200, tujuan.ref.teks, '"v2"')
    service = KeluargaService.rakit(sesi, wadah)
    assert ani.nik is not None
    assert await service.cari_nik(ani.nik) == (tujuan.keluarga_id, ani.individu_id)
    di_sana = next(a for a in (await service.baca(tujuan.keluarga_id)).aktif if a.nama == "Ani")
    assert (di_sana.individu_id, di_sana.nik, di_sana.hubungan) == (ani.individu_id, ani.nik, Hubungan.ISTRI_SUAMI)
    dulu = next(a for a in (await service.baca(asal.keluarga_id)).anggota if a.nama == "Ani")
    assert (dulu.is_aktif, dulu.alasan_keluar) == (False, "PINDAH")
    kembali = {"ke": asal.ref.teks, "hubungan": "ANAK", "tanggal": HARI_INI}
    baru = Ref(tujuan.keluarga_id, ani.individu_id).teks
    assert (await operator.post(rute(tujuan, baru) + "/pindah", json=kembali)).status_code == 200
    assert await service.cari_nik(ani.nik) == (asal.keluarga_id, ani.individu_id)
    assert [a.is_aktif for a in (await service.baca(asal.keluarga_id)).anggota if a.nama == "Ani"] == [True, False]


async def test_moves_that_cannot_be(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    asal, tujuan = await keluarga_baru(sesi, wadah, subjek(anggota())), await keluarga_baru(sesi, wadah)
    asing = await keluarga_baru(sesi, wadah, subjek(kode_desa="32.17.01.2001"))
    anak = asal.aktif[1].ref.teks
    isi = {"ke": tujuan.ref.teks, "hubungan": "ANAK", "tanggal": HARI_INI}
    for ubah, harap in (
        ({"ke": asal.ref.teks}, (422, "tujuan-pindah-tidak-sah")),
        ({"ke": asing.ref.teks}, (404, "keluarga-tidak-ditemukan")),
        ({"ke": "apa-saja"}, (404, "keluarga-tidak-ditemukan")),
        ({"hubungan": "KEPALA_KELUARGA"}, (409, "kepala-keluarga-sudah-ada")),
        ({"tanggal": KEMARIN}, (422, "tanggal-peristiwa-tidak-sah")),
    ):
        assert kode(await operator.post(rute(asal, anak) + "/pindah", json=isi | ubah)) == harap
    assert len((await KeluargaService.rakit(sesi, wadah).baca(asal.keluarga_id)).aktif) == 2


async def test_who_moved_away_is_taken_in_elsewhere_under_the_same_id(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    asal = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani")))
    jauh = await keluarga_baru(sesi, wadah, subjek(kode_desa="32.17.01.2001"))
    ani = asal.aktif[1]
    masuk_baru = sebagai_json(anggota(nik=ani.nik, nama="Ani")) | {"alasan": "PINDAH", "tanggal": HARI_INI}
    sana = await masuk(Jabatan.OPERATOR_DESA, ("32.17.01.2001",))
    assert kode(await sana.post(rute(jauh) + "/anggota", json=masuk_baru)) == (409, "nik-sudah-terdaftar")
    keluar = {"alasan": "PINDAH", "tanggal": HARI_INI}
    await operator.post(rute(asal, ani.ref.teks) + "/tutup", json=keluar)
    jawab = await sana.post(rute(jauh) + "/anggota", json=masuk_baru)
    assert jawab.json()["ref"] == Ref(jauh.keluarga_id, ani.individu_id).teks
    assert ani.nik is not None
    assert await KeluargaService.rakit(sesi, wadah).cari_nik(ani.nik) == (jauh.keluarga_id, ani.individu_id)
    langkah = [j for j in await jejak(sesi, "keluarga:anggota_keluar") if j.keluarga_id == asal.keluarga_id]
    assert [j.pelaku_id for j in langkah] == [operator.pelaku.akun_id, sana.pelaku.akun_id]


@pytest.mark.parametrize("lain", [{"nama": "Asal Saja"}, {"tanggal_lahir": "1990-01-01"}, {"jenis_kelamin": "L"}])
async def test_a_nik_alone_takes_nobody_in_and_tells_nothing(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah, lain: dict[str, str]
) -> None:
    asal = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani", nama_ibu="Ibu Rahasia")))
    jauh = await keluarga_baru(sesi, wadah, subjek(kode_desa="32.17.01.2001"))
    ani = asal.aktif[1]
    keluar = {"alasan": "PINDAH", "tanggal": HARI_INI}
    assert (await operator.post(rute(asal, ani.ref.teks) + "/tutup", json=keluar)).status_code == 200
    isi = sebagai_json(anggota(nik=ani.nik, nama="Ani")) | {"alasan": "PINDAH", "tanggal": HARI_INI} | lain
    sana = await masuk(Jabatan.OPERATOR_DESA, ("32.17.01.2001",))
    jawab = await sana.post(rute(jauh) + "/anggota", json=isi)
    assert kode(jawab) == (409, "nik-sudah-terdaftar")
    assert "Rahasia" not in jawab.text
    assert ani.nik is not None
    assert await KeluargaService.rakit(sesi, wadah).cari_nik(ani.nik) == (asal.keluarga_id, ani.individu_id)


async def test_no_officer_writes_himself_into_a_family(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    saya, kartu = nik(), no_kk()
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,), nik=str(saya), no_kk=str(kartu))
    keluarga = await keluarga_baru(sesi, wadah)
    baru = {"nik": str(saya), "nama": "Saya Sendiri", "tanggal_lahir": "1990-01-01", "jenis_kelamin": "L"}
    baru |= {"hubungan": "LAINNYA", "alasan": "PINDAH", "tanggal": HARI_INI}
    kepala = keluarga.aktif[0].ref.teks
    for jawab in (
        await operator.post(rute(keluarga) + "/anggota", json=baru),
        await operator.patch(rute(keluarga, kepala), json={"nik": str(saya)}, headers=cocok(keluarga)),
        await operator.patch(rute(keluarga), json={"no_kk": str(kartu)}, headers=cocok(keluarga)),
    ):
        assert kode(jawab) == (409, "pemisahan-tugas")
    sesudah = await KeluargaService.rakit(sesi, wadah).baca(keluarga.keluarga_id)
    assert (sesudah.versi, len(sesudah.aktif)) == (1, 1)


async def test_another_stage_marks_a_death_once(sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    service, ref = PerubahanService.rakit(sesi, wadah), keluarga.aktif[0].ref
    await service.tandai_meninggal(ref, hari_ini(), None)
    await service.tandai_meninggal(ref, hari_ini(), None)
    registri = KeluargaService.rakit(sesi, wadah)
    with pytest.raises(KeluargaNotFound):
        await registri.subjek_kepala(keluarga.keluarga_id)
    with pytest.raises(KeluargaNotFound):
        await service.tandai_meninggal(Ref(id_baru(), ref.id), hari_ini(), None)
    sesudah = await registri.baca(keluarga.keluarga_id)
    assert (sesudah.versi, sesudah.wakil, sesudah.anggota[0].meninggal_date) == (2, None, hari_ini())
