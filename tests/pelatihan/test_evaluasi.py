"""Errors in people: by hand on small samples, equal nationally by construction, shown apart in groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desil.mutu import SKALA_MUTU
from app.pelatihan.evaluasi import luput, potongan, termiskin, ukuran

bilangan = st.integers(0, 9)
keluarga = st.lists(st.tuples(bilangan, bilangan, st.integers(1, 12)), min_size=2, max_size=40)


def larik(isi: list[tuple[int, int, int]]) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    return [np.array(k, dtype=np.float64) for k in zip(*isi, strict=True)]


def test_people_are_counted_and_the_family_at_the_cut_in_part() -> None:
    orang = np.array([4.0, 1.0, 5.0])
    assert termiskin(np.array([1.0, 2.0, 3.0]), orang, 0.2).tolist() == [0.5, 0, 0]
    assert termiskin(np.array([1.0, 2.0, 3.0]), orang, 0.5).tolist() == [1, 1, 0]
    assert termiskin(np.array([2.0, 2.0, 1.0]), orang, 0.6).tolist() == [0.2, 0.2, 1]


def test_errors_by_hand() -> None:
    y, duga, orang = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0]), np.full(4, 2.0)
    p = potongan(y, duga, orang, 500_000)
    assert p.galat() == {"pangsa": 500_000, "eksklusi": 500_000, "inklusi": 500_000}
    assert p.galat(np.array([True, True, False, False])) == {"pangsa": 500_000, "eksklusi": 500_000, "inklusi": 0}
    assert p.galat(np.array([False, False, False, True])) == {"pangsa": 500_000, "eksklusi": None, "inklusi": None}
    assert luput(y, duga, orang, 0.5) == 0.5


@settings(max_examples=150, deadline=None)
@given(keluarga, st.sampled_from([100_000, 250_000, 400_000, 500_000]))
def test_undercoverage_equals_leakage_when_coverage_is_the_target_share(
    isi: list[tuple[int, int, int]], pangsa: int
) -> None:
    y, duga, orang = larik(isi)
    p = potongan(y, duga, orang, pangsa)
    target = pangsa / SKALA_MUTU * orang.sum()
    assert (orang * p.benar).sum() == pytest.approx(target)
    assert (orang * p.duga).sum() == pytest.approx(target)
    galat = p.galat()
    assert galat["eksklusi"] is not None
    assert galat["inklusi"] == pytest.approx(galat["eksklusi"], abs=1)


@settings(max_examples=60, deadline=None)
@given(keluarga, st.randoms(use_true_random=False))
def test_the_order_of_families_does_not_matter(isi: list[tuple[int, int, int]], acak: object) -> None:
    y, duga, orang = larik(isi)
    urut = np.random.default_rng(3).permutation(len(y))
    assert luput(y, duga, orang, 0.3) == pytest.approx(luput(y[urut], duga[urut], orang[urut], 0.3))


def test_a_perfect_prediction_errs_never_and_the_mean_explains_nothing() -> None:
    y, orang = np.arange(50.0), np.ones(50)
    assert luput(y, y, orang, 0.3) == 0
    assert ukuran(y, y, orang).r2 == 1
    assert ukuran(y, np.full(50, y.mean()), orang).r2 == pytest.approx(0)
