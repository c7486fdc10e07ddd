"""Letters as their service issues them."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.wadah import Wadah
from app.surat.jenis import JenisSurat
from app.surat.models import Surat
from app.surat.service import SuratService

DESA = "32.04.05.2001"
ISI: dict[str, Any] = {
    "nomor": "USL-32.04.05-2026-000001",
    "tanggal": "2026-11-21",
    "subjek": {"nama": "Nama Yang Khas", "desa": "Cileunyi Kulon"},
    "pengusul": "Warga",
    "jenis": "Usulan baru",
    "status": "Usulan diterima",
}


@pytest.fixture
def layanan(sesi: AsyncSession, wadah: Wadah) -> SuratService:
    return SuratService.rakit(sesi, wadah)


async def terbit(layanan: SuratService, **lain: Any) -> Surat:
    dasar: dict[str, Any] = {"objek": "usulan/1", "kode_wilayah": DESA, "pelaku": None}
    return await layanan.terbitkan(JenisSurat.BUKTI_USULAN, ISI, **dasar | lain)
