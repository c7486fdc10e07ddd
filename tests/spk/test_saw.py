"""E.7: SAW against a sum done by hand, and the cases that its formula leaves open."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spk.saw import Sifat, nilai, urutkan

B, K = Sifat.KEUNTUNGAN, Sifat.BIAYA
BARIS = st.lists(st.tuples(*[st.integers(0, 50)] * 3), min_size=1, max_size=12)
BOBOT = (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))


def test_the_value_is_the_one_computed_by_hand() -> None:
    """Income (cost), dependants (benefit), poor housing (benefit); weights 0.5, 0.3, 0.2.

    r of the first: 500/1000, 4/4, 2/5; V = 0.25 + 0.3 + 0.08. Of the second: 1, 2/4, 5/5; V = 0.5 + 0.15 + 0.2. Of the
    third: 500/2000, 1/4, 0; V = 0.125 + 0.075.
    """
    v = nilai([(1000, 4, 2), (500, 2, 5), (2000, 1, 0)], (K, B, B), BOBOT)
    assert v == [Fraction(63, 100), Fraction(85, 100), Fraction(2, 10)]
    assert urutkan(dict(zip("abc", v, strict=True)), dict.fromkeys("abc", "")) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("kolom", "sifat", "r"),
    [
        ((0, 4), K, [1, 0]),
        ((0, 0), K, [1, 1]),
        ((0, 0), B, [1, 1]),
        ((7, 7), K, [1, 1]),
        ((7, 7), B, [1, 1]),
    ],
)
def test_zero_costs_and_constant_columns_are_defined(kolom: tuple[int, int], sifat: Sifat, r: list[int]) -> None:
    assert nilai([(x,) for x in kolom], (sifat,), (Fraction(1),)) == r


@given(BARIS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_and_the_unit_change_nothing(data: list[tuple[int, ...]], acak: object) -> None:
    sifat = (K, B, K)
    v = nilai(data, sifat, BOBOT)
    assert all(0 <= x <= 1 for x in v)
    assert nilai(data[::-1], sifat, BOBOT)[::-1] == v
    assert nilai([(100 * a, 7 * b, c) for a, b, c in data], sifat, BOBOT) == v


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 2), max_size=8))
def test_ties_are_broken_by_their_own_key_not_by_the_order_of_input(v: dict[str, int]) -> None:
    seri = {k: k[::-1] + k for k in v}
    nilai_ = {k: Fraction(x, 2) for k, x in v.items()}
    assert urutkan(nilai_, seri) == urutkan(dict(reversed(nilai_.items())), seri)


@pytest.mark.parametrize(
    ("data", "bobot"),
    [
        ([(1, 1)], (Fraction(1, 2), Fraction(1, 3))),
        ([(1, 1)], (Fraction(3, 2), Fraction(-1, 2))),
        ([(1,)], (Fraction(1, 2), Fraction(1, 2))),
        ([(-1, 1)], (Fraction(1), Fraction(0))),
    ],
)
def test_wrong_weights_and_values_are_refused(data: list[tuple[int, ...]], bobot: tuple[Fraction, ...]) -> None:
    with pytest.raises(ValueError, match=r"weights|value"):
        nilai(data, (B, B), bobot)
