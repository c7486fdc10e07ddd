"""What every act of an enumerator begins with: his own assignment, open, in his area."""

from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.keluarga.service import KeluargaService
from app.usulan.service import UsulanService
from app.verval.alur import ALUR_SURVEI, FaktaPenugasan
from app.verval.errors import PenugasanNotFound
from app.verval.models import Penugasan
from app.verval.repository_survei import SurveiRepository
from app.verval.status import AksiPenugasan, JenisFoto, StatusPenugasan
from app.wilayah.lingkup import Lingkup


class PemegangTugas:
    """Base of the services for who holds an assignment."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._repo = SurveiRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def milik(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> Penugasan:
        """Return an assignment of the caller's, open or closed.

        Raises:
            PenugasanNotFound: unknown, another enumerator's, or in an area that is not his any more.
        """
        penugasan = await self._repo.penugasan(ref, kunci=kunci)
        if penugasan is None or penugasan.enumerator_id != pelaku.akun_id:
            raise PenugasanNotFound
        if not Lingkup.dari(pelaku).memuat(penugasan.kode_desa):
            raise PenugasanNotFound
        return penugasan

    async def punya(self, ref: Ref, pelaku: Pelaku) -> Penugasan | None:
        """Return an assignment that is or was given to the caller, wherever and however it stands, locked."""
        penugasan = await self._repo.penugasan(ref, kunci=True)
        return penugasan if penugasan is not None and penugasan.enumerator_id == pelaku.akun_id else None

    async def buka(self, ref: Ref, pelaku: Pelaku) -> Penugasan:
        """Return the caller's own assignment, locked, if it is open.

        Raises:
            PenugasanNotFound: not the caller's.
            TransisiDitolak: it is closed.
        """
        penugasan = await self.milik(ref, pelaku, kunci=True)
        pastikan_aktif(penugasan)
        return penugasan

    @staticmethod
    def _tutup(penugasan: Penugasan, aksi: AksiPenugasan) -> None:
        ALUR_SURVEI.apply(penugasan, aksi, None, FaktaPenugasan())
        penugasan.ditutup_at = now()

    async def foto_kurang(self, ref: Ref) -> frozenset[JenisFoto]:
        """Return which required kinds of photo an assignment lacks."""
        wajib = frozenset(JenisFoto(j) for j in self._wadah.pengaturan.lapangan.foto_wajib)
        return wajib - await self._repo.jenis_foto(ref)

    async def _catat(self, apa: str, penugasan: Penugasan, pelaku: Pelaku, **rincian: object) -> None:
        await self._jejak.catat(
            f"verval:{apa}",
            pelaku=pelaku,
            objek=f"penugasan/{penugasan.id}",
            keluarga_id=penugasan.keluarga_id,
            rincian=rincian,
        )


def pastikan_aktif(penugasan: Penugasan) -> None:
    if penugasan.status is not StatusPenugasan.AKTIF:
        raise TransisiDitolak(status_sekarang=penugasan.status, aksi_tersedia=[])
