"""Contests as the tests need them, without walking there."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.ids import Ref, id_baru
from app.core.wadah import Wadah
from app.sanggah.models import Sanggah
from app.sanggah.status import StatusSanggah
from tests.pabrik.keluarga import DESA


async def sanggah(sesi: AsyncSession, wadah: Wadah, orang: Ref, pelapor_id: UUID, enumerator_id: UUID) -> Sanggah:
    """A contest of this person that an enumerator is to visit."""
    sanggah_id, sekarang = id_baru(), now()
    isi = {"penjelasan": "Keluarga itu punya mobil di garasi", "nama_samar": "K*********U"}
    segel = wadah.sandi.segel(isi, "sanggah", sanggah_id)
    satu = Sanggah(
        id=sanggah_id,
        pelapor_id=pelapor_id,
        keluarga_id=orang.keluarga_id,
        individu_id=orang.id,
        kode_desa=DESA,
        kode_alasan="KENDARAAN_RODA_4",
        status=StatusSanggah.DIVERIFIKASI,
        status_at=sekarang,
        enumerator_id=enumerator_id,
        diverifikasi_at=sekarang,
        kunci_data=segel.kunci_data,
        isi=segel.isi,
        versi=1,
        created_at=sekarang,
    )
    sesi.add(satu)
    await sesi.flush()
    return satu
