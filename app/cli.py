"""The `dtks` command: a thin list of what can be done; the work lies in the modules that it calls."""

import asyncio
import functools
import gc
import logging
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from app.cli_desil import desil
from app.cli_pmt import pmt, synth
from app.core import logging as log
from app.operasi import pengawas

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
simulasi = typer.Typer(no_args_is_help=True, help="Stand-ins for systems outside, each its own process.")
app.add_typer(simulasi, name="simulator")
app.add_typer(desil, name="desil")
app.add_typer(pmt, name="pmt")
app.add_typer(synth, name="synth")

Data = Annotated[Path, typer.Option(help="Folder of a demonstration's data.")]
Porta = Annotated[int, typer.Option(help="Port to listen on.")]
Keluarga = Annotated[int, typer.Option(help="Synthetic families of the demonstration.")]
Periksa = Annotated[bool, typer.Option("--periksa", help="Write nothing; fail when the files are not current.")]
_DATA = Path("data")

# Imports inside the commands are meant: every child of a run is one of them, and pays only for what it does.


def main() -> None:
    """Run the command line; settings and options that are missing or wrong are listed without their values."""
    pengawas.ikuti_induk()
    log.siapkan(tingkat=logging.WARNING)  # the long-running commands say more
    try:
        app()
    except ValueError as galat:
        from pydantic import ValidationError

        if not isinstance(galat, ValidationError):
            raise
        for butir in galat.errors(include_input=False, include_url=False):
            sys.stderr.write(f"{_nama(galat.title, butir['loc'])}: {butir['msg']}\n")
        sys.exit(2)


def _nama(bentuk: str, lokasi: tuple[int | str, ...]) -> str:
    """Return how a person would write the field: an environment variable for a setting, an option otherwise."""
    if bentuk != "Pengaturan":
        return "--" + ".".join(str(x) for x in lokasi)
    nama = "__".join(str(x) for x in lokasi).upper()
    return nama if nama.startswith("DATABASE_URL") else f"DTKS_{nama}"


@app.command()
def run(porta: Porta = 8000, data: Data = _DATA, keluarga: Keluarga = 2_100) -> None:
    """Start everything on this machine: database, mail, simulator, API, worker. Ctrl-C stops it."""
    from rich.console import Console

    from app.operasi import mulai

    wilayah = functools.partial(load_wilayah, bila_kosong=True)
    pilihan = mulai.Pilihan(
        data=data,
        porta=porta,
        skema=("database schema", migrate),
        isi=[("wilayah, from provinsi to desa", wilayah)],
        demo=[
            (
                "one kecamatan of synthetic families (once, a minute or two), an account for every jabatan",
                functools.partial(demo, data, keluarga),
            )
        ],
    )
    raise typer.Exit(mulai.jalankan(pilihan, Console()))


