"""Opens the month of the demonstration: every window all month long, so that the story passes on any day."""

from app.core.clock import hari_ini
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.periode.errors import PeriodeNotFound
from app.periode.jendela import NamaJendela, hari_pertama, hari_terakhir, kode_periode
from app.periode.schemas import JendelaMasuk, PeriodeBuat
from app.periode.service import PeriodeService


async def buka_periode(wadah: Wadah) -> None:
    """Create the running month's period unless it is there."""
    kode = kode_periode(hari_ini())
    async with transaksi(wadah.pabrik_sesi) as sesi:
        service = PeriodeService.rakit(sesi, wadah)
        try:
            await service.baca(kode)
        except PeriodeNotFound:
            bulan = [JendelaMasuk(nama=n, mulai=hari_pertama(kode), selesai=hari_terakhir(kode)) for n in NamaJendela]
            await service.buat(PeriodeBuat(kode=kode, jendela=bulan), None)
