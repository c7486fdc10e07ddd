"""The rule by which an identity agrees with Dukcapil."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kependudukan.pemadanan import Ambang, Bidang, HasilPadan, Identitas, Peringatan, kemiripan, padankan

SITI = Identitas("SITI AMINAH", date(1990, 1, 2), "3204050101900001", "KARTINI", "P")


@pytest.mark.parametrize(
    ("satu", "dua", "skor"),
    [
        ("Siti Aminah", "SITI AMINAH", 1000),
        ("Ma'ruf", "MARUF", 1000),
        ('"Budi"', "BUDI", 1000),
        ("SITI  AMINAH", "SITI AMINAH", 1000),
        ("Moh. Yusuf", "MOH YUSUF", 1000),
        ("AMINAH / SITI AMINAH", "SITI AMINAH", 1000),
        ("WATI", "SULASTRI/WATI", 1000),
        ("ABCD", "WXYZ", 0),
        ("", "SITI", 0),
        ("'/'", "SITI", 0),
        # Ratcliff and Obershelp's own example: 2 * 7 / 18
        ("WIKIMEDIA", "WIKIMANIA", 777),
        ("ABCDE", "ABCXY", 600),
    ],
)
def test_similarity_of_names_in_permille(satu: str, dua: str, skor: int) -> None:
    assert kemiripan(satu, dua) == skor


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_does_not_depend_on_who_is_asked_first(satu: str, dua: str) -> None:
    assert kemiripan(satu, dua) == kemiripan(dua, satu)
    assert 0 <= kemiripan(satu, dua) <= 1000


@given(st.text(alphabet="ABCDEFGH ", min_size=1, max_size=30).filter(str.strip))
def test_a_name_is_wholly_like_itself(nama: str) -> None:
    assert kemiripan(nama, nama.lower()) == 1000


def test_equal_birth_date_and_60_percent_of_the_name_agree() -> None:
    hasil = padankan(replace(SITI, nama="ABCDE"), replace(SITI, nama="ABCXY"), is_meninggal=False)
    assert (hasil.hasil, hasil.skor_nama, hasil.beda) == (HasilPadan.PADAN, 600, frozenset())


def test_one_permille_below_the_threshold_does_not() -> None:
    hasil = padankan(
        replace(SITI, nama="ABCDE"), replace(SITI, nama="ABCXY"), is_meninggal=False, ambang=Ambang(nama=601)
    )
    assert (hasil.hasil, hasil.beda) == (HasilPadan.TIDAK_PADAN, frozenset({Bidang.NAMA}))


def test_another_birth_date_needs_both_names_at_90_percent() -> None:
    lain = replace(SITI, tanggal_lahir=date(1990, 2, 1))
    assert padankan(SITI, lain, is_meninggal=False).hasil is HasilPadan.PADAN
    for kurang in (replace(lain, nama_ibu="SULASTRI"), replace(lain, nama_ibu=None), replace(lain, nama="SITI RAMLAH")):
        hasil = padankan(SITI, kurang, is_meninggal=False)
        assert hasil.hasil is HasilPadan.TIDAK_PADAN
        assert Bidang.TANGGAL_LAHIR in hasil.beda


def test_an_unknown_birth_date_is_not_an_equal_one() -> None:
    kosong = replace(SITI, tanggal_lahir=None, nama_ibu=None)
    assert padankan(kosong, kosong, is_meninggal=False).hasil is HasilPadan.TIDAK_PADAN


def test_a_changed_family_card_is_a_warning_only() -> None:
    hasil = padankan(SITI, replace(SITI, no_kk="3204050101900002"), is_meninggal=False)
    assert (hasil.hasil, hasil.peringatan) == (HasilPadan.PADAN, frozenset({Peringatan.KK_BERUBAH}))
    assert hasil.beda == {Bidang.NO_KK}


def test_sex_and_mother_are_named_when_they_differ() -> None:
    hasil = padankan(SITI, replace(SITI, jenis_kelamin="L", nama_ibu="SULASTRI"), is_meninggal=False)
    assert hasil.hasil is HasilPadan.PADAN
    assert hasil.beda == {Bidang.JENIS_KELAMIN, Bidang.NAMA_IBU}
    assert hasil.peringatan == {Peringatan.JENIS_KELAMIN_BEDA}


def test_the_dead_are_not_a_match() -> None:
    assert padankan(SITI, SITI, is_meninggal=True).hasil is HasilPadan.MENINGGAL


def test_another_person_who_died_is_a_mismatch_with_a_warning() -> None:
    hasil = padankan(SITI, replace(SITI, nama="BUDI", nama_ibu=None), is_meninggal=True)
    assert (hasil.hasil, hasil.peringatan) == (HasilPadan.TIDAK_PADAN, frozenset({Peringatan.MENINGGAL}))


def test_a_decision_and_an_identity_print_no_personal_value() -> None:
    teks = repr(SITI) + repr(padankan(SITI, replace(SITI, no_kk="3204050101900002"), is_meninggal=False))
    assert "AMINAH" not in teks
    assert "3204" not in teks
