"""The decile rule: people as weights, whole tie groups, poorest position, nine cut-offs."""

from collections import defaultdict
from fractions import Fraction
from math import floor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desil.peringkat import AturanSeri, desil, hitung_batas, peringkatkan

keluarga = st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 9)), min_size=1, max_size=60)
tanpa_seri = st.lists(
    st.tuples(st.integers(-(10**18), 10**18), st.integers(1, 9)), min_size=1, max_size=80, unique_by=lambda k: k[0]
)


def menurut_definisi(semua: list[tuple[int, int]], skor: int) -> int:
    """The definition itself, family by family, in fractions: an independent computation."""
    lebih_miskin = sum(b for s, b in semua if s < skor)
    return min(10, floor(Fraction(10 * lebih_miskin, sum(b for _, b in semua))) + 1)


@given(keluarga)
def test_decile_is_the_definition_for_every_family(semua: list[tuple[int, int]]) -> None:
    hasil = peringkatkan(dict(enumerate(semua)))
    assert hasil == {i: menurut_definisi(semua, s) for i, (s, _) in enumerate(semua)}


@given(keluarga, st.randoms(use_true_random=False))
def test_the_order_of_families_does_not_matter(semua: list[tuple[int, int]], acak: Random) -> None:
    kocok = list(semua)
    acak.shuffle(kocok)
    assert hitung_batas(kocok) == hitung_batas(semua)


@given(keluarga, st.sampled_from(AturanSeri))
def test_a_higher_score_never_has_a_lower_decile(semua: list[tuple[int, int]], aturan: AturanSeri) -> None:
    batas = hitung_batas(semua, aturan)
    urut = [desil(s, batas) for s, _ in sorted(semua)]
    assert urut == sorted(urut)
    assert set(urut) <= set(range(1, 11))


@given(tanpa_seri)
def test_every_decile_holds_a_tenth_of_the_people_within_the_largest_family(semua: list[tuple[int, int]]) -> None:
    hasil = peringkatkan(dict(enumerate(semua)))
    orang: dict[int, int] = defaultdict(int)
    for i, (_, bobot) in enumerate(semua):
        orang[hasil[i]] += bobot
    seluruh, terbesar = sum(b for _, b in semua), max(b for _, b in semua)
    assert all(abs(Fraction(seluruh, 10) - orang[d]) <= terbesar for d in range(1, 11))


@given(keluarga, st.integers(2, 4))
def test_duplicating_the_population_keeps_every_decile(semua: list[tuple[int, int]], kali: int) -> None:
    assert hitung_batas(semua * kali) == hitung_batas(semua)


@given(keluarga)
def test_a_tie_group_is_never_split(semua: list[tuple[int, int]]) -> None:
    hasil = peringkatkan(dict(enumerate(semua)))
    menurut_skor: dict[int, set[int]] = defaultdict(set)
    for i, (skor, _) in enumerate(semua):
        menurut_skor[skor].add(hasil[i])
    assert all(len(d) == 1 for d in menurut_skor.values())


def test_people_are_the_weights_not_families() -> None:
    berbobot = {"besar": (1, 9), "kecil": (2, 1)}
    assert peringkatkan(berbobot) == {"besar": 1, "kecil": 10}
    assert peringkatkan({k: (s, 1) for k, (s, _) in berbobot.items()}) == {"besar": 1, "kecil": 6}


def test_ten_equal_families_fill_the_ten_deciles() -> None:
    assert list(peringkatkan({i: (i, 3) for i in range(10)}).values()) == list(range(1, 11))


def test_a_tie_group_takes_its_poorest_position_or_by_setting_its_middle() -> None:
    seri = dict.fromkeys("abcd", (5, 1))
    assert set(peringkatkan(seri).values()) == {1}
    assert set(peringkatkan(seri, AturanSeri.TENGAH).values()) == {6}


def test_a_family_outside_the_run_is_placed_by_its_cut_offs() -> None:
    batas = hitung_batas([(10, 1), (20, 1)])
    assert batas == (20, 20, 20, 20, 20, None, None, None, None)
    assert [desil(s, batas) for s in (-1, 10, 19, 20, 999)] == [1, 1, 1, 6, 6]


def test_nobody_gives_no_cut_offs() -> None:
    assert hitung_batas([]) == (None,) * 9


@pytest.mark.parametrize("bobot", [0, -1])
def test_an_empty_family_is_refused(bobot: int) -> None:
    with pytest.raises(ValueError, match="at least one person"):
        hitung_batas([(1, bobot)])
