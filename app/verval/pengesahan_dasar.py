"""What every desk of pengesahan needs: the batch in scope, its facts, its audit rows."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.usulan.service import UsulanService
from app.verval.alur import FaktaPengesahan
from app.verval.errors import PengesahanNotFound
from app.verval.models import Pengesahan
from app.verval.repository import VervalRepository
from app.verval.status import StatusPengesahan
from app.wilayah.lingkup import Lingkup


class PengesahanDasar:
    """Locks are taken batch first, usulan after."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = VervalRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def _ambil(self, pengesahan_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Pengesahan:
        pengesahan = await self._repo.pengesahan(pengesahan_id, Lingkup.dari(pelaku), kunci=kunci)
        if pengesahan is None:
            raise PengesahanNotFound
        return pengesahan

    async def _catat(
        self, apa: str, pengesahan: Pengesahan, pelaku: Pelaku | None, subjek: Sequence[UUID] = (), **rincian: object
    ) -> None:
        await self._jejak.catat(
            f"verval:pengesahan:{apa}",
            pelaku=pelaku,
            objek=f"pengesahan/{pengesahan.id}",
            subjek=subjek,
            rincian=rincian,
        )


def pastikan_disusun(pengesahan: Pengesahan) -> None:
    """Refuse to touch a batch that is signed or withdrawn.

    Raises:
        TransisiDitolak: always then.
    """
    if pengesahan.status is not StatusPengesahan.DISUSUN:
        raise TransisiDitolak(status_sekarang=pengesahan.status, aksi_tersedia=[])


def fakta_pengesahan(pengesahan: Pengesahan, jumlah: int) -> FaktaPengesahan:
    """Return what the guards look at; the letter's count, the attested one and the batch's own must be one."""
    surat = (pengesahan.nomor_surat, pengesahan.tanggal_surat, pengesahan.berkas_id)
    return FaktaPengesahan(
        is_bernama=jumlah > 0, is_surat_lengkap=None not in surat, is_jumlah_cocok=pengesahan.jumlah_bnba == jumlah
    )
