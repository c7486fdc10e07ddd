"""Families that cannot be ranked and populations that hardly are one: each case has one defined answer."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.artefak import BOBOT_MAKS, NASIONAL
from app.desil.entitas import StatusPeringkat
from app.desil.model_pmt import baca_artefak
from app.desil.models import BatasDesil, Putaran
from app.desil.service import DesilService
from app.keluarga.instrumen import ANGGOTA_MAKS
from app.keluarga.models import variabel_kanonik
from app.keluarga.repository import KeluargaRepository
from tests.conftest import Klien, Masuk
from tests.desil.test_delta import BERTAHAP, jalankan
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.anyio


def jalur(putaran: Putaran) -> str:
    return f"/v1/admin/desil/putaran/{putaran.id}/tidak-dapat-diperingkat"


async def daftar(klien: Klien, putaran: Putaran, wilayah: str = "32.04", **lain: str | int) -> httpx.Response:
    return await klien.get(jalur(putaran), params={"wilayah": wilayah, **lain})


async def nasional(sesi: AsyncSession, wadah: Wadah, putaran: Putaran, *keluarga: UUID) -> list[int | None]:
    letak = await DesilService.rakit(sesi, wadah).peringkat_massal(keluarga, putaran.id)
    return [letak[k].desil_nasional for k in keluarga]


async def test_who_lacks_a_mandatory_answer_is_listed_by_region_with_what_is_lacking(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    lengkap = await pabrik.keluarga(sesi)
    tanpa_lantai = await pabrik.keluarga(sesi, lantai=None, atap=None)
    tanpa_jawaban = await pabrik.keluarga(sesi, kode_desa="32.04.06.2002", jawaban=False)
    lain = await pabrik.keluarga(sesi, kode_desa="32.73.01.1001", lantai=None)
    putaran = await pabrik.putaran(sesi, wadah, sampai="hitung")
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    isi = {k["keluarga_ref"]: k for k in (await daftar(admin, putaran)).json()["data"]}
    assert set(isi) == {str(Ref(k, k)) for k in (tanpa_lantai, tanpa_jawaban)}
    satu = isi[str(Ref(tanpa_lantai, tanpa_lantai))]
    assert (satu["kode_wilayah"], satu["data_tanggal"]) == (pabrik.DESA, pabrik.TANGGAL.isoformat())
    assert {k["variabel"]: k["nama"]["en"] for k in satu["kurang"]} == {
        "atap": "Roof material",
        "lantai": "Floor material",
    }
    dua = isi[str(Ref(tanpa_jawaban, tanpa_jawaban))]
    assert dua["data_tanggal"] is None
    assert dua["kurang"][0]["variabel"] == "ukuran"
    seprovinsi = (await daftar(admin, putaran, "32")).json()["data"]
    assert [k["keluarga_ref"] for k in seprovinsi][-1] == str(Ref(lain, lain))
    assert len(seprovinsi) == 3
    assert (await daftar(admin, putaran, "11")).json()["data"] == []
    assert await nasional(sesi, wadah, putaran, lengkap, tanpa_lantai) == [1, None]
    jejak = await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "desil:tanpa_peringkat:didaftar"))
    assert {"wilayah": "32.04", "jumlah": 2} in [j.rincian for j in jejak]


async def test_the_list_is_paged_and_says_what_was_known_when_the_run_was_computed(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    ada = await pabrik.keluarga_banyak(sesi, [{"lantai": None}] * 5)
    putaran = await pabrik.putaran(sesi, wadah, sampai="hitung")
    await pabrik.ubah(sesi, ada[0], lantai=1)
    admin = await masuk(Jabatan.PENETAP)
    terbaca: list[tuple[str, list[str]]] = []
    kursor: dict[str, str] = {}
    while True:
        halaman = (await daftar(admin, putaran, batas=2, **kursor)).json()
        terbaca += [(k["keluarga_ref"], [b["variabel"] for b in k["kurang"]]) for k in halaman["data"]]
        if not halaman["halaman"]["berikutnya"]:
            break
        kursor = {"kursor": halaman["halaman"]["berikutnya"]}
    assert terbaca == [(str(Ref(k, k)), ["lantai"]) for k in sorted(ada)]


async def test_the_list_of_a_run_that_builds_on_another_holds_only_who_lacks_something_still(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    membaik, tetap, pergi = await pabrik.keluarga_banyak(sesi, [{"lantai": None}] * 3)
    baik = await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 100 * n} for n in range(1, 9)])
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await pabrik.ubah(sesi, membaik, lantai=1)
    await pabrik.ubah(sesi, baik[0], atap=None)
    await KeluargaRepository(sesi).hapus_kanonik(pergi)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    assert len(dua.rantai) == 2
    isi = (await daftar(await masuk(Jabatan.ADMIN_PUSAT), dua)).json()["data"]
    assert {k["keluarga_ref"] for k in isi} == {str(Ref(k, k)) for k in (tetap, baik[0])}


@pytest.mark.parametrize("wilayah", ["", "3204", "32.04.05", "32.04.05.2001", "xx", "32 OR 1=1"])
async def test_the_list_is_asked_by_provinsi_or_kabupaten(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, wilayah: str
) -> None:
    putaran = await pabrik.putaran(sesi, wadah, sampai="siapkan")
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    jawab = await daftar(admin, putaran, wilayah)
    assert jawab.json()["rincian"][0]["pesan"] == "Harus kode provinsi (32) atau kabupaten/kota (32.04)"
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-sah")
    assert (await daftar(admin, putaran)).json()["data"] == [], "a run that was not computed lists nobody"


async def test_the_list_of_no_run_is_not_found(masuk: Masuk) -> None:
    jawab = await daftar(await masuk(Jabatan.ADMIN_PUSAT), Putaran(id=id_baru()))
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "putaran-tidak-ditemukan")


@pytest.mark.parametrize("ukuran", [None, 0, -4, BOBOT_MAKS + 1, 32_767])
async def test_a_size_that_no_family_has_is_not_ranked_and_moves_nobody(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, ukuran: int | None
) -> None:
    miskin, kaya = await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 100}, {"luas_kapita": 900}])
    aneh = await pabrik.keluarga(sesi, ukuran=ukuran)
    putaran = await pabrik.putaran(sesi, wadah)
    assert await nasional(sesi, wadah, putaran, miskin, kaya, aneh) == [1, 6, None]
    sendiri = await DesilService.rakit(sesi, wadah).peringkat(aneh)
    assert sendiri is not None
    assert (sendiri.status, sendiri.kurang) == (StatusPeringkat.TIDAK_DAPAT_DIPERINGKAT, ("ukuran",))
    isi = (await daftar(await masuk(Jabatan.ADMIN_PUSAT), putaran)).json()["data"]
    assert [[b["variabel"] for b in k["kurang"]] for k in isi] == [["ukuran"]]


def test_the_largest_weight_is_the_largest_family_that_an_instrument_takes() -> None:
    assert BOBOT_MAKS == ANGGOTA_MAKS


async def test_a_family_stands_in_the_registry_once(sesi: AsyncSession) -> None:
    ada = await pabrik.keluarga(sesi)
    salinan = {"keluarga_id": ada, "versi": 2, "kode_desa": pabrik.DESA, "kabkota": 3204}
    with pytest.raises(IntegrityError):
        async with sesi.begin_nested():
            await sesi.execute(variabel_kanonik.insert().values(salinan))


async def test_a_registry_of_nobody_gives_a_run_without_cut_offs(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    putaran = await pabrik.putaran(sesi, wadah)
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    isi = (await admin.get(f"/v1/admin/desil/putaran/{putaran.id}")).json()
    assert (isi["keluarga"], isi["keluarga_berperingkat"], isi["progres"]["persen"]) == (0, 0, 100)
    assert (await admin.get(f"/v1/admin/desil/putaran/{putaran.id}/batas")).json()["data"] == []


async def test_a_scope_in_which_nobody_can_be_ranked_has_no_cut_offs_and_the_others_have(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    await pabrik.keluarga(sesi)
    await pabrik.keluarga(sesi, kode_desa="11.01.01.2001", lantai=None)
    putaran = await pabrik.putaran(sesi, wadah)
    kode = await sesi.scalars(select(BatasDesil.kode).where(BatasDesil.putaran_id == putaran.id))
    assert set(kode) == {"nasional", "32", "32.04"}


async def test_one_family_and_families_alike_are_all_in_the_poorest_decile(sesi: AsyncSession, wadah: Wadah) -> None:
    sendiri = await pabrik.keluarga(sesi, kode_desa="11.01.01.2001", luas_kapita=9_000)
    sama = await pabrik.keluarga_banyak(sesi, [{}] * 4)
    putaran = await pabrik.putaran(sesi, wadah)
    letak = await DesilService.rakit(sesi, wadah).peringkat_massal([sendiri, *sama], putaran.id)
    assert (letak[sendiri].desil_kabkota, letak[sendiri].desil_provinsi) == (1, 1)
    assert {letak[k].desil_kabkota for k in sama} == {1}
    batas = await sesi.scalar(
        select(BatasDesil.batas).where(BatasDesil.putaran_id == putaran.id, BatasDesil.kode == "32.04")
    )
    assert batas == [None] * 9


async def test_a_region_without_coefficients_of_its_own_is_scored_by_the_next_larger_one(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    semua = [await pabrik.keluarga(sesi, kode_desa=d) for d in ("11.01.01.2001", "99.99.99.2001")]
    artefak = baca_artefak(await pabrik.model(sesi))
    assert {artefak.himpunan(d) for d in ("11.01.01.2001", "99.99.99.2001")} == {NASIONAL}
    putaran = await pabrik.putaran(sesi, wadah)
    letak = await DesilService.rakit(sesi, wadah).peringkat_massal(semua, putaran.id)
    assert len({letak[k].skor for k in semua}) == 1
    assert {letak[k].status for k in semua} == {StatusPeringkat.FINAL}


async def _muat(sesi: AsyncSession) -> None:
    await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 300}] * 3)


async def _buang(sesi: AsyncSession) -> None:
    await sesi.execute(text("DELETE FROM variabel_kanonik WHERE luas_kapita = 100"))


@pytest.mark.parametrize(("lewat", "keluarga"), [(_muat, 43), (_buang, 39)])
async def test_a_bulk_load_past_the_registry_makes_the_next_run_a_full_one(
    sesi: AsyncSession, wadah: Wadah, lewat: Callable[[AsyncSession], Awaitable[None]], keluarga: int
) -> None:
    ada = await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 100 + n} for n in range(40)])
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await pabrik.ubah(sesi, ada[7], luas_kapita=5_000)
    assert len((await jalankan(sesi, wadah, "2026-02", BERTAHAP)).rantai) == 2
    await pabrik.ubah(sesi, ada[8], luas_kapita=5_000)
    await lewat(sesi)
    putaran = await jalankan(sesi, wadah, "2026-03", BERTAHAP)
    assert (putaran.rantai, putaran.keluarga) == ([putaran.nomor], keluarga)
