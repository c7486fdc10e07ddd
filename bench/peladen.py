"""Servers as processes of their own, the load against them, and what processor time both took."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from app.operasi.embedded import porta_bebas

_AKAR: Final = Path(__file__).parents[1]
_DETAK: Final = os.sysconf("SC_CLK_TCK")
_SABAR: Final = 60


class PeladenGagal(RuntimeError):
    """A server did not come up or answered otherwise than it should."""


@dataclass(frozen=True, slots=True)
class Semburan:
    """One burst against one server.

    Attributes:
        selesai: answers.
        gagal: refusals, which count as no answer.
        per_detik: answers a second.
        p95_ms: latency that 95 % of them kept to.
        cpu_us: processor time of the server process per answer, in microseconds.
        pg_us: the same of PostgreSQL's processes.
    """

    selesai: int
    gagal: int
    per_detik: float
    p95_ms: float
    cpu_us: float
    pg_us: float


@dataclass(frozen=True, slots=True)
class Peladen:
    """A server process that listens on a port of its own."""

    proses: subprocess.Popen[bytes]
    porta: int
    pg: int
    log: Path

    async def beban(
        self,
        berkas: Path,
        *,
        detik: float,
        harap: str,
        sambungan: int = 64,
        laju: float = 0.0,
        mulai: int = 0,
        is_semua: bool = True,
    ) -> Semburan:
        """Let the requests of a file loose on this server; `harap` is what answers must hold.

        Raises:
            PeladenGagal: nothing was answered, or an answer (all, without `is_semua`) lacks that text.
        """
        awal, awal_pg = _cpu([self.proses.pid]), _cpu(_anak(self.pg))
        pilihan = {"porta": self.porta, "sambungan": sambungan, "detik": detik, "laju": laju, "mulai": mulai}
        perintah = [sys.executable, "-m", "bench.beban", str(berkas), f"--harap={harap}"]
        perintah += [f"--{nama}={nilai}" for nama, nilai in pilihan.items()]
        anak = await asyncio.create_subprocess_exec(*perintah, cwd=_AKAR, stdout=subprocess.PIPE)
        keluar, _ = await anak.communicate()
        if anak.returncode:
            ekor = await asyncio.to_thread(self.log.read_text, errors="replace")
            raise PeladenGagal(f"the load ended with code {anak.returncode}; the server said: {ekor[-1500:]}")
        h: dict[str, Any] = json.loads(keluar)
        n = h["status"].get("200", 0)
        if not n or h["cocok"] < (n if is_semua else 1):
            raise PeladenGagal(f"unexpected answers to {berkas.name}: {h}")
        cpu, pg = _cpu([self.proses.pid]) - awal, _cpu(_anak(self.pg)) - awal_pg
        return Semburan(n, h["selesai"] - n, n / h["detik"], h["p95"] * 1000, cpu / n * 1e6, pg / n * 1e6)


@contextlib.asynccontextmanager
async def peladen(
    modul: Sequence[str], lingkungan: Mapping[str, str], log: Path, pg: int, *, siap: str
) -> AsyncIterator[Peladen]:
    """Run `python -m …` with a free port as last word while the block runs; ready when `siap` is answered at all."""
    porta = porta_bebas()
    proses = _mulai([*modul, str(porta)], lingkungan, log)
    try:
        await _tunggu(proses, f"http://127.0.0.1:{porta}{siap}", log)
        yield Peladen(proses, porta, pg, log)
    finally:
        proses.terminate()
        try:
            await asyncio.to_thread(proses.wait, 15)
        except subprocess.TimeoutExpired:
            proses.kill()


def _mulai(modul: Sequence[str], lingkungan: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as catatan:
        return subprocess.Popen(
            [sys.executable, "-m", *modul],
            env={**os.environ, **lingkungan},
            cwd=_AKAR,
            stdout=catatan,
            stderr=catatan,
            start_new_session=True,
        )


async def _tunggu(proses: subprocess.Popen[bytes], alamat: str, log: Path) -> None:
    async with httpx.AsyncClient() as klien:
        for _ in range(_SABAR * 10):
            if proses.poll() is not None:
                break
            with contextlib.suppress(httpx.TransportError):
                await klien.get(alamat)
                return
            await asyncio.sleep(0.1)
    ekor = await asyncio.to_thread(log.read_text, errors="replace")
    raise PeladenGagal(f"no server: {ekor[-1500:]}")


def _anak(induk: int) -> list[int]:
    hasil = []
    for berkas in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(berkas.read_text().rpartition(")")[2].split()[1]) == induk:
                hasil.append(int(berkas.parent.name))
    return hasil


def _cpu(semua: Sequence[int]) -> float:
    """Return the seconds of processor time that these processes have used so far."""
    detik = 0.0
    for pid in semua:
        with contextlib.suppress(OSError):
            kolom = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            detik += (int(kolom[11]) + int(kolom[12])) / _DETAK
    return detik
