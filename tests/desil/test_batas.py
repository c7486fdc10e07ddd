"""The cut-offs of a run from its histogram and tie groups, equal to the pure rule wherever a cut falls."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.desil.models import BatasDesil, Putaran, SebaranSkor, TepiSkor
from app.desil.penilai import EMBER_BIT, teks_kode
from app.desil.peringkat import AturanSeri, Batas, hitung_batas
from app.desil.repository_batas import BatasRepository
from app.desil.repository_putaran import SELURUHNYA
from app.desil.repository_tepi import RENTANG
from app.desil.sebaran import tingkat
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.anyio

EMBER = 1 << EMBER_BIT
KABKOTA = (1101, 3204, 3273)
DASAR = 900_000_000
CAMPURAN = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Isi = Sequence[tuple[int, int, int]]
"""Region, score, people."""

# Few buckets with few scores each: cuts at every end of a bucket, and tie groups over regions.
satu = st.tuples(st.sampled_from(KABKOTA), st.integers(0, 5), st.integers(0, 3), st.integers(1, 9))
orang = st.lists(satu.map(lambda x: (x[0], x[1] * EMBER + x[2], x[3])), max_size=30)
aturan = st.sampled_from(AturanSeri)


async def tulis(sesi: AsyncSession, nomor: int, isi: Iterable[tuple[int, int, int, int]]) -> None:
    """Write what a run adds: region, score, people (negative: taken away) and families."""
    seri, ember = defaultdict[tuple[int, int], int](int), defaultdict[tuple[int, int], list[int]](lambda: [0, 0])
    for kabkota, skor, bobot, keluarga in isi:
        seri[kabkota, skor] += bobot
        ember[kabkota, skor >> EMBER_BIT][0] += bobot
        ember[kabkota, skor >> EMBER_BIT][1] += keluarga
    for kabkota in KABKOTA:
        kunci = {"putaran_no": nomor, "kabkota": kabkota}
        tiap = [(e, *n) for (k, e), n in ember.items() if k == kabkota]
        if tiap:
            kolom = dict(zip(("ember", "orang", "keluarga"), map(list, zip(*tiap, strict=True)), strict=True))
            await sesi.execute(insert(SebaranSkor).values(nomor=SELURUHNYA, **kunci, **kolom))
        kelompok = [(s, n) for (k, s), n in seri.items() if k == kabkota and n]
        if kelompok:
            kolom = {"skor": [s for s, _ in kelompok], "orang": [n for _, n in kelompok]}
            await sesi.execute(insert(TepiSkor).values(nomor=SELURUHNYA, **kunci, **kolom))


async def siapkan(sesi: AsyncSession, wadah: Wadah) -> Putaran:
    putaran = await pabrik.putaran(sesi, wadah, "2026-01", sampai="siapkan")
    putaran.rantai = [putaran.nomor, DASAR]
    await sesi.flush()
    return putaran


async def cari(
    sesi: AsyncSession, putaran: Putaran, aturan: AturanSeri, dasar: Isi, pergi: Isi = (), datang: Isi = ()
) -> tuple[dict[str, Batas], dict[str, Batas]]:
    """Return the cut-offs as they are found, and as the pure rule has them; the link takes `pergi` away."""
    for tabel in (SebaranSkor, TepiSkor):
        await sesi.execute(delete(tabel))
    await sesi.execute(delete(BatasDesil))
    await tulis(sesi, DASAR, [(*x, 1) for x in dasar])
    await tulis(sesi, putaran.nomor, [(*x, 1) for x in datang] + [(k, s, -n, -1) for k, s, n in pergi])
    dikenal = {"skor": [], "orang": [], "dari": [-99], "sampai": [99], "nomor": RENTANG}
    await sesi.execute(insert(TepiSkor), [dikenal | {"putaran_no": DASAR, "kabkota": k} for k in KABKOTA])
    kini = [*dasar, *datang]
    for x in pergi:
        kini.remove(x)
    cakupan = defaultdict[int, list[tuple[int, int]]](list)
    for kabkota, skor, bobot in kini:
        for atas in tingkat(kabkota):
            cakupan[atas].append((skor, bobot))
    assert await BatasRepository(sesi).batasi(putaran.id, putaran.rantai, aturan) == len(kini)
    tersimpan = await sesi.execute(select(BatasDesil.kode, BatasDesil.batas).where(BatasDesil.putaran_id == putaran.id))
    harus = {teks_kode(atas): hitung_batas(semua, aturan) for atas, semua in cakupan.items()}
    return {kode: tuple(batas) for kode, batas in tersimpan}, harus


@CAMPURAN
@given(dasar=orang, datang=orang, aturan=aturan, berapa=st.integers(0, 30))
async def test_cut_offs_of_a_chain_are_those_of_the_pure_rule(
    sesi: AsyncSession, wadah: Wadah, dasar: Isi, datang: Isi, aturan: AturanSeri, berapa: int
) -> None:
    async with sesi.begin_nested() as titik:
        putaran = await siapkan(sesi, wadah)
        kini, harus = await cari(sesi, putaran, aturan, dasar, dasar[:berapa], datang)
        assert kini == harus
        await titik.rollback()


def kab(*isi: tuple[int, int], kabkota: int = 3204) -> Isi:
    return [(kabkota, skor, bobot) for skor, bobot in isi]


KASUS: dict[str, tuple[Isi, Isi]] = {
    "one family": (kab((7, 4)), ()),
    "all tied": (kab(*[(7, 4)] * 10), ()),
    "a cut at the very end of a bucket": (kab((1, 1), (2, 4), (EMBER, 5)), ()),
    "every cut at an end": (kab(*[(k * EMBER, 3) for k in range(10)]), ()),
    "nobody in the last bucket any more": (kab((1, 5), (EMBER, 5), (9 * EMBER, 2)), kab((9 * EMBER, 2))),
    "nobody in the next bucket any more": (kab((1, 5), (EMBER, 2), (9 * EMBER, 5)), kab((EMBER, 2))),
    "the first group of the next bucket has gone": (kab((1, 5), (EMBER, 2), (EMBER + 1, 5)), kab((EMBER, 2))),
    "one bucket with every cut": (kab(*[(k, 1) for k in range(30)]), ()),
    "scores below nothing": (kab(*[(-k * EMBER // 3, 2) for k in range(20)]), ()),
    "a nation whose cut is another region's first group": (
        [*kab((1, 5)), *kab((EMBER + 2, 1), kabkota=1101), *kab((EMBER + 1, 4), kabkota=3273)],
        (),
    ),
    "a region that has emptied": ([*kab((1, 5), (2, 5)), *kab((3, 1), kabkota=1101)], kab((3, 1), kabkota=1101)),
}


@pytest.mark.parametrize("aturan", sorted(AturanSeri))
@pytest.mark.parametrize("nama", sorted(KASUS))
async def test_a_cut_is_found_wherever_it_falls(
    sesi: AsyncSession, wadah: Wadah, nama: str, aturan: AturanSeri
) -> None:
    kini, harus = await cari(sesi, await siapkan(sesi, wadah), aturan, *KASUS[nama])
    assert kini == harus
