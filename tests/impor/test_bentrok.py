"""Rows that the registry contradicts: they write nothing, take nothing, and stop nobody else."""

import json
from datetime import date

import pytest
from sqlalchemy import text

from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.impor.alur import StatusImpor
from tests.impor.pembantu import NIK_MENGGANTUNG, Baris, berkas, catatan, hitung, impor, keluarga
from tests.pabrik.keluarga import nik, no_kk

pytestmark = pytest.mark.anyio
ISTRI = {"nama": "Siti Rohani", "tanggal_lahir": "1991-02-03", "jenis_kelamin": "P", "hubungan": "2"}
DIUBAH = """INSERT INTO riwayat_keluarga (keluarga_id, id, peristiwa, individu_id, jenis, isi, pada_at)
    SELECT keluarga_id, gen_random_uuid(), 'ANGGOTA_DIPERBAIKI', id, 'IDENTITAS', '', '2026-06-01' FROM individu
    WHERE nama = :nama"""
HUBUNGAN = """SELECT i.nama, a.hubungan FROM anggota_keluarga a JOIN individu i ON i.id = a.individu_id
    WHERE a.keluarga_id IN (SELECT keluarga_id FROM individu WHERE nama = 'Budi Santoso')"""


async def _petugas_mengubah(wadah: Wadah, nama: str) -> None:
    """Let an officer have changed a person after the day of the files."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await sesi.execute(text(DIUBAH), {"nama": nama})


async def _hubungan(wadah: Wadah) -> dict[str, str]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return {b.nama: b.hubungan for b in await sesi.execute(text(HUBUNGAN))}


async def _menggantung(wadah: Wadah) -> int:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return await sesi.scalar(text(NIK_MENGGANTUNG)) or 0


async def test_a_row_in_conflict_does_not_take_its_nik(wadah: Wadah) -> None:
    baris, nomor = keluarga({"nama": "Asep", "nik": ""}), nik(date(2016, 5, 17), "P")
    await impor(wadah, berkas(baris))
    await _petugas_mengubah(wadah, "Asep")
    lagi = [baris[0], {**baris[1], "nik": nomor}]
    satu, jumlah = await impor(wadah, berkas(lagi))
    assert (jumlah.sama, jumlah.konflik) == (1, 1)
    assert await catatan(wadah, satu.id) == {3: ["REGISTRI_LEBIH_BARU"]}
    assert (await hitung(wadah, "nik_indeks"), await _menggantung(wadah)) == ((1,), 0)

    satu, jumlah = await impor(wadah, berkas([*lagi, *keluarga({"nama": "Pemilik", "nik": nomor})]))
    assert await catatan(wadah, satu.id) == {3: ["REGISTRI_LEBIH_BARU"]}
    assert (jumlah.diterima, await hitung(wadah, "nik_indeks"), await _menggantung(wadah)) == (2, (3,), 0)


async def test_a_nik_that_a_file_brings_stands_with_the_person_and_in_the_index(wadah: Wadah) -> None:
    baris = keluarga({"nama": "Asep", "nik": ""})
    await impor(wadah, berkas(baris))
    await impor(wadah, berkas([baris[0], {**baris[1], "nik": nik(date(2016, 5, 17), "P")}]))
    assert (await hitung(wadah, "nik_indeks"), await _menggantung(wadah)) == ((2,), 0)


@pytest.mark.parametrize(
    ("suami", "istri", "kata"),
    [
        ({"hubungan": "2"}, {"hubungan": "1"}, {2: ["REGISTRI_LEBIH_BARU"], 3: ["KEPALA_GANDA"]}),
        ({}, {"hubungan": "1"}, {3: ["KEPALA_GANDA"]}),
    ],
)
@pytest.mark.parametrize("is_balik", [False, True])
async def test_a_head_whom_an_officer_changed_later_stays_head_and_the_import_goes_on(
    wadah: Wadah, suami: Baris, istri: Baris, kata: dict[int, list[str]], *, is_balik: bool
) -> None:
    baris = keluarga(ISTRI)
    await impor(wadah, berkas(baris))
    await _petugas_mengubah(wadah, "Budi Santoso")
    isi = [{**baris[0], **suami}, {**baris[1], **istri}]
    if is_balik:
        isi, kata = isi[::-1], {5 - n: k for n, k in kata.items()}
    satu, jumlah = await impor(wadah, berkas([*isi, *keluarga(nama="Lain")]))
    assert (satu.status, jumlah.diterima) == (StatusImpor.SELESAI, 1)
    assert await catatan(wadah, satu.id) == kata
    assert await _hubungan(wadah) == {"Budi Santoso": "KEPALA_KELUARGA", "Siti Rohani": "ISTRI_SUAMI"}


async def test_somebody_whom_an_officer_changed_later_is_not_made_head_and_the_family_keeps_its_own(
    wadah: Wadah,
) -> None:
    baris = keluarga(ISTRI)
    await impor(wadah, berkas(baris))
    await _petugas_mengubah(wadah, "Siti Rohani")
    satu, _ = await impor(wadah, berkas([{**baris[0], "hubungan": "2"}, {**baris[1], "hubungan": "1"}]))
    assert await catatan(wadah, satu.id) == {2: ["KEPALA_TIDAK_ADA"], 3: ["REGISTRI_LEBIH_BARU"]}
    assert await _hubungan(wadah) == {"Budi Santoso": "KEPALA_KELUARGA", "Siti Rohani": "ISTRI_SUAMI"}


async def test_a_new_person_may_become_head_in_the_place_of_one_on_record(wadah: Wadah) -> None:
    baris = keluarga(ISTRI)
    await impor(wadah, berkas(baris))
    baru = {
        **ISTRI,
        "nama": "Joko",
        "no_kk": baris[0]["no_kk"],
        "kode_desa": baris[0]["kode_desa"],
        "alamat": baris[0]["alamat"],
        "hubungan": "1",
    }
    satu, _ = await impor(wadah, berkas([{**baris[0], "hubungan": "6"}, baris[1], {**baru, "nik": ""}]))
    assert satu.status is StatusImpor.SELESAI
    hubungan = await _hubungan(wadah)
    assert (hubungan["Joko"], hubungan["Budi Santoso"]) == ("KEPALA_KELUARGA", "ORANG_TUA_MERTUA")


@pytest.mark.parametrize(
    ("beda", "is_lain"),
    [
        ({"nama": "Ahmad Yani", "tanggal_lahir": "1955-03-04", "jenis_kelamin": "P"}, True),
        ({"nama": "Ahmad Yani", "tanggal_lahir": "1955-03-04"}, True),
        ({"tanggal_lahir": "1990-01-02", "jenis_kelamin": "P"}, True),
        ({"nama": "Boedi Santoso", "tanggal_lahir": "1990-01-02"}, False),
        ({"nama": "Ahmad Yani"}, False),
        ({"nama": "", "tanggal_lahir": "1990-01-02"}, False),
    ],
)
async def test_another_person_under_a_members_nik_overwrites_nobody(
    wadah: Wadah, beda: Baris, *, is_lain: bool
) -> None:
    baris = keluarga()
    await impor(wadah, berkas(baris))
    satu, jumlah = await impor(wadah, berkas([{**baris[0], **beda}]))
    assert ("ORANG_BERBEDA" in (await catatan(wadah, satu.id)).get(2, [])) is is_lain
    assert jumlah.konflik == is_lain
    async with transaksi(wadah.pabrik_sesi) as sesi:
        cari = text("SELECT nama, tanggal_lahir::text, jenis_kelamin FROM individu")
        kini = tuple((await sesi.execute(cari)).one())
    sebelum = {"nama": "Budi Santoso", "tanggal_lahir": "1990-01-01", "jenis_kelamin": "L"}
    assert kini == tuple((sebelum if is_lain else sebelum | {n: v for n, v in beda.items() if v}).values())


@pytest.mark.parametrize("alamat", ["", "Jl. Merdeka 2"])
async def test_the_familys_columns_are_not_taken_from_a_row_in_conflict(wadah: Wadah, alamat: str) -> None:
    baris = keluarga({"nama": "Dewi"}, alamat="Kp. Lama")
    await impor(wadah, berkas(baris))
    lain = {"nama": "Ahmad Yani", "tanggal_lahir": "1955-03-04", "alamat": "Jl. Orang Lain 9"}
    satu, jumlah = await impor(wadah, berkas([{**baris[0], **lain}, {**baris[1], "alamat": alamat}]))
    assert (jumlah.konflik, (await catatan(wadah, satu.id))[2][-1]) == (1, "ORANG_BERBEDA")
    async with transaksi(wadah.pabrik_sesi) as sesi:
        ada = (await sesi.execute(text("SELECT keluarga_id, kunci_data, isi FROM keluarga"))).one()
    tempat = f"dtks/keluarga/{ada.keluarga_id}".encode()
    dokumen = wadah.sandi.dekripsi(wadah.sandi.buka_kunci(ada.kunci_data, tempat), ada.isi, tempat)
    assert json.loads(dokumen)["alamat"] == (alamat or "Kp. Lama")


async def test_a_finding_names_whom_it_is_about_by_the_number_on_record(wadah: Wadah) -> None:
    baris = keluarga({"nama": "Dewi"})
    await impor(wadah, berkas(baris))
    dewi = wadah.sandi.indeks(Tujuan.NIK, baris[1]["nik"])
    lagi = [baris[0], {**baris[1], "nik": "", "hubungan": "1"}]
    assert set(await _subjek(wadah, lagi)) == {dewi, wadah.sandi.indeks(Tujuan.NIK, baris[0]["nik"])}


async def test_the_audit_row_names_whoever_was_changed(wadah: Wadah) -> None:
    baris = keluarga(ISTRI, {"nama": "Dewi"})
    await impor(wadah, berkas(baris))
    semua = {wadah.sandi.indeks(Tujuan.NIK, b["nik"]) for b in baris}

    assert await _subjek(wadah, [*baris[:2], {**baris[2], "nik": "", "nama_ibu": "Siti Rohani"}]) == [
        wadah.sandi.indeks(Tujuan.NIK, baris[2]["nik"])
    ]
    alamat = await _subjek(wadah, [{**baris[0], "alamat": "Jl. Baru 1"}])
    assert (len(alamat), set(alamat)) == (3, semua)
    jawaban = await _subjek(wadah, [{**baris[0], "alamat": "", "k_302": "48"}])
    assert (len(jawaban), set(jawaban)) == (3, semua)


async def _subjek(wadah: Wadah, baris: list[Baris]) -> list[object]:
    """Import rows and return the subject of the family's newest audit row."""
    await impor(wadah, berkas(baris))
    cari = "SELECT subjek FROM jejak_audit WHERE kejadian = 'keluarga:data:diimpor' ORDER BY id DESC LIMIT 1"
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return list(await sesi.scalar(text(cari)) or [])


