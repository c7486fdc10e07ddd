"""Changes that cannot be, each with its stable kode; and corrections that came too late."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.kode import Hubungan
from app.keluarga.peristiwa import PERUBAHAN, Identitas, Meninggal
from app.keluarga.perubahan import PerubahanService
from app.keluarga.service import KeluargaService
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import (
    HARI_INI,
    KEMARIN,
    baca,
    jejak,
    keluarga_baru,
    kode,
    koreksi,
    peran,
    rute,
    sebagai_json,
    ubah,
)
from tests.pabrik.keluarga import DESA, anggota, isian, nik, no_kk, subjek

DEWASA = date(2000, 2, 3)
BESOK = (hari_ini() + timedelta(days=1)).isoformat()


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (DESA,))


@pytest.fixture
async def rumah(sesi: AsyncSession, wadah: Wadah) -> KeluargaLengkap:
    isi = subjek(anggota(Hubungan.ISTRI_SUAMI, nama="Ani", tanggal_lahir=DEWASA), anggota(nama="Ina"))
    return await keluarga_baru(sesi, wadah, isi)


@pytest.fixture
async def lain(sesi: AsyncSession, wadah: Wadah) -> KeluargaLengkap:
    return await keluarga_baru(sesi, wadah)


async def test_days_that_cannot_be(operator: Klien, rumah: KeluargaLengkap, lain: KeluargaLengkap) -> None:
    _, ani, ina = rumah.aktif
    pindah: dict[str, Any] = {"anggota": [peran(ina, "ANAK")], "ke": lain.ref.teks}
    for jenis, isi, tanggal in (
        ("LAHIR", {"nama": "X", "jenis_kelamin": "L"}, BESOK),
        ("MENINGGAL", {"anggota": ina.ref.teks}, BESOK),
        ("MENINGGAL", {"anggota": ina.ref.teks}, KEMARIN),
        ("ANGKAT", pindah, KEMARIN),
        ("PINDAH_KELUAR", {"anggota": [ina.ref.teks]}, KEMARIN),
        ("IDENTITAS", {"anggota": ani.ref.teks, "nama": "X"}, BESOK),
        ("PINDAH_MASUK", sebagai_json(anggota(tanggal_lahir=hari_ini())), KEMARIN),
    ):
        jawab = await ubah(operator, rumah, jenis, **isi, tanggal=tanggal)
        assert kode(jawab) == (422, "tanggal-peristiwa-tidak-sah"), jenis


async def test_ages_that_cannot_be(operator: Klien, rumah: KeluargaLengkap) -> None:
    tua = await ubah(operator, rumah, "LAHIR", nama="X", jenis_kelamin="L", tanggal="1850-01-01")
    assert kode(tua) == (422, "umur-tidak-sah")
    for lahir in ("1850-01-01", BESOK):
        jawab = await ubah(operator, rumah, "IDENTITAS", anggota=rumah.aktif[0].ref.teks, tanggal_lahir=lahir)
        assert [r["kode"] for r in jawab.json()["rincian"]] == ["umur-tidak-sah"]


async def test_heads(operator: Klien, rumah: KeluargaLengkap, lain: KeluargaLengkap) -> None:
    budi, ani, ina = rumah.aktif
    ada, wajib = (409, "kepala-keluarga-sudah-ada"), (409, "kepala-keluarga-wajib")
    kepala = [peran(ani, "KEPALA_KELUARGA")]
    for jenis, isi, harap in (
        ("IDENTITAS", {"anggota": ani.ref.teks, "hubungan": "KEPALA_KELUARGA"}, ada),
        ("IDENTITAS", {"anggota": budi.ref.teks, "hubungan": "LAINNYA"}, wajib),
        ("LAHIR", {"nama": "X", "jenis_kelamin": "L", "hubungan": "KEPALA_KELUARGA"}, ada),
        ("PINDAH_MASUK", sebagai_json(anggota(Hubungan.KEPALA_KELUARGA, nama="X")), ada),
        ("CERAI", {"anggota": kepala, "ke": lain.ref.teks}, ada),
        ("PISAH_KK", {"anggota": [*kepala, peran(ina, "KEPALA_KELUARGA")], "baru": {}}, ada),
        ("PISAH_KK", {"anggota": [peran(ani, "LAINNYA")], "baru": {}}, wajib),
        ("PINDAH_KELUAR", {"anggota": [budi.ref.teks]}, wajib),
        ("SALAH_CATAT", {"anggota": budi.ref.teks}, wajib),
        ("GANTI_KEPALA", {"kepala": ani.ref.teks, "anggota": [peran(budi, "KEPALA_KELUARGA")]}, ada),
        ("MENINGGAL", {"anggota": ina.ref.teks, "kepala_baru": ani.ref.teks}, ada),
    ):
        assert kode(await ubah(operator, rumah, jenis, **isi)) == harap, jenis


async def test_who_is_taken_in_twice(operator: Klien, rumah: KeluargaLengkap, lain: KeluargaLengkap) -> None:
    ina = rumah.aktif[2]
    kembar = sebagai_json(anggota(nama="INA", nik=None))
    assert kode(await ubah(operator, rumah, "PINDAH_MASUK", **kembar)) == (409, "anggota-sudah-ada")
    milik_orang = sebagai_json(anggota(nama="Lain", nik=ina.nik))
    assert kode(await ubah(operator, lain, "PINDAH_MASUK", **milik_orang)) == (409, "nik-sudah-terdaftar")
    isi = {"anggota": lain.aktif[0].ref.teks, "nik": ina.nik}
    assert kode(await ubah(operator, lain, "IDENTITAS", **isi)) == (409, "nik-sudah-terdaftar")
    bayi = {"nama": "X", "jenis_kelamin": "L", "nik": ina.nik}
    assert kode(await ubah(operator, lain, "LAHIR", **bayi)) == (409, "nik-sudah-terdaftar")


async def test_ways_that_lead_nowhere(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, rumah: KeluargaLengkap, lain: KeluargaLengkap
) -> None:
    jauh = await keluarga_baru(sesi, wadah, subjek(kode_desa="32.17.01.2001"))
    budi, ani, ina = rumah.aktif
    semua = [peran(budi, "KEPALA_KELUARGA"), peran(ani, "ISTRI_SUAMI"), peran(ina, "ANAK")]
    tiada = (404, "keluarga-tidak-ditemukan")
    asing = Ref(rumah.keluarga_id, id_baru()).teks
    for jenis, isi, harap in (
        ("PINDAH_KELUARGA", {"anggota": [peran(ina, "ANAK")], "ke": rumah.ref.teks}, (422, "tujuan-pindah-tidak-sah")),
        ("PISAH_KK", {"anggota": semua, "baru": {}}, (422, "tujuan-pindah-tidak-sah")),
        ("GABUNG_KK", {"anggota": semua[1:], "ke": lain.ref.teks}, (409, "anggota-tertinggal")),
        ("KAWIN", {"anggota": [peran(ina, "MENANTU")], "ke": jauh.ref.teks}, tiada),
        ("KAWIN", {"anggota": [peran(ina, "MENANTU")], "ke": lain.aktif[0].ref.teks}, tiada),
        ("KAWIN", {"anggota": [peran(lain.aktif[0], "KEPALA_KELUARGA")], "baru": {}}, tiada),
        ("CERAI", {"anggota": [peran(ani, "LAINNYA"), peran(lain.aktif[0], "KEPALA_KELUARGA")], "baru": {}}, tiada),
        ("MENINGGAL", {"anggota": lain.aktif[0].ref.teks}, tiada),
        ("MENINGGAL", {"anggota": asing}, tiada),
        ("IDENTITAS", {"anggota": lain.aktif[0].ref.teks, "nama": "X"}, tiada),
        ("PINDAH_KELUAR", {"anggota": [budi.ref.teks], "kepala_baru": lain.aktif[0].ref.teks}, tiada),
        ("PINDAH_DESA", {"kode_desa": "32.04.05.2999"}, (422, "wilayah-tidak-dikenal")),
        ("ALIH_WILAYAH", {"kode_desa": "32.04.05.2002"}, (422, "bukan-pengganti-wilayah")),
    ):
        assert kode(await ubah(operator, rumah, jenis, **isi)) == harap, (jenis, isi)
    assert (await baca(sesi, wadah, rumah)).versi == rumah.versi


@pytest.mark.parametrize(
    "isi",
    [
        {"jenis": "BERUBAH"},
        {"jenis": "IDENTITAS"},
        {"jenis": "IDENTITAS", "nama": "X"},
        {"jenis": "IDENTITAS", "anggota": "x", "alamat": "X"},
        {"jenis": "IDENTITAS", "alamat": "X", "no_kk": "3204050707150001", "kosongkan": ["no_kk"]},
        {"jenis": "PISAH_KK", "anggota": [{"anggota": "x", "hubungan": "ANAK"}]},
        {"jenis": "PISAH_KK", "anggota": [], "baru": {}},
        {"jenis": "PISAH_KK", "anggota": [{"anggota": "x", "hubungan": "ANAK"}] * 2, "baru": {}},
        {"jenis": "KAWIN", "anggota": [{"anggota": "x", "hubungan": "ANAK"}], "baru": {}, "ke": "x"},
        {
            "jenis": "KAWIN",
            "anggota": [{"anggota": "x", "hubungan": "ANAK"}],
            "baru": {"no_kk": "3204050707150001", "is_no_kk_sama": True},
        },
        {"jenis": "MENINGGAL", "anggota": "x", "lain": 1},
        {"jenis": "LAHIR", "nama": "X"},
    ],
)
async def test_forms_that_say_nothing_or_too_much(operator: Klien, lain: KeluargaLengkap, isi: dict[str, Any]) -> None:
    jawab = await operator.post(f"{rute(lain)}/perubahan", json={"tanggal": HARI_INI} | isi)
    assert kode(jawab) == (422, "isian-tidak-sah")


async def test_own_families_are_out_of_bounds(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, rumah: KeluargaLengkap, lain: KeluargaLengkap
) -> None:
    sendiri, kartu = nik(), no_kk()
    petugas = await masuk(Jabatan.OPERATOR_KABKOTA, ("32.04",), nik=str(sendiri), no_kk=str(kartu))
    saya = await masuk(Jabatan.OPERATOR_DESA, (DESA,), nik=str(lain.aktif[0].nik))
    ina = [peran(rumah.aktif[2], "KEPALA_KELUARGA")]
    bayi: dict[str, Any] = {"nama": "X", "jenis_kelamin": "L"}
    for jawab in (
        await ubah(petugas, rumah, "LAHIR", **bayi, nik=sendiri),
        await ubah(petugas, rumah, "IDENTITAS", no_kk=kartu),
        await ubah(petugas, rumah, "PISAH_KK", anggota=ina, baru={"no_kk": kartu}),
        await ubah(saya, lain, "LAHIR", **bayi),
        await ubah(saya, rumah, "ANGKAT", anggota=[peran(rumah.aktif[2], "ANAK")], ke=lain.ref.teks),
    ):
        assert kode(jawab) == (409, "pemisahan-tugas")


async def test_nobody_brings_himself_or_his_card_back_by_a_correction(
    masuk: Masuk, operator: Klien, rumah: KeluargaLengkap, lain: KeluargaLengkap
) -> None:
    """B.2: whose family it is only when the correction is done, it is his own too."""
    kartu = no_kk()
    pergi = (await ubah(operator, rumah, "PINDAH_KELUAR", anggota=[rumah.aktif[1].ref.teks])).json()["ref"]
    keliru = (await ubah(operator, rumah, "IDENTITAS", anggota=rumah.aktif[2].ref.teks, nik=nik())).json()["ref"]
    lama = (await ubah(operator, rumah, "IDENTITAS", no_kk=kartu)).json()["ref"]
    tutup = (await ubah(operator, lain, "PINDAH_KELUAR", anggota=[lain.aktif[0].ref.teks])).json()["ref"]
    for siapa, milik, perubahan in (
        ({"nik": str(rumah.aktif[1].nik)}, rumah, pergi),
        ({"nik": str(rumah.aktif[2].nik)}, rumah, keliru),
        ({"no_kk": str(rumah.no_kk)}, rumah, lama),
        ({"nik": str(lain.aktif[0].nik)}, lain, tutup),
    ):
        saya = await masuk(Jabatan.OPERATOR_KABKOTA, ("32.04",), **siapa)
        assert kode(await koreksi(saya, milik, perubahan)) == (409, "pemisahan-tugas"), siapa
        assert (await koreksi(operator, milik, perubahan)).status_code == 200


async def test_the_civil_registration_records_civil_facts_only(
    masuk: Masuk, rumah: KeluargaLengkap, lain: KeluargaLengkap
) -> None:
    desk = await masuk(Jabatan.DISDUKCAPIL, ("32.04",))
    lahir = await ubah(desk, rumah, "LAHIR", nama="X", jenis_kelamin="L")
    assert lahir.status_code == 200
    assert (await koreksi(desk, rumah, lahir.json()["ref"])).status_code == 200
    pindah = await ubah(desk, rumah, "ANGKAT", anggota=[peran(rumah.aktif[2], "ANAK")], ke=lain.ref.teks)
    assert kode(pindah) == (403, "jabatan-tidak-berwenang")
    pengamat = await masuk(Jabatan.PEMANTAU_PROV, ("32",))
    assert kode(await ubah(pengamat, rumah, "LAHIR", nama="Y", jenis_kelamin="L")) == (403, "jabatan-tidak-berwenang")


async def test_a_change_names_the_version_that_it_read_and_repeats_its_answer(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, rumah: KeluargaLengkap
) -> None:
    badan = {"jenis": "LAHIR", "tanggal": HARI_INI, "nama": "X", "jenis_kelamin": "L"}
    kepala = {"Idempotency-Key": "kunci-yang-sama", "If-Match": '"v1"'}
    satu = await operator.post(f"{rute(rumah)}/perubahan", json=badan, headers=kepala)
    dua = await operator.post(f"{rute(rumah)}/perubahan", json=badan, headers=kepala)
    assert (satu.status_code, dua.content) == (200, satu.content)
    basi = await operator.post(f"{rute(rumah)}/perubahan", json=badan, headers={"If-Match": '"v1"'})
    assert kode(basi) == (412, "versi-basi")
    assert len((await baca(sesi, wadah, rumah)).aktif) == 4
    catatan = (await jejak(sesi, "keluarga:anggota_masuk"))[-1]
    assert (catatan.rincian["jenis"], catatan.rincian["sumber"]) == ("LAHIR", "petugas")


# -- corrections


async def test_a_correction_comes_too_late_when_others_build_on_it(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, rumah: KeluargaLengkap
) -> None:
    terlambat = (409, "ada-perubahan-sesudahnya")
    lahir = (await ubah(operator, rumah, "LAHIR", nama="Bayi", jenis_kelamin="L")).json()
    bayi = next(a["ref"] for a in lahir["keluarga"]["anggota"] if a["nama"] == "Bayi")
    nama = (await ubah(operator, rumah, "IDENTITAS", anggota=bayi, nama="Bayu")).json()["ref"]
    assert kode(await koreksi(operator, rumah, lahir["ref"])) == terlambat
    assert (await koreksi(operator, rumah, nama)).status_code == 200
    pergi = (await ubah(operator, rumah, "PINDAH_KELUAR", anggota=[bayi])).json()["ref"]
    assert kode(await koreksi(operator, rumah, lahir["ref"])) == terlambat
    assert (await koreksi(operator, rumah, pergi)).status_code == 200
    assert (await koreksi(operator, rumah, lahir["ref"])).status_code == 200
    assert [a.nama for a in (await baca(sesi, wadah, rumah)).aktif] == ["Budi Santoso", "Ani", "Ina"]


async def test_an_identity_is_not_corrected_behind_the_back_of_who_left(
    operator: Klien, rumah: KeluargaLengkap, lain: KeluargaLengkap
) -> None:
    ina = rumah.aktif[2]
    nama = (await ubah(operator, rumah, "IDENTITAS", anggota=ina.ref.teks, nama="Inah")).json()["ref"]
    await ubah(operator, rumah, "ANGKAT", anggota=[peran(ina, "ANAK")], ke=lain.ref.teks)
    assert kode(await koreksi(operator, rumah, nama)) == (409, "ada-perubahan-sesudahnya")


async def test_a_founded_family_with_a_life_of_its_own_stays(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, rumah: KeluargaLengkap
) -> None:
    pisah = {"anggota": [peran(rumah.aktif[1], "KEPALA_KELUARGA")], "baru": {}}
    satu = (await ubah(operator, rumah, "PISAH_KK", **pisah)).json()
    baru = await baca(sesi, wadah, satu["keluarga_lain"][0])
    lahir = (await ubah(operator, baru, "LAHIR", nama="X", jenis_kelamin="L")).json()["ref"]
    assert kode(await koreksi(operator, rumah, satu["ref"])) == (409, "ada-perubahan-sesudahnya")
    assert (await koreksi(operator, baru, lahir)).status_code == 200
    await KeluargaService.rakit(sesi, wadah).simpan_jawaban(
        baru.keluarga_id, "REGSOSEK2022K", isian(), sumber="KUNJUNGAN", tanggal=hari_ini(), pelaku=None
    )
    assert kode(await koreksi(operator, rumah, satu["ref"])) == (409, "ada-perubahan-sesudahnya")


async def test_a_head_does_not_come_back_beside_another(operator: Klien, rumah: KeluargaLengkap) -> None:
    budi, ani, _ = rumah.aktif
    keluar = {"anggota": budi.ref.teks, "kepala_baru": ani.ref.teks}
    mati = (await ubah(operator, rumah, "MENINGGAL", **keluar)).json()["ref"]
    await ubah(operator, rumah, "GANTI_KEPALA", kepala=rumah.aktif[2].ref.teks, anggota=[peran(ani, "LAINNYA")])
    assert kode(await koreksi(operator, rumah, mati)) == (409, "ada-perubahan-sesudahnya")


async def test_what_is_no_change_of_this_family(
    masuk: Masuk, operator: Klien, rumah: KeluargaLengkap, lain: KeluargaLengkap
) -> None:
    perubahan = (await ubah(operator, rumah, "IDENTITAS", alamat="Kp. Lain")).json()["ref"]
    tiada = (404, "perubahan-tidak-ditemukan")
    assert kode(await koreksi(operator, lain, perubahan)) == tiada
    assert kode(await koreksi(operator, rumah, Ref(rumah.keluarga_id, UUID(int=1)).teks)) == tiada
    asing = await masuk(Jabatan.OPERATOR_DESA, ("32.04.05.2002",))
    assert kode(await koreksi(asing, rumah, perubahan)) == (404, "keluarga-tidak-ditemukan")
    pendek = await operator.post(f"{rute(rumah)}/perubahan/{perubahan}/koreksi", json={"keterangan": "salah"})
    assert kode(pendek) == (422, "isian-tidak-sah")
    balik = (await koreksi(operator, rumah, perubahan)).json()["ref"]
    assert kode(await koreksi(operator, rumah, balik)) == (409, "koreksi-tidak-dapat-dikoreksi")


def test_a_stored_change_means_the_same_when_it_is_read_again() -> None:
    semula = Identitas(tanggal=hari_ini(), alamat="Kp. Baru", kosongkan=["no_kk"])
    kembali = PERUBAHAN.validate_python(semula.model_dump(mode="json"))
    assert kembali == semula
    assert semula.isi == {"alamat": "Kp. Baru", "no_kk": None}


@pytest.mark.nyata
async def test_of_two_officers_who_take_the_same_member_one_succeeds(wadah_nyata: Wadah) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        asal = await keluarga_baru(sesi, wadah_nyata, subjek(anggota()))

    async def meninggal() -> None:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            isi = Meninggal(tanggal=hari_ini(), anggota=asal.aktif[1].ref)
            await PerubahanService.rakit(sesi, wadah_nyata).terapkan(asal.keluarga_id, isi, None, sumber="uji")

    hasil = await asyncio.gather(*(meninggal() for _ in range(4)), return_exceptions=True)
    assert sorted(type(h).__name__ for h in hasil) == ["NoneType"] + ["OrangSudahMeninggal"] * 3
