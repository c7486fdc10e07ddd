"""What a village meeting has before it: complete usulan, and those agreed by SPTJM since the last one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.usulan import subjek_usulan
from app.usulan.models import Usulan
from app.usulan.repository_agenda import AgendaRepository
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan, SubjenisUsulan


@dataclass(frozen=True, slots=True)
class NamaAgenda:
    """A usulan as a list by name and address (BNBA) shows it, and nothing more."""

    ref: Ref
    nomor: str
    jenis: JenisUsulan
    subjenis: SubjenisUsulan | None
    status: StatusUsulan
    nama: str = field(repr=False)
    alamat: str = field(repr=False)
    subjek: tuple[UUID, ...]
    pada_at: datetime


class AgendaUsulan:
    """Reads for the meeting; leaves no audit row, who shows the list writes it."""

    def __init__(self, repo: AgendaRepository, sandi: Sandi) -> None:
        self._repo = repo
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the reader for other services and jobs."""
        return cls(AgendaRepository(sesi), wadah.sandi)

    async def desa(self, kode_desa: Collection[str], status: Collection[StatusUsulan]) -> list[NamaAgenda]:
        """Return a village's cases in these states by number."""
        return [self._nama(u, u.status_at) for u in await self._repo.desa(kode_desa, status)]

    async def banyak(self, refs: Collection[Ref]) -> list[NamaAgenda]:
        """Return these cases by number."""
        return [self._nama(u, u.status_at) for u in await self._repo.banyak(refs)]

    async def sptjm(self, kode_desa: Collection[str], sejak: datetime | None) -> list[NamaAgenda]:
        """Return a village's cases that were agreed by SPTJM after a moment; None is ever."""
        baris = await self._repo.beraksi(kode_desa, AksiUsulan.SETUJUI_SPTJM, sejak)
        return [self._nama(u, pada) for u, pada in baris]

    async def desa_menunggu(self, sebelum: datetime) -> Sequence[str]:
        """Return the villages where a complete usulan has waited for a meeting since before a moment."""
        return await self._repo.desa_menunggu(StatusUsulan.LENGKAP, sebelum)

    def _nama(self, usulan: Usulan, pada: datetime) -> NamaAgenda:
        subjek = subjek_usulan.buka(self._sandi, usulan)
        return NamaAgenda(
            ref=usulan.ref,
            nomor=usulan.nomor or "",
            jenis=usulan.jenis,
            subjenis=usulan.subjenis,
            status=usulan.status,
            nama=subjek.nama,
            alamat=subjek.alamat,
            subjek=usulan.subjek_audit,
            pada_at=pada,
        )
