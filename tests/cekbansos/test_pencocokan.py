"""Names are matched over spelling habits and typing errors, and no frequent word alone finds anybody."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cekbansos.penanda import penanda
from app.cekbansos.pencocokan import nilai, urai
from app.core.crypto import Sandi
from app.wilayah.ejaan import eja
from app.wilayah.nama import lipat

TANDAI = penanda(Sandi({"k": bytes(32)}, "k", {"i": bytes([1] * 32)}, "i"))


def cocok(dicari: str, nama: str) -> int | None:
    tersimpan = [m for k in urai(nama, TANDAI) for m in k.semua]
    return nilai(urai(dicari, TANDAI), tersimpan, len(set(lipat(nama).split())))


@pytest.mark.parametrize(
    ("dicari", "nama"),
    [
        ("Siti Nurhaliza", "SITI NURHALIZA"),
        ("  nurhaliza   siti ", "SITI NURHALIZA"),
        ("Siti Nur'aini", "SITI NURAINI"),
        ("Sity Nurhalisa Dewi", "SITI NURHALIZA DEWI"),
        ("Siti Nurhalza", "SITI NURHALIZA"),
        ("Siti Nurhailza", "SITI NURHALIZA"),
        ("Moch. Djoko Santoso", "MUHAMMAD JOKO SANTOSO"),
        ("Achmad Soekarno", "AHMAD SUKARNO"),
        ("Chairul Anwar", "KHAIRUL ANWAR"),
        ("Aisya Putri", "AISYAH PUTRI"),
        ("Wawan", "WAWAN"),
        ("IT", "IT"),
        ("NA70 Lestari", "NA70 LESTARI"),
        ("Nova Yulianti", "NOVA / YULIANTI"),
        ("Siti Nurhaliza", "SITI AMINAH NURHALIZA"),
    ],
)
def test_the_same_person_is_found(dicari: str, nama: str) -> None:
    assert cocok(dicari, nama) is not None


@pytest.mark.parametrize(
    ("dicari", "nama"),
    [
        ("Siti", "SITI NURHALIZA"),
        ("Siti Aminah", "SITI NURHALIZA"),
        ("Siti Nurhaliza Dewi", "SITI NURHALIZA"),
        ("Sito Nurhaliya", "SITI NURHALIZA"),
        ("Wawan Lestari", "WAWAN"),
        ("W L", "WAWAN LESTARI"),
        ("", "WAWAN"),
        ("??", "WAWAN"),
        ("Wati", "WAHYU"),
        ("Siti Siti", "SITI NURHALIZA"),
    ],
)
def test_another_person_is_not(dicari: str, nama: str) -> None:
    assert cocok(dicari, nama) is None


def test_a_spelling_habit_costs_nothing_and_a_typing_error_something() -> None:
    assert cocok("Siti Nurhaliza", "SITI NURHALIZA") == 100
    assert cocok("Sitti Nurhalisa", "SITI NURHALIZA") == 100
    assert cocok("Siti Nurhalza", "SITI NURHALIZA") == 90


def test_marks_fit_a_32_bit_column_and_hide_the_word() -> None:
    marka = [m for k in urai("SITI NURHALIZA BINTI MUHAMMAD", TANDAI) for m in k.semua]
    assert all(-(2**31) <= m < 2**31 for m in marka)
    assert min(marka) < 0 < max(marka)
    lain = penanda(Sandi({"k": bytes(32)}, "k", {"i": bytes([2] * 32)}, "i"))
    assert not set(marka) & {m for k in urai("SITI NURHALIZA BINTI MUHAMMAD", lain) for m in k.semua}


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm(teks: str) -> None:
    kata = urai(teks, TANDAI)
    assert len(kata) <= 8
    assert all(len(k.semua) <= 26 for k in kata)


@given(st.lists(st.text("abcdefghijklmnoprstuwy", min_size=1, max_size=10), min_size=2, max_size=5, unique=True))
def test_a_name_always_fits_itself(kata: list[str]) -> None:
    nama = " ".join(kata)
    assert cocok(nama.upper(), nama) == 100


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_levelled_spelling_has_no_double_letters(kata: str) -> None:
    bunyi = eja(kata)
    assert all(a != b for a, b in pairwise(bunyi))
