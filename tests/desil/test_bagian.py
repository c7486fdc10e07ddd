"""A large run's own table: read by nobody before it is whole; the application makes and drops none itself."""

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import id_baru
from app.desil.models import SkorKeluarga
from app.desil.repository_bagian import BagianRepository

pytestmark = pytest.mark.anyio

NOMOR = 9_001


async def tulis(sesi: AsyncSession, jumlah: int) -> None:
    isi: dict[str, object] = {"putaran_no": NOMOR, "versi": 1, "kabkota": 3204, "bobot": 4}
    ke = await BagianRepository(sesi).tempat(NOMOR)
    await sesi.execute(insert(ke), [isi | {"keluarga_id": id_baru(), "skor": n or None} for n in range(jumlah)])


async def terbaca(sesi: AsyncSession) -> int:
    return await sesi.scalar(select(func.count()).where(SkorKeluarga.putaran_no == NOMOR)) or 0


async def test_rows_are_read_once_the_table_is_handed_over(sesi: AsyncSession) -> None:
    bagian = BagianRepository(sesi)
    await bagian.siapkan(NOMOR)
    await tulis(sesi, 3)
    assert await terbaca(sesi) == 0
    await bagian.pasang(NOMOR)
    assert await terbaca(sesi) == 3
    indeks = text("SELECT indexdef FROM pg_indexes WHERE tablename = 'skor_keluarga_p9001' ORDER BY 1")
    kunci, tanpa_skor = sorted(await sesi.scalars(indeks), key=len)
    assert "UNIQUE" in kunci
    assert "WHERE (skor IS NULL)" in tanpa_skor


async def test_a_run_without_a_table_of_its_own_writes_where_all_do(sesi: AsyncSession) -> None:
    await tulis(sesi, 2)
    await BagianRepository(sesi).pasang(NOMOR)
    assert await terbaca(sesi) == 2


async def test_what_is_read_is_never_made_anew_and_what_is_not_begins_empty(sesi: AsyncSession) -> None:
    bagian = BagianRepository(sesi)
    await bagian.siapkan(NOMOR)
    await tulis(sesi, 3)
    await bagian.siapkan(NOMOR)
    await tulis(sesi, 2)
    await bagian.pasang(NOMOR)
    await bagian.siapkan(NOMOR)
    assert await terbaca(sesi) == 2
    await tulis(sesi, 1)
    assert await terbaca(sesi) == 3


@pytest.mark.parametrize(
    "perintah",
    [
        "CREATE TABLE skor_keluarga_p9002 (LIKE skor_keluarga)",
        "DROP TABLE skor_keluarga_p9001",
        "ALTER TABLE skor_keluarga DETACH PARTITION skor_keluarga_umum",
        "TRUNCATE skor_keluarga_p9001",
    ],
)
async def test_the_application_can_do_no_more_than_the_two_functions(sesi: AsyncSession, perintah: str) -> None:
    await BagianRepository(sesi).siapkan(NOMOR)
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        await sesi.execute(text(perintah))
