"""The tie groups near cuts that a run keeps: enough for the runs that build on it, and where not, read again."""

from collections.abc import Iterable
from itertools import accumulate, pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.desil import sebaran
from app.desil.alur import TahapHitung
from app.desil.models import BatasDesil, Putaran, TepiSkor
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService
from app.desil.repository_tepi import RENTANG, TepiHilang
from app.desil.sebaran import Rentang, gabung, is_dalam, kurangi, pilih
from app.keluarga.repository import KeluargaRepository
from tests.desil.test_delta import BERTAHAP, PENUH, Penduduk, isi, jalankan
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.anyio

angka = st.integers(-20, 20)
rentang = st.lists(st.tuples(angka, st.integers(0, 5)).map(lambda r: (r[0], r[0] + r[1])), max_size=8)


def semua(r: Iterable[Rentang]) -> set[int]:
    return {e for dari, sampai in r for e in range(dari, sampai + 1)}


@given(rentang, rentang)
def test_ranges_are_added_and_taken_away_as_sets_are(satu: list[Rentang], dua: list[Rentang]) -> None:
    gabungan, tanpa = gabung(satu), gabung(dua)
    assert semua(gabungan) == semua(satu)
    assert all(kiri[1] + 1 < kanan[0] for kiri, kanan in pairwise(gabungan))
    assert semua(kurangi(gabungan, tanpa)) == semua(satu) - semua(dua)
    assert {e for e in range(-30, 40) if is_dalam(gabungan, e)} == semua(satu)


@given(st.dictionaries(st.integers(-50, 50), st.integers(0, 30), max_size=60))
def test_every_cut_lies_in_a_bucket_that_counts_and_the_edge_holds_it(histogram: dict[int, int]) -> None:
    cakupan = pilih(histogram, len(histogram))
    isi = sorted((e, orang) for e, orang in histogram.items() if orang)
    sebelum = dict(zip((e for e, _ in isi), accumulate((o for _, o in isi), initial=0), strict=False))
    for k in range(1, 10):
        # Wherever in its bucket a group stands: the first that has its whole bucket below it, or only its end.
        batas = [e for e, orang in isi if 10 * (sebelum[e] + orang) >= k * cakupan.orang][:2]
        assert set(batas) <= cakupan.terpilih
        if isi:
            assert cakupan.letak[k - 1] == (batas[0], sebelum[batas[0]], batas[1] if batas[1:] else None)
    assert len(cakupan.letak) == (9 if isi else 0)
    assert all(is_dalam(cakupan.tepi, e) for e in cakupan.terpilih)


async def is_dibaca(sesi: AsyncSession, putaran: Putaran) -> bool:
    """Whether a run had to read rows of its full run."""
    cari = select(func.count()).where(TepiSkor.putaran_no == putaran.nomor, TepiSkor.nomor == RENTANG)
    return bool(await sesi.scalar(cari))


async def sama_dengan_penuh(sesi: AsyncSession, wadah: Wadah, putaran: Putaran, kode: str) -> None:
    penuh = await jalankan(sesi, wadah, kode, PENUH, sahkan=False)
    assert len(putaran.rantai) > 1 == len(penuh.rantai)
    assert await isi(sesi, putaran) == await isi(sesi, penuh)


async def keluarga(sesi: AsyncSession, luas: Iterable[int], kode_desa: str) -> list[UUID]:
    """Families of one village that differ in their floor alone, four people each."""
    return await pabrik.keluarga_banyak(sesi, [{"luas_kapita": x, "ukuran": 4} for x in luas], kode_desa=kode_desa)


async def test_a_small_change_reads_no_row_of_the_full_run(sesi: AsyncSession, wadah: Wadah) -> None:
    mereka = await keluarga(sesi, range(200, 9000, 40), "32.04.05.2001")
    satu = await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    assert await is_dibaca(sesi, satu)
    for keluarga_id in mereka[:2]:
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=8000)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    assert not await is_dibaca(sesi, dua)
    await sama_dengan_penuh(sesi, wadah, dua, "2026-08")


async def test_cuts_that_leave_what_is_known_are_found_by_reading(
    sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sebaran, "lebar", lambda _: 0)
    mereka = await keluarga(sesi, range(200, 9000, 70), "32.04.05.2001")
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    for keluarga_id in mereka[:50]:
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=8800)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    assert await is_dibaca(sesi, dua)
    await sama_dengan_penuh(sesi, wadah, dua, "2026-08")
    # Back again: the buckets of the full run and those read later make up one whole.
    for keluarga_id in mereka[:40]:
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=300)
    tiga = await jalankan(sesi, wadah, "2026-03", BERTAHAP)
    await sama_dengan_penuh(sesi, wadah, tiga, "2026-09")


