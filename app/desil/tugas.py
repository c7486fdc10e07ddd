"""Jobs of a run; each step is its own transaction, so a killed worker loses one step and repeats it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.db import transaksi
from app.core.jobs import tugas
from app.core.wadah import Wadah
from app.desil.putaran import TUGAS_ANTRE, TUGAS_HITUNG, PutaranService


@tugas(TUGAS_HITUNG)
async def hitung(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Compute a run to its end, one stage per transaction."""
    putaran_id, lanjut = UUID(muatan["putaran_id"]), True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PutaranService.rakit(sesi, wadah).lanjutkan(putaran_id)


@tugas(TUGAS_ANTRE)
async def antre_usulan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Queue the usulan that wait for a ranking, a few hundred per transaction."""
    putaran_id, lanjut = UUID(muatan["putaran_id"]), True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PutaranService.rakit(sesi, wadah).antre_usulan(putaran_id)
