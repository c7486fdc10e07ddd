"""What is kept for a time only goes by the clock, and what is still needed stays."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import func, select

from app.akun.models import AkunIndeks, JenisIndeks, TokenSegar
from app.akun.pembersihan import bersihkan as bersihkan_akun
from app.core import jobs
from app.core.clock import now
from app.core.db import Base, transaksi
from app.core.idempotensi import Idempotensi
from app.core.pembersihan import bersihkan
from app.core.ratelimit import BatasLaju
from app.core.wadah import Wadah

HARI = timedelta(days=1)


async def _jumlah(wadah: Wadah, *tabel: type[Base]) -> list[int]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        return [int(await sesi.scalar(select(func.count()).select_from(t)) or 0) for t in tabel]


async def test_expired_answers_and_counters_go(wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        for lama in (timedelta(seconds=-5), timedelta(seconds=60)):
            sesi.add(Idempotensi(kunci=uuid4(), sidik=b"", wewenang=b"", created_at=now(), kedaluwarsa_at=now() + lama))
            sesi.add(BatasLaju(kunci=uuid4(), jendela=now() - HARI + lama, jumlah=1))
    await bersihkan(wadah, {})
    assert await _jumlah(wadah, Idempotensi, BatasLaju) == [1, 1]


async def test_used_up_codes_and_ended_logins_go(wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        for kedaluwarsa in (now() - HARI, now() + HARI, None):
            indeks = AkunIndeks(nilai=uuid4(), jenis=JenisIndeks.ALAMAT, akun_id=uuid4(), kedaluwarsa_at=kedaluwarsa)
            sesi.add(indeks)
        for habis in (now() - 2 * HARI, now() - HARI / 2):
            masuk = TokenSegar(
                akun_id=uuid4(), id=uuid4(), urutan=0, diputar_at=now(), habis_at=habis, created_at=now()
            )
            sesi.add(masuk)
    await bersihkan_akun(wadah, {})
    assert await _jumlah(wadah, AkunIndeks, TokenSegar) == [2, 1]


def test_every_cleaner_runs_by_the_clock() -> None:
    assert set(jobs.BERKALA) >= {"core.pembersihan", "akun.pembersihan", "cekbansos.pembersihan"}
    assert set(jobs.BERKALA) <= set(jobs.DAFTAR)


@pytest.mark.nyata
async def test_a_worker_runs_what_the_clock_says(wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    jalan = asyncio.Event()

    async def catat(_wadah: Wadah, muatan: Mapping[str, Any]) -> None:
        assert muatan == {}
        jalan.set()

    monkeypatch.setitem(jobs.DAFTAR, "uji_jam", catat)
    monkeypatch.setitem(jobs.BERKALA, "uji_jam", "* * * * * *")
    alamat = wadah_nyata.pengaturan.database_url.get_secret_value().replace("+asyncpg", "")
    koneksi = await asyncpg.connect(alamat)
    pekerja = jobs.pekerja(wadah_nyata, koneksi)
    lari = asyncio.create_task(pekerja.run(dequeue_timeout=timedelta(milliseconds=50)))
    await asyncio.wait_for(jalan.wait(), 60)
    pekerja.shutdown.set()
    await lari
    await koneksi.close()
