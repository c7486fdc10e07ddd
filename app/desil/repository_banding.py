"""Two models on the families of the registry, in one statement: no family's row travels to Python."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.desil.artefak import Artefak
from app.desil.models_banding import BandingModel
from app.desil.repository_putaran import angka, baris_skor, variabel_kanonik


@dataclass(frozen=True, slots=True)
class SelBanding:
    """Families of a kabupaten/kota (3204) by their desil under the old and the new model; None is not rankable."""

    kabkota: int
    dari: int | None
    ke: int | None
    keluarga: int
    orang: int


class BandingRepository:
    """Comparisons and the statement that makes one."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    def tambah(self, banding: BandingModel) -> None:
        """Add a comparison."""
        self._sesi.add(banding)

    async def banding(self, banding_id: UUID, *, kunci: bool = False) -> BandingModel | None:
        """Return a comparison, locked if asked for."""
        return await self._sesi.get(BandingModel, banding_id, with_for_update=kunci, populate_existing=kunci)

    async def bandingkan(self, lama: Artefak, baru: Artefak) -> list[SelBanding]:
        """Rank the nation by both models, ties whole and at their poorest position, and count who stands where.

        Only families that both can rank take part in the ranks; the others are counted apart.
        """
        return [SelBanding(*b) for b in await self._sesi.execute(_banding(lama, baru))]


def _banding(lama: Artefak, baru: Artefak) -> Select[Any]:
    data = variabel_kanonik()
    a, b = (baris_skor(angka(0), artefak, data).subquery(n) for artefak, n in ((lama, "lama"), (baru, "baru")))
    keduanya = and_(a.c.skor.is_not(None), b.c.skor.is_not(None))
    pasangan = (
        select(
            a.c.kabkota,
            cast(a.c.bobot, BigInteger).label("bobot"),
            a.c.skor.label("skor_a"),
            b.c.skor.label("skor_b"),
            keduanya.label("keduanya"),
        )
        .join_from(a, b, a.c.keluarga_id == b.c.keluarga_id)
        .cte("pasangan")
    )
    p = pasangan.c
    urut = select(p.kabkota, p.bobot, _desil(p.skor_a, p.bobot).label("dari"), _desil(p.skor_b, p.bobot).label("ke"))
    diperingkat = urut.where(p.keduanya)
    # Who has a score under one model alone gets 0 there: rankable, and outside of the ranks that are compared.
    lain = select(p.kabkota, p.bobot, _nol(p.skor_a).label("dari"), _nol(p.skor_b).label("ke")).where(~p.keduanya)
    semua = diperingkat.union_all(lain).subquery("semua")
    s = semua.c
    jumlah = (func.count(), cast(func.sum(s.bobot), BigInteger))
    return select(s.kabkota, s.dari, s.ke, *jumlah).group_by(s.kabkota, s.dari, s.ke)


def _desil(skor: ColumnElement[int], bobot: ColumnElement[int]) -> ColumnElement[int]:
    """Return E.3's `min(10, floor(10 C / N) + 1)`, C the people in poorer tie groups, N all."""
    sebelum = func.coalesce(func.sum(bobot).over(order_by=skor, groups=(None, -1)), 0)
    return func.least(10, func.div(10 * sebelum, func.sum(bobot).over()) + 1).cast(BigInteger)


def _nol(skor: ColumnElement[int]) -> ColumnElement[int | None]:
    return case((skor.is_not(None), cast(0, BigInteger)))
