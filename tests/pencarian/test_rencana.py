"""Each search reads its index: no plan walks a table."""

from collections.abc import AsyncIterator, Awaitable
from datetime import date
from typing import Any, cast

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.wadah import Wadah
from app.keluarga.repository_nama import NamaRepository
from app.operasi.embedded import PEMILIK, ServerLokal
from app.pencarian.repository import PencarianRepository, Pilihan, Rentang
from app.pencarian.service import PencarianService
from app.wilayah.lingkup import Lingkup
from tests.pabrik.keluarga import DESA
from tests.wilayah.conftest import Rencana

pytestmark = pytest.mark.nyata
HADIR = {"uq_anggota_keluarga_aktif", "ix_anggota_keluarga_hadir"}
WILAYAH = [Lingkup((DESA,)), Lingkup((DESA[:8],)), Lingkup((DESA[:5],)), Lingkup(("32", "33.01")), Lingkup.nasional()]
LAHIR = date(1980, 1, 5)
ORANG = 6_000
PILIHAN = [Pilihan([{1, 2}, {3, 4}], [{1}, {3}]), Pilihan([{4}])]
_ID = "md5(i::text)::uuid"
_DESA = "(SELECT array_agg(kode) FROM (SELECT kode FROM wilayah WHERE length(kode) = 13 ORDER BY kode LIMIT 400) d)"
_ISI = (
    f"""INSERT INTO keluarga (keluarga_id, rumah_tangga_id, kode_desa, kunci_data, isi, versi, created_at, updated_at)
    SELECT {_ID}, {_ID}, desa.d[1 + i % 400], '', '', 1, now(), now()
    FROM {_DESA} desa(d), generate_series(1, {ORANG}) i""",
    f"""INSERT INTO individu (keluarga_id, id, kode_desa, nama, nama_lipat, nama_sidik, nama_kata, tanggal_lahir,
        jenis_kelamin, status_dokumen, is_nik_ganda, kunci_data, isi, created_at, updated_at)
    SELECT {_ID}, {_ID}, desa.d[1 + i % 400], 'Siti', 'siti ' || i, hashint8extended(i % 2000, 1),
        ARRAY[i % 90, 1000 + i % 700, 5000 + i % 3000], date '1950-01-01' + i % 20000, 'P', 'BELUM_PUNYA', false,
        '', '', now(), now() FROM {_DESA} desa(d), generate_series(1, {ORANG}) i""",
    f"""INSERT INTO anggota_keluarga (keluarga_id, id, individu_id, hubungan, masuk_date, alasan_masuk)
    SELECT {_ID}, {_ID}, {_ID}, 'KEPALA_KELUARGA', date '2020-01-01', 'AWAL' FROM generate_series(1, {ORANG}) i""",
    """INSERT INTO kata_nama (kata, tanda)
    SELECT 'k' || i, ARRAY[i, i + 1, i * 7, i * 11, i * 13] FROM generate_series(1, 6000) i""",
    "ANALYZE individu, anggota_keluarga, kata_nama",
)


@pytest.fixture(scope="module")
async def sesi(server: ServerLokal, templat: str) -> AsyncIterator[AsyncSession]:
    """A registry of its own, large enough that the planner has something to choose, and counted."""
    server.buat_basisdata("rencana_cari", templat)
    mesin = create_async_engine(server.url("rencana_cari", PEMILIK), poolclass=NullPool)
    async with AsyncSession(mesin) as satu:
        for perintah in _ISI:
            await satu.execute(text(perintah))
        yield satu
    await mesin.dispose()
    server.hapus_basisdata("rencana_cari")


@pytest.fixture
async def repo(sesi: AsyncSession) -> PencarianRepository:
    satu = PencarianRepository(sesi)
    await satu.siapkan()
    return satu


async def _indeks(rencana: Rencana, kerja: Awaitable[Any]) -> set[str]:
    simpul = await rencana(kerja)
    assert simpul
    assert not [s for s in simpul if s["Node Type"] == "Seq Scan"]
    return {s["Index Name"] for s in simpul if "Index Name" in s}


@pytest.mark.parametrize("lingkup", WILAYAH, ids=str)
async def test_by_fingerprint(repo: PencarianRepository, rencana: Rencana, lingkup: Lingkup) -> None:
    indeks = await _indeks(rencana, repo.menurut_sidik([Rentang(-5, 5, 20), Rentang(7, 7, 4)], lingkup))
    assert "ix_individu_nama_sidik_kode_desa" in indeks
    assert indeks <= {"ix_individu_nama_sidik_kode_desa"} | HADIR


@pytest.mark.parametrize("lingkup", WILAYAH, ids=str)
async def test_by_words(repo: PencarianRepository, rencana: Rencana, lingkup: Lingkup) -> None:
    indeks = await _indeks(rencana, repo.menurut_kata(PILIHAN, lingkup))
    assert "ix_individu_nama_kata" in indeks
    assert indeks <= {"ix_individu_nama_kata"} | HADIR


@pytest.mark.parametrize("lingkup", WILAYAH, ids=str)
async def test_by_fingerprint_and_words(repo: PencarianRepository, rencana: Rencana, lingkup: Lingkup) -> None:
    indeks = await _indeks(rencana, repo.menurut_sidik_dan_kata([Rentang(-5, 5, 20)], PILIHAN, lingkup))
    assert indeks >= {"ix_individu_nama_sidik_kode_desa", "ix_individu_nama_kata"}
    assert indeks <= {"ix_individu_nama_sidik_kode_desa", "ix_individu_nama_kata"} | HADIR


@pytest.mark.parametrize("lingkup", WILAYAH, ids=str)
async def test_by_birth_date(repo: PencarianRepository, rencana: Rencana, lingkup: Lingkup) -> None:
    for kerja in (
        repo.menurut_lahir(LAHIR, lingkup, 20),
        repo.menurut_lahir_dan_nama(LAHIR, lingkup, [0, 1 << 24], PILIHAN),
    ):
        indeks = await _indeks(rencana, kerja)
        assert "ix_individu_tanggal_lahir_kode_desa" in indeks
        assert indeks <= {"ix_individu_tanggal_lahir_kode_desa"} | HADIR


async def test_no_statement_of_a_search_forgets_its_values(sesi: AsyncSession, wadah: Wadah) -> None:
    async with cast("AsyncEngine", sesi.bind).connect() as koneksi:
        for ke in range(10):
            async with AsyncSession(koneksi) as satu:
                await PencarianService.rakit(satu, wadah).temukan(f"Siti Aminah{'h' * ke}", WILAYAH[2], None, 20)
                await satu.rollback()
        hasil = await koneksi.exec_driver_sql(
            "SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements "
            "WHERE statement ~ '(kata_nama|individu)' AND statement !~ 'pg_prepared'"
        )
        rencana = hasil.all()
    assert max(b.custom_plans for b in rencana if "kata_nama" in b.statement) == 10
    assert [b.statement for b in rencana if b.generic_plans] == []


async def test_words_and_persons_to_complete(repo: PencarianRepository, sesi: AsyncSession, rencana: Rencana) -> None:
    assert await _indeks(rencana, repo.kata_dekat([1, 2])) == {"ix_kata_nama_tanda"}
    assert await _indeks(rencana, NamaRepository(sesi).nama_belum(10)) == {"ix_individu_belum_bersidik"}
