"""A run that builds on the one in force gives, row by row and cut-off by cut-off, what a full run gives."""

import random
from uuid import UUID

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Desil
from app.core.clock import now
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.entitas import StatusPeringkat
from app.desil.models import BatasDesil, Putaran, SkorKeluarga
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService
from app.desil.repository import DesilRepository
from app.desil.service import DesilService
from app.keluarga.models import Keluarga
from app.keluarga.repository import KeluargaRepository
from tests.pabrik import desil as pabrik
from tests.pabrik.keluarga import kanonik_kini

pytestmark = pytest.mark.anyio

DESA = ["32.04.05.2001", "32.04.06.2002", "32.73.01.1001", "11.01.01.2001", "31.71.01.1001"]
PENUH = Desil(potongan=70, rantai_maks=1)
BERTAHAP = Desil(potongan=7, rantai_maks=20, ubah_maks_persen=60)
Isi = tuple[set[tuple[UUID, int | None, int, int, int]], dict[str, tuple[int, int, tuple[int | None, ...]]], int, int]


async def jalankan(sesi: AsyncSession, wadah: Wadah, kode: str, aturan: Desil, *, sahkan: bool = True) -> Putaran:
    """Compute a run under these settings; with `sahkan` put it in force."""
    putaran = await pabrik.putaran(sesi, wadah, kode, sampai="siapkan")
    service, hitung = PutaranService.rakit(sesi, wadah), PerhitunganService.rakit(sesi, wadah)
    hitung._aturan = aturan
    await service.hitung(putaran.id, pabrik.admin())
    while await hitung.lanjutkan(putaran.id):
        pass
    await service.tinjau(putaran.id, pabrik.admin())
    if sahkan:
        await service.sahkan(putaran.id, pabrik.admin(Jabatan.PENETAP))
    await sesi.flush()
    return putaran


async def isi(sesi: AsyncSession, putaran: Putaran) -> Isi:
    """Everything that a reader can see of a run."""
    semua = (await sesi.scalars(select(SkorKeluarga.keluarga_id).distinct())).all()
    baris = await DesilRepository(sesi).skor_massal(semua, putaran.rantai)
    batas = await sesi.scalars(select(BatasDesil).where(BatasDesil.putaran_id == putaran.id))
    return (
        {(b.keluarga_id, b.skor, b.versi, b.kabkota, b.bobot) for b in baris},
        {b.kode: (b.keluarga, b.orang, tuple(b.batas)) for b in batas},
        putaran.keluarga,
        putaran.keluarga_berperingkat,
    )


class Penduduk:
    """Families that live on: everything is written as the registry writes it."""

    def __init__(self, sesi: AsyncSession, benih: int) -> None:
        self.sesi, self.repo, self.acak = sesi, KeluargaRepository(sesi), random.Random(benih)
        self.hidup: list[UUID] = []

    async def lahir(self, sebanyak: int) -> None:
        for _ in range(sebanyak):
            kode, saat = self.acak.choice(DESA), now()
            umum = {"kunci_data": b"-", "isi": b"-", "versi": 1, "created_at": saat, "updated_at": saat}
            keluarga_id = id_baru()
            await self.sesi.execute(
                insert(Keluarga).values(keluarga_id=keluarga_id, rumah_tangga_id=id_baru(), kode_desa=kode, **umum)
            )
            await self.repo.kosongkan_kanonik(keluarga_id, kode)
            if self.acak.random() < 0.9:
                luas, ukuran = self.acak.randrange(200, 9000, 100), self.acak.randint(1, 8)
                await pabrik.kanonik(self.sesi, keluarga_id, kode_desa=kode, luas_kapita=luas, ukuran=ukuran)
            self.hidup.append(keluarga_id)

    async def berubah(self, sebanyak: int) -> None:
        for _ in range(sebanyak):
            satu = self.acak.choice(self.hidup)
            punya = await kanonik_kini(self.repo, satu)
            match self.acak.randrange(5):
                case 0 if punya:
                    await pabrik.ubah(self.sesi, satu, ukuran=(punya["ukuran"] or 0) + 1)
                case 1 if punya:
                    await pabrik.ubah(self.sesi, satu, luas_kapita=self.acak.randrange(200, 9000, 100), aset_mobil=1)
                case 2 if punya:
                    await pabrik.ubah(self.sesi, satu, lantai=self.acak.choice([None, 1, 9]))
                case 3:
                    await self.repo.pindahkan_kanonik(satu, self.acak.choice(DESA))
                case _:
                    await self.repo.hapus_kanonik(satu)
                    self.hidup.remove(satu)


