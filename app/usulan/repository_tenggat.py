"""Queries on deadlines; they see the whole country, for only the system asks."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan


class TenggatRepository:
    """Cases by the day on which something is due."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def perlu_diingatkan(
        self, status: Collection[StatusUsulan], ke: int, batas: date, hari: date, sebanyak: int
    ) -> Sequence[Usulan]:
        """Return cases due by `batas` with `ke` reminders so far and none today, locked. Index: ix_usulan_tenggat."""
        belum_hari_ini = or_(Usulan.pengingat_date.is_(None), Usulan.pengingat_date < hari)
        cari = (
            select(Usulan)
            .where(Usulan.tenggat_date <= batas, Usulan.status.in_(status), Usulan.pengingat_ke == ke, belum_hari_ini)
            .order_by(Usulan.tenggat_date, Usulan.id)
            .limit(sebanyak)
            .with_for_update()
        )
        return (await self._sesi.scalars(cari.execution_options(populate_existing=True))).all()

    async def habis(self, status: Collection[StatusUsulan], pengingat: int, hari: date, sebanyak: int) -> list[Ref]:
        """Return cases whose day has passed and whose last reminder was before today. Index: ix_usulan_tenggat."""
        cari = (
            select(Usulan.keluarga_id, Usulan.id)
            .where(
                Usulan.tenggat_date < hari,
                Usulan.status.in_(status),
                Usulan.pengingat_ke >= pengingat,
                or_(Usulan.pengingat_date.is_(None), Usulan.pengingat_date < hari),
            )
            .order_by(Usulan.tenggat_date, Usulan.id)
        )
        return [Ref(b.keluarga_id, b.id) for b in await self._sesi.execute(cari.limit(sebanyak))]

    async def terlambat(self, status: Collection[StatusUsulan], hari: date) -> Sequence[tuple[StatusUsulan, str, int]]:
        """Return how many cases of each state and desa are overdue. Index: ix_usulan_tenggat."""
        cari = (
            select(Usulan.status, Usulan.kode_desa, func.count())
            .where(Usulan.tenggat_date < hari, Usulan.status.in_(status))
            .group_by(Usulan.status, Usulan.kode_desa)
            .order_by(Usulan.kode_desa, Usulan.status)
        )
        return [(s, kode, jumlah) for s, kode, jumlah in await self._sesi.execute(cari)]
