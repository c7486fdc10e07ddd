"""How well the search finds what people write: labelled variants of the generator, none of them made for this test."""

from collections import Counter

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.pencarian.service import PencarianService
from app.sintetis.ejaan import EJAAN, JenisRagam, Ragam, pasangan
from app.wilayah.lingkup import Lingkup
from app.wilayah.nama import lipat
from tests.pabrik.keluarga import DESA
from tests.pencarian.conftest import Isi

KECAMATAN = Lingkup((DESA[:8],))


async def ukur(sesi: AsyncSession, wadah: Wadah, pasang: list[Ragam], batas: int) -> tuple[float, float, Counter[str]]:
    """Return recall, precision (the share of the answers that are of that name), and what was missed by kind."""
    layanan, kena, sama, semua = PencarianService.rakit(sesi, wadah), 0, 0, 0
    luput: Counter[str] = Counter()
    for benar, ragam, jenis in pasang:
        hasil = [lipat(t.calon.nama) for t in await layanan.temukan(ragam, KECAMATAN, None, batas)]
        kena += lipat(benar) in hasil
        luput[jenis] += lipat(benar) not in hasil
        sama += hasil.count(lipat(benar))
        semua += len(hasil)
    return kena / len(pasang), sama / semua, luput


@pytest.mark.ketahanan
@pytest.mark.parametrize(
    ("jenis", "jumlah", "batas", "paling_sedikit"), [(EJAAN, 2_100, 10, 0.98), ((JenisRagam.TIPO,), 2_000, 20, 0.92)]
)
async def test_variants_of_the_generator_are_found(
    sesi: AsyncSession,
    wadah: Wadah,
    isi: Isi,
    jenis: tuple[JenisRagam, ...],
    jumlah: int,
    batas: int,
    paling_sedikit: float,
) -> None:
    pasang = list(pasangan(20, jumlah, jenis))
    await isi(sorted({p.benar for p in pasang}))
    kena, tepat, luput = await ukur(sesi, wadah, pasang, batas)
    print(f"recall {kena:.4f} in the first {batas}, precision {tepat:.3f}, missed {dict(luput)}")  # noqa: T201
    assert kena >= paling_sedikit


async def test_a_sample_of_variants_is_found(sesi: AsyncSession, wadah: Wadah, isi: Isi) -> None:
    pasang = list(pasangan(21, 63, (*EJAAN, JenisRagam.TIPO, JenisRagam.TIPO)))
    await isi(sorted({p.benar for p in pasang}))
    kena, _, luput = await ukur(sesi, wadah, pasang, 10)
    assert kena >= 0.95, luput