@pytest.mark.parametrize("benih", [3, 4])
async def test_run_after_run_the_result_is_that_of_a_full_run(sesi: AsyncSession, wadah: Wadah, benih: int) -> None:
    penduduk = Penduduk(sesi, benih)
    await penduduk.lahir(120)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    for bulan in (2, 3, 4):
        await penduduk.berubah(15)
        await penduduk.lahir(4)
        bertahap = await jalankan(sesi, wadah, f"2026-{bulan:02d}", BERTAHAP)
        penuh = await jalankan(sesi, wadah, f"2026-{bulan + 6:02d}", PENUH, sahkan=False)
        assert (len(bertahap.rantai), len(penuh.rantai)) == (bulan, 1)
        assert await isi(sesi, bertahap) == await isi(sesi, penuh)
        baris = select(SkorKeluarga).where(SkorKeluarga.putaran_no == bertahap.nomor)
        assert len((await sesi.scalars(baris)).all()) < 40, "only what changed is written"


async def test_nothing_changed_writes_nothing_and_gives_the_same(sesi: AsyncSession, wadah: Wadah) -> None:
    penduduk = Penduduk(sesi, 5)
    await penduduk.lahir(40)
    satu = await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    assert dua.rantai == [dua.nomor, satu.nomor]
    assert await isi(sesi, satu) == await isi(sesi, dua)
    for tabel in ("skor_keluarga", "sebaran_skor", "tepi_skor"):
        assert not await sesi.scalar(text(f"SELECT count(*) FROM {tabel} WHERE putaran_no = {dua.nomor}"))


@pytest.mark.parametrize(
    "aturan", [Desil(rantai_maks=1), Desil(rantai_maks=9, ubah_maks_persen=5)], ids=["rantai", "perubahan"]
)
async def test_a_long_chain_or_many_changes_ask_for_a_full_run(sesi: AsyncSession, wadah: Wadah, aturan: Desil) -> None:
    penduduk = Penduduk(sesi, 6)
    await penduduk.lahir(40)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await penduduk.lahir(6)
    putaran = await jalankan(sesi, wadah, "2026-02", aturan)
    assert putaran.rantai == [putaran.nomor]
    assert putaran.keluarga == 46


async def test_a_change_while_a_run_waits_for_its_confirmation_is_taken_over_by_the_next(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    penduduk = Penduduk(sesi, 8)
    await penduduk.lahir(30)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    tengah = await pabrik.putaran(sesi, wadah, "2026-02", sampai="tinjau")
    punya = [k for k in penduduk.hidup if await kanonik_kini(penduduk.repo, k)].pop()
    await pabrik.ubah(sesi, punya, luas_kapita=9000, aset_mobil=1)
    await PutaranService.rakit(sesi, wadah).sahkan(tengah.id, pabrik.admin(Jabatan.PENETAP))
    sementara = await DesilService.rakit(sesi, wadah).peringkat(punya)
    assert sementara is not None
    assert sementara.status is StatusPeringkat.SEMENTARA
    akhir = await jalankan(sesi, wadah, "2026-03", BERTAHAP)
    final = await DesilService.rakit(sesi, wadah).peringkat(punya)
    assert final is not None
    assert (final.status, final.skor) == (StatusPeringkat.FINAL, sementara.skor)
    assert await isi(sesi, akhir) == await isi(sesi, await jalankan(sesi, wadah, "2026-09", PENUH, sahkan=False))


async def test_who_has_left_the_registry_has_no_place_in_the_next_run(sesi: AsyncSession, wadah: Wadah) -> None:
    penduduk = Penduduk(sesi, 9)
    await penduduk.lahir(20)
    satu = await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    pergi = penduduk.hidup[0]
    await penduduk.repo.hapus_kanonik(pergi)
    dua = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    service = DesilService.rakit(sesi, wadah)
    assert set(await service.peringkat_massal([pergi], satu.id)) == {pergi}
    assert await service.peringkat_massal([pergi], dua.id) == {}
    assert await service.peringkat(pergi) is None
    assert dua.keluarga == 19


async def test_who_comes_changes_or_goes_after_being_scored_is_not_taken_for_a_bulk_load(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    penduduk = Penduduk(sesi, 10)
    await penduduk.lahir(30)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await penduduk.berubah(5)
    putaran = await pabrik.putaran(sesi, wadah, "2026-02", sampai="siapkan")
    service, hitung = PutaranService.rakit(sesi, wadah), PerhitunganService.rakit(sesi, wadah)
    hitung._aturan = BERTAHAP
    await service.hitung(putaran.id, pabrik.admin())
    await hitung.lanjutkan(putaran.id)
    while await hitung.skor_potongan(putaran.id):
        pass
    await penduduk.lahir(3)
    await pabrik.ubah(sesi, penduduk.hidup[-1], luas_kapita=900)
    for keluarga_id in penduduk.hidup[:2]:
        await penduduk.repo.hapus_kanonik(keluarga_id)
    await penduduk.repo.pindahkan_kanonik(penduduk.hidup[2], DESA[0])
    while await hitung.lanjutkan(putaran.id):
        pass
    assert len(putaran.rantai) == 2
