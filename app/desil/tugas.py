"""Jobs of a run; each step is its own transaction, so a killed worker loses one step and repeats it."""

import gc
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.db import transaksi
from app.core.serempak import serempak
from app.core.wadah import Wadah
from app.desil.banding_model import BandingService
from app.desil.laporan_susun import PenyusunLaporan
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService


async def hitung(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Compute a run to its end, then order its report."""
    putaran_id = UUID(muatan["putaran_id"])
    await _hitung(wadah, putaran_id)
    gc.collect()  # statements refer to themselves: those of the cut-offs would lie here, lists and all, beside the next
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PenyusunLaporan.rakit(sesi, wadah).pesan(putaran_id)


async def laporan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Count what a finished run's report tells."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PenyusunLaporan.rakit(sesi, wadah).susun(UUID(muatan["putaran_id"]))


async def _hitung(wadah: Wadah, putaran_id: UUID) -> None:
    """Compute a run: ranges of families on several connections, the rest on one.

    The first transaction does nothing but hold the lock of the run's scope and period; a dead worker's ends with him.
    """
    async with transaksi(wadah.pabrik_sesi) as penjaga:
        if not await PerhitunganService.rakit(penjaga, wadah).kunci(putaran_id):
            return
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await PerhitunganService.rakit(sesi, wadah).mulai(putaran_id)
        lanjut = True
        while lanjut:
            async with transaksi(wadah.pabrik_sesi) as sesi:
                lanjut = await PerhitunganService.rakit(sesi, wadah).lanjutkan(putaran_id)
            if lanjut:
                await serempak(_skor(wadah, putaran_id) for _ in range(wadah.pengaturan.desil.sambungan))


async def _skor(wadah: Wadah, putaran_id: UUID) -> None:
    lanjut = True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PerhitunganService.rakit(sesi, wadah).skor_potongan(putaran_id)


async def antre_usulan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Queue the usulan that wait for a ranking, a few hundred per transaction."""
    putaran_id, lanjut = UUID(muatan["putaran_id"]), True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PutaranService.rakit(sesi, wadah).antre_usulan(putaran_id)


async def rapikan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Put away what runs left: changes that the one in force holds, and tables of those that were given up.

    After a run was confirmed or cancelled, and every night.
    """
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PerhitunganService.rakit(sesi, wadah).lupakan()
    async with transaksi(wadah.pabrik_sesi) as sesi:
        yatim = await PerhitunganService.rakit(sesi, wadah).yatim()
    for nomor in yatim:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            await PerhitunganService.rakit(sesi, wadah).buang(nomor)


async def bandingkan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Compare two models on every family; one statement, repeated whole when the worker dies."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await BandingService.rakit(sesi).hitung(UUID(muatan["banding_id"]))
