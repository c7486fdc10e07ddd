"""`kill -9` of the process that computes a run, again and again: nothing is lost and the result is the same bytes."""

import asyncio
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.config import Desil, Pengaturan
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.desil.putaran import PutaranService
from app.desil.tugas import hitung
from app.operasi.embedded import APLIKASI, PEMILIK, ServerLokal
from app.rakitan import rakit
from tests.conftest import _atur
from tests.pabrik import desil as pabrik

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(1200)]

PEMBUNUHAN = 30
DESA = ("32.04.05.2001", "32.73.01.1001", "11.01.01.2001")
BARIS = """SELECT md5(string_agg(b::text, '|' ORDER BY b::text)) FROM (
    SELECT keluarga_id, skor, versi, kabkota, bobot FROM skor_keluarga WHERE putaran_no = :n) b"""
SEBARAN = """SELECT md5(string_agg(b::text, '|' ORDER BY b::text)) FROM (
    SELECT kabkota, e, o, k FROM sebaran_skor, unnest(ember, orang, keluarga) u (e, o, k) WHERE putaran_no = :n) b"""
BATAS = """SELECT md5(string_agg(b::text, '|' ORDER BY b::text)) FROM (
    SELECT kode, keluarga, orang, batas FROM batas_desil
    WHERE putaran_id = (SELECT id FROM putaran WHERE nomor = :n)) b"""
PUTARAN = "SELECT tahap || keluarga || '/' || keluarga_berperingkat FROM putaran WHERE nomor = :n"


@pytest.fixture
def aturan(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    nama = f"mati_{uuid4().hex[:12]}"
    server.buat_basisdata(nama, templat)
    asal = _atur(server.url(nama, APLIKASI), server.url(nama, PEMILIK), folder)
    yield asal.model_copy(update={"desil": Desil(potongan=60, sambungan=2)})
    server.hapus_basisdata(nama)


async def dengan_wadah(aturan: Pengaturan, kerja: Any) -> Any:
    mesin = create_async_engine(aturan.database_url.get_secret_value(), pool_size=6)
    try:
        return await kerja(rakit(aturan, async_sessionmaker(mesin, expire_on_commit=False)))
    finally:
        await mesin.dispose()


def lakukan(aturan: Pengaturan, kerja: Any) -> Any:
    """Do something in a fresh event loop with an engine of its own."""
    isi: Coroutine[Any, Any, Any] = dengan_wadah(aturan, kerja)
    return asyncio.run(isi)


def pekerja(aturan: Pengaturan, putaran_id: UUID) -> None:
    """What the worker's process does with the job."""
    lakukan(aturan, lambda wadah: hitung(wadah, {"putaran_id": str(putaran_id)}))
    os._exit(0)


async def _siap(sesi: AsyncSession, wadah: Wadah, kode: str) -> tuple[UUID, int]:
    putaran = await pabrik.putaran(sesi, wadah, kode, sampai="siapkan")
    await PutaranService.rakit(sesi, wadah).hitung(putaran.id, pabrik.admin())
    return putaran.id, putaran.nomor


def siapkan(aturan: Pengaturan, kode: str) -> tuple[UUID, int]:
    async def kerja(wadah: Wadah) -> tuple[UUID, int]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            return await _siap(sesi, wadah, kode)

    hasil: tuple[UUID, int] = lakukan(aturan, kerja)
    return hasil


def hasil(aturan: Pengaturan, nomor: int) -> list[str]:
    async def kerja(wadah: Wadah) -> list[str]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            return [await sesi.scalar(text(s), {"n": nomor}) for s in (BARIS, SEBARAN, BATAS, PUTARAN)]

    satu: list[str] = lakukan(aturan, kerja)
    return satu


def test_thirty_kills_at_random_moments_leave_the_bytes_of_an_undisturbed_run(aturan: Pengaturan) -> None:
    async def isi(wadah: Wadah) -> None:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            for i, desa in enumerate(DESA):
                semua = [{"luas_kapita": 100 + 37 * n % 900 + i, "ukuran": n % 9} for n in range(700)]
                await pabrik.keluarga_banyak(sesi, semua, kode_desa=desa)

    lakukan(aturan, isi)
    acuan, nomor = siapkan(aturan, "2020-01")
    anak = multiprocessing.get_context("fork")
    tenang = anak.Process(target=pekerja, args=(aturan, acuan))
    mulai = time.monotonic()
    tenang.start()
    tenang.join()
    lama = time.monotonic() - mulai
    benar, acak, terbunuh, ke = hasil(aturan, nomor), random.Random(20261122), 0, 0
    assert benar[3].startswith("SELESAI2100/")
    while terbunuh < PEMBUNUHAN:
        ke += 1
        putaran_id, nomor = siapkan(aturan, f"20{20 + ke // 12}-{1 + ke % 12:02d}")
        while True:
            proses = anak.Process(target=pekerja, args=(aturan, putaran_id))
            proses.start()
            proses.join(acak.uniform(0.02, min(lama, 1.0)) if terbunuh < PEMBUNUHAN else None)
            if proses.exitcode is None and proses.pid is not None:
                os.kill(proses.pid, signal.SIGKILL)
                proses.join()
                terbunuh += 1
            elif hasil(aturan, nomor)[3].startswith("SELESAI"):
                break
        assert hasil(aturan, nomor) == benar
