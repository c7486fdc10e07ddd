"""Dirty rows: kept and flagged, left to a person, or refused; each is accounted for under its number."""

from datetime import date

import pytest
from sqlalchemy import text

from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.wadah import Wadah
from tests.impor.pembantu import berkas, catatan, hitung, impor, keluarga, pengimpor
from tests.pabrik.keluarga import nik

pytestmark = pytest.mark.anyio


async def test_numbers_that_a_spreadsheet_ruined_are_told_apart_and_the_person_is_kept(wadah: Wadah) -> None:
    baris = keluarga(
        {"nama": "A", "nik": "3.20405E+15"},
        {"nama": "B", "nik": "320405010190000"},
        {"nama": "C", "nik": "tidak ada"},
        {"nama": "D", "nik": ""},
        {"nama": "E", "nik": "1111111111111111"},
    )
    satu, jumlah = await impor(wadah, berkas(baris))
    kata = await catatan(wadah, satu.id)
    assert "NIK_PALSU_DIDUGA" in kata.pop(7)
    assert {b: k[0] for b, k in kata.items()} == {
        3: "NIK_NOTASI_ILMIAH",
        4: "NIK_ANGKA_HILANG",
        5: "NIK_TIDAK_VALID",
        6: "NIK_KOSONG",
    }
    assert (jumlah.dibaca, jumlah.diterima, jumlah.anomali) == (6, 1, 5)
    assert await hitung(wadah, "individu", "nik_indeks") == (6, 2)


async def test_the_same_dirty_file_again_changes_nothing_and_finds_nothing_anew(wadah: Wadah) -> None:
    tabel = ("keluarga", "individu", "temuan", "riwayat_temuan", "riwayat_keluarga", "jawaban_survei", "keluarga_impor")
    isi = berkas(
        [
            *keluarga({"nik": "x"}, {"nama": "", "nik": nik()}, kk="123", kunci_keluarga="A-1", k_302="48", i_404="1"),
            *keluarga({"hubungan": "1", "nik": ""}, {"hubungan": "99"}),
            *keluarga({"nama": "Tanpa KK", "nik": ""}, kk="", kunci_keluarga="A-2", k_303="77", i_412="9"),
        ]
    )
    await impor(wadah, isi)
    sesudah = await hitung(wadah, *tabel)
    assert sesudah[0] == 3
    satu, jumlah = await impor(wadah, isi)
    assert await hitung(wadah, *tabel) == sesudah, await catatan(wadah, satu.id)
    assert jumlah.diterima == 0


async def test_a_nik_that_two_rows_bear_stays_with_both_until_somebody_decides(wadah: Wadah) -> None:
    sama = nik()
    baris = [*keluarga(nik=sama), *keluarga(nik=sama, nama="Orang Lain")]
    satu, jumlah = await impor(wadah, berkas(baris))
    assert (jumlah.diterima, jumlah.anomali) == (1, 1)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        ganda = (await sesi.execute(text("SELECT is_nik_ganda FROM individu ORDER BY 1"))).scalars().all()
        temuan = (await sesi.execute(text("SELECT jenis FROM temuan"))).scalars().all()
    assert (ganda, temuan) == ([False, True], ["NIK_GANDA"])
    assert list((await catatan(wadah, satu.id)).values()) == [["NIK_GANDA"]]


async def test_rows_that_name_no_person_family_or_village_are_refused_with_their_number(wadah: Wadah) -> None:
    baris = [
        *keluarga(),
        *keluarga(kk=""),
        *keluarga(kode_desa="99.99.99.9999"),
        *keluarga(kode_desa=""),
        *keluarga(kode_desa="11.01.01.2001"),
        *keluarga(nama="", nik=""),
        *keluarga(tanggal_lahir="1990-02-30", nik=""),
        *keluarga(jenis_kelamin="?", nik=""),
        *keluarga(nama="3204.0501 0190 0001"),
        *keluarga(nama_ibu="3204050101900001"),
    ]
    satu, jumlah = await impor(wadah, berkas(baris))
    kata = await catatan(wadah, satu.id)
    assert {b: k[-1] for b, k in kata.items() if b != 2} == {
        3: "KELUARGA_TIDAK_DIKETAHUI",
        4: "KODE_DESA_TIDAK_DIKENAL",
        5: "KODE_DESA_KOSONG",
        6: "DI_LUAR_WILAYAH",
        7: "TANPA_IDENTITAS",
        8: "TANGGAL_LAHIR_TIDAK_SAH",
        9: "JENIS_KELAMIN_TIDAK_SAH",
        10: "NAMA_BERISI_NOMOR",
        11: "NAMA_BERISI_NOMOR",
    }
    assert (jumlah.dibaca, jumlah.diterima, jumlah.ditolak) == (10, 1, 9)


async def test_a_birth_date_with_its_month_first_is_told_for_the_column_may_be_so(wadah: Wadah) -> None:
    baris = [
        *keluarga(tanggal_lahir="12/31/1990", nik=nik(date(1990, 12, 31))),
        *keluarga(tanggal_lahir="12/31/1990", nik=""),
        *keluarga(tanggal_lahir="31/12/1990", nik=""),
        *keluarga(tanggal_lahir="31/02/1990", nik=""),
    ]
    satu, jumlah = await impor(wadah, berkas(baris))
    assert await catatan(wadah, satu.id) == {
        2: ["TANGGAL_BULAN_DULU", "TGL_LAHIR_DARI_NIK"],
        3: ["NIK_KOSONG", "TANGGAL_BULAN_DULU", "TANGGAL_LAHIR_TIDAK_SAH"],
        4: ["NIK_KOSONG"],
        5: ["NIK_KOSONG", "TANGGAL_LAHIR_TIDAK_SAH"],
    }
    assert (jumlah.anomali, jumlah.ditolak) == (2, 2)


async def test_nobody_imports_his_own_family(wadah: Wadah) -> None:
    baris = keluarga({})
    siapa = pengimpor(nik_indeks=wadah.sandi.indeks(Tujuan.NIK, baris[1]["nik"]))
    satu, jumlah = await impor(wadah, berkas(baris), siapa)
    assert (jumlah.konflik, await hitung(wadah, "keluarga")) == (2, (0,))
    assert list((await catatan(wadah, satu.id)).values()) == [["KELUARGA_SENDIRI"]] * 2
