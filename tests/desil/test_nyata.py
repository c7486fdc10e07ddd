"""With real commits: two confirmations at once never put the older run in force."""

import asyncio

import pytest

from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.core.workflow import SyaratTidakTerpenuhi
from app.desil.models import CAKUPAN_NASIONAL
from app.desil.putaran import PutaranService
from app.desil.repository import DesilRepository
from tests.pabrik import desil as pabrik

pytestmark = pytest.mark.nyata


async def test_of_two_runs_confirmed_at_once_the_later_period_stays_in_force(wadah_nyata: Wadah) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await pabrik.keluarga(sesi)
        tua = await pabrik.putaran(sesi, wadah_nyata, "2026-11", sampai="tinjau")
        muda = await pabrik.putaran(sesi, wadah_nyata, "2026-12", sampai="tinjau")

    async def sahkan_tua() -> None:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await PutaranService.rakit(sesi, wadah_nyata).sahkan(tua.id, Pelaku(id_baru(), Jabatan.PENETAP))

    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await PutaranService.rakit(sesi, wadah_nyata).sahkan(muda.id, Pelaku(id_baru(), Jabatan.PENETAP))
        lawan = asyncio.create_task(sahkan_tua())
        done, _ = await asyncio.wait({lawan}, timeout=0.3)
        assert not done, "the second confirmation waits for the first"
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        await lawan
    assert galat.value.tambahan["syarat"] == "tidak_mundur"
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        kini = await DesilRepository(sesi).berlaku(CAKUPAN_NASIONAL)
        assert kini is not None
        assert kini.periode == "2026-12"
