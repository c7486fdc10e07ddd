"""No cell of a file can become a formula, whatever sign a program cuts lines at, and nothing is lost by that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lembar.aman import amankan, pulihkan

ALFABET = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20'\";,| \xa0aZ1"
PEMICU = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


@given(st.text(ALFABET, max_size=12))
def test_no_part_at_which_a_cell_may_be_cut_begins_like_a_formula(teks: str) -> None:
    aman = amankan(teks)
    for pemisah in (";", ",", "|", "\t", "\n", '"'):
        for bagian in aman.split(pemisah):
            inti = bagian.lstrip(" \xa0")
            assert not inti.startswith(PEMICU) or inti[0] == pemisah or inti[0] in "\t\r\n"


@given(st.text(ALFABET, max_size=12))
def test_what_was_made_safe_can_be_restored(teks: str) -> None:
    assert pulihkan(amankan(teks)) == teks


@pytest.mark.parametrize("teks", ["Siti Aminah", "RT 01 RW 02", "a'b", "3204051707770041", "A-B", ""])
def test_ordinary_text_is_left_alone(teks: str) -> None:
    assert amankan(teks) == teks


@pytest.mark.parametrize(
    ("teks", "aman"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+62812", "'+62812"),
        ("Budi;=1+1", "Budi;'=1+1"),
        (" @SUM(A1)", " '@SUM(A1)"),
        ("'=1", "''=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
    ],
)
def test_formulas_wear_an_apostrophe(teks: str, aman: str) -> None:
    assert amankan(teks) == aman
