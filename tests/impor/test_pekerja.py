"""The worker processes of an import."""

import multiprocessing
import os

import pytest

from app.config import Pengaturan
from app.impor.pekerja import Bekal, Regu

pytestmark = pytest.mark.anyio


async def test_the_processes_of_a_stage_are_gone_when_the_next_one_begins(pengaturan: Pengaturan) -> None:
    semula = {p.pid for p in multiprocessing.active_children()}
    async with Regu(Bekal(pengaturan.enkripsi, {}, frozenset()), 1) as regu:
        assert await regu.kerjakan(os.getpid) != os.getpid()
        assert {p.pid for p in multiprocessing.active_children()} > semula
    assert {p.pid for p in multiprocessing.active_children()} == semula
