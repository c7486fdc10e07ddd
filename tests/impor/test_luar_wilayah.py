"""What an importer finds out about persons of another region: in a trial nothing, afterwards that there is one."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.impor.alur import StatusImpor
from app.impor.models import Impor
from tests.impor.pembantu import (
    Baris,
    berkas,
    catatan,
    hitung,
    impor,
    jumlah,
    keluarga,
    kirim,
    pengimpor,
    periksa,
    terapkan,
)
from tests.pabrik.keluarga import no_kk

pytestmark = pytest.mark.anyio
LUAR = "11.01.01.2001"
DI_LUAR = "TERCATAT_DI_LUAR_WILAYAH"

ISTRI = {"nama": "Siti Rohani", "tanggal_lahir": "1991-02-03", "jenis_kelamin": "P", "hubungan": "2"}


async def _di_luar(wadah: Wadah) -> list[Baris]:
    """Let another region have a family on record, and return its rows."""
    baris = keluarga(ISTRI, {}, kode_desa=LUAR)
    satu, _ = await impor(wadah, berkas(baris), _pusat())
    assert satu.status is StatusImpor.SELESAI
    return baris


def _pusat() -> Pelaku:
    return replace(pengimpor(()), jabatan=Jabatan.PUSAT)


def _tebakan(ada: list[Baris], cara: str) -> list[Baris]:
    """Return rows of a file that asks for a family in one of the ways that a file has, and of one that nobody knows."""
    kepala, istri, anak = ada
    orang_lain = {"nama": "Tidak Dikenal", "tanggal_lahir": "1955-03-04", "jenis_kelamin": "P"}
    tanya = {
        "kartu": keluarga(kk=kepala["no_kk"]),
        "kepala-sama": keluarga(nik=kepala["nik"]),
        "kepala-lain": keluarga(**{**orang_lain, "nik": kepala["nik"]}),
        "anggota-sama": keluarga({**istri, "no_kk": None, "kode_desa": None}),
        "anggota-lain": keluarga({**orang_lain, "nik": anak["nik"]}),
    }[cara]
    for b in tanya:
        b.update(kode_desa="32.04.05.2001", no_kk=tanya[0]["no_kk"])
    return [*tanya, *keluarga(nama="Tidak Ditanyakan")]


CARA = ("kartu", "kepala-sama", "kepala-lain", "anggota-sama", "anggota-lain")


async def _uji(wadah: Wadah, isi: bytes) -> tuple[Any, ...]:
    siapa = pengimpor()
    satu = await periksa(wadah, (await kirim(wadah, isi, siapa)).id, siapa)
    return satu.status, satu.galat, await jumlah(wadah, satu), await catatan(wadah, satu.id, "UJI")


async def _dibaca(wadah: Wadah, satu: Impor) -> set[Any]:
    cari = text("SELECT subjek FROM jejak_audit WHERE kejadian = 'impor:registri:dibaca' AND objek = :o")
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return {n for s in await sesi.scalars(cari, {"o": f"impor/{satu.id}"}) for n in s}


@pytest.mark.parametrize("cara", CARA)
async def test_a_trial_says_the_same_whether_or_not_another_region_knows_the_number(wadah: Wadah, cara: str) -> None:
    ada = keluarga(ISTRI, {}, kode_desa=LUAR)
    isi = berkas(_tebakan(ada, cara))
    tanpa = await _uji(wadah, isi)
    await impor(wadah, berkas(ada), _pusat())
    assert await _uji(wadah, isi) == tanpa
    assert tanpa[0] is StatusImpor.SIAP
    assert tanpa[2].konflik == 0


@pytest.mark.parametrize("cara", CARA)
async def test_a_number_on_record_elsewhere_holds_its_row_whoever_bears_it_and_he_sees_who_asked(
    wadah: Wadah, cara: str
) -> None:
    ada = await _di_luar(wadah)
    sebelum = await hitung(wadah, "temuan")
    satu, n = await impor(wadah, berkas(_tebakan(ada, cara)))
    kata = await catatan(wadah, satu.id)
    ditahan = {b: k[-1] for b, k in kata.items()}
    baris = {"anggota-sama": 3, "anggota-lain": 3}.get(cara, 2)
    assert (satu.status, ditahan[baris], n.konflik) == (StatusImpor.SELESAI, DI_LUAR, 1)
    assert (n.diterima + n.anomali, await hitung(wadah, "temuan")) == (n.dibaca - 1, sebelum)
    nik = [wadah.sandi.indeks(Tujuan.NIK, b["nik"]) for b in ada]
    ditanya = {"kartu": set(nik), "anggota-sama": {nik[1]}, "anggota-lain": {nik[2]}}.get(cara, {nik[0]})
    assert ditanya <= await _dibaca(wadah, satu)


async def test_who_sees_both_regions_is_told_which_of_the_two_it_is(wadah: Wadah) -> None:
    ada = await _di_luar(wadah)
    baris = [*_tebakan(ada, "anggota-sama")[:2], *_tebakan(ada, "anggota-lain")[:2]]
    satu, _ = await impor(wadah, berkas(baris), _pusat())
    kata = await catatan(wadah, satu.id)
    assert (kata[3], kata[5][-1]) == (["ORANG_DI_KELUARGA_LAIN"], "NIK_GANDA")


async def test_with_whom_a_trial_compares_rows_of_ones_own_region_can_see_it(wadah: Wadah) -> None:
    baris = keluarga(ISTRI)
    await impor(wadah, berkas(baris))
    siapa = pengimpor()
    satu = await periksa(wadah, (await kirim(wadah, berkas([{**baris[0], "nik": ""}, baris[1]]), siapa)).id, siapa)
    assert await _dibaca(wadah, satu) == {wadah.sandi.indeks(Tujuan.NIK, b["nik"]) for b in baris}


async def test_an_officer_tries_so_many_rows_a_day_and_no_more(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, "impor_baris_hari", 3)
    siapa, isi = pengimpor(), berkas(keluarga({}))
    satu, dua = [await kirim(wadah, isi, siapa) for _ in range(2)]
    assert (await periksa(wadah, satu.id, siapa)).status is StatusImpor.SIAP
    dua = await periksa(wadah, dua.id, siapa)
    assert (dua.status, dua.galat, await catatan(wadah, dua.id, "UJI")) == (StatusImpor.GAGAL, "terlalu-sering", {})
    lain = pengimpor()
    assert (await periksa(wadah, (await kirim(wadah, isi, lain)).id, lain)).status is StatusImpor.SIAP


async def test_who_sees_the_nation_tries_out_files_of_any_size(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, "impor_baris_hari", 1)
    satu, n = await impor(wadah, berkas(keluarga({})), _pusat())
    assert (satu.status, n.diterima) == (StatusImpor.SELESAI, 2)


async def test_a_file_of_numbers_that_others_have_on_record_is_stopped(
    wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await _di_luar(wadah)
    monkeypatch.setattr(wadah.pengaturan.batas, "impor_luar_hari", 1)
    siapa = pengimpor()
    isi = berkas([b for cara in ("kepala-sama", "anggota-lain") for b in _tebakan(ada, cara)])
    satu = await kirim(wadah, isi, siapa)
    await periksa(wadah, satu.id, siapa)
    satu = await terapkan(wadah, satu.id, siapa)
    assert (satu.status, satu.galat) == (StatusImpor.TERHENTI, "terlalu-sering")
    assert (await catatan(wadah, satu.id), await hitung(wadah, "keluarga")) == ({}, (1,))


async def _sekali(wadah: Wadah, siapa: Pelaku, baris: list[Baris]) -> Impor:
    """Let somebody take a file all the way."""
    satu = await kirim(wadah, berkas(baris), siapa)
    await periksa(wadah, satu.id, siapa)
    return await terapkan(wadah, satu.id, siapa)


async def test_who_is_stopped_for_a_number_on_record_elsewhere_is_seen_asking_for_it(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    wadah = wadah_nyata
    ada = await _di_luar(wadah)
    monkeypatch.setattr(wadah.pengaturan.batas, "impor_luar_hari", 1)
    isi = [b for cara in ("kepala-sama", "anggota-lain") for b in _tebakan(ada, cara)]
    satu = await _sekali(wadah, pengimpor(), isi)
    assert satu.galat == "terlalu-sering"
    assert {wadah.sandi.indeks(Tujuan.NIK, ada[n]["nik"]) for n in (0, 2)} <= await _dibaca(wadah, satu)


@pytest.mark.parametrize("cara", ["kepala-sama", "kepala-sama dan anggota-lain"])
async def test_who_has_reached_the_limit_writes_nothing_that_day_whatever_his_file_holds(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch, cara: str
) -> None:
    wadah = wadah_nyata
    ada = await _di_luar(wadah)
    monkeypatch.setattr(wadah.pengaturan.batas, "impor_luar_hari", 1)
    siapa = pengimpor()
    await _sekali(wadah, siapa, [b for c in cara.split(" dan ") for b in _tebakan(ada, c)])
    sebelum = await hitung(wadah, "keluarga")
    for isi in (_tebakan(ada, "anggota-lain"), keluarga(nama="Tidak Ditanyakan")):
        satu = await _sekali(wadah, siapa, isi)
        assert (satu.status, satu.galat) == (StatusImpor.TERHENTI, "terlalu-sering")
        assert await catatan(wadah, satu.id) == {}
    assert await hitung(wadah, "keluarga") == sebelum
    assert (await _sekali(wadah, pengimpor(), keluarga(nama="Orang Kantor Lain"))).status is StatusImpor.SELESAI


async def test_rows_that_waited_for_their_family_are_counted_and_seen_too_when_they_go_beyond_the_limit(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    wadah, siapa = wadah_nyata, pengimpor()
    ada, milik = await _di_luar(wadah), keluarga()
    await impor(wadah, berkas(milik), siapa)
    monkeypatch.setattr(wadah.pengaturan.batas, "impor_luar_hari", 1)
    orang = {"nama": "Tidak Dikenal", "tanggal_lahir": "1955-03-04", "jenis_kelamin": "P", "hubungan": "3"}
    dua = [[milik[0] | {"no_kk": k}, milik[0] | orang | {"no_kk": k, "nik": ada[n]["nik"]}] for n, k in _kartu(milik)]
    satu = await _sekali(wadah, siapa, [b for k in dua for b in k])
    assert (satu.status, satu.galat) == (StatusImpor.TERHENTI, "terlalu-sering")
    assert {wadah.sandi.indeks(Tujuan.NIK, ada[n]["nik"]) for n in (1, 2)} <= await _dibaca(wadah, satu)


def _kartu(milik: list[Baris]) -> list[tuple[int, str]]:
    """Return two cards of one family, each with which member of another region's is put into it."""
    return [(1, milik[0]["no_kk"]), (2, no_kk())]


async def test_a_family_under_more_marks_than_a_file_has_reason_for_is_accounted_for_and_refused(wadah: Wadah) -> None:
    baris = keluarga()
    await impor(wadah, berkas(baris))
    satu, n = await impor(wadah, berkas([baris[0] | {"no_kk": no_kk()} for _ in range(12)]))
    kata = [k for daftar in (await catatan(wadah, satu.id)).values() for k in daftar]
    assert (satu.status, n.dibaca, kata.count("KELUARGA_BERULANG")) == (StatusImpor.SELESAI, 12, 3)
    assert n.ditolak == 3
