"""The formats as data: complete, without contradictions, and recognised by their headings."""

import pytest

from app.berkas_tabel.bentuk import BentukTidakSah, Bidang, JenisKolom, KodeFormat, bentuk, cocok, lipat_judul, susun
from app.keluarga.instrumen import muat

POKOK = {Bidang.NIK, Bidang.NO_KK, Bidang.NAMA, Bidang.TANGGAL_LAHIR, Bidang.JENIS_KELAMIN, Bidang.HUBUNGAN}


@pytest.mark.parametrize("kode", sorted(KodeFormat))
def test_every_format_can_fill_a_person_and_a_family(kode: KodeFormat) -> None:
    ini = bentuk(kode)
    assert {k.bidang for k in ini.kolom} >= POKOK | {Bidang.KODE_DESA, Bidang.KUNCI_KELUARGA, Bidang.TANGGAL_DATA}
    instrumen = muat(ini.instrumen)
    tujuan = {k.p for k in ini.kolom if k.bagian == "individu"}
    assert not tujuan & {*ini.turunan.values()}
    assert {*ini.turunan.values()} <= {*instrumen.bagian["individu"]}
    assert all(k.pilihan for k in ini.kolom if k.p and k.jenis in {JenisKolom.KODE, JenisKolom.BITMASK})


@pytest.mark.parametrize("kode", sorted(KodeFormat))
def test_a_format_is_recognised_by_its_own_headings(kode: KodeFormat) -> None:
    judul = [k.nama.upper() for k in bentuk(kode).kolom]
    assert cocok(judul)[0] == (kode, len(judul))


def test_our_own_format_asks_everything_but_what_it_knows_otherwise() -> None:
    ini = bentuk(KodeFormat.DTKS1)
    instrumen = muat(ini.instrumen)
    for bagian in ("keluarga", "individu"):
        ada = {k.p for k in ini.kolom if k.bagian == bagian} | {*ini.turunan.values()}
        assert ada >= {*instrumen.bagian[bagian]}


def test_headings_differ_by_letters_only() -> None:
    assert lipat_judul("No. KK") == lipat_judul("NO_KK") == lipat_judul(" nokk ")


def test_a_value_is_written_as_the_first_text_that_means_it() -> None:
    hubungan = bentuk(KodeFormat.DTKS1).menurut_bidang(Bidang.HUBUNGAN)
    assert hubungan
    assert hubungan.tulis("ISTRI_SUAMI") == "2"
    assert hubungan.tulis(None) == ""


def test_a_file_that_contradicts_itself_is_refused() -> None:
    dasar = {
        "kode": "DTKS1",
        "versi": "1",
        "nama": {"id": "a", "en": "a"},
        "sumber": "",
        "instrumen": "PBDT2015",
        "turunan": {},
        "bawaan": {},
    }
    satu = {"nama": "lantai", "bagian": "keluarga", "p": "lantai"}
    with pytest.raises(BentukTidakSah):
        susun({**dasar, "kolom": [satu, satu]})
    with pytest.raises(BentukTidakSah):
        susun({**dasar, "kolom": [{**satu, "p": "tidak_ada"}]})
