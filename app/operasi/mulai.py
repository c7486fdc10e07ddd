"""What `make run` does: everything that the system needs, on one machine, with one command, and down again.

With `DATABASE_URL` set there is no embedded server, no demonstration data and no simulator: only the API and a worker.
"""

import contextlib
import json
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

from rich.console import Console
from rich.panel import Panel

from app.config import Lingkungan
from app.operasi import kunci_lokal
from app.operasi.embedded import ServerLokal, ServerLokalGagal, porta_bebas, postgres
from app.operasi.pengawas import AnakMati, Berhenti, Pengawas, sinyal_menjadi_berhenti

DATA_BAKU: Final = Path("data")
BERKAS_STATUS: Final = "berjalan.json"
BERKAS_AKUN: Final = "akun-demo.json"

_TANPA_TEMAN: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
Langkah = tuple[str, Callable[[], object]]
"""A preparation: what it is, and what does it; it finds its settings in the environment."""


@dataclass(frozen=True, slots=True)
class Pilihan:
    """How to run.

    Attributes:
        data: folder of everything that is kept: database, keys, mail, objects, logs.
        porta: port of the API.
        skema: brings the database to the newest schema.
        isi: what follows on it: reference data.
        demo: what follows on that when there is no `DATABASE_URL`: demonstration data.
    """

    data: Path
    porta: int
    skema: Langkah
    isi: Sequence[Langkah] = ()
    demo: Sequence[Langkah] = ()


def jalankan(pilihan: Pilihan, layar: Console) -> int:
    """Run until Ctrl-C or SIGTERM and return the exit code: 0 after a stop that was asked for."""
    try:
        _pastikan_bebas(pilihan.porta)
        with sinyal_menjadi_berhenti():
            if "DATABASE_URL" in os.environ:
                _sistem(pilihan, layar, dict(os.environ))
            else:
                _demo(pilihan, layar)
    except Berhenti:
        pass
    except BaseExceptionGroup as kelompok:
        # A preparation with tasks of its own wraps the signal that reached it.
        if kelompok.split(Berhenti)[1] is not None:
            raise
    except (AnakMati, ServerLokalGagal, PortaTerpakai) as galat:
        layar.print("[red]error:[/]", str(galat), markup=True, highlight=False)
        return 1
    layar.print("[green]stopped[/]; everything is kept")
    return 0


class PortaTerpakai(RuntimeError):
    """Something else listens where the API should."""


def _pastikan_bebas(porta: int) -> None:
    with socket.socket() as soket:
        soket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            soket.bind(("127.0.0.1", porta))
        except OSError as sebab:
            pesan = f"port {porta} is taken: stop what listens there, or choose another one: make run PORT={porta + 1}"
            raise PortaTerpakai(pesan) from sebab


def _demo(pilihan: Pilihan, layar: Console) -> NoReturn:
    data = pilihan.data.absolute()
    data.mkdir(mode=0o755, parents=True, exist_ok=True)
    layar.print("starting an embedded PostgreSQL (for demonstration and development only, never for real data)")
    with postgres(data / "pg") as server:
        simulator, surel = porta_bebas(), porta_bebas()
        lingkungan = dict(os.environ) | lingkungan_demo(data, server, pilihan.porta, simulator, surel)

        def periksa() -> None:
            if not server.is_hidup():
                raise ServerLokalGagal("PostgreSQL ended by itself: run again, it recovers what was committed")

        teman = {
            "surel": ("mail-sink", "--porta", str(surel), "--folder", str(data / "surel")),
            "simulator": ("simulator", "dukcapil", "--porta", str(simulator)),
        }
        _sistem(pilihan, layar, lingkungan, teman=teman, periksa=periksa)


