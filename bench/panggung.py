"""The stage: a PostgreSQL of its own with the product's parameters, registries of given sizes on it, real workers.

Everything lies in a temporary folder and is gone afterwards; nothing of it touches `data/`.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import asyncpg
from pydantic import SecretStr

from app.config import Pengaturan
from app.core.db import buat_mesin, buat_pabrik, transaksi
from app.core.wadah import Wadah
from app.operasi import kunci_lokal
from app.operasi.embedded import APLIKASI, PEMILIK, SUPER, ServerLokal, postgres, tempat_sementara
from app.operasi.migrasi import terapkan
from app.rakitan import rakit
from app.tabel import SEMUA_TABEL
from app.wilayah.muat import muat
from bench.isi import isi

_TEMPLAT: Final = "bench_templat"
_AKAR: Final = Path(__file__).parents[1]
_JEDA: Final = 0.05
_TERSAMBUNG: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'dtks-pekerja'"
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ukuran:
    """How large the registries are, in families, and how often everything is measured.

    Attributes:
        nama: what `latest.json` calls it.
        kecil: the registry that growth is measured from; filled only where there is a `besar`.
        utama: the registry of most rows.
        besar: the registry of the rows that name 10 million; None without them.
        ulang: interleaved repetitions behind each median.
    """

    nama: str
    kecil: int
    utama: int
    besar: int | None
    ulang: int = 3

    @property
    def semua(self) -> tuple[int, ...]:
        """Return the registries that are ranked."""
        return (self.utama,) if self.besar is None else (self.kecil, self.utama, self.besar)


UKURAN: Final = {
    "3m": Ukuran("3m", 1_000_000, 3_000_000, None, ulang=2),
    "10m": Ukuran("10m", 1_000_000, 3_000_000, 10_000_000),
    "uji": Ukuran("uji", 1_000, 3_000, 6_000, ulang=1),
}
"""The sizes that can be asked for; `uji` only shows that the suite works, its figures mean nothing."""


class PekerjaMati(RuntimeError):
    """The worker process ended by itself; the message says where its log is."""


@dataclass
class Registri:
    """One database with `keluarga` families, and the worker process that belongs to it."""

    keluarga: int
    nama: str
    wadah: Wadah
    server: ServerLokal = field(repr=False)
    log: Path
    lingkungan: Mapping[str, str] = field(repr=False)
    _pekerja: subprocess.Popen[bytes] | None = None
    _aturan: Mapping[str, str] = field(default_factory=dict)
    _puncak_mb: float = 0.0

    @contextlib.asynccontextmanager
    async def sambung(self, peran: str = PEMILIK) -> AsyncIterator[asyncpg.Connection]:
        """Lend a bare connection."""
        koneksi = await _sambung(self.server, self.nama, peran)
        try:
            yield koneksi
        finally:
            await koneksi.close()

    def mulai_pekerja(self, aturan: Mapping[str, str]) -> None:
        """Let `dtks worker` run under these settings; one under others is stopped first. It dies with this process."""
        if self._pekerja is not None and self._aturan == aturan:
            return
        self.hentikan()
        with self.log.open("ab") as log:
            self._pekerja = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "worker"],
                env={**self.lingkungan, **aturan, "DTKS_ANAK": "1"},
                cwd=_AKAR,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._aturan = aturan

    async def siap_bekerja(self, aturan: Mapping[str, str]) -> None:
        """Let a worker run as `mulai_pekerja` does, and wait until it is connected: its start belongs to no job."""
        await asyncio.to_thread(self.mulai_pekerja, aturan)
        async with self.sambung(SUPER) as koneksi:
            while not await koneksi.fetchval(_TERSAMBUNG):
                self.periksa_pekerja()
                await asyncio.sleep(_JEDA)

    def pelankan(self, nice: int) -> None:
        """Let the worker yield to everybody else."""
        assert self._pekerja is not None
        os.setpriority(os.PRIO_PROCESS, self._pekerja.pid, nice)

    @property
    def pid(self) -> int | None:
        """Process of the worker, None without one; it leads the session of all that it starts."""
        return None if self._pekerja is None else self._pekerja.pid

    def periksa_pekerja(self) -> None:
        """Make sure that the worker lives.

        Raises:
            PekerjaMati: it does not.
        """
        if self._pekerja is not None and self._pekerja.poll() is not None:
            ekor = self.log.read_text(errors="replace")[-1500:]
            raise PekerjaMati(f"the worker ended with code {self._pekerja.returncode}:\n{ekor}")

    def puncak_mb(self) -> float:
        """Return the most memory that a worker process of this registry ever had, in MB (10^6), as the kernel says."""
        if self._pekerja is not None and self._pekerja.poll() is None:
            status = Path(f"/proc/{self._pekerja.pid}/status").read_text()
            kb = next(baris.split()[1] for baris in status.splitlines() if baris.startswith("VmHWM:"))
            self._puncak_mb = max(self._puncak_mb, int(kb) * 1024 / 1e6)
        return self._puncak_mb

    def hentikan(self) -> None:
        """Stop the worker."""
        if self._pekerja is None:
            return
        self.puncak_mb()
        self._pekerja.terminate()
        try:
            self._pekerja.wait(15)
        except subprocess.TimeoutExpired:
            self._pekerja.kill()
            self._pekerja.wait()
        assert self._pekerja.stdin is not None
        self._pekerja.stdin.close()
        self._pekerja = None


Lapor = Callable[[str], None]


@dataclass
class Panggung:
    """What rows measure on; `lapor` tells the person who waits what is being done."""

    ukuran: Ukuran
    server: ServerLokal = field(repr=False)
    folder: Path
    lapor: Lapor = field(repr=False)
    tutup: contextlib.AsyncExitStack = field(repr=False)
    _registri: dict[int, Registri] = field(default_factory=dict)
    _semua: list[Registri] = field(default_factory=list)
    _sekali: dict[object, Any] = field(default_factory=dict)

    async def registri(self, keluarga: int) -> Registri:
        """Return the registry of that many families; the first time it is made."""
        if keluarga not in self._registri:
            self._registri[keluarga] = await self._buat(keluarga)
        return self._registri[keluarga]

    async def sekali(self, kerja: Callable[["Panggung"], Awaitable[T]]) -> T:
        """Return what `kerja` measures; rows that share a measurement share its result, or its failure."""
        if kerja not in self._sekali:
            (self._sekali[kerja],) = await asyncio.gather(kerja(self), return_exceptions=True)
        if isinstance(self._sekali[kerja], BaseException):
            raise self._sekali[kerja]
        hasil: T = self._sekali[kerja]
        return hasil

    def hentikan(self) -> None:
        """Stop every worker, so that what one group of rows started does not disturb the next."""
        for satu in self._semua:
            satu.hentikan()

    async def _buat(self, keluarga: int) -> Registri:
        self.lapor(f"filling a registry of {keluarga:,} families")
        nama = f"bench_{keluarga}"
        satu = await self.basisdata(nama, keluarga)
        async with contextlib.AsyncExitStack() as pemuat:
            dua = [await _sambung(self.server, nama, SUPER) for _ in range(2)]
            for koneksi in dua:
                pemuat.push_async_callback(koneksi.close)
            await isi(dua, keluarga)
        return satu

    async def basisdata(self, nama: str, keluarga: int = 0) -> Registri:
        """Return a new database with all regions and nobody in it; whoever asks fills it."""
        await asyncio.to_thread(self.server.buat_basisdata, nama, _TEMPLAT)
        url = self.server.url(nama, APLIKASI)
        aturan = Pengaturan().model_copy(update={"database_url": SecretStr(url)})
        mesin = buat_mesin(url, aturan.db, nama="dtks-bench", pekerja=True)
        self.tutup.push_async_callback(mesin.dispose)
        lingkungan, log = {**os.environ, "DATABASE_URL": url}, self.folder / f"{nama}.log"
        satu = Registri(keluarga, nama, rakit(aturan, buat_pabrik(mesin)), self.server, log, lingkungan)
        self.tutup.callback(satu.hentikan)
        self._semua.append(satu)
        return satu


@contextlib.asynccontextmanager
async def panggung(ukuran: Ukuran, lapor: Lapor) -> AsyncIterator[Panggung]:
    """Set the stage up, and take everything away at the end."""
    async with contextlib.AsyncExitStack() as tutup:
        folder = tutup.enter_context(tempat_sementara())
        lapor("starting an embedded PostgreSQL with the product's parameters")
        server = tutup.enter_context(postgres(folder / "pg"))
        tutup.enter_context(_lingkungan(server, folder))
        lapor("migrating, loading all regions")
        await asyncio.to_thread(server.buat_basisdata, _TEMPLAT)
        await asyncio.to_thread(terapkan, server.url(_TEMPLAT, PEMILIK), SEMUA_TABEL, APLIKASI)
        await _isi_wilayah(server)
        dalam = await tutup.enter_async_context(contextlib.AsyncExitStack())
        yield Panggung(ukuran, server, folder, lapor, dalam)


@contextlib.contextmanager
def _lingkungan(server: ServerLokal, folder: Path) -> Iterator[None]:
    """Put throw-away keys and this server's address into the environment, for us and for the workers."""
    lama = dict(os.environ)
    os.environ |= kunci_lokal.sekali_pakai() | {
        "DTKS_LINGKUNGAN": "demo",
        "DATABASE_URL": server.url(_TEMPLAT, APLIKASI),
        "DTKS_OBJEK__FOLDER": str(folder / "objek"),
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(lama)


async def _isi_wilayah(server: ServerLokal) -> None:
    mesin = buat_mesin(server.url(_TEMPLAT, APLIKASI), Pengaturan().db, nama="dtks-bench", pekerja=True)
    async with transaksi(buat_pabrik(mesin)) as sesi:
        await muat(sesi)
    await mesin.dispose()


async def _sambung(server: ServerLokal, nama: str, peran: str) -> asyncpg.Connection:
    return await asyncpg.connect(
        host="127.0.0.1", port=server.porta, user=peran, password=server.sandi[peran], database=nama, ssl=False
    )
