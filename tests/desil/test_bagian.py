"""A large run's own table: read by nobody before it is whole; the application makes and drops none itself."""

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Desil
from app.core.ids import id_baru
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.desil.models import SkorKeluarga
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService
from app.desil.repository_bagian import BagianRepository
from app.desil.tugas import rapikan
from tests.pabrik import desil as pabrik
from tests.pabrik import usulan

pytestmark = pytest.mark.anyio

NOMOR = 9_001


async def sisa(sesi: AsyncSession, nomor: int) -> list[bool]:
    """Whether a run's own table stands there, and whether the common one bears its mark."""
    cari = "SELECT to_regclass(:t) IS NOT NULL UNION ALL SELECT EXISTS (SELECT FROM pg_constraint WHERE conname = :k)"
    nama = {"t": f"skor_keluarga_p{nomor}", "k": f"bukan_{nomor}"}
    return list(await sesi.scalars(text(cari), nama))


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


async def test_what_a_cancelled_run_left_is_removed_and_what_is_computed_or_read_stays(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 300 + n} for n in range(40)])
    putaran = await pabrik.putaran(sesi, wadah, "2026-01", sampai="siapkan")
    service, hitung = PutaranService.rakit(sesi, wadah), PerhitunganService.rakit(sesi, wadah)
    hitung._aturan = Desil(potongan=10)
    await service.hitung(putaran.id, pabrik.admin())
    for _ in range(3):
        assert await hitung.lanjutkan(putaran.id)
    await rapikan(wadah, {})
    assert await sisa(sesi, putaran.nomor) == [True, True], "being computed"
    alasan = AlasanMasuk(**usulan.alasan("KUOTA_PENUH"))
    await service.batalkan(putaran.id, pabrik.admin(), alasan)
    assert await BagianRepository(sesi).yatim() == [putaran.nomor]
    await rapikan(wadah, {})
    assert await sisa(sesi, putaran.nomor) == [False, False]
    lain = await pabrik.putaran(sesi, wadah, "2026-02", sampai="siapkan")
    await service.hitung(lain.id, pabrik.admin())
    while await hitung.lanjutkan(lain.id):
        pass
    await service.batalkan(lain.id, pabrik.admin(), alasan)
    await rapikan(wadah, {})
    assert await sisa(sesi, lain.nomor) == [True, False], "read, for instance by its report"


async def test_the_changes_that_a_run_took_over_are_forgotten_once_it_is_in_force(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    satu, dua = await pabrik.keluarga_banyak(sesi, [{}, {}])
    await pabrik.ubah(sesi, satu, luas_kapita=900)
    await pabrik.putaran(sesi, wadah, "2026-01")
    await pabrik.ubah(sesi, dua, luas_kapita=900)
    await rapikan(wadah, {})
    assert list(await sesi.scalars(text("SELECT keluarga_id FROM kanonik_berubah"))) == [dua]


@pytest.mark.parametrize(
    "perintah",
    [
        "CREATE TABLE skor_keluarga_p9002 (LIKE skor_keluarga)",
        "DROP TABLE skor_keluarga_p9001",
        "ALTER TABLE skor_keluarga DETACH PARTITION skor_keluarga_umum",
        "TRUNCATE skor_keluarga_p9001",
    ],
)
async def test_the_application_can_do_no_more_than_the_functions(sesi: AsyncSession, perintah: str) -> None:
    await BagianRepository(sesi).siapkan(NOMOR)
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        await sesi.execute(text(perintah))
