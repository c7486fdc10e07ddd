"""`kill -9` of the process that imports, again and again: every row of the file once, every remark once."""

import asyncio
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.berkas_tabel.bentuk import KodeFormat
from app.config import Impor, Pengaturan
from app.core.db import transaksi
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.impor.alur import StatusImpor
from app.impor.entitas import JumlahBaris
from app.impor.service import ImporService
from app.impor.tugas import kerjakan_impor
from app.operasi.embedded import APLIKASI, PEMILIK, ServerLokal
from app.rakitan import rakit
from app.sintetis.lembar import Pesanan
from app.sintetis.tulis import Pisah, tulis
from tests.conftest import _atur
from tests.impor.pembantu import HARI, NIK_MENGGANTUNG, baca, catatan, hitung, jumlah, kirim, pengimpor

pytestmark = [pytest.mark.nyata, pytest.mark.ketahanan, pytest.mark.timeout(1200)]

PEMBUNUHAN = 50
TABEL = ("keluarga", "individu", "anggota_keluarga", "jawaban_survei", "no_kk_indeks", "nik_indeks")
GANDA = """SELECT count(*) FROM (SELECT nik_hmac FROM individu WHERE nik_hmac IS NOT NULL AND NOT is_nik_ganda
    GROUP BY nik_hmac HAVING count(*) > 1) x"""
SEJARAH = "SELECT peristiwa, count(*) FROM riwayat_keluarga GROUP BY peristiwa"


@pytest.fixture
def aturan(server: ServerLokal, templat: str, folder: Path) -> Iterator[Pengaturan]:
    nama = f"mati_{uuid4().hex[:12]}"
    server.buat_basisdata(nama, templat)
    asal = _atur(server.url(nama, APLIKASI), server.url(nama, PEMILIK), folder)
    yield asal.model_copy(update={"impor": Impor(blok=50, potongan=6, proses=0, terbuka=100)})
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


def pekerja(aturan: Pengaturan, impor_id: UUID) -> None:
    """What the worker's process does with the job."""
    lakukan(aturan, lambda wadah: kerjakan_impor(wadah, {"impor_id": str(impor_id)}))
    os._exit(0)


class Pembunuh:
    """Kills a worker at random moments until enough have died, then lets it work."""

    def __init__(self, aturan: Pengaturan) -> None:
        self._aturan = aturan
        self._acak = random.Random(20261122)
        # A copy of this process would lack the threads of the object store and of polars; the server has none yet.
        self._anak = multiprocessing.get_context("forkserver")
        self._anak.set_forkserver_preload(["app.impor.tugas", "app.rakitan", __name__])
        self.terbunuh = 0
        self.lama = 0.0

    def langkah(self, impor_id: UUID, siapa: Pelaku, aksi: str, sampai: StatusImpor) -> None:
        """Give an order and see it through."""

        async def suruh(wadah: Wadah) -> None:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                await getattr(ImporService.rakit(sesi, wadah), aksi)(impor_id, siapa)

        lakukan(self._aturan, suruh)
        while lakukan(self._aturan, lambda w: baca(w, impor_id, siapa)).status is not sampai:
            self._sekali(impor_id)

    def _sekali(self, impor_id: UUID) -> None:
        proses = self._anak.Process(target=pekerja, args=(self._aturan, impor_id))
        mulai = time.monotonic()
        proses.start()
        is_sasaran = self.lama > 0 and self.terbunuh < PEMBUNUHAN
        proses.join(self._acak.uniform(0.02, min(self.lama, 2.0)) if is_sasaran else 120)
        if proses.exitcode is None and proses.pid is not None:
            assert is_sasaran, "the worker hangs"
            os.kill(proses.pid, signal.SIGKILL)
            proses.join()
            self.terbunuh += 1
        elif not self.lama:
            self.lama = time.monotonic() - mulai


def test_fifty_kills_at_random_moments_leave_every_row_once(aturan: Pengaturan, tmp_path: Path) -> None:
    pesan = Pesanan(1_400, 11, 2.0, HARI, KodeFormat.DTKS1, "32")
    manifes = tulis(pesan, tmp_path, pisah=Pisah.KABKOTA, proses=1, kabar=lambda *_: None)
    pembunuh, orang = Pembunuh(aturan), 0
    for berkas in manifes["berkas"]:
        if pembunuh.terbunuh >= PEMBUNUHAN:
            break
        isi, kabkota = (tmp_path / berkas["nama"]).read_bytes(), Path(berkas["nama"]).stem.rpartition("-")[2]
        siapa = pengimpor((kabkota,))
        impor_id = lakukan(aturan, lambda w, s=siapa, b=isi: kirim(w, b, s)).id
        pembunuh.langkah(impor_id, siapa, "periksa", StatusImpor.SIAP)
        pembunuh.langkah(impor_id, siapa, "terapkan", StatusImpor.SELESAI)
        n = _periksa(aturan, impor_id, siapa, berkas)
        orang += n.dibaca - n.ditolak
    assert pembunuh.terbunuh >= PEMBUNUHAN
    _periksa_registri(aturan, orang)


def _periksa(aturan: Pengaturan, impor_id: UUID, siapa: Pelaku, manifes: dict[str, Any]) -> JumlahBaris:
    async def hasil(wadah: Wadah) -> tuple[JumlahBaris, dict[int, list[str]]]:
        return await jumlah(wadah, await baca(wadah, impor_id, siapa)), await catatan(wadah, impor_id)

    n: JumlahBaris
    n, kode = lakukan(aturan, hasil)
    assert n.dibaca == manifes["baris"] == n.diterima + n.anomali + n.ditolak
    assert Counter(k for isi in kode.values() for k in isi) == manifes["catatan"]
    return n


def _periksa_registri(aturan: Pengaturan, orang: int) -> None:
    async def hasil(wadah: Wadah) -> tuple[dict[str, int], tuple[int, int], dict[str, int]]:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            sejarah = {str(b[0]): int(b[1]) for b in await sesi.execute(text(SEJARAH))}
            return (
                dict(zip(TABEL, await hitung(wadah, *TABEL), strict=True)),
                (await sesi.scalar(text(GANDA)) or 0, await sesi.scalar(text(NIK_MENGGANTUNG)) or 0),
                sejarah,
            )

    isi, ganda, sejarah = lakukan(aturan, hasil)
    assert isi["individu"] == isi["anggota_keluarga"] == orang
    assert isi["jawaban_survei"] == isi["keluarga"] == sejarah["DIBUAT"]
    assert ganda == (0, 0)
