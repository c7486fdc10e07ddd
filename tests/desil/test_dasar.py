"""On which run a run builds: one that was prepared before it and whose changes nobody has forgotten."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaksi
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.models import Putaran
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService
from app.desil.tugas import rapikan
from tests.desil.test_delta import BERTAHAP, PENUH, isi, jalankan
from tests.desil.test_tepi import keluarga
from tests.pabrik import desil as pabrik

DESA = "32.04.05.2001"


def bertahap(sesi: AsyncSession, wadah: Wadah) -> PerhitunganService:
    hitung = PerhitunganService.rakit(sesi, wadah)
    hitung._aturan = BERTAHAP
    return hitung


async def selesaikan(sesi: AsyncSession, wadah: Wadah, putaran: Putaran) -> None:
    service, hitung = PutaranService.rakit(sesi, wadah), bertahap(sesi, wadah)
    await service.hitung(putaran.id, pabrik.admin())
    while await hitung.lanjutkan(putaran.id):
        pass
    await service.tinjau(putaran.id, pabrik.admin())
    await service.sahkan(putaran.id, pabrik.admin(Jabatan.PENETAP))
    await sesi.flush()


async def pastikan_seperti_penuh(sesi: AsyncSession, wadah: Wadah, putaran: Putaran) -> None:
    penuh = await jalankan(sesi, wadah, "2026-12", PENUH, sahkan=False)
    assert await isi(sesi, putaran) == await isi(sesi, penuh)


async def test_a_run_prepared_before_the_one_in_force_does_not_build_on_it(sesi: AsyncSession, wadah: Wadah) -> None:
    """The highest number in a chain is its newest link."""
    mereka = await keluarga(sesi, range(200, 9000, 100), DESA)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    maret = await pabrik.putaran(sesi, wadah, "2026-03", sampai="siapkan")
    for k in mereka[:10]:
        await pabrik.ubah(sesi, k, luas_kapita=8800)
    februari = await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    assert (len(februari.rantai), februari.nomor > maret.nomor) == (2, True)
    for k in mereka[:10]:
        await pabrik.ubah(sesi, k, luas_kapita=5000)
    await selesaikan(sesi, wadah, maret)
    assert maret.rantai == [maret.nomor]
    await PerhitunganService.rakit(sesi, wadah).lupakan()
    await pabrik.ubah(sesi, mereka[50], luas_kapita=300)
    april = await jalankan(sesi, wadah, "2026-04", BERTAHAP)
    assert april.rantai == [april.nomor, maret.nomor]
    await pastikan_seperti_penuh(sesi, wadah, april)


@pytest.mark.nyata
async def test_nothing_is_forgotten_while_a_run_chooses_its_base(wadah_nyata: Wadah) -> None:
    pabrik_sesi = wadah_nyata.pabrik_sesi
    async with transaksi(pabrik_sesi) as sesi:
        mereka = await keluarga(sesi, range(200, 9000, 100), DESA)
        await jalankan(sesi, wadah_nyata, "2026-01", BERTAHAP)
    async with transaksi(pabrik_sesi) as sesi:
        for k in mereka[:10]:
            await pabrik.ubah(sesi, k, luas_kapita=8800)
        februari = (await pabrik.putaran(sesi, wadah_nyata, "2026-02", sampai="siapkan")).id
        maret = (await pabrik.putaran(sesi, wadah_nyata, "2026-03", sampai="siapkan")).id
        service, hitung = PutaranService.rakit(sesi, wadah_nyata), bertahap(sesi, wadah_nyata)
        await service.hitung(februari, pabrik.admin())
        while await hitung.lanjutkan(februari):
            pass
        await service.tinjau(februari, pabrik.admin())
        await service.hitung(maret, pabrik.admin())
    async with transaksi(pabrik_sesi) as memilih:
        await bertahap(memilih, wadah_nyata).lanjutkan(maret)
        async with transaksi(pabrik_sesi) as sesi:
            await PutaranService.rakit(sesi, wadah_nyata).sahkan(februari, pabrik.admin(Jabatan.PENETAP))
        await rapikan(wadah_nyata, {})
    async with transaksi(pabrik_sesi) as sesi:
        hitung, service = bertahap(sesi, wadah_nyata), PutaranService.rakit(sesi, wadah_nyata)
        while await hitung.lanjutkan(maret):
            pass
        await service.tinjau(maret, pabrik.admin())
        await service.sahkan(maret, pabrik.admin(Jabatan.PENETAP))
    async with transaksi(pabrik_sesi) as sesi:
        await pastikan_seperti_penuh(sesi, wadah_nyata, await sesi.get_one(Putaran, maret))
