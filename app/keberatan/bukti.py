"""Evidence of an objection, of whatever kind."""

from typing import Final
from uuid import UUID

from app.berkas_objek.service import BerkasObjekService
from app.core.peran import Pelaku

MAKS_LAMPIRAN: Final = 10


async def simpan_bukti(berkas: BerkasObjekService, data: bytes, tabel: str, lampiran_id: UUID, pelaku: Pelaku) -> UUID:
    """Keep a photo or PDF for a row of `tabel` and return the file's id.

    Raises:
        Those of `BerkasObjekService` for a file that is none.
    """
    return await berkas.simpan_foto_atau_pdf(data, pemilik=f"{tabel}/{lampiran_id}", pelaku_id=pelaku.akun_id)
