"""Jobs of the registry; each step is its own transaction, so a killed worker loses one step and repeats it."""

from collections.abc import Mapping
from typing import Any

from app.core.db import transaksi
from app.core.wadah import Wadah
from app.keluarga.kelengkapan_kunci import KelengkapanKunci
from app.keluarga.pelengkap_nama import PelengkapNama
from app.keluarga.pengalihan import PengalihanService


async def alihkan_desa(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Re-assign the families of a village to the successor of its code, some per transaction."""
    lanjut = True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PengalihanService.rakit(sesi, wadah).lanjutkan(muatan["lama"], muatan["baru"])


async def lengkapi_kunci(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Make the indexes by which a double record is found for who has none, some per transaction; also every night."""
    lanjut = 1
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await KelengkapanKunci.rakit(sesi, wadah).lanjutkan()


async def lengkapi_nama(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Compute the search columns of persons who have none yet, some per transaction."""
    lanjut = True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await PelengkapNama.rakit(sesi, wadah).lanjutkan()
