"""The list of who cannot be ranked reads indexes, however large the registry and however small the region."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.paging import Halaman
from app.desil.artefak_baca import urai
from app.desil.model_pmt import SUMBER, artefak_demonstrasi
from app.desil.repository_kurang import Kini, KurangRepository
from app.operasi.embedded import PEMILIK, ServerLokal
from app.wilayah.lingkup import Lingkup
from tests.wilayah.conftest import Rencana, rencana

__all__ = ["rencana"]
pytestmark = [pytest.mark.anyio, pytest.mark.nyata]
MODEL = urai(artefak_demonstrasi(), SUMBER)
WILAYAH = [Lingkup(("32.04.05.2001",)), Lingkup(("32.04.05",)), Lingkup(("32.04", "33.01")), Lingkup(("32",))]
_ID = "md5(i::text)::uuid"
_ISI = (
    f"""INSERT INTO keluarga (keluarga_id, rumah_tangga_id, kode_desa, kunci_data, isi, versi, created_at, updated_at)
    SELECT {_ID}, {_ID}, '32.04.05.2001', '', '', 1, now(), now() FROM generate_series(1, 20000) i""",
    f"""INSERT INTO variabel_kanonik (keluarga_id, versi, kabkota, kode_desa)
    SELECT {_ID}, 1, 3200 + i % 20, '32.' || lpad((i % 20)::text, 2, '0') || '.05.200' || i % 9
    FROM generate_series(1, 20000) i""",
    f"""INSERT INTO skor_keluarga (putaran_no, keluarga_id, skor, versi, kabkota, bobot)
    SELECT n, {_ID}, CASE WHEN i % 7 > 0 THEN i END, 1, 3200 + i % 20, 4
    FROM generate_series(1, 20000) i, generate_series(1, 3) n WHERE n = 1 OR i % 50 = 0""",
    f"""INSERT INTO kanonik_berubah (keluarga_id, versi, kabkota)
    SELECT {_ID}, 2, 1100 + i % 8000 FROM generate_series(1, 20000) i WHERE i % 3 = 0""",
    "ANALYZE variabel_kanonik, skor_keluarga, kanonik_berubah",
)


@pytest.fixture(scope="module")
async def sesi(server: ServerLokal, templat: str) -> AsyncIterator[AsyncSession]:
    """A registry and three runs of its own, counted, so that the planner has something to choose."""
    server.buat_basisdata("rencana_kurang", templat)
    mesin = create_async_engine(server.url("rencana_kurang", PEMILIK), poolclass=NullPool)
    async with AsyncSession(mesin) as satu:
        for perintah in _ISI:
            await satu.execute(text(perintah))
        yield satu
    await mesin.dispose()
    server.hapus_basisdata("rencana_kurang")


@pytest.mark.parametrize("kini", [None, Kini(MODEL), Kini(MODEL, "lantai")], ids=["then", "now", "one"])
@pytest.mark.parametrize("rantai", [[1], [3, 2, 1]], ids=str)
@pytest.mark.parametrize("lingkup", WILAYAH, ids=str)
async def test_no_plan_walks_a_table(
    sesi: AsyncSession, rencana: Rencana, lingkup: Lingkup, rantai: list[int], kini: Kini | None
) -> None:
    simpul = await rencana(KurangRepository(sesi).daftar(rantai, lingkup, Halaman(20, None, b"k" * 32), kini))
    assert simpul
    assert not [s for s in simpul if s["Node Type"] == "Seq Scan"]
    indeks = {s["Index Name"] for s in simpul if "Index Name" in s}
    assert any("tanpa_skor" in n for n in indeks)
    assert ("pk_variabel_kanonik" in indeks) == (kini is not None)
    assert ("ix_kanonik_berubah_kabkota_keluarga_id" in indeks) == (kini is not None)
