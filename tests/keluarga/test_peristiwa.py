"""Each kind of change over HTTP, as the registry and its history tell it afterwards."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.kode import Hubungan
from app.keluarga.service import KeluargaService
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import (
    DASAR,
    HARI_INI,
    TUJUAN,
    baca,
    keluarga_baru,
    kode,
    koreksi,
    nama,
    peran,
    rute,
    sebagai_json,
    ubah,
)
from tests.pabrik.keluarga import DESA, anggota, isian, kanonik_kini, nik, no_kk, subjek

DEWASA = date(2000, 2, 3)


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (DESA,))


async def test_a_birth_without_nik_is_completed_later(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    jawab = await ubah(operator, keluarga, "LAHIR", nama="Bayi", jenis_kelamin="P")
    assert (jawab.status_code, jawab.headers["ETag"], jawab.json()["keluarga_lain"]) == (200, '"v2"', [])
    bayi = next(a for a in jawab.json()["keluarga"]["anggota"] if a["nama"] == "Bayi")
    assert (bayi["status_dokumen"], bayi["masuk_date"], bayi["hubungan"]) == ("BELUM_PUNYA", HARI_INI, "ANAK")
    nomor = nik(hari_ini(), "P")
    jawab = await ubah(operator, keluarga, "IDENTITAS", anggota=bayi["ref"], nik=nomor, nama="Putri")
    putri = next(a for a in jawab.json()["keluarga"]["anggota"] if a["ref"] == bayi["ref"])
    assert (putri["nama"], putri["nik"], putri["status_dokumen"]) == ("Putri", nomor, "ADA")
    kembali = await koreksi(operator, keluarga, jawab.json()["ref"])
    bayi_lagi = next(a for a in kembali.json()["keluarga"]["anggota"] if a["ref"] == bayi["ref"])
    assert {n: bayi_lagi[n] for n in ("nama", "nik", "status_dokumen")} == {
        "nama": "Bayi",
        "nik": None,
        "status_dokumen": "BELUM_PUNYA",
    }
    assert await KeluargaService.rakit(sesi, wadah).cari_nik(nomor) is None


async def test_a_split_founds_a_family_and_a_correction_ends_it(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani", tanggal_lahir=DEWASA), anggota(nama="Ina")))
    ani, ina = (a.ref.teks for a in keluarga.aktif[1:])
    pisah = {
        "anggota": [{"anggota": ani, "hubungan": "KEPALA_KELUARGA"}, {"anggota": ina, "hubungan": "ANAK"}],
        "baru": {"no_kk": no_kk()},
    }
    jawab = await ubah(operator, keluarga, "PISAH_KK", **pisah)
    (lain,) = jawab.json()["keluarga_lain"]
    pecahan = await baca(sesi, wadah, lain)
    assert nama(pecahan) == [("Ani", "KEPALA_KELUARGA"), ("Ina", "ANAK")]
    assert pecahan.rumah_tangga_id == keluarga.rumah_tangga_id
    kembali = await koreksi(operator, keluarga, jawab.json()["ref"])
    assert kembali.status_code == 200, kembali.text
    assert nama(await baca(sesi, wadah, keluarga)) == nama(keluarga)
    pecahan = await baca(sesi, wadah, lain)
    assert (pecahan.aktif, pecahan.ditutup_date) == ((), hari_ini())
    assert keluarga.aktif[1].nik is not None
    letak = await KeluargaService.rakit(sesi, wadah).cari_nik(keluarga.aktif[1].nik)
    assert letak == (keluarga.keluarga_id, keluarga.aktif[1].individu_id)
    riwayat = (await operator.get(rute(keluarga) + "/riwayat", params=TUJUAN)).json()["data"]
    assert {r["mengoreksi"] for r in riwayat[:2]} == {jawab.json()["ref"]}
    assert riwayat[0]["keterangan"] == "Salah memilih orang"
    lagi = await koreksi(operator, keluarga, jawab.json()["ref"])
    assert kode(lagi) == (409, "perubahan-sudah-dikoreksi")


async def test_cards_are_merged(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    asal = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani")))
    tujuan = await keluarga_baru(sesi, wadah)
    semua = [peran(a, "LAINNYA") for a in asal.aktif]
    sebagian = await ubah(operator, asal, "GABUNG_KK", anggota=semua[1:], ke=tujuan.ref.teks)
    assert kode(sebagian) == (409, "anggota-tertinggal")
    jawab = await ubah(operator, asal, "GABUNG_KK", anggota=semua, ke=tujuan.ref.teks)
    assert (jawab.status_code, jawab.json()["keluarga_lain"]) == (200, [tujuan.ref.teks])
    assert (await baca(sesi, wadah, asal)).ditutup_date == hari_ini()
    assert len((await baca(sesi, wadah, tujuan)).aktif) == 3
    tutup = await ubah(operator, asal, "LAHIR", nama="X", jenis_kelamin="L")
    assert kode(tutup) == (409, "keluarga-sudah-ditutup")
    kembali = await koreksi(operator, asal, jawab.json()["ref"])
    assert kembali.status_code == 200
    assert nama(await baca(sesi, wadah, asal)) == nama(asal)


# -- marriage and divorce


async def test_a_marriage_into_another_family(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    asal = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani", tanggal_lahir=DEWASA)))
    suami = await keluarga_baru(sesi, wadah)
    isi = {"anggota": [peran(asal.aktif[1], "ISTRI_SUAMI")], "ke": suami.ref.teks}
    jawab = await ubah(operator, asal, "KAWIN", **isi)
    assert (jawab.status_code, jawab.json()["keluarga_lain"]) == (200, [suami.ref.teks])
    kini = await baca(sesi, wadah, suami)
    assert nama(kini) == [("Budi Santoso", "KEPALA_KELUARGA"), ("Ani", "ISTRI_SUAMI")]
    assert [a.alasan_masuk for a in kini.aktif][1] == "KAWIN"
    assert (await koreksi(operator, asal, jawab.json()["ref"])).status_code == 200
    assert nama(await baca(sesi, wadah, asal)) == nama(asal)
    assert nama(await baca(sesi, wadah, suami)) == nama(suami)


async def test_two_people_found_a_family(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    pria = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Adi", tanggal_lahir=DEWASA, jenis_kelamin="L")))
    wanita = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani", tanggal_lahir=DEWASA)))
    pasangan = [peran(pria.aktif[1], "KEPALA_KELUARGA"), peran(wanita.aktif[1], "ISTRI_SUAMI")]
    baru = {"no_kk": no_kk(), "alamat": "Kp. Baru", "is_serumah": False}
    jawab = await ubah(operator, pria, "KAWIN", anggota=pasangan, baru=baru)
    assert jawab.status_code == 200, jawab.text
    pendiri = [r for r in jawab.json()["keluarga_lain"] if r != wanita.ref.teks]
    rumah = await baca(sesi, wadah, pendiri[0])
    assert nama(rumah) == [("Adi", "KEPALA_KELUARGA"), ("Ani", "ISTRI_SUAMI")]
    assert (rumah.no_kk, rumah.alamat) == (baru["no_kk"], "Kp. Baru")
    assert rumah.rumah_tangga_id not in {pria.rumah_tangga_id, wanita.rumah_tangga_id}
    kembali = await koreksi(operator, wanita, Ref(wanita.keluarga_id, Ref.urai(jawab.json()["ref"]).id).teks)
    assert kembali.status_code == 200, kembali.text
    assert (nama(await baca(sesi, wadah, pria)), nama(await baca(sesi, wadah, wanita))) == (nama(pria), nama(wanita))


async def test_a_divorce_with_a_child(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek(anggota(Hubungan.ISTRI_SUAMI, nama="Ani", tanggal_lahir=DEWASA), anggota(nama="Ina"))
    keluarga = await keluarga_baru(sesi, wadah, isi)
    _, ani, ina = keluarga.aktif
    orang = [peran(ani, "KEPALA_KELUARGA"), peran(ina, "ANAK")]
    jawab = await ubah(operator, keluarga, "CERAI", anggota=orang, baru={"is_serumah": False})
    baru = await baca(sesi, wadah, jawab.json()["keluarga_lain"][0])
    assert (nama(baru), baru.no_kk, baru.alamat) == (
        [("Ani", "KEPALA_KELUARGA"), ("Ina", "ANAK")],
        None,
        keluarga.alamat,
    )
    assert {a.alasan_keluar for a in (await baca(sesi, wadah, keluarga)).anggota if not a.is_aktif} == {"CERAI"}
    assert (await koreksi(operator, keluarga, jawab.json()["ref"])).status_code == 200


async def test_a_child_is_adopted(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    asal, tujuan = await keluarga_baru(sesi, wadah, subjek(anggota())), await keluarga_baru(sesi, wadah)
    jawab = await ubah(operator, asal, "ANGKAT", anggota=[peran(asal.aktif[1], "ANAK")], ke=tujuan.ref.teks)
    assert jawab.status_code == 200
    assert [a.alasan_masuk for a in (await baca(sesi, wadah, tujuan)).aktif][1] == "ANGKAT"
    assert (await koreksi(operator, asal, jawab.json()["ref"])).status_code == 200


# -- coming, going, dying


async def test_a_family_moves_abroad_and_comes_back(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek(anggota(nama="Ani"))
    keluarga = await keluarga_baru(sesi, wadah, isi)
    await KeluargaService.rakit(sesi, wadah).simpan_jawaban(
        keluarga.keluarga_id, "REGSOSEK2022K", isian(), sumber="KUNJUNGAN", tanggal=hari_ini(), pelaku=None
    )
    semua = [a.ref.teks for a in keluarga.aktif]
    jawab = await ubah(operator, keluarga, "PINDAH_KELUAR", anggota=semua, alasan="LUAR_NEGERI")
    pergi = await baca(sesi, wadah, keluarga)
    assert (pergi.aktif, pergi.ditutup_date) == ((), hari_ini())
    assert await kanonik_kini(KeluargaService.rakit(sesi, wadah), keluarga.keluarga_id) is None
    pulang = await operator.post(DASAR, json=sebagai_json(isi))
    assert pulang.status_code == 201, pulang.text
    assert {Ref.urai(a["ref"]).id for a in pulang.json()["anggota"]} == {a.individu_id for a in keluarga.aktif}
    ditolak = await koreksi(operator, keluarga, jawab.json()["ref"])
    assert kode(ditolak) == (409, "orang-di-dua-keluarga")


async def test_a_departure_taken_back_brings_the_scores_back(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    service = KeluargaService.rakit(sesi, wadah)
    await service.simpan_jawaban(
        keluarga.keluarga_id, "REGSOSEK2022K", isian(), sumber="KUNJUNGAN", tanggal=hari_ini(), pelaku=None
    )
    jawab = await ubah(operator, keluarga, "PINDAH_KELUAR", anggota=[keluarga.aktif[0].ref.teks])
    riwayat = (await operator.get(rute(keluarga) + "/riwayat", params=TUJUAN)).json()["data"]
    assert [(r["peristiwa"], r["jenis"]) for r in riwayat[:2]] == [
        ("ANGGOTA_KELUAR", "PINDAH_KELUAR"),
        ("DITUTUP", "PINDAH_KELUAR"),
    ]
    assert (await koreksi(operator, keluarga, jawab.json()["ref"])).status_code == 200
    assert (await baca(sesi, wadah, keluarga)).ditutup_date is None
    assert await kanonik_kini(service, keluarga.keluarga_id) is not None


async def test_somebody_joins_by_marriage_from_elsewhere(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    orang = sebagai_json(anggota(Hubungan.ISTRI_SUAMI, nama="Ani", tanggal_lahir=DEWASA))
    jawab = await ubah(operator, keluarga, "PINDAH_MASUK", **orang, alasan="KAWIN")
    assert jawab.status_code == 200, jawab.text
    assert nama(await baca(sesi, wadah, keluarga))[1] == ("Ani", "ISTRI_SUAMI")
    assert (await koreksi(operator, keluarga, jawab.json()["ref"])).status_code == 200
    assert len((await baca(sesi, wadah, keluarga)).aktif) == 1
    assert (await ubah(operator, keluarga, "PINDAH_MASUK", **orang)).status_code == 200


async def test_a_death_and_a_new_head_and_both_taken_back(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(Hubungan.ISTRI_SUAMI, nama="Ani")))
    kepala, istri = (a.ref.teks for a in keluarga.aktif)
    tanpa = await ubah(operator, keluarga, "MENINGGAL", anggota=kepala)
    assert kode(tanpa) == (409, "kepala-keluarga-wajib")
    jawab = await ubah(operator, keluarga, "MENINGGAL", anggota=kepala, kepala_baru=istri)
    assert nama(await baca(sesi, wadah, keluarga)) == [("Ani", "KEPALA_KELUARGA")]
    mati = await ubah(operator, keluarga, "IDENTITAS", anggota=kepala, nama="Hidup Lagi")
    assert kode(mati) == (409, "orang-sudah-meninggal")
    kembali = await koreksi(operator, keluarga, jawab.json()["ref"])
    assert kembali.status_code == 200, kembali.text
    pulih = await baca(sesi, wadah, keluarga)
    assert nama(pulih) == nama(keluarga)
    assert [a.meninggal_date for a in pulih.aktif] == [None, None]


async def test_the_dead_do_not_move_in(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek(anggota(nama="Ani"))
    asal, tujuan = await keluarga_baru(sesi, wadah, isi), await keluarga_baru(sesi, wadah)
    await ubah(operator, asal, "MENINGGAL", anggota=asal.aktif[1].ref.teks)
    jawab = await ubah(operator, tujuan, "PINDAH_MASUK", **sebagai_json(isi.anggota[0]))
    assert kode(jawab) == (409, "orang-sudah-meninggal")


async def test_a_mistaken_entry_gives_its_nik_back_when_that_was_the_mistake(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    isi = subjek(anggota(nama="Ani"))
    keluarga, lain = await keluarga_baru(sesi, wadah, isi), await keluarga_baru(sesi, wadah)
    ani, service = keluarga.aktif[1], KeluargaService.rakit(sesi, wadah)
    assert ani.nik is not None
    satu = await ubah(operator, keluarga, "SALAH_CATAT", anggota=ani.ref.teks)
    assert await service.cari_nik(ani.nik) is None
    assert (await koreksi(operator, keluarga, satu.json()["ref"])).status_code == 200
    assert await service.cari_nik(ani.nik) == (keluarga.keluarga_id, ani.individu_id)
    dua = await ubah(operator, keluarga, "SALAH_CATAT", anggota=ani.ref.teks)
    assert (await ubah(operator, lain, "PINDAH_MASUK", **sebagai_json(isi.anggota[0]))).status_code == 200
    assert kode(await koreksi(operator, keluarga, dua.json()["ref"])) == (409, "nik-sudah-terdaftar")


# -- cards, heads, roofs, villages


async def test_a_pecahan_keeps_the_number_of_the_card(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani", tanggal_lahir=DEWASA)))
    orang = [peran(keluarga.aktif[1], "KEPALA_KELUARGA")]
    jawab = await ubah(operator, keluarga, "PISAH_KK", anggota=orang, baru={"is_no_kk_sama": True})
    assert (await baca(sesi, wadah, jawab.json()["keluarga_lain"][0])).no_kk == keluarga.no_kk
    cari = await operator.post(f"{DASAR}/cari", json={"no_kk": keluarga.no_kk} | TUJUAN)
    assert {d["nama"] for d in cari.json()["data"]} == {"Budi Santoso", "Ani"}


async def test_another_head_and_a_renewed_card(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(Hubungan.ISTRI_SUAMI, nama="Ani")))
    budi, ani = keluarga.aktif
    dua = await ubah(operator, keluarga, "GANTI_KEPALA", kepala=ani.ref.teks)
    assert kode(dua) == (409, "kepala-keluarga-sudah-ada")
    kartu = no_kk()
    isi = {"kepala": ani.ref.teks, "anggota": [peran(budi, "ISTRI_SUAMI")], "no_kk": kartu}
    jawab = await ubah(operator, keluarga, "GANTI_KEPALA", **isi)
    assert jawab.json()["keluarga"]["no_kk"] == kartu
    assert nama(await baca(sesi, wadah, keluarga)) == [("Ani", "KEPALA_KELUARGA"), ("Budi Santoso", "ISTRI_SUAMI")]
    assert (await koreksi(operator, keluarga, jawab.json()["ref"])).status_code == 200
    pulih = await baca(sesi, wadah, keluarga)
    assert (nama(pulih), pulih.no_kk) == (nama(keluarga), keluarga.no_kk)


async def test_number_and_address_of_a_family(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    jawab = await ubah(operator, keluarga, "IDENTITAS", alamat="Kp. Baru RT 9", kosongkan=["no_kk"])
    assert (jawab.json()["keluarga"]["alamat"], jawab.json()["keluarga"]["no_kk"]) == ("Kp. Baru RT 9", None)
    assert (await koreksi(operator, keluarga, jawab.json()["ref"])).status_code == 200
    pulih = await baca(sesi, wadah, keluarga)
    assert (pulih.alamat, pulih.no_kk) == (keluarga.alamat, keluarga.no_kk)
    sama = await ubah(operator, keluarga, "IDENTITAS", alamat=keluarga.alamat)
    assert sama.headers["ETag"] == '"v3"'


async def test_a_household_is_joined_and_left(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu, dua = await keluarga_baru(sesi, wadah), await keluarga_baru(sesi, wadah)
    jawab = await ubah(operator, satu, "RUMAH_TANGGA", serumah_dengan=dua.ref.teks)
    assert jawab.status_code == 200
    assert (await baca(sesi, wadah, satu)).rumah_tangga_id == dua.rumah_tangga_id
    assert (await koreksi(operator, satu, jawab.json()["ref"])).status_code == 200
    assert (await baca(sesi, wadah, satu)).rumah_tangga_id == satu.rumah_tangga_id
    await ubah(operator, satu, "RUMAH_TANGGA", serumah_dengan=dua.ref.teks)
    assert (await ubah(operator, satu, "RUMAH_TANGGA", serumah_dengan=None)).status_code == 200
    sendiri = (await baca(sesi, wadah, satu)).rumah_tangga_id
    assert sendiri not in {satu.rumah_tangga_id, dua.rumah_tangga_id}
    await ubah(operator, satu, "RUMAH_TANGGA", serumah_dengan=None)
    assert (await baca(sesi, wadah, satu)).rumah_tangga_id == sendiri
    assert kode(await ubah(operator, satu, "RUMAH_TANGGA", serumah_dengan=satu.ref.teks)) == (
        404,
        "keluarga-tidak-ditemukan",
    )


async def test_a_family_moves_into_another_village(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    klien = await masuk(Jabatan.OPERATOR_KABKOTA, ("32.04",))
    serumah = await keluarga_baru(sesi, wadah)
    keluarga = await keluarga_baru(sesi, wadah)
    await ubah(klien, keluarga, "RUMAH_TANGGA", serumah_dengan=serumah.ref.teks)
    jawab = await ubah(klien, keluarga, "PINDAH_DESA", kode_desa="32.04.05.2002", alamat="Kp. Jauh")
    kini = await baca(sesi, wadah, keluarga)
    assert (kini.kode_desa, kini.alamat) == ("32.04.05.2002", "Kp. Jauh")
    assert kini.rumah_tangga_id != serumah.rumah_tangga_id
    beda = await ubah(klien, keluarga, "RUMAH_TANGGA", serumah_dengan=serumah.ref.teks)
    assert kode(beda) == (409, "serumah-beda-desa")
    luar = await ubah(klien, keluarga, "PINDAH_DESA", kode_desa="32.17.01.2001")
    assert kode(luar) == (422, "desa-di-luar-lingkup")
    assert (await koreksi(klien, keluarga, jawab.json()["ref"])).status_code == 200
    pulih = await baca(sesi, wadah, keluarga)
    assert (pulih.kode_desa, pulih.alamat, pulih.rumah_tangga_id) == (DESA, keluarga.alamat, serumah.rumah_tangga_id)
