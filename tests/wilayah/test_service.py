"""What other domains ask of the regions, and the dated change of codes."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.wilayah.errors import KodeWilayahTidakSah, WilayahNotFound, WilayahTidakBerlaku, WilayahTidakDikenal
from app.wilayah.kode import KodeWilayah, Tingkat
from app.wilayah.lingkup import Lingkup
from app.wilayah.models import WilayahRinci
from app.wilayah.schemas import WilayahGanti
from app.wilayah.service import MAKS_TEMUAN, WilayahService
from tests.pabrik.wilayah import DESA, DESA_LAIN, KABUPATEN, KECAMATAN, NAMA_LENGKAP_DESA, pengganti, wilayah

BELAH = date(2026, 3, 1)
BARU_A, BARU_B = "32.04.05.2101", "32.04.05.2102"


async def belah(sesi: AsyncSession) -> None:
    """Split DESA into two synthetic ones, the first of which is renumbered a month later."""
    for kode in (BARU_A, BARU_B, "32.04.05.2201"):
        await wilayah(sesi, kode, dari=date(2026, 1, 1))
    await pengganti(sesi, DESA, BARU_A, BELAH)
    await pengganti(sesi, DESA, BARU_B, BELAH)
    await pengganti(sesi, BARU_A, "32.04.05.2201", BELAH + timedelta(days=31))


async def test_a_full_name_lists_all_superiors(layanan: WilayahService) -> None:
    assert await layanan.nama_lengkap(DESA) == NAMA_LENGKAP_DESA
    assert await layanan.nama_lengkap("3204") == "Kabupaten Bandung, Jawa Barat"
    with pytest.raises(WilayahNotFound):
        await layanan.nama_lengkap("32.04.99")
    assert set(await layanan.nama_lengkap_banyak([DESA, "32.04.99", "32"])) == {DESA, "32"}


async def test_a_desa_in_force_is_accepted(layanan: WilayahService) -> None:
    desa = await layanan.pastikan_desa("3204052001")
    assert (desa.kode, desa.tingkat) == (DESA, Tingkat.DESA)
    assert (await layanan.pastikan(KABUPATEN)).kode == KABUPATEN


@pytest.mark.parametrize("kode", ["32.04.05.2999", "32.04.05", "99"])
async def test_an_unknown_code_or_another_level_is_no_desa(layanan: WilayahService, kode: str) -> None:
    with pytest.raises(WilayahTidakDikenal):
        await layanan.pastikan_desa(kode)


async def test_a_malformed_code_is_told_apart(layanan: WilayahService) -> None:
    with pytest.raises(KodeWilayahTidakSah):
        await layanan.pastikan_desa("desa")


async def test_an_ended_desa_is_refused_with_its_successors(sesi: AsyncSession, layanan: WilayahService) -> None:
    await belah(sesi)
    with pytest.raises(WilayahTidakDikenal) as galat:
        await layanan.pastikan_desa(DESA)
    assert galat.value.tambahan == {"pengganti": [BARU_B, "32.04.05.2201"]}
    assert (await layanan.pastikan(DESA, tanggal=BELAH - timedelta(days=1))).kode == DESA
    assert (await layanan.pastikan_desa(BARU_B)).kode == BARU_B


async def test_a_code_is_in_force_from_its_first_day_to_the_day_before_its_end(sesi: AsyncSession) -> None:
    w = await wilayah(sesi, BARU_A, dari=date(2026, 1, 1), sampai=date(2026, 2, 1))
    hari = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [w.is_berlaku(h) for h in hari] == [False, True, True, False]


async def test_scope_of_an_old_code_keeps_covering_its_successors(sesi: AsyncSession, layanan: WilayahService) -> None:
    await belah(sesi)
    assert await layanan.penerus([DESA], BELAH - timedelta(days=1)) == {DESA}
    assert await layanan.penerus([DESA, KABUPATEN], BELAH) == {DESA, KABUPATEN, BARU_A, BARU_B}
    kini = await layanan.penerus(["3204052001"], hari_ini())
    lingkup = Lingkup.dari(Pelaku(akun_id=UUID(int=1), jabatan=Jabatan.OPERATOR_DESA, wilayah=tuple(kini)))
    assert all(lingkup.memuat(k) for k in (DESA, BARU_A, BARU_B, "32.04.05.2201"))
    assert not lingkup.memuat(DESA_LAIN)
    assert await layanan.penerus([], hari_ini()) == set()


def kode(temuan: list[WilayahRinci]) -> list[str]:
    return [t.wilayah.kode for t in temuan]


async def test_search_puts_equal_names_first_then_prefixes_then_similar(layanan: WilayahService) -> None:
    hasil = await layanan.cari("Bandung", None)
    assert kode(hasil)[:2] == ["32.04", "32.73"]
    terlipat = [t.wilayah.nama_lipat for t in hasil]
    tahap = [0 if n == "bandung" else 1 if n.startswith("bandung") else 2 for n in terlipat]
    assert len(hasil) == MAKS_TEMUAN
    assert tahap == sorted(tahap)


@pytest.mark.parametrize(
    ("teks", "pertama"),
    [
        ("kab. bandung", "32.04"),
        ("KOTA BANDUNG", "32.73"),
        ("kecamatan sukabumi", "18.71.12"),
        ("cileunyi kulon", DESA),
        ("cileunyi kuloon", DESA),
        ("cileuny kulon", DESA),
        ("DKI Jakarta", "31"),
        ("daerah istimewa yogyakarta", "34"),
        ("kota jakarta pusat", "31.71"),
        ("regapuu", "53.07.01.2021"),
        ("marang", "73.10.08"),
    ],
)
async def test_search_survives_spelling(layanan: WilayahService, teks: str, pertama: str) -> None:
    assert kode(await layanan.cari(teks, None))[0] == pertama


async def test_search_names_the_superiors_because_names_repeat(layanan: WilayahService) -> None:
    hasil = await layanan.cari("sidomulyo", Tingkat.DESA)
    assert len({t.nama_lengkap for t in hasil}) == len(hasil) == MAKS_TEMUAN
    assert all(t.nama_lengkap.startswith("Sidomulyo, ") for t in hasil)
    assert {t.wilayah.tingkat for t in hasil} == {Tingkat.DESA}


@pytest.mark.parametrize("teks", ["!!", "  ", "…", "zzqqxxjjkk", "zq"])
async def test_search_for_nothing_finds_nothing(layanan: WilayahService, teks: str) -> None:
    assert await layanan.cari(teks, None) == []


async def test_search_shows_only_what_is_in_force(sesi: AsyncSession, layanan: WilayahService) -> None:
    await wilayah(sesi, BARU_A, "Xyzzyuji", dari=hari_ini() + timedelta(days=1))
    await wilayah(sesi, BARU_B, "Xyzzyuji", sampai=hari_ini())
    assert await layanan.cari("xyzzyuji", None) == []


@pytest.mark.nyata
async def test_of_two_administrators_who_end_a_code_one_succeeds(wadah_nyata: Wadah) -> None:
    admin = Pelaku(akun_id=UUID(int=1), jabatan=Jabatan.ADMIN_PUSAT)
    isi = WilayahGanti(pengganti=[DESA_LAIN], tanggal=BELAH, dasar="Perda Uji 3/2026")

    async def ganti() -> WilayahRinci:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            return await WilayahService.rakit(sesi, wadah_nyata).ganti(DESA, isi, None, admin)

    hasil = await asyncio.gather(*(ganti() for _ in range(5)), return_exceptions=True)
    assert sorted(type(h).__name__ for h in hasil) == ["WilayahRinci"] + ["WilayahTidakBerlaku"] * 4
    assert sum(isinstance(h, WilayahTidakBerlaku) for h in hasil) == 4
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        rinci = await WilayahService.rakit(sesi, wadah_nyata).baca(DESA)
    assert [p.kode for p in rinci.pengganti] == [DESA_LAIN]
    assert rinci.wilayah.versi == 2
    assert KodeWilayah(rinci.wilayah.kode).induk == KECAMATAN
