"""Runs of several periods that are open at once."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.putaran import PutaranService
from tests.desil.test_delta import BERTAHAP, PENUH, Penduduk, isi, jalankan
from tests.pabrik import desil as pabrik
from tests.pabrik.keluarga import kanonik_kini


async def test_a_run_that_is_confirmed_late_loses_no_change_to_a_run_between(sesi: AsyncSession, wadah: Wadah) -> None:
    penduduk = Penduduk(sesi, 8)
    await penduduk.lahir(30)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    satu = [k for k in penduduk.hidup if await kanonik_kini(penduduk.repo, k)].pop()
    lambat = await jalankan(sesi, wadah, "2026-05", BERTAHAP, sahkan=False)
    await pabrik.ubah(sesi, satu, luas_kapita=9000, aset_mobil=1)
    await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    await jalankan(sesi, wadah, "2026-03", BERTAHAP, sahkan=False)
    await PutaranService.rakit(sesi, wadah).sahkan(lambat.id, pabrik.admin(Jabatan.PENETAP))
    akhir = await jalankan(sesi, wadah, "2026-06", BERTAHAP)
    assert await isi(sesi, akhir) == await isi(sesi, await jalankan(sesi, wadah, "2026-12", PENUH, sahkan=False))
