"""Where and when visits were, for stages that compare them: sealed places opened, never shown to anybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.wadah import Wadah
from app.usulan.service import UsulanService
from app.verval.entitas import KunjunganTerletak, Letak
from app.verval.models import Kunjungan
from app.verval.repository_survei import SurveiRepository

_SEHARI: Final = timedelta(hours=12)
_SEBANYAK: Final = 200


class LetakService:
    """Reads completed visits for the system's comparisons; whoever tells a person of it records that."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = SurveiRepository(sesi)
        self._sandi = wadah.sandi
        self._usulan = UsulanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def satu(self, penugasan: Ref) -> Letak | None:
        """Return the completed visit of an assignment; None before."""
        baris = await self._repo.kunjungan(penugasan)
        return self._letak(baris) if baris else None

    async def petugas(self, letak: Letak) -> list[Letak]:
        """Return the other visits of the same enumerator within half a day, 200 at most."""
        saat = letak.selesai_at
        baris = await self._repo.kunjungan_petugas(letak.enumerator_id, saat - _SEHARI, saat + _SEHARI, _SEBANYAK)
        return [self._letak(b) for b in baris if b.kunjungan.id != letak.id]

    async def desa(self, letak: Letak, sebanyak: int) -> list[Letak]:
        """Return the newest other visits of the same desa."""
        return [self._letak(b) for b in await self._repo.kunjungan_desa(letak.kode_desa, letak.id, sebanyak)]

    async def wilayah(self, kode: str, dari: datetime, sampai: datetime) -> list[Letak]:
        """Return the visits of a region in a time, in the order of their ids."""
        return [self._letak(b) for b in await self._repo.kunjungan_wilayah(kode, dari, sampai)]

    async def foto_sama(self, letak: Letak) -> Sequence[UUID]:
        """Return assignments of other families that have a photo with the same bytes as one of this visit."""
        return list(dict.fromkeys(f.penugasan_id for f in await self._repo.foto_sama(letak.ref)))

    async def registri(self, letak: Letak) -> UUID:
        """Return the family in the registry that was visited."""
        return (await self._usulan.ambil(letak.usulan_ref, None)).registri_id

    def _letak(self, baris: KunjunganTerletak) -> Letak:
        kunjungan, penugasan = baris
        isi = self._sandi.buka(kunjungan.kunci_data, kunjungan.isi, Kunjungan.__tablename__, kunjungan.id)
        return Letak(
            ref=penugasan.ref,
            usulan_ref=penugasan.usulan_ref,
            id=kunjungan.id,
            jawaban_id=kunjungan.jawaban_id,
            enumerator_id=penugasan.enumerator_id,
            kode_desa=penugasan.kode_desa,
            mulai_at=kunjungan.mulai_at,
            selesai_at=kunjungan.selesai_at,
            lintang=isi["lintang"],
            bujur=isi["bujur"],
            akurasi_m=isi["akurasi_m"],
        )