@pytest.mark.parametrize("benih", [11, 12])
async def test_a_chain_with_the_narrowest_edges_gives_what_full_runs_give(
    sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch, benih: int
) -> None:
    monkeypatch.setattr(sebaran, "lebar", lambda _: 0)
    penduduk = Penduduk(sesi, benih)
    await penduduk.lahir(80)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    for bulan in (2, 3, 4):
        await penduduk.berubah(12)
        await penduduk.lahir(3)
        bertahap = await jalankan(sesi, wadah, f"2026-{bulan:02d}", BERTAHAP)
        await sama_dengan_penuh(sesi, wadah, bertahap, f"2026-{bulan + 6:02d}")


async def test_a_tie_group_over_several_regions_is_cut_as_one(
    sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sebaran, "lebar", lambda _: 0)
    seri = [1000] * 10 + [3000] * 10 + [5000] * 10
    di_satu = await keluarga(sesi, seri, "32.04.05.2001")
    di_dua = await keluarga(sesi, seri, "32.73.01.1001")
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    for keluarga_id in (*di_satu[5:12], *di_dua[:3]):
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=3000)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    await sama_dengan_penuh(sesi, wadah, dua, "2026-08")


async def test_a_region_that_was_empty_and_one_that_empties_have_the_cuts_of_a_full_run(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    tetap = await keluarga(sesi, range(300, 9000, 400), "32.04.05.2001")
    pindah = await keluarga(sesi, range(500, 9000, 900), "32.73.01.1001")
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    repo = KeluargaRepository(sesi)
    for keluarga_id in pindah:
        await repo.pindahkan_kanonik(keluarga_id, "91.71.01.1001")
    await pabrik.ubah(sesi, tetap[0], luas_kapita=9000)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    kode = set(await sesi.scalars(select(BatasDesil.kode).where(BatasDesil.putaran_id == dua.id)))
    assert kode == {"nasional", "32", "32.04", "91", "91.71"}
    await sama_dengan_penuh(sesi, wadah, dua, "2026-08")


async def test_families_that_came_past_the_registry_make_the_run_a_full_one(sesi: AsyncSession, wadah: Wadah) -> None:
    mereka = await keluarga(sesi, range(300, 9000, 400), "32.04.05.2001")
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await pabrik.ubah(sesi, mereka[0], luas_kapita=9000)
    await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 400, "ukuran": 3}], kode_desa="32.04.05.2001")
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    assert (dua.rantai, dua.keluarga) == ([dua.nomor], 23)


@pytest.mark.parametrize("tahap", [TahapHitung.DISKOR, TahapHitung.DIBATASI])
async def test_a_run_whose_base_loses_its_edges_never_takes_cuts_from_a_part_of_the_rows(
    sesi: AsyncSession, wadah: Wadah, tahap: TahapHitung
) -> None:
    mereka = await keluarga(sesi, range(300, 9000, 100), "32.04.05.2001")
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    for keluarga_id in mereka[:5]:
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=9000)
    dua = await pabrik.putaran(sesi, wadah, "2026-02", sampai="siapkan")
    service, hitung = PutaranService.rakit(sesi, wadah), PerhitunganService.rakit(sesi, wadah)
    hitung._aturan = BERTAHAP
    await service.hitung(dua.id, pabrik.admin())
    while dua.tahap is not tahap:
        await hitung.lanjutkan(dua.id)
    assert len(dua.rantai) == 2
    await sesi.execute(delete(TepiSkor))
    if tahap is TahapHitung.DIBATASI:
        with pytest.raises(TepiHilang, match="edges are gone"):
            await hitung.lanjutkan(dua.id)
        return
    while await hitung.lanjutkan(dua.id):
        pass
    assert dua.rantai == [dua.nomor]
    assert await isi(sesi, dua) == await isi(sesi, await jalankan(sesi, wadah, "2026-08", PENUH, sahkan=False))


def test_a_histogram_out_of_order_is_refused() -> None:
    semua_wilayah = sebaran.Sebaran()
    semua_wilayah.tambah(3204, {1: 5}, 2)
    with pytest.raises(ValueError, match="1101 comes after 32"):
        semua_wilayah.tambah(1101, {1: 5}, 2)
