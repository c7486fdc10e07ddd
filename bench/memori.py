"""Memory of a worker with everything that it started."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.panggung import Registri

_JEDA: Final = 0.1
_SESI: Final = 3
"""Place of the session in /proc/<pid>/stat behind the name."""


@dataclass
class Memori:
    """The most that the processes had together, in MB (10^6)."""

    puncak_mb: float = 0.0


@contextlib.asynccontextmanager
async def pantau(r: Registri) -> AsyncIterator[Memori]:
    """Watch the worker of a registry: it leads a session, and its processes stay in it.

    Added up are the high-water marks of the processes that live at one moment, so no peak slips between two looks.
    """
    hasil = Memori()
    pengamat = asyncio.create_task(_amati(r, hasil))
    try:
        yield hasil
    finally:
        pengamat.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await pengamat
        hasil.puncak_mb = max(hasil.puncak_mb, _jumlah(r.pid))


async def _amati(r: Registri, hasil: Memori) -> None:
    while True:
        hasil.puncak_mb = max(hasil.puncak_mb, _jumlah(r.pid))
        await asyncio.sleep(_JEDA)


def _jumlah(sesi: int | None) -> float:
    return sum(_puncak(p) for p in Path("/proc").iterdir() if p.name.isdigit() and _sesi(p) == sesi)


def _sesi(proses: Path) -> int:
    try:
        return int((proses / "stat").read_text().rpartition(")")[2].split()[_SESI])
    except OSError:
        return -1


def _puncak(proses: Path) -> float:
    try:
        isi = (proses / "status").read_text()
    except OSError:
        return 0.0
    return next((int(b.split()[1]) * 1024 / 1e6 for b in isi.splitlines() if b.startswith("VmHWM:")), 0.0)
