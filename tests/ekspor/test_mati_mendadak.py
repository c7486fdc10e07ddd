"""`kill -9` of the process that makes a file, again and again: the file holds every person once."""

import asyncio
import csv
import io
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import polars as pl
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import Ekspor, Pengaturan
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.ekspor.kode import Himpunan, TujuanEkspor
from app.ekspor.schemas import EksporMinta
from app.ekspor.service import EksporService
from app.ekspor.tugas import kerjakan
from app.lembar.entitas import BentukBerkas
from app.operasi.embedded import APLIKASI, PEMILIK, ServerLokal
from app.rakitan import rakit
from app.wilayah.kode import KodeWilayah
from tests.conftest import _atur
from tests.pabrik.massal import keluarga

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(1200)]

PEMBUNUHAN = 30
KELUARGA = 300
ORANG = 3 * KELUARGA
PELAKU = Pelaku(id_baru(), Jabatan.VERIFIKATOR, ("32.04",))
UJI = text(
    "SELECT count(*) FILTER (WHERE kejadian = 'ekspor:potongan:dibaca'), "
    "count(*) FILTER (WHERE kejadian = 'ekspor:berkas:selesai') FROM jejak_audit WHERE rincian ->> 'ekspor' = :ekspor"
)


@pytest.fixture
def aturan(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    nama = f"ekspor_{uuid4().hex[:12]}"
    server.buat_basisdata(nama, templat)
    asal = _atur(server.url(nama, APLIKASI), server.url(nama, PEMILIK), folder)
    asal.batas.ekspor_hari = 1_000
    yield asal.model_copy(update={"ekspor": Ekspor(potongan=10, proses=0, percobaan_maks=100)})
    server.hapus_basisdata(nama)


def lakukan(aturan: Pengaturan, kerja: Any) -> Any:
    """Do something in a fresh event loop with an engine of its own."""

    async def jalan() -> Any:
        mesin = create_async_engine(aturan.database_url.get_secret_value(), pool_size=6)
        try:
            return await kerja(rakit(aturan, async_sessionmaker(mesin, expire_on_commit=False)))
        finally:
            await mesin.dispose()

    return asyncio.run(jalan())


def pekerja(aturan: Pengaturan, ekspor_id: UUID) -> None:
    """What the worker's process does with the job."""
    lakukan(aturan, lambda wadah: kerjakan(wadah, {"ekspor_id": str(ekspor_id)}))
    os._exit(0)


def pesan(aturan: Pengaturan, bentuk: BentukBerkas) -> UUID:
    async def kerja(wadah: Wadah) -> UUID:
        isi = EksporMinta(
            himpunan=Himpunan.REGISTRI,
            bentuk=bentuk,
            kode_wilayah=KodeWilayah("32.04"),
            tujuan=TujuanEkspor.PELAPORAN,
            dasar="460/1",
        )
        async with transaksi(wadah.pabrik_sesi) as sesi:
            return (await EksporService.rakit(sesi, wadah).minta(isi, PELAKU)).ekspor.id

    hasil: UUID = lakukan(aturan, kerja)
    return hasil


def berkas(aturan: Pengaturan, ekspor_id: UUID) -> tuple[bytes, tuple[int, int]]:
    """Fetch the file, and count the audit rows of parts and of completion."""

    async def kerja(wadah: Wadah) -> tuple[bytes, tuple[int, int]]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            unduhan = await EksporService.rakit(sesi, wadah).unduh(ekspor_id, PELAKU)
            isi = b"".join([b async for b in unduhan.aliran])
            bagian, selesai = (await sesi.execute(UJI, {"ekspor": str(ekspor_id)})).one()
            assert len(isi) == unduhan.ukuran
            return isi, (bagian, selesai)

    hasil: tuple[bytes, tuple[int, int]] = lakukan(aturan, kerja)
    return hasil


def nama(isi: bytes, bentuk: BentukBerkas) -> list[str]:
    if bentuk is BentukBerkas.PARQUET:
        return sorted(pl.read_parquet(io.BytesIO(isi))["nama"].to_list())
    return sorted(b["nama"] for b in csv.DictReader(io.StringIO(isi.decode("utf-8-sig"), newline="")))


def test_thirty_kills_at_random_moments_lose_and_double_nobody(aturan: Pengaturan) -> None:
    async def isi(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await keluarga(sesi, wadah, "32.04.05.2001", KELUARGA // 2)
            await keluarga(sesi, wadah, "32.04.06.2001", KELUARGA // 2, dari=KELUARGA // 2)

    lakukan(aturan, isi)
    # A copy of this process would lack the threads of the object store and wait for them for ever; the server has none.
    anak, acak, terbunuh, ke = multiprocessing.get_context("forkserver"), random.Random(20261122), 0, 0
    anak.set_forkserver_preload(["app.ekspor.tugas", "app.rakitan", __name__])
    mulai = time.monotonic()
    pekerja_tenang = anak.Process(target=pekerja, args=(aturan, pesan(aturan, BentukBerkas.CSV)))
    pekerja_tenang.start()
    pekerja_tenang.join()
    lama = time.monotonic() - mulai
    while terbunuh < PEMBUNUHAN:
        bentuk = (BentukBerkas.CSV, BentukBerkas.PARQUET)[ke % 2]
        ekspor_id = pesan(aturan, bentuk)
        ke += 1
        while True:
            proses = anak.Process(target=pekerja, args=(aturan, ekspor_id))
            proses.start()
            proses.join(acak.uniform(0.05, min(lama, 1.2)) if terbunuh < PEMBUNUHAN else None)
            if proses.exitcode is not None or proses.pid is None:
                break
            os.kill(proses.pid, signal.SIGKILL)
            proses.join()
            terbunuh += 1
        assert proses.exitcode == 0
        isi_berkas, jejak = berkas(aturan, ekspor_id)
        assert nama(isi_berkas, bentuk) == sorted(f"Orang {n}" for n in range(ORANG))
        assert jejak == (KELUARGA // 10, 1)


def test_processes_of_their_own_make_the_same_file(aturan: Pengaturan) -> None:
    async def isi(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await keluarga(sesi, wadah, "32.04.05.2001", KELUARGA)

    lakukan(aturan, isi)
    berproses = aturan.model_copy(update={"ekspor": Ekspor(potongan=50, proses=2)})
    ekspor_id = pesan(berproses, BentukBerkas.PARQUET)
    lakukan(berproses, lambda wadah: kerjakan(wadah, {"ekspor_id": str(ekspor_id)}))
    isi_berkas, jejak = berkas(berproses, ekspor_id)
    assert nama(isi_berkas, BentukBerkas.PARQUET) == sorted(f"Orang {n}" for n in range(ORANG))
    assert jejak == (6, 1)
