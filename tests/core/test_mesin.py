"""Transactions, jobs, limits and settings: what must not be lost, doubled or let through."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from app.audit.jejak import Jejak
from app.audit.models import JejakAudit
from app.config import Enkripsi, Jwt, Lingkungan, Pengaturan
from app.core import db, jobs, ratelimit
from app.core import logging as log
from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.db import buat_mesin, buat_pabrik, transaksi, transaksi_baca
from app.core.galat_umum import TerlaluSering
from app.core.wadah import Wadah
from app.operasi.embedded import ServerLokal

NIK = "3204051503900007"


@pytest.fixture
def tugas_uji(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    jalan: list[Mapping[str, Any]] = []

    async def catat(_wadah: Wadah, muatan: Mapping[str, Any]) -> None:
        jalan.append(muatan)
        if muatan.get("gagal"):
            raise RuntimeError(f"gagal untuk {NIK}")

    monkeypatch.setitem(jobs.DAFTAR, "uji_catat", catat)
    return jalan


async def jumlah_tugas(wadah: Wadah) -> int:
    async with transaksi_baca(wadah.pabrik_sesi) as sesi:
        return int(await sesi.scalar(text("SELECT count(*) FROM pgqueuer")) or 0)


async def test_a_job_that_nobody_does_is_not_queued(wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        with pytest.raises(LookupError, match="salah_ketik"):
            await jobs.enqueue(sesi, "salah_ketik", {})


@pytest.mark.nyata
@pytest.mark.usefixtures("tugas_uji")
async def test_a_job_queued_first_of_all_dies_with_its_rolled_back_transaction(wadah_nyata: Wadah) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await jobs.enqueue(sesi, "uji_catat", {"n": 1})
            raise ZeroDivisionError
    assert await jumlah_tugas(wadah_nyata) == 0


@pytest.mark.nyata
async def test_a_worker_runs_what_was_committed_and_holds_what_keeps_failing(
    wadah_nyata: Wadah, tugas_uji: list[Mapping[str, Any]]
) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await jobs.enqueue(sesi, "uji_catat", {"n": 1})
        await jobs.enqueue(sesi, "uji_catat", {"n": 2, "gagal": True})
        await jobs.enqueue(sesi, "uji_catat", {"n": 3}, tunda=timedelta(hours=1))
    alamat = wadah_nyata.pengaturan.database_url.get_secret_value().replace("+asyncpg", "")
    koneksi = await asyncpg.connect(alamat)
    pekerja = jobs.pekerja(wadah_nyata, koneksi)
    lari = asyncio.create_task(pekerja.run(dequeue_timeout=timedelta(milliseconds=50)))
    while len(tugas_uji) < 2:
        await asyncio.sleep(0.01)
    pekerja.shutdown.set()
    await lari
    await koneksi.close()
    assert {m["n"] for m in tugas_uji} == {1, 2}
    async with transaksi_baca(wadah_nyata.pabrik_sesi) as sesi:
        sisa = (await sesi.execute(text("SELECT convert_from(payload, 'UTF8') FROM pgqueuer"))).scalars().all()
        jejak = (await sesi.execute(text("SELECT traceback::text FROM pgqueuer_log"))).scalars().all()
    assert len(sisa) == 2, "one waits for its hour, one for its next attempt"
    assert NIK not in "".join(map(str, jejak))


async def test_a_failing_job_hides_its_text(wadah: Wadah, tugas_uji: list[Mapping[str, Any]]) -> None:
    with pytest.raises(jobs.TugasGagal) as galat:
        await jobs.jalankan(wadah, "uji_catat", {"gagal": True}, "permintaan-1")
    assert NIK not in str(galat.value)
    assert galat.value.__suppress_context__


async def test_the_limit_counts_refused_requests_too(wadah: Wadah) -> None:
    for _ in range(3):
        await ratelimit.pakai(wadah, "uji", "alamat", 3, 60)
    with pytest.raises(TerlaluSering):
        await ratelimit.pakai(wadah, "uji", "alamat", 3, 60)
    with pytest.raises(TerlaluSering) as galat:
        await ratelimit.pakai(wadah, "uji", "alamat", 3, 60)
    assert 1 <= int(galat.value.tajuk["Retry-After"]) <= 61
    assert galat.value.tajuk["RateLimit-Policy"] == '"uji";q=3;w=60'
    await ratelimit.pakai(wadah, "uji", "alamat-lain", 3, 60)


async def test_old_counters_are_swept(wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        lama = now() - timedelta(days=2)
        sesi.add(ratelimit.BatasLaju(kunci=wadah.sandi.indeks(Tujuan.LAJU, "x"), jendela=lama, jumlah=1))
    await ratelimit.bersihkan(wadah)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        assert await sesi.scalar(select(func.count()).select_from(ratelimit.BatasLaju)) == 0


async def test_nothing_is_kept_of_a_transaction_that_fails(wadah: Wadah) -> None:
    with pytest.raises(ZeroDivisionError):
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await Jejak(sesi).catat("uji:baris:dibuat", pelaku=None, objek="uji/gagal")
            raise ZeroDivisionError
    async with transaksi(wadah.pabrik_sesi) as sesi:
        assert await sesi.scalar(select(func.count()).where(JejakAudit.objek == "uji/gagal")) == 0


async def test_a_missing_adapter_is_named(wadah: Wadah) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        with pytest.raises(LookupError, match="Wadah"):
            wadah.ambil(Wadah, sesi)


@pytest.mark.nyata
async def test_the_trail_cannot_be_rewritten_by_the_application(wadah_nyata: Wadah) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await Jejak(sesi).catat("uji:baris:dibuat", pelaku=None, objek="uji/tetap")
    for perintah in ("UPDATE jejak_audit SET objek = ''", "DELETE FROM jejak_audit", "TRUNCATE jejak_audit"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
                await sesi.execute(text(perintah))


@pytest.mark.nyata
async def test_a_long_statement_ends_at_its_budget(wadah_nyata: Wadah) -> None:
    aturan = wadah_nyata.pengaturan
    singkat = aturan.db.model_copy(update={"pernyataan_ms": 50})
    for satu in (singkat, singkat.model_copy(update={"pgbouncer": True})):
        mesin = buat_mesin(aturan.database_url.get_secret_value(), satu, nama="uji")
        with pytest.raises(DBAPIError) as galat:
            async with mesin.connect() as koneksi:
                await koneksi.execute(text("SELECT pg_sleep(5)"))
        assert getattr(galat.value.orig, "sqlstate", None) == "57014"
        await mesin.dispose()


@pytest.fixture
async def mesin(wadah_nyata: Wadah) -> AsyncIterator[AsyncEngine]:
    aturan = wadah_nyata.pengaturan
    satu = buat_mesin(aturan.database_url.get_secret_value(), aturan.db, nama="uji-sambungan")
    yield satu
    await satu.dispose()


async def _nomor_proses(mesin: AsyncEngine) -> int:
    async with transaksi(buat_pabrik(mesin)) as sesi:
        return int(await sesi.scalar(text("SELECT pg_backend_pid()")) or 0)


@pytest.mark.nyata
async def test_a_connection_that_the_server_closed_is_not_lent(mesin: AsyncEngine, server: ServerLokal) -> None:
    putus = asyncio.Event()
    async with transaksi(buat_pabrik(mesin)) as sesi:
        pinjaman = await (await sesi.connection()).get_raw_connection()
        assert pinjaman.driver_connection is not None
        pinjaman.driver_connection.add_termination_listener(lambda _: putus.set())
    tutup = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'uji-sambungan'"
    assert await asyncio.to_thread(server.tanya, tutup) == ["True"]
    await asyncio.wait_for(putus.wait(), 60)
    assert await _nomor_proses(mesin)


@pytest.mark.nyata
@pytest.mark.parametrize("istirahat", [db.ISTIRAHAT_DETIK, 0.0])
async def test_only_a_connection_that_rested_is_asked_whether_it_lives(
    mesin: AsyncEngine, monkeypatch: pytest.MonkeyPatch, istirahat: float
) -> None:
    def mati(_koneksi: object) -> bool:
        raise mesin.dialect.loaded_dbapi.InterfaceError("connection is closed")

    monkeypatch.setattr(db, "ISTIRAHAT_DETIK", istirahat)
    monkeypatch.setattr(mesin.dialect, "do_ping", mati)
    pertama = await _nomor_proses(mesin)
    assert (await _nomor_proses(mesin) == pertama) is (istirahat > 0)


def test_today_is_counted_in_wib(monkeypatch: pytest.MonkeyPatch) -> None:
    malam = now().replace(hour=18, minute=30)
    monkeypatch.setattr("app.core.clock.now", lambda: malam)
    assert hari_ini() == malam.date() + timedelta(days=1)


class TestLog:
    def test_numbers_addresses_and_tokens_never_leave(self) -> None:
        kotor = f"nik {NIK} 32.04.05.150390.0007 a@b.co eyJhbGci.eyJzdWIi.c2ln 3204051503900"
        assert log.samarkan(kotor) == "nik [nomor] [nomor] [surel] [token] [nomor]"
        assert log.samarkan({"nama": "Sri", "n": [NIK, 7]}) == {"nama": "[rahasia]", "n": ["[nomor]", 7]}

    def test_the_pipeline_redacts_foreign_loggers_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        lama = logging.getLogger().handlers[:]
        try:
            log.siapkan()
            logging.getLogger("asing").warning("gagal %s", NIK)
            logging.getLogger("uvicorn.error").warning("x")
        finally:
            logging.getLogger().handlers[:] = lama
            logging.getLogger("uvicorn.access").disabled = False
        keluar = capsys.readouterr().err
        assert "[nomor]" in keluar
        assert NIK not in keluar

    def test_events_are_dictionaries(self) -> None:
        with capture_logs() as catatan:
            assert catatan == []


class TestPengaturan:
    KUNCI = SecretStr("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")

    def enkripsi(self, kid: str, *, kunci: SecretStr = KUNCI, aktif: str | None = None) -> Enkripsi:
        indeks = {kid: self.KUNCI}
        return Enkripsi(kek={kid: kunci}, kek_aktif=aktif or kid, indeks=indeks, indeks_aktif=kid, kursor=self.KUNCI)

    def buat(self, kid: str, lingkungan: Lingkungan) -> Pengaturan:
        return Pengaturan(
            lingkungan=lingkungan,
            database_url=SecretStr("postgresql+asyncpg://x"),
            jwt=Jwt(kunci={kid: SecretStr("pem")}, kunci_aktif=kid),
            enkripsi=self.enkripsi(kid),
        )

    @pytest.mark.parametrize("kid", ["demo-1", "uji-1", "DEMO"])
    def test_demonstration_keys_are_refused_in_production(self, kid: str) -> None:
        with pytest.raises(ValidationError, match="refused in produksi"):
            self.buat(kid, Lingkungan.PRODUKSI)
        assert not self.buat(kid, Lingkungan.DEMO).is_produksi

    def test_own_keys_are_accepted_in_production(self) -> None:
        assert self.buat("k2026", Lingkungan.PRODUKSI).is_produksi

    @pytest.mark.parametrize("lemah", ["", "!!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])
    def test_weak_keys_are_refused_without_being_shown(self, lemah: str) -> None:
        with pytest.raises(ValidationError) as galat:
            self.enkripsi("k", kunci=SecretStr(lemah))
        assert "a key" in str(galat.value)
        assert not lemah or lemah not in str(galat.value)

    def test_the_active_key_must_be_loaded(self) -> None:
        with pytest.raises(ValidationError, match="loaded keys"):
            self.enkripsi("k", aktif="lain")

    def test_there_is_no_default_secret(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for nama in ("DATABASE_URL", "DTKS_JWT", "DTKS_ENKRIPSI"):
            monkeypatch.delenv(nama, raising=False)
        with pytest.raises(ValidationError) as galat:
            Pengaturan()
        assert {str(b["loc"][0]) for b in galat.value.errors()} == {"DATABASE_URL", "jwt", "enkripsi"}
