"""E.7: the same families give the same clusters, in any order, unit and process."""

import math
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spk import kmeans
from app.spk.kmeans import Pengelompokan, Titik, kelompokkan

DATA = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 300), st.integers(0, 3)), min_size=1, max_size=25)
TIGA = [(n % 3, n) for n in range(3)] + [(50 + n % 2, 40 + n) for n in range(4)] + [(100 + n, 99) for n in range(3)]


def bagian(p: Pengelompokan, kunci: Sequence[int]) -> set[frozenset[int]]:
    """The partition, whatever its clusters are numbered."""
    return {frozenset(k for k, j in zip(kunci, p.kelompok, strict=True) if j == m) for m in set(p.kelompok)}


def test_clusters_that_anybody_sees_are_found_and_well_separated() -> None:
    p = kelompokkan(TIGA)
    assert bagian(p, range(10)) == {frozenset({0, 1, 2}), frozenset({3, 4, 5, 6}), frozenset({7, 8, 9})}
    assert p.siluet is not None
    assert p.siluet > 0.9


@given(DATA, st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(data: list[tuple[int, ...]], acak) -> None:  # type: ignore[no-untyped-def]
    kunci = [*range(len(data))]
    acuan = kelompokkan(data)
    acak.shuffle(kunci)
    lain = kelompokkan([data[k] for k in kunci])
    assert bagian(lain, kunci) == bagian(acuan, range(len(data)))
    assert (lain.siluet, lain.k, lain.kolom_tetap) == (acuan.siluet, acuan.k, acuan.kolom_tetap)


@given(DATA, st.integers(1, 10_000), st.integers(0, 10_000))
def test_the_unit_and_the_zero_of_a_column_change_nothing(data: list[tuple[int, ...]], kali: int, geser: int) -> None:
    assert kelompokkan([(kali * a + geser, 3 * b, c) for a, b, c in data]) == kelompokkan(data)


@given(DATA)
def test_every_distinct_family_keeps_its_cluster_and_there_are_as_many_as_can_be(data: list[tuple[int, ...]]) -> None:
    p = kelompokkan(data)
    assert p.k == min(3, len({tuple(x for j, x in enumerate(d) if j not in p.kolom_tetap) for d in data}))
    milik: dict[tuple[int, ...], int] = {}
    assert all(milik.setdefault(d, j) == j for d, j in zip(data, p.kelompok, strict=True))
    assert p.siluet is None or -1 <= p.siluet <= 1


def test_an_empty_list_one_family_and_families_that_are_all_alike_are_defined() -> None:
    assert kelompokkan([]) == Pengelompokan((), 0, (), None)
    assert kelompokkan([(4, 2)]) == Pengelompokan((0,), 1, (0, 1), None)
    assert kelompokkan([(4, 2)] * 5) == Pengelompokan((0,) * 5, 1, (0, 1), None)
    dua = kelompokkan([(4, 1), (4, 2), (4, 2)])
    assert (dua.k, dua.kolom_tetap, dua.kelompok[1]) == (2, (0,), dua.kelompok[2])


def test_another_process_finds_the_same() -> None:
    kode = f"from app.spk.kmeans import kelompokkan; print(kelompokkan({TIGA!r}))"
    hasil = [
        subprocess.run(
            [sys.executable, "-c", kode], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": benih}
        ).stdout
        for benih in ("1", "2")
    ]
    assert hasil == [f"{kelompokkan(TIGA)}\n"] * 2


def test_the_work_for_a_list_of_thousands_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """R9: somebody waits for it with a transaction open, and the interpreter's lock is everybody's."""
    terdekat, dist, kerja = kmeans._terdekat, math.dist, Counter[str]()

    def bandingkan(titik: Sequence[Titik], pusat: Sequence[Titik]) -> list[int]:
        kerja["titik"] += len(titik)
        return terdekat(titik, pusat)

    def ukur(a: Titik, b: Titik) -> float:
        kerja["jarak"] += 1
        return dist(a, b)

    monkeypatch.setattr(kmeans, "_terdekat", bandingkan)
    monkeypatch.setattr(math, "dist", ukur)
    p = kelompokkan([(n * n % 9973, n * 31 % 997, n) for n in range(2_000)])
    assert p.siluet is not None
    assert kerja["titik"] <= 100_000
    assert kerja["jarak"] <= 300 * 2_000
