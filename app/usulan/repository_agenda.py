"""Queries on usulan for the table of a village meeting."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.status import AksiUsulan, StatusUsulan


class AgendaRepository:
    """What a village's meeting has before it."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def desa(self, kode_desa: Collection[str], status: Collection[StatusUsulan]) -> Sequence[Usulan]:
        """Return a village's cases in these states by number. Index: ix_usulan_status_kode_desa_status_at."""
        cari = select(Usulan).where(Usulan.status.in_(status), Usulan.kode_desa.in_(kode_desa))
        return (await self._sesi.scalars(cari.order_by(Usulan.nomor, Usulan.id))).all()

    async def banyak(self, refs: Collection[Ref]) -> Sequence[Usulan]:
        """Return these cases by number. Index: the primary key."""
        kunci = [(r.keluarga_id, r.id) for r in refs]
        cari = select(Usulan).where(tuple_(Usulan.keluarga_id, Usulan.id).in_(kunci))
        return (await self._sesi.scalars(cari.order_by(Usulan.nomor, Usulan.id))).all()

    async def beraksi(
        self, kode_desa: Collection[str], aksi: AksiUsulan, sejak: datetime | None
    ) -> Sequence[tuple[Usulan, datetime]]:
        """Return a village's cases that took an arrow after a moment, with when.

        Indexes: ix_usulan_status_kode_desa_status_at, ix_riwayat_usulan_keluarga_id_usulan_id_id.
        """
        r = RiwayatUsulan
        milik = and_(r.keluarga_id == Usulan.keluarga_id, r.usulan_id == Usulan.id)
        cari = (
            select(Usulan, r.created_at)
            .join(r, milik)
            .where(Usulan.status.in_(tuple(StatusUsulan)), Usulan.kode_desa.in_(kode_desa), r.aksi == aksi)
            .order_by(Usulan.nomor, Usulan.id)
        )
        if sejak is not None:
            cari = cari.where(r.created_at > sejak)
        return [(baris[0], baris[1]) for baris in await self._sesi.execute(cari)]

    async def desa_menunggu(self, status: StatusUsulan, sebelum: datetime) -> list[str]:
        """Return the villages with a case in this state since before a moment."""
        cari = select(Usulan.kode_desa).where(Usulan.status == status, Usulan.status_at < sebelum).distinct()
        return list(await self._sesi.scalars(cari.order_by(Usulan.kode_desa)))
