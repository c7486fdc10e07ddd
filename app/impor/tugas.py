"""Jobs of imports."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from app.audit.jejak import Jejak
from app.berkas_objek import potongan
from app.berkas_tabel.pengenalan import BerkasDitolak
from app.core.db import sqlstate, transaksi
from app.core.errors import DomainError
from app.core.wadah import Wadah
from app.impor.alur import ALUR_IMPOR, AksiImpor, StatusImpor
from app.impor.kerja import Dihentikan, Terhenti, kerjakan, pindah
from app.impor.ralat import RalatImporService
from app.impor.repository import ImporRepository

RUANG_HABIS: Final = "ruang-habis"
DATA_DITOLAK: Final = "data-ditolak-basis-data"
_KELAS_KENDALA: Final = "23"
"""SQLSTATE class: a constraint refuses a row; so it would again."""
_KELAS_SUMBER_DAYA: Final = "53"
"""SQLSTATE class: disk full, out of memory, too many connections."""


async def kerjakan_impor(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Work on an import; what stops it is written on it, and a person starts it again from where it was."""
    impor_id = UUID(muatan["impor_id"])
    try:
        await kerjakan(wadah, impor_id)
    except Dihentikan:
        return
    except Exception as galat:
        kode = _sebab(galat)
        if kode is None:
            raise
        await _hentikan(wadah, impor_id, kode)


async def ralat(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Carry a corrected day of data to the families, some per transaction."""
    lanjut = True
    while lanjut:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            lanjut = await RalatImporService(sesi, wadah).lanjutkan(UUID(muatan["impor_id"]))


async def buang(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Delete the pieces of a file that nobody needs any more."""
    for objek_id in muatan["objek"]:
        await potongan.hapus(wadah.objek, UUID(objek_id))


def _sebab(galat: BaseException) -> str | None:
    if isinstance(galat, DomainError | Terhenti):
        return galat.kode
    if isinstance(galat, BerkasDitolak):
        return galat.sebab.value
    negara = sqlstate(galat) or ""
    if negara.startswith(_KELAS_KENDALA):
        return DATA_DITOLAK
    return RUANG_HABIS if negara.startswith(_KELAS_SUMBER_DAYA) else None


async def _hentikan(wadah: Wadah, impor_id: UUID, kode: str) -> None:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        repo = ImporRepository(sesi)
        impor = await repo.ambil(impor_id, kunci=True)
        if impor is not None:
            aksi = AksiImpor.HENTIKAN if impor.status is StatusImpor.DITERAPKAN else AksiImpor.GAGALKAN
            if impor.status in ALUR_IMPOR[aksi].dari:
                await pindah(repo, Jejak(sesi), impor_id, aksi, kode)
