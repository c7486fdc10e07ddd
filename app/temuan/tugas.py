"""Jobs of findings: data that have grown old count no more."""

from collections.abc import Mapping
from typing import Any, Final

from app.core.db import transaksi
from app.core.wadah import Wadah
from app.temuan.service import TemuanService

SEKALI: Final = 200


async def usangkan(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Let old undecided findings on means lapse, every night; run again, it goes on where it was."""
    batas = wadah.pengaturan.temuan.usia_data_hari
    while True:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            if await TemuanService.rakit(sesi, wadah).usangkan(batas, SEKALI) < SEKALI:
                return
