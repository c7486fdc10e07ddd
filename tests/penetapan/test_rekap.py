"""F7: what became of a period's usulan, by region, with the reasons of the refusals; set-based and by an index."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.rekap import panjang_bawahan
from app.usulan.status import AksiUsulan as A
from app.usulan.status import StatusUsulan as S
from tests.conftest import Masuk
from tests.pabrik.usulan import langkah, usulan

PERIODE = "2026-11"
ALAMAT = f"/v1/petugas/penetapan/rekap?periode={PERIODE}"


async def kasus(
    sesi: AsyncSession, wadah: Wadah, status: S, *aksi: A, desa: str = "32.04.05.2001", kode: str = ""
) -> None:
    satu: Usulan = await usulan(sesi, wadah, status=status, kode_desa=desa)
    satu.periode = PERIODE
    baris: list[RiwayatUsulan] = [langkah(satu, a, id_baru()) for a in aksi]
    if kode:
        baris[-1].kode_alasan = kode
    sesi.add_all(baris)
    await sesi.commit()


@pytest.fixture
async def banyak(sesi: AsyncSession, wadah: Wadah) -> None:
    await kasus(sesi, wadah, S.DIAJUKAN)
    await kasus(sesi, wadah, S.DRAF)
    await kasus(sesi, wadah, S.DITETAPKAN, A.SEPAKATI, A.SETUJUI_VALIDASI, A.SAHKAN, A.TETAPKAN)
    await kasus(
        sesi,
        wadah,
        S.TIDAK_DITETAPKAN,
        A.SEPAKATI,
        A.SETUJUI_VALIDASI,
        A.SAHKAN,
        A.TIDAK_TETAPKAN,
        kode="DESIL_DI_LUAR_SASARAN",
    )
    await kasus(sesi, wadah, S.DITOLAK, A.SEPAKATI, A.TOLAK, kode="ASN_TNI_POLRI")
    await kasus(sesi, wadah, S.DIBATALKAN)
    await kasus(sesi, wadah, S.TIDAK_DISEPAKATI, A.TIDAK_SEPAKATI, desa="32.04.05.2002", kode="DINILAI_MAMPU")
    await kasus(sesi, wadah, S.DIAJUKAN, desa="32.73.01.1001")


@pytest.mark.usefixtures("banyak")
async def test_a_kecamatan_sees_its_villages_and_why_usulan_were_refused(masuk: Masuk) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    isi = (await klien.get(f"{ALAMAT}&wilayah=32.04.05")).json()
    kolom = ("diusulkan", "disepakati", "divalidasi", "disahkan", "ditetapkan", "ditolak", "menunggu", "berakhir")
    assert {b["kode"][-4:]: tuple(b[k] for k in kolom) for b in isi["bagian"]} == {
        "2001": (5, 3, 2, 2, 1, 2, 1, 1),
        "2002": (1, 0, 0, 0, 0, 1, 0, 0),
    }
    assert [(s["kode"][-4:], s["alasan_kode"], s["jumlah"]) for s in isi["sebab"]] == [
        ("2001", "ASN_TNI_POLRI", 1),
        ("2001", "DESIL_DI_LUAR_SASARAN", 1),
        ("2002", "DINILAI_MAMPU", 1),
    ]
    assert "ASN" in isi["sebab"][0]["alasan"]["id"]


@pytest.mark.usefixtures("banyak")
async def test_only_the_callers_regions_are_counted(masuk: Masuk) -> None:
    kab, desa, pusat = [
        await masuk(j, w)
        for j, w in (
            (Jabatan.KEPALA_OPD, ("32.04",)),
            (Jabatan.OPERATOR_DESA, ("32.04.05.2002",)),
            (Jabatan.PUSAT, ()),
        )
    ]
    provinsi = f"{ALAMAT}&wilayah=32"
    assert [(b["kode"], b["diusulkan"]) for b in (await kab.get(provinsi)).json()["bagian"]] == [("32.04", 6)]
    assert [b["diusulkan"] for b in (await desa.get(provinsi)).json()["bagian"]] == [1]
    semua = (await pusat.get(ALAMAT)).json()
    assert [(b["kode"], b["diusulkan"]) for b in semua["bagian"]] == [("32", 7)]
    asing = await kab.get(f"{ALAMAT}&wilayah=32.73")
    assert (asing.status_code, asing.json()["kode"]) == (404, "wilayah-tidak-ditemukan")
    assert (await (await masuk(Jabatan.ENUMERATOR)).get(ALAMAT)).status_code == 403
    assert (await kab.get(f"{ALAMAT}&wilayah=32.4")).status_code == 422


@pytest.mark.usefixtures("banyak")
async def test_the_counts_take_two_statements_and_an_index(
    masuk: Masuk, sesi: AsyncSession, hitung_pernyataan: Callable[[], list[str]]
) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    sebelum = len(hitung_pernyataan())
    await klien.get(f"{ALAMAT}&wilayah=32.04.05")
    rekap = [p for p in hitung_pernyataan()[sebelum:] if "riwayat_usulan" in p]
    assert len(rekap) == 2
    await sesi.execute(text("SET LOCAL enable_seqscan = off"))
    rencana = await sesi.execute(
        text(
            "EXPLAIN SELECT count(*) FROM usulan WHERE periode = '2026-11' AND status <> 'DRAF' "
            "AND (kode_desa = '32.04.05' OR kode_desa LIKE '32.04.05.%')"
        )
    )
    assert "ix_usulan_periode_kode_desa" in "\n".join(rencana.scalars())


def test_parts_of_a_region_are_one_level_below() -> None:
    assert [panjang_bawahan(k) for k in ("", "32", "32.04", "32.04.05", "32.04.05.2001")] == [2, 5, 8, 13, 13]
