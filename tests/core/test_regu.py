"""Children answer what they are asked; one that ends is missed, and what it held is told to nobody."""

import asyncio
import gc
import os
import subprocess
import sys
import weakref
from queue import SimpleQueue
from threading import Timer
from typing import Any

import pytest

from app.core import anak
from app.core.anak import bungkus
from app.core.regu import AnakMati, Cadangan, Regu

GEMA = "tests.core.gema"
LAMA = 600.0


async def sekali(cadangan: Cadangan, sebanyak: int = 1, lama: float = LAMA) -> set[int]:
    """Let a lent team do one job; return its children."""
    async with cadangan.pinjam(Regu[str, tuple[str, str, int]](GEMA, "kata", sebanyak), lama) as regu:
        return {pid for _, _, pid in await asyncio.gather(*(regu.kerjakan(f"{n}" * 100_000) for n in range(6)))}


def is_hidup(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_requests_are_shared_among_the_children() -> None:
    async with Regu[str, tuple[str, str, int]](GEMA, "kata", 2) as regu:
        jawab = await asyncio.gather(*(regu.kerjakan(f"{n}" * 100_000) for n in range(6)))
    assert [(k, isi[0], len(isi)) for k, isi, _ in jawab] == [("kata", f"{n}", 100_000) for n in range(6)]
    anak = {pid for _, _, pid in jawab}
    assert len(anak) == 2
    assert os.getpid() not in anak
    for pid in anak:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_a_team_that_cannot_be_filled_leaves_nobody_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    asli, mulai = asyncio.create_subprocess_exec, list[asyncio.subprocess.Process]()

    async def sekali(*args: Any, **kwargs: Any) -> asyncio.subprocess.Process:
        if mulai:
            raise BlockingIOError
        mulai.append(await asli(*args, **kwargs))
        return mulai[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", sekali)
    with pytest.raises(BlockingIOError):
        async with Regu[str, object](GEMA, "kata", 2):
            pass
    assert mulai[0].returncode is not None


@pytest.mark.parametrize("isi", ["gagal", "mati"])
async def test_a_child_that_ends_is_missed(isi: str, capfd: pytest.CaptureFixture[str]) -> None:
    async with Regu[str, object](GEMA, "rahasia sekali", 1) as regu:
        with pytest.raises(AnakMati, match=GEMA):
            await regu.kerjakan(isi)
        with pytest.raises(AnakMati, match=GEMA):
            await regu.kerjakan("lagi")
    kata = capfd.readouterr().err
    assert "rahasia" not in kata
    assert ("ValueError" in kata) is (isi == "gagal")


async def test_an_answer_that_nobody_waited_for_is_not_given_to_the_next() -> None:
    async with Regu[str, object](GEMA, "kata", 1) as regu:
        batal = asyncio.create_task(regu.kerjakan("satu" * 1_000_000))
        await asyncio.sleep(0)
        batal.cancel()
        with pytest.raises(asyncio.CancelledError):
            await batal
        with pytest.raises(AnakMati, match=GEMA):
            await regu.kerjakan("dua")


async def test_the_next_job_of_a_kind_finds_the_children_at_work() -> None:
    cadangan = Cadangan()
    anak = await sekali(cadangan)
    assert await sekali(cadangan) == anak
    assert (await sekali(cadangan, 2)).isdisjoint(anak)
    assert all(map(is_hidup, anak))


async def test_of_two_teams_that_come_back_one_rests() -> None:
    cadangan = Cadangan()
    satu, dua = await asyncio.gather(sekali(cadangan), sekali(cadangan))
    assert satu.isdisjoint(dua)
    assert sum(map(is_hidup, satu | dua)) == 1
    assert await sekali(cadangan) in (satu, dua)


async def test_a_team_whose_job_failed_does_not_rest() -> None:
    cadangan, regu = Cadangan(), Regu[str, tuple[str, str, int]](GEMA, "kata", 1)
    with pytest.raises(RuntimeError):
        async with cadangan.pinjam(regu, LAMA):
            _, _, pid = await regu.kerjakan("satu")
            raise RuntimeError
    assert not is_hidup(pid)
    assert await sekali(cadangan) != {pid}


async def test_a_team_of_which_somebody_died_at_rest_is_replaced() -> None:
    cadangan, regu = Cadangan(), Regu[str, tuple[str, str, int]](GEMA, "kata", 1)
    async with cadangan.pinjam(regu, LAMA):
        _, _, pid = await regu.kerjakan("satu")
    os.kill(pid, 9)
    while regu.is_utuh:
        await asyncio.sleep(0)
    assert await sekali(cadangan) != {pid}


async def test_a_team_that_nobody_comes_for_ends() -> None:
    cadangan = Cadangan()
    anak = await sekali(cadangan, lama=0.001)
    while any(map(is_hidup, anak)):
        await asyncio.sleep(0)
    assert await sekali(cadangan) != anak


def test_a_resting_team_ends_with_the_event_loop() -> None:
    assert not any(map(is_hidup, asyncio.run(sekali(Cadangan()))))


def test_a_child_that_waits_frees_what_cycles_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cincin:
        diri: "Cincin"

    satu = Cincin()
    satu.diri = satu
    masih = weakref.ref(satu)
    antre: SimpleQueue[bytes] = SimpleQueue()
    monkeypatch.setattr(anak, "_SENGGANG", 0.01)
    gc.disable()
    try:
        del satu
        assert masih() is not None
        Timer(0.2, antre.put, [b"isi"]).start()
        assert anak.berikut(antre) == b"isi"
        assert masih() is None
    finally:
        gc.enable()


def test_a_child_ends_with_the_pipe() -> None:
    anak = subprocess.Popen([sys.executable, "-m", GEMA], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    anak.communicate(bungkus("kata") + bungkus("isi"), timeout=60)
    assert anak.returncode == 0
