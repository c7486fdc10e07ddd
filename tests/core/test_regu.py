"""Children answer what they are asked; one that ends is missed, and what it held is told to nobody."""

import asyncio
import os
import subprocess
import sys
from typing import Any

import pytest

from app.core.anak import bungkus
from app.core.regu import AnakMati, Regu

GEMA = "tests.core.gema"


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


def test_a_child_ends_with_the_pipe() -> None:
    anak = subprocess.Popen([sys.executable, "-m", GEMA], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    anak.communicate(bungkus("kata") + bungkus("isi"), timeout=60)
    assert anak.returncode == 0