@app.command()
def serve(porta: Porta = 8000, host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1") -> None:
    """Serve the API."""
    from app.config import Pengaturan
    from app.main import create_app
    from app.operasi.layanan import layani

    aturan = Pengaturan()
    aplikasi = create_app(aturan)
    asyncio.run(
        layani(aplikasi, host=host, porta=porta, porta_internal=aturan.porta_internal, proksi=aturan.proksi_tepercaya)
    )


@app.command()
def worker() -> None:
    """Run queued jobs until stopped."""
    from app.config import Pengaturan
    from app.operasi.pekerja import bekerja
    from app.rakitan import wadah_sendiri

    async def kerja() -> None:
        async with wadah_sendiri(Pengaturan(), nama="dtks-pekerja", pekerja=True) as wadah:
            gc.freeze()  # what was imported stays; full collections amid a large job need not look at it again
            await bekerja(wadah)

    log.siapkan()
    asyncio.run(kerja())


@app.command()
def jobs(
    ulangi: Annotated[list[int] | None, typer.Option(help="Number of a job to try again; may be repeated.")] = None,
    data: Data = _DATA,
    *,
    semua: Annotated[bool, typer.Option("--semua", help="Try all of them again.")] = False,
) -> None:
    """List the jobs that failed for good and wait for a person, or put them back into the queue."""
    _pakai_demo(data)
    from app import perintah

    asyncio.run(perintah.tugas_tertahan(ulangi or (), semua=semua))


@app.command()
def migrate(data: Data = _DATA) -> None:
    """Bring the database to the newest schema as its owner, and give the application's role its rights."""
    _pakai_demo(data)
    from app import perintah

    perintah.migrasikan()


@app.command("rotate-keys")
def rotate_keys(
    data: Data = _DATA,
    *,
    mentah: Annotated[bool, typer.Option("--mentah", help="Also veil indexes of versions before veils.")] = False,
) -> None:
    """Write everything anew under the active keys, while the system works; stopped, it goes on where it was."""
    _pakai_demo(data)
    from rich.console import Console
    from rich.progress import Progress

    from app import perintah

    with Progress(console=Console(stderr=True), transient=True) as kemajuan:
        batang = kemajuan.add_task("", total=None)

        def lapor(tabel: str, dilihat: int, ditulis: int) -> None:
            kemajuan.update(batang, description=f"{tabel}: {dilihat} rows, {ditulis} written")

        sisa = asyncio.run(perintah.putar_kunci(lapor, is_mentah=mentah))
    for tabel, jumlah in sisa.items():
        typer.echo(f"{tabel}: {jumlah} rows still need an old key", err=True)
    if sisa:
        typer.echo("somebody still writes under an old key: let every process load the new ones, then run this again")
        raise typer.Exit(1)
    typer.echo("everything stands under the active keys; the old ones may go, the root index key excepted")


@app.command("load-wilayah")
def load_wilayah(
    data: Data = _DATA, *, bila_kosong: Annotated[bool, typer.Option(help="Only into an empty table.")] = False
) -> None:
    """Load the official regions, provinsi to desa; what administrators changed since is left alone."""
    _pakai_demo(data)
    from app import perintah

    asyncio.run(perintah.muat_wilayah(bila_kosong=bila_kosong))


@app.command("load-bps")
def load_bps(
    berkas: Annotated[Path, typer.Argument(help="CSV file with the columns kode,kode_bps.", exists=True)],
    data: Data = _DATA,
) -> None:
    """Load the codes of BPS beside those of Kemendagri, from a file of yours."""
    _pakai_demo(data)
    from app import perintah

    asyncio.run(perintah.muat_kode_bps(berkas, berkas.read_text(encoding="utf-8")))


@app.command("create-admin")
def create_admin(
    nama: Annotated[str, typer.Option(prompt=True, help="Full name.")],
    username: Annotated[str, typer.Option(prompt=True, help="To log in with.")],
    surel: Annotated[str, typer.Option(prompt=True, help="E-mail address.")],
    nik: Annotated[str, typer.Option(prompt=True, hide_input=True, help="Leave out to be asked; shells remember.")],
    jabatan: Annotated[str, typer.Option(help="ADMIN_PUSAT, PENETAP or ADMIN_KABKOTA.")] = "ADMIN_PUSAT",
    wilayah: Annotated[list[str] | None, typer.Option(help="Region of an ADMIN_KABKOTA, e.g. 32.04.")] = None,
    data: Data = _DATA,
) -> None:
    """Create an administrator's account and print its one-time secret."""
    _pakai_demo(data)
    from app import admin_pertama
    from app.core.errors import DomainError
    from app.core.peran import PERAN_JABATAN, Jabatan, Peran

    if jabatan not in {j.value for j, peran in PERAN_JABATAN.items() if peran is Peran.ADMIN}:
        raise typer.BadParameter("not a jabatan of administrators", param_hint="--jabatan")
    try:
        rahasia = asyncio.run(
            admin_pertama.buat(
                nama=nama, username=username, surel=surel, nik=nik, jabatan=Jabatan(jabatan), wilayah=wilayah or []
            )
        )
    except DomainError as galat:
        typer.echo(f"{galat.kode}: {(galat.detail or galat.judul).en}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"one-time secret of {username}: {rahasia}")


@app.command()
def demo(data: Data = _DATA, keluarga: Keluarga = 2_100) -> None:
    """Fill an empty demonstration database with synthetic families and an account for every jabatan."""
    _pakai_demo(data)
    from app.config import Pengaturan
    from app.demo.siapkan import siapkan

    asyncio.run(siapkan(Pengaturan(), data, keluarga))


@app.command()
def story(data: Data = _DATA) -> None:
    """Walk one family through the whole system on the running demonstration; fails when a step misbehaves."""
    from rich.console import Console

    from app.demo.cerita.jalankan import jalankan

    raise typer.Exit(jalankan(data, Console()))


@app.command()
def openapi(berkas: Path = Path("openapi.yaml"), *, periksa: Periksa = False) -> None:
    """Write the API's contract to a file."""
    from app.main import create_app
    from app.operasi import kunci_lokal
    from app.turunan import kontrak

    os.environ.update(kunci_lokal.sekali_pakai() | {"DTKS_LINGKUNGAN": "demo", "DATABASE_URL": "postgresql+asyncpg://"})
    _tulis({berkas: kontrak(create_app())}, periksa=periksa)


@app.command()
def diagrams(folder: Path = Path("docs/alur"), *, periksa: Periksa = False) -> None:
    """Draw every transition table as a Mermaid diagram, the one of the usulan into the README too."""
    from app.turunan import diagram, readme

    berkas = {folder / nama: isi for nama, isi in diagram().items()}
    muka = Path("README.md")
    _tulis(berkas | {muka: readme(muka.read_text(encoding="utf-8"))}, periksa=periksa)


@simulasi.command()
def dukcapil(
    token: Annotated[str, typer.Option(envvar="DTKS_DUKCAPIL__TOKEN", help="What callers must present.")],
    porta: Porta = 8090,
    penduduk: Annotated[Path | None, typer.Option(help="People to know, a JSON list.")] = None,
) -> None:
    """Be a civil registration that obeys, and breaks as the real one does when it is told to."""
    from app.integrasi.dukcapil import simulator

    simulator.jalankan(simulator.rakit_simulator(token, berkas=penduduk), port=porta)


@app.command("mail-sink")
def mail_sink(porta: Porta = 1025, folder: Path = _DATA / "surel") -> None:
    """Receive e-mail on this machine and keep it in a folder."""
    from app.operasi.surel_lokal import layani

    async def terima() -> None:
        henti = asyncio.Event()
        for sinyal in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sinyal, henti.set)
        await layani(folder, porta, henti)

    asyncio.run(terima())


def _pakai_demo(data: Path) -> None:
    from app.operasi import mulai

    mulai.pakai_yang_berjalan(data)


def _tulis(berkas: Mapping[Path, str], *, periksa: bool) -> None:
    from app.turunan import tulis

    usang = tulis(berkas, periksa=periksa)
    for satu in usang:
        typer.echo(f"{satu} {'is not current: make openapi diagrams' if periksa else 'written'}")
    if periksa and usang:
        raise typer.Exit(1)


if __name__ == "__main__":
    main()