async def test_a_family_of_which_a_file_speaks_under_two_cards_is_written_one_after_the_other(wadah: Wadah) -> None:
    """Worked out at once, each would take what stood before for what stands: a child twice, a version twice."""
    baris, jawab = keluarga(), {"k_302": "48", "i_408": "1"}
    await impor(wadah, berkas([{**baris[0], "tanggal_data": "2024-03-01", **jawab}]))
    anak = {"nama": "Asep", "nik": "", "tanggal_lahir": "2016-05-17", "jenis_kelamin": "L", "hubungan": "3"}
    lama = [{**b, **jawab, "k_302": "60"} for b in (baris[0], {**baris[0], **anak})]
    baru = [{**b, "no_kk": kartu, "k_302": "72"} for kartu in (no_kk(),) for b in lama]
    satu, n = await impor(wadah, berkas([*lama, *baru]))
    assert (satu.status, satu.galat) == (StatusImpor.SELESAI, None)
    assert n.dibaca == n.sama + n.diterima + n.anomali == 4
    assert await hitung(wadah, "keluarga", "individu", "jawaban_survei", "riwayat_kanonik") == (1, 2, 3, 2)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        terbaru = "SELECT id FROM jawaban_survei ORDER BY tanggal_date DESC, id DESC LIMIT 1"
        kini = "SELECT jawaban_id, versi FROM variabel_kanonik"
        assert (await sesi.execute(text(kini))).one() == (await sesi.scalar(text(terbaru)), 3)
