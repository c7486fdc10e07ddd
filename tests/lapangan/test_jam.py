"""Wrong clocks: measured, corrected, kept inside what is possible, and flagged."""

from datetime import UTC, datetime, timedelta

from app.lapangan.jam import ukur
from app.lapangan.status import TandaWaktu as T

KINI = datetime(2026, 11, 21, 5, tzinfo=UTC)
SEJAK = KINI - timedelta(days=7)
TOLERANSI = timedelta(minutes=10)
JAM = timedelta(hours=1)


def test_a_clock_within_the_tolerance_is_believed() -> None:
    jam = ukur(KINI - timedelta(minutes=9), KINI, None, TOLERANSI)
    assert jam.betulkan(KINI - JAM, SEJAK) == (KINI - JAM, set())


def test_a_clock_that_is_off_moves_every_time_by_its_difference() -> None:
    jam = ukur(KINI + 5 * JAM, KINI, (SEJAK + 5 * JAM, SEJAK), TOLERANSI)
    assert not jam.is_berubah
    assert jam.betulkan(KINI + 3 * JAM, SEJAK) == (KINI - 2 * JAM, {T.DIKOREKSI})


def test_times_from_before_the_clock_was_set_are_moved_by_what_it_was_off_then() -> None:
    tahun = timedelta(days=365)
    jam = ukur(KINI, KINI, (SEJAK - tahun, SEJAK), TOLERANSI)
    assert jam.is_berubah
    lama = KINI - 2 * JAM - tahun
    assert jam.betulkan(lama, SEJAK) == (KINI - 2 * JAM, {T.DIKOREKSI, T.JAM_BERUBAH})
    assert jam.betulkan(KINI - JAM, SEJAK) == (KINI - JAM, {T.JAM_BERUBAH})


def test_what_cannot_be_is_moved_to_the_nearest_that_can() -> None:
    jam = ukur(KINI, KINI, None, TOLERANSI)
    assert jam.betulkan(KINI + JAM, SEJAK) == (KINI, {T.MASA_DEPAN})
    assert jam.betulkan(SEJAK - JAM, SEJAK) == (SEJAK, {T.SEBELUM_TUGAS})
