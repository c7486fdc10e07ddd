"""The circuit breaker on a clock of our own."""

from app.integrasi.dukcapil.sirkuit import Sirkuit


class Jam:
    def __init__(self) -> None:
        self.detik = 0.0

    def __call__(self) -> float:
        return self.detik


def terbuka() -> tuple[Sirkuit, Jam]:
    jam = Jam()
    sirkuit = Sirkuit(2, 30, jam)
    sirkuit.gagal()
    sirkuit.gagal()
    return sirkuit, jam


def test_failures_in_a_row_open_it() -> None:
    sirkuit, _ = terbuka()
    assert not sirkuit.boleh()


def test_a_success_between_failures_keeps_it_closed() -> None:
    sirkuit = Sirkuit(2, 30, Jam())
    sirkuit.gagal()
    sirkuit.berhasil()
    sirkuit.gagal()
    assert sirkuit.boleh()


def test_after_the_pause_exactly_one_trial_goes_out() -> None:
    sirkuit, jam = terbuka()
    jam.detik = 30
    assert [sirkuit.boleh() for _ in range(3)] == [True, False, False]


def test_a_good_trial_closes_it() -> None:
    sirkuit, jam = terbuka()
    jam.detik = 30
    assert sirkuit.boleh()
    sirkuit.berhasil()
    assert [sirkuit.boleh() for _ in range(3)] == [True, True, True]


def test_a_bad_trial_opens_it_for_another_pause() -> None:
    sirkuit, jam = terbuka()
    jam.detik = 30
    assert sirkuit.boleh()
    sirkuit.gagal()
    jam.detik = 59
    assert not sirkuit.boleh()
    jam.detik = 60
    assert sirkuit.boleh()


def test_a_trial_that_never_reports_does_not_shut_it_for_good() -> None:
    sirkuit, jam = terbuka()
    jam.detik = 30
    assert sirkuit.boleh()
    jam.detik = 60
    assert sirkuit.boleh()
