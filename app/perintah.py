"""What commands on the database do; kept apart so that `dtks` itself loads quickly."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import asyncpg
import typer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.queries import Queries

from app.config import Pengaturan
from app.core.crypto import Sandi
from app.core.db import buat_mesin, buat_pabrik, transaksi
from app.core.rotasi import Lapor, Rotasi
from app.operasi.migrasi import terapkan
from app.tabel import SEMUA_TABEL
from app.wilayah.muat import SUMBER, baca_bps, muat, muat_bps
from app.wilayah.repository import WilayahRepository

_ACEH: Final = "11"
"""The first region: where it is known, all are, for they come in one transaction."""
_TERTAHAN_MAKS: Final = 1_000


def migrasikan() -> None:
    """Bring the schema up to date as the owner and grant the application's role its rights."""
    aturan = Pengaturan()
    pemilik = aturan.database_url_pemilik or aturan.database_url
    terapkan(pemilik.get_secret_value(), SEMUA_TABEL, aturan.db.peran_app)


async def tugas_tertahan(ulangi: Sequence[int], *, semua: bool) -> None:
    """List the jobs that failed until nobody tries them any more; those of `ulangi`, or all, go back to the queue."""
    aturan = Pengaturan()
    mesin = buat_mesin(aturan.database_url.get_secret_value(), aturan.db, nama="dtks-jobs", pekerja=True)
    try:
        async with mesin.connect() as koneksi:
            asli = (await koneksi.get_raw_connection()).driver_connection
            assert isinstance(asli, asyncpg.Connection)
            antrean = Queries(AsyncpgDriver(asli))
            tertahan = await antrean.list_failed_jobs(limit=_TERTAHAN_MAKS, order="ASC")
            dipilih = [j.id for j in tertahan if semua or j.id in ulangi]
            if dipilih:
                await antrean.requeue_jobs(dipilih)
    finally:
        await mesin.dispose()
    for job in tertahan:
        keadaan = "queued again" if job.id in dipilih else "held"
        typer.echo(f"{job.id}\t{job.entrypoint}\t{job.created:%Y-%m-%d %H:%M}\t{job.attempts} attempts\t{keadaan}")


async def muat_kode_bps(berkas: Path, isi: str) -> None:
    """Load BPS codes from a CSV text with the columns kode,kode_bps; `berkas` is what a complaint calls it."""
    aturan = Pengaturan()
    mesin = buat_mesin(aturan.database_url.get_secret_value(), aturan.db, nama="dtks-load-bps", pekerja=True)
    try:
        daftar = list(baca_bps(isi.splitlines()))
        async with transaksi(buat_pabrik(mesin)) as sesi:
            hasil = await muat_bps(sesi, daftar)
    except ValueError as galat:
        raise SystemExit(f"{berkas}: {galat}") from None
    finally:
        await mesin.dispose()
    typer.echo(f"{hasil.terisi} regions have their BPS code")
    if hasil.tak_dikenal:
        typer.echo(f"no such regions: {', '.join(hasil.tak_dikenal)}")


async def putar_kunci(lapor: Lapor, *, is_mentah: bool) -> dict[str, int]:
    """Write everything anew under the active keys, as the owner; return what still needs an old key, by table."""
    aturan = Pengaturan()
    sandi = Sandi(*aturan.enkripsi.kunci)
    alamat = aturan.database_url_pemilik or aturan.database_url
    mesin = buat_mesin(alamat.get_secret_value(), aturan.db, nama="dtks-rotate-keys", pekerja=True)
    try:
        rotasi = Rotasi(buat_pabrik(mesin), sandi, is_mentah=is_mentah)
        await rotasi.jalankan(SEMUA_TABEL, lapor)
        return await rotasi.sisa(SEMUA_TABEL)
    finally:
        await mesin.dispose()


async def muat_wilayah(*, bila_kosong: bool) -> None:
    """Load the regions; with `bila_kosong` only when there are none."""
    aturan = Pengaturan()
    # The owner may rebuild the search index and make the staging table; the application's role need not be able to.
    alamat = aturan.database_url_pemilik or aturan.database_url
    mesin = buat_mesin(alamat.get_secret_value(), aturan.db, nama="dtks-load-wilayah", pekerja=True)
    try:
        async with transaksi(buat_pabrik(mesin)) as sesi:
            if bila_kosong and await WilayahRepository(sesi).ambil(_ACEH):
                return
            hasil = await muat(sesi)
    finally:
        await mesin.dispose()
    typer.echo(f"{SUMBER}: {hasil.baru} new, {hasil.berubah} renamed")