def _sistem(
    pilihan: Pilihan,
    layar: Console,
    lingkungan: Mapping[str, str],
    *,
    teman: Mapping[str, Sequence[str]] = _TANPA_TEMAN,
    periksa: Callable[[], None] = lambda: None,
) -> NoReturn:
    os.environ.update(lingkungan)
    data = pilihan.data.absolute()
    with Pengawas(data / "log", lingkungan, periksa) as pengawas:
        for nama, argumen in teman.items():
            pengawas.mulai(nama, *argumen)
        _langkah(layar, pilihan.skema)
        pengawas.mulai("pekerja", "worker")
        for satu in (*pilihan.isi, *(pilihan.demo if teman else ())):
            _langkah(layar, satu)
        # Last: who waits until it is ready finds what the preparations make, the accounts and their passwords too.
        pengawas.mulai("api", "serve", "--porta", str(pilihan.porta))
        pengawas.tunggu_http(pilihan.porta, "/kesehatan/siap")
        with _status(data / BERKAS_STATUS, pilihan.porta, data, lingkungan):
            layar.print(_sambutan(pilihan, is_demo=bool(teman)))
            try:
                pengawas.awasi()
            except Berhenti:
                layar.print("stopping …")
                raise


def _langkah(layar: Console, langkah: Langkah) -> None:
    nama, kerjakan = langkah
    layar.print(f"[green]·[/] {nama}")
    kerjakan()


def lingkungan_demo(data: Path, server: ServerLokal, porta: int, simulator: int, surel: int) -> dict[str, str]:
    """Return the environment of a demonstration whose everything lies in `data`."""
    return kunci_lokal.siapkan(data / "kunci") | {
        "DTKS_LINGKUNGAN": Lingkungan.DEMO,
        "DATABASE_URL": server.dsn_app,
        "DATABASE_URL_PEMILIK": server.dsn_pemilik,
        "DTKS_OBJEK__FOLDER": str(data / "objek"),
        "DTKS_SUREL__HOST": "127.0.0.1",
        "DTKS_SUREL__PORT": str(surel),
        "DTKS_SUREL__TAUTAN": f"http://127.0.0.1:{porta}",
        "DTKS_DUKCAPIL__URL": f"http://127.0.0.1:{simulator}",
    }


@contextlib.contextmanager
def _status(berkas: Path, porta: int, data: Path, lingkungan: Mapping[str, str]) -> Iterator[None]:
    """Keep the file by which other commands find this run while it lasts; it holds passwords, hence 0600."""
    isi = {
        "pid": os.getpid(),
        "url": f"http://127.0.0.1:{porta}",
        "surel": str(data / "surel"),
        "akun": str(data / BERKAS_AKUN),
        "dukcapil": lingkungan.get("DTKS_DUKCAPIL__URL"),
        "lingkungan": {n: v for n, v in lingkungan.items() if n.startswith(("DTKS_", "DATABASE_URL"))},
    }
    baru = berkas.with_name(f"{berkas.name}.baru")
    with os.fdopen(os.open(baru, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as tulis:
        json.dump(isi, tulis, indent=1)
    baru.replace(berkas)
    try:
        yield
    finally:
        berkas.unlink(missing_ok=True)


def yang_berjalan(data: Path) -> dict[str, Any] | None:
    """Return what a run wrote about itself (`url`, `surel`, `akun`, `dukcapil`, `lingkungan`), None without one."""
    try:
        isi: dict[str, Any] = json.loads((data / BERKAS_STATUS).read_text())
        os.kill(isi["pid"], 0)
    except (OSError, ValueError, KeyError):
        return None
    return isi


def pakai_yang_berjalan(data: Path) -> None:
    """Let a command without `DATABASE_URL` work on the demonstration that is running."""
    if "DATABASE_URL" not in os.environ and (isi := yang_berjalan(data)):
        os.environ.update(isi["lingkungan"])


def _pilihan_data(pilihan: Pilihan) -> str:
    return "" if pilihan.data == DATA_BAKU else f" --data {pilihan.data}"


def _sambutan(pilihan: Pilihan, *, is_demo: bool) -> Panel:
    alamat = f"http://127.0.0.1:{pilihan.porta}"
    baris = [f"open   [link={alamat}/docs]{alamat}/docs[/link]   (reading: {alamat}/redoc)"]
    if is_demo:
        baris += [
            f"log in with the accounts in [bold]{pilihan.data / BERKAS_AKUN}[/]",
            f"type   [bold].venv/bin/dtks story{_pilihan_data(pilihan)}[/]   in another terminal: one family's way",
            f"mail lands in {pilihan.data / 'surel'}, logs in {pilihan.data / 'log'}",
        ]
    return Panel(
        "\n".join([*baris, "Ctrl-C stops everything and keeps the data"]), title="DTKS is running", expand=False
    )
