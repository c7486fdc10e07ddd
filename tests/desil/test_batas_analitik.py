"""The analytic limit of targeting errors against its published table and its closed form."""

import math

import pytest

from app.desil.batas_analitik import galat_minimum

TABEL = {
    0.30: (0.646, 0.536, 0.453, 0.381, 0.315),
    0.40: (0.586, 0.483, 0.406, 0.341, 0.282),
    0.48: (0.538, 0.441, 0.369, 0.310, 0.256),
    0.50: (0.526, 0.430, 0.360, 0.302, 0.250),
    0.60: (0.464, 0.377, 0.315, 0.263, 0.218),
    0.70: (0.396, 0.320, 0.267, 0.223, 0.185),
}
"""Exclusion = inclusion error at 10, 20, 30, 40 and 50 per cent, to three digits."""


@pytest.mark.parametrize("r2", sorted(TABEL))
def test_the_table(r2: float) -> None:
    hasil = [galat_minimum(r2, p / 10) for p in range(1, 6)]
    assert hasil == pytest.approx(TABEL[r2], abs=0.000501)


@pytest.mark.parametrize("r2", [0.0, 0.1, 0.48, 0.9, 0.99, 1.0])
def test_at_one_half_the_closed_form_holds(r2: float) -> None:
    tertutup = 1 - 2 * (0.25 + math.asin(math.sqrt(r2)) / math.tau)
    assert galat_minimum(r2, 0.5) == pytest.approx(tertutup, abs=1e-10)


@pytest.mark.parametrize("pangsa", [0.1, 0.25, 0.4])
def test_a_perfect_model_errs_never_and_a_useless_one_like_a_lottery(pangsa: float) -> None:
    assert galat_minimum(1.0, pangsa) == pytest.approx(0, abs=1e-5)
    assert galat_minimum(0.0, pangsa) == pytest.approx(1 - pangsa, abs=1e-12)
    assert galat_minimum(-0.3, pangsa) == galat_minimum(0.0, pangsa)
