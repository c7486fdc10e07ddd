"""Each listing reads its index: no plan walks the whole table."""

from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.paging import Halaman
from app.wilayah.kode import Tingkat
from app.wilayah.nama import baca_kueri
from app.wilayah.repository import WilayahRepository
from tests.pabrik.wilayah import DESA, KABUPATEN
from tests.wilayah.conftest import Rencana

HALAMAN = Halaman(batas=20, kursor=None, kunci=b"k" * 32)


@pytest.fixture
def repo(sesi: AsyncSession) -> WilayahRepository:
    return WilayahRepository(sesi)


async def _indeks(rencana: Rencana, kerja: Awaitable[Any]) -> set[str]:
    simpul = await rencana(kerja)
    telusur = [s for s in simpul if s["Node Type"] == "Seq Scan" and s["Relation Name"] == "wilayah"]
    assert simpul
    assert not telusur
    return {s["Index Name"] for s in simpul if "Index Name" in s}


@pytest.mark.parametrize("induk", [None, KABUPATEN, "32.04.05"])
async def test_browsing(repo: WilayahRepository, rencana: Rencana, induk: str | None) -> None:
    assert await _indeks(rencana, repo.daftar(induk, hari_ini(), HALAMAN)) == {"ix_wilayah_induk_kode"}


@pytest.mark.parametrize("teks", ["sidomulyo", "kota bandung", "suka", "cileunyi kuloon", "su"])
@pytest.mark.parametrize("tingkat", [None, Tingkat.DESA, Tingkat.PROVINSI])
async def test_search(repo: WilayahRepository, rencana: Rencana, teks: str, tingkat: Tingkat | None) -> None:
    indeks = await _indeks(rencana, repo.cari(baca_kueri(teks), tingkat, hari_ini(), 20))
    assert "ix_wilayah_nama_lipat_kode" in indeks
    assert indeks <= {"ix_wilayah_nama_lipat_kode", "ix_wilayah_nama_lipat_trgm"}


async def test_fuzzy_search_reads_the_trigram_index(repo: WilayahRepository, rencana: Rencana) -> None:
    indeks = await _indeks(rencana, repo.cari(baca_kueri("cileunyi kuloon"), None, hari_ini(), 20))
    assert "ix_wilayah_nama_lipat_trgm" in indeks


async def test_names_of_a_page_of_codes(repo: WilayahRepository, rencana: Rencana) -> None:
    assert await _indeks(rencana, repo.ambil_banyak(DESA.jalur)) == {"pk_wilayah"}


async def test_regions_below_are_counted_by_index(repo: WilayahRepository, rencana: Rencana) -> None:
    assert await _indeks(rencana, repo.jumlah_bawahan(KABUPATEN, hari_ini())) == {"ix_wilayah_induk_kode"}
