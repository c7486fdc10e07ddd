"""`DTKS_UJI_JAM=2026-12-31T23:59:30+07:00 python -m pytest -p tests.jam tests/…`: each test begins at that instant.

A plugin, for it must be there before a module takes `now` from the clock. Only this process's clock is moved, not that
of the database or of a process that a test starts.
"""

import os
from collections.abc import Generator
from datetime import UTC, datetime

import pytest

from app.core import clock

_asli = clock.now
_MULAI = datetime.fromisoformat(os.environ["DTKS_UJI_JAM"]).astimezone(UTC)
_sejak: list[datetime] = []


def _kini() -> datetime:
    return _MULAI + (_asli() - _sejak[0]) if _sejak else _MULAI  # it stands still while tests are collected


def pytest_runtest_setup() -> None:
    """Go back to the beginning; in between, time runs on."""
    _sejak[:] = [_asli()]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    """What is made once for all tests takes no time of the first one."""
    hasil = yield
    if fixturedef.scope == "session":
        _sejak[:] = [_asli()]
    return hasil


pytest.MonkeyPatch().setattr(clock, "now", _kini)
