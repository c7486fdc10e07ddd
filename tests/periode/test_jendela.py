"""The usual calendar of a month, and what a period may not be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.periode.errors import JendelaTidakSah
from app.periode.jendela import (
    Jendela,
    NamaJendela,
    hari_pertama,
    hari_terakhir,
    jendela_baku,
    kode_berikutnya,
    kode_periode,
    pastikan_sah,
)

N = NamaJendela
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_the_usual_windows_of_any_month_are_valid(tanggal: date) -> None:
    kode = kode_periode(tanggal)
    assert hari_pertama(kode) <= tanggal <= hari_terakhir(kode)
    pastikan_sah(hari_pertama(kode), hari_terakhir(kode), jendela_baku(kode))
    assert kode_berikutnya(kode) > kode


def test_after_december_comes_january() -> None:
    assert kode_berikutnya("2026-12") == "2027-01"


def test_both_days_of_a_window_belong_to_it() -> None:
    jendela = Jendela(N.USULAN, date(2026, 11, 1), date(2026, 11, 17))
    assert jendela.memuat(date(2026, 11, 1))
    assert jendela.memuat(date(2026, 11, 17))
    assert not jendela.memuat(date(2026, 11, 18))


@pytest.mark.parametrize(
    ("mulai", "selesai", "jendela"),
    [
        (NOVEMBER[1], NOVEMBER[0], []),
        (*NOVEMBER, [Jendela(N.USULAN, date(2026, 11, 17), date(2026, 11, 1))]),
        (*NOVEMBER, [Jendela(N.USULAN, date(2026, 10, 31), date(2026, 11, 1))]),
        (*NOVEMBER, [Jendela(N.USULAN, date(2026, 11, 30), date(2026, 12, 1))]),
        (*NOVEMBER, [Jendela(N.USULAN, *NOVEMBER)] * 2),
    ],
    ids=["reversed period", "reversed window", "starts before", "ends after", "twice"],
)
def test_an_impossible_calendar_is_refused(mulai: date, selesai: date, jendela: list[Jendela]) -> None:
    with pytest.raises(JendelaTidakSah):
        pastikan_sah(mulai, selesai, jendela)
