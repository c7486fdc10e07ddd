"""The worker: finishes what is in hand after the signal, and comes back after it lost the database."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from pydantic import SecretStr

from app.core import jobs
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.operasi import pekerja
from app.operasi.embedded import ServerLokal

pytestmark = pytest.mark.nyata


class Tugas:
    """A job that says that it began and waits until the test lets it go."""

    def __init__(self) -> None:
        self.mulai, self.lepas = asyncio.Event(), asyncio.Event()
        self.selesai: list[int] = []

    async def __call__(self, _wadah: Wadah, muatan: Mapping[str, Any]) -> None:
        self.mulai.set()
        await self.lepas.wait()
        self.selesai.append(muatan["nomor"])


@pytest.fixture
async def tugas(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Tugas]:
    satu = Tugas()
    monkeypatch.setitem(jobs.DAFTAR, "uji", satu)
    yield satu
    for sinyal in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().remove_signal_handler(sinyal)


async def antrekan(wadah: Wadah, nomor: int) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await jobs.enqueue(sesi, "uji", {"nomor": nomor})


async def test_a_job_in_hand_is_finished_after_the_signal(wadah_nyata: Wadah, tugas: Tugas) -> None:
    kerja = asyncio.create_task(pekerja.bekerja(wadah_nyata))
    await antrekan(wadah_nyata, 1)
    await tugas.mulai.wait()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.05)
    assert not kerja.done()
    tugas.lepas.set()
    await asyncio.wait_for(kerja, 60)
    assert tugas.selesai == [1]


async def test_a_lost_connection_is_opened_again(wadah_nyata: Wadah, tugas: Tugas, server: ServerLokal) -> None:
    tugas.lepas.set()
    kerja = asyncio.create_task(pekerja.bekerja(wadah_nyata))
    await antrekan(wadah_nyata, 1)
    await tugas.mulai.wait()
    tugas.mulai.clear()
    putus = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dtks-pekerja'"
    assert await asyncio.to_thread(server.tanya, putus) == ["True"]
    await antrekan(wadah_nyata, 2)
    await asyncio.wait_for(tugas.mulai.wait(), 60)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(kerja, 60)
    assert tugas.selesai == [1, 2]


async def test_a_worker_without_a_database_still_listens_to_the_signal(wadah_nyata: Wadah, tugas: Tugas) -> None:
    mati = SecretStr("postgresql+asyncpg://u@127.0.0.1:1/x")
    wadah_nyata.pengaturan = wadah_nyata.pengaturan.model_copy(update={"database_url": mati})
    kerja = asyncio.create_task(pekerja.bekerja(wadah_nyata))
    await asyncio.sleep(0.05)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(kerja, 60)
    assert tugas.selesai == []
