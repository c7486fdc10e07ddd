"""Findings as the tests need them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.temuan.entitas import TemuanBaru
from app.temuan.service import TemuanService
from app.temuan.status import JenisTemuan, SumberTemuan
from tests.pabrik.keluarga import DESA


async def temuan(
    sesi: AsyncSession,
    wadah: Wadah,
    orang: Ref,
    jenis: JenisTemuan = JenisTemuan.ASN_TNI_POLRI,
    *,
    pelaku: Pelaku | None = None,
    sumber: SumberTemuan = SumberTemuan.BKN,
    individu_id: UUID | None = None,
    sekeluarga: bool = False,
    tanggal: date = date(2026, 11, 1),
    **isi: Any,
) -> Ref:
    """Keep a finding about this person (or his whole family) and return its reference."""
    baru = TemuanBaru(
        jenis,
        orang.keluarga_id,
        None if sekeluarga else individu_id or orang.id,
        DESA,
        sumber,
        tanggal,
        90,
        isi or {"instansi": "Dinas Perhubungan"},
    )
    return Ref(orang.keluarga_id, await TemuanService.rakit(sesi, wadah).catat(baru, pelaku))


def alasan(kode: str = "BUKTI_MEMBENARKAN") -> dict[str, Any]:
    """A complete body of a decision."""
    return {
        "alasan": {
            "kode": kode,
            "penjelasan": "Surat keterangan instansi sudah diperiksa aslinya",
            "langkah_berikutnya": "Hubungi Dinas Sosial bila ada perubahan",
        }
    }
