"""A masked name is recognised by its owner and tells a stranger little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cekbansos.samaran import samarkan_nama


@pytest.mark.parametrize(
    ("nama", "samar"),
    [
        ("Wawan Lestari", "W***N L*****I"),
        ("IT", "I*"),
        ("X", "*"),
        ("  ani   B ", "A*I *"),
        ("Nur'aini", "N******I"),
        ("", ""),
    ],
)
def test_first_and_last_letters_remain(nama: str, samar: str) -> None:
    assert samarkan_nama(nama) == samar


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ", min_size=1, max_size=40))
def test_no_word_shows_more_than_two_letters(nama: str) -> None:
    assert all(len(k.replace("*", "")) <= 2 for k in samarkan_nama(nama).split())
    assert all("*" in k for k in samarkan_nama(nama).split())
