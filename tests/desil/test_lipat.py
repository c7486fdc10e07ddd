"""Histograms folded beside the edges of cuts: what they say is what the whole ones say, or they say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.desil import sebaran
from app.desil.models import SebaranSkor, TepiSkor
from app.desil.repository_tepi import TERLIPAT
from app.desil.sebaran import is_dalam, lipat, pilih, pilih_dalam, tambahkan, terpilih
from tests.desil.test_delta import BERTAHAP, jalankan
from tests.desil.test_tepi import keluarga, sama_dengan_penuh
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.anyio

ember = st.integers(-50, 50)
histogram = st.dictionaries(ember, st.integers(1, 30), min_size=1, max_size=60)


@given(histogram, st.lists(st.tuples(ember, ember), max_size=8), st.booleans())
def test_a_folded_histogram_says_where_cuts_fall_or_nothing(
    dasar: dict[int, int], pindah: list[tuple[int, int]], is_sempit: bool
) -> None:
    tepi = [(e, e) for e in sorted(pilih(dasar, 1).terpilih)] if is_sempit else pilih(dasar, 1).tepi
    tepi = sebaran.gabung(tepi)
    kini, beda = dict(dasar), dict[int, int]()
    for dari, ke in pindah:
        if orang := kini.get(dari, 0):
            for isi in (kini, beda):
                tambahkan(isi, [dari], [-orang])
                tambahkan(isi, [ke], [orang])
    terlipat, tambah = lipat(dasar, tepi), lipat(beda, tepi)
    tambahkan(terlipat, tambah, tambah.values())
    harus, hasil = pilih(kini, 7), pilih_dalam(terlipat, 7, tepi)
    if hasil is None:
        assert not all(is_dalam(tepi, e) for e in harus.terpilih)
    else:
        assert (hasil.keluarga, hasil.orang, list(hasil.letak)) == (7, harus.orang, list(harus.letak))


def test_nobody_left_has_no_cuts() -> None:
    tepi = pilih({3: 5, 9: 5}, 2).tepi
    isi = lipat({3: 5, 9: 5}, tepi)
    tambah = lipat({3: -5, 9: -5}, tepi)
    tambahkan(isi, tambah, tambah.values())
    hasil = pilih_dalam(isi, 0, tepi)
    assert hasil is not None
    assert (hasil.orang, terpilih(hasil.letak)) == (0, set())


async def test_a_small_change_reads_no_histogram_of_the_full_run(sesi: AsyncSession, wadah: Wadah) -> None:
    mereka = [*await keluarga(sesi, range(200, 9000, 40), "32.04.05.2001")]
    mereka += await keluarga(sesi, range(300, 9000, 90), "32.73.01.1001")
    mereka += await keluarga(sesi, range(300, 9000, 50), "11.01.01.2001")
    satu = await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await sesi.execute(delete(SebaranSkor).where(SebaranSkor.putaran_no == satu.nomor))
    for keluarga_id in mereka[::150]:
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=8000)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    for keluarga_id in mereka[1::150]:
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=500)
    tiga = await jalankan(sesi, wadah, "2026-03", BERTAHAP)
    assert tiga.rantai == [tiga.nomor, dua.nomor, satu.nomor]
    await sama_dengan_penuh(sesi, wadah, tiga, "2026-08")


async def test_a_run_whose_cuts_left_their_edges_keeps_new_ones_for_the_next(
    sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    mereka = await keluarga(sesi, range(200, 9000, 40), "32.04.05.2001")
    with monkeypatch.context() as sempit:
        sempit.setattr(sebaran, "lebar", lambda _: 0)
        satu = await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    for keluarga_id in mereka[:60]:
        await pabrik.ubah(sesi, keluarga_id, luas_kapita=8800)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    cari = select(TepiSkor.putaran_no).where(TepiSkor.nomor == TERLIPAT).distinct()
    assert set(await sesi.scalars(cari)) == {satu.nomor, dua.nomor}
    await sesi.execute(delete(SebaranSkor).where(SebaranSkor.putaran_no == satu.nomor))
    await pabrik.ubah(sesi, mereka[-1], luas_kapita=8000)
    tiga = await jalankan(sesi, wadah, "2026-03", BERTAHAP)
    await sama_dengan_penuh(sesi, wadah, tiga, "2026-09")


async def test_a_base_of_before_is_read_whole(sesi: AsyncSession, wadah: Wadah) -> None:
    mereka = await keluarga(sesi, range(200, 9000, 40), "32.04.05.2001")
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await sesi.execute(delete(TepiSkor).where(TepiSkor.nomor == TERLIPAT))
    await pabrik.ubah(sesi, mereka[0], luas_kapita=8000)
    await sama_dengan_penuh(sesi, wadah, await jalankan(sesi, wadah, "2026-02", BERTAHAP), "2026-08")
