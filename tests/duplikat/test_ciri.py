"""What agreement and difference of two records count: spelling, typing errors and swapped dates hide nobody."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.duplikat.ciri import POIN, Ciri, KodeBukti, bandingkan, is_mirip, jarak

AMBANG = 45
WAWAN = Ciri("Wawan Setiawan", date(1983, 4, 17), "L", "32.04.05.2001", "Siti Rohmah", "Garut")
BERNOMOR = replace(WAWAN, nik="3204051704830001", no_kk="3204050707150001", keluarga_id=UUID(int=1))


@pytest.mark.parametrize(
    "beda",
    [
        {"nama": "WAWAN STIAWAN"},
        {"nama": "H. Wawan Setiyawan"},
        {"nama": "Wawan Setiawan Putra"},
        {"nama_ibu": None},
        {"nama_ibu": "Siti Rochmah"},
        {"kode_desa": "32.04.05.2002", "tempat_lahir": None},
        {"tanggal_lahir": date(1983, 4, 27)},
        {"tanggal_lahir": date(1983, 5, 17)},
        {"tanggal_lahir": date(1984, 4, 17)},
        {"nama": "Wawan Stiawan", "nama_ibu": None},
    ],
)
def test_one_difference_does_not_hide_a_person(beda: dict[str, Any]) -> None:
    assert bandingkan(WAWAN, replace(WAWAN, **beda)).skor >= AMBANG


@pytest.mark.parametrize(
    "beda",
    [
        {"nama": "Asep Sunandar"},
        {"jenis_kelamin": "P", "nama_ibu": None},
        {"nama_ibu": "Euis Komariah", "tempat_lahir": None},
        {"tanggal_lahir": date(1961, 11, 2), "nama_ibu": None},
    ],
)
def test_namesakes_and_strangers_are_not_shown(beda: dict[str, Any]) -> None:
    assert bandingkan(WAWAN, replace(WAWAN, **beda)).skor < AMBANG


@pytest.mark.parametrize("nama", ["Wawan Kurniawan", "Dadang Setiawan", "Wawan Setiawati"])
def test_twins_are_two_people(nama: str) -> None:
    """They share date, mother, place, card and family, and their NIK differ in the last digit."""
    kembar = replace(BERNOMOR, nama=nama, nik="3204051704830002")
    assert bandingkan(BERNOMOR, kembar).skor < AMBANG


def test_a_date_that_stands_for_an_unknown_one_counts_less() -> None:
    lazim = replace(WAWAN, tanggal_lahir=date(1983, 1, 1), nama_ibu=None, tempat_lahir=None)
    nilai = bandingkan(lazim, lazim)
    assert KodeBukti.LAHIR_SAMA_LAZIM in {b.kode for b in nilai.bukti}
    assert nilai.skor < AMBANG


def test_the_same_nik_counts_most_and_every_point_is_explained() -> None:
    nilai = bandingkan(BERNOMOR, replace(BERNOMOR, keluarga_id=UUID(int=2), kode_desa="31.71.01.1001"))
    assert {b.kode for b in nilai.bukti} == {
        *(KodeBukti.NIK_SAMA, KodeBukti.NAMA_SAMA, KodeBukti.LAHIR_SAMA, KodeBukti.IBU_SAMA),
        *(KodeBukti.TEMPAT_LAHIR_SAMA, KodeBukti.KK_SAMA),
    }
    assert sum(b.poin for b in nilai.bukti) > nilai.skor == 100
    assert set(POIN) == set(KodeBukti)


ORANG = st.builds(
    Ciri,
    st.text(max_size=12),
    st.dates(date(1930, 1, 1), date(2026, 1, 1)),
    st.sampled_from("LP"),
    st.just("32.04.05.2001"),
    st.none() | st.text(max_size=12),
    nik=st.none() | st.just("3204051704830001"),
)


@given(ORANG, ORANG)
def test_the_order_of_two_records_does_not_matter(a: Ciri, b: Ciri) -> None:
    assert bandingkan(a, b) == bandingkan(b, a)
    assert is_mirip(a.nama, b.nama) == is_mirip(b.nama, a.nama)


@pytest.mark.parametrize(
    ("a", "b", "n"), [("", "", 0), ("abc", "", 3), ("siti", "stii", 1), ("wawan", "wawn", 1), ("budi", "rudy", 2)]
)
def test_swapped_neighbours_are_one_error(a: str, b: str, n: int) -> None:
    assert jarak(a, b) == jarak(b, a) == n
