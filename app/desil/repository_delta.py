"""A ranking that builds on the run in force: who changed is scored, and the result is that of a full run.

The rows of such a run stand before those of its base (`Putaran.rantai`); its part of the histogram is what the new
rows add less what the old ones held.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Table,
    Update,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core.db import Base
from app.desil.alur import StatusPutaran, TahapHitung
from app.desil.artefak import Artefak
from app.desil.models import TIDAK_ADA, PotonganPutaran, Putaran, SebaranSkor, SkorKeluarga
from app.desil.repository_putaran import KOLOM, baris_skor, dalam_potongan, ember, larik_sebaran, variabel_kanonik


class DeltaRepository:
    """The families that changed, and what a run based on another writes for them."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def pangkas(self, putaran: Putaran, rantai: Sequence[int]) -> None:
        """Forget changes that the run of `rantai` took over, unless another run is open.

        Such a run may be reading them, or come into force after it has read an older state of a family.
        """
        lain = select(Putaran.id).where(
            Putaran.nomor != putaran.nomor,
            Putaran.status.in_([StatusPutaran.DIHITUNG, StatusPutaran.DITINJAU]),
            Putaran.tahap != TahapHitung.MENUNGGU,
        )
        if await self._sesi.scalar(lain.limit(1)) is None:
            antre = kanonik_berubah()
            dinilai = _versi(rantai, antre.c.keluarga_id)
            # Compared again if the row changes meanwhile: a newer version is not forgotten with the one before.
            await self._sesi.execute(delete(antre).where(antre.c.versi == dinilai))

    async def jumlah_berubah(self, batas: int) -> int:
        """Return how many families changed, counted no further than `batas`."""
        sedikit = select(kanonik_berubah().c.keluarga_id).limit(batas).subquery()
        return await self._sesi.scalar(select(func.count()).select_from(sedikit)) or 0

    async def is_lengkap(self, dasar: Putaran) -> bool:
        """Return whether the registry holds as many families as the base and the noted changes say.

        What a bulk load wrote past the registry is noted nowhere; families that came or went that way show here. One
        statement, so that all counts are of one moment.
        """
        antre, kini = kanonik_berubah(), variabel_kanonik()
        ada = select(func.count()).select_from(kini).scalar_subquery()
        # Looked up one by one: nobody knows yet how few they are, and a join would read the whole registry.
        satu = select(kini.c.versi).where(kini.c.keluarga_id == antre.c.keluarga_id).scalar_subquery()
        berubah_kini = select(func.count(satu)).select_from(antre).scalar_subquery()
        hidup_dulu = _versi(dasar.rantai, antre.c.keluarga_id) != TIDAK_ADA
        berubah_dulu = select(func.count()).select_from(antre).where(hidup_dulu).scalar_subquery()
        return bool(await self._sesi.scalar(select(ada - berubah_kini == dasar.keluarga - berubah_dulu)))

    async def is_bersebaran(self, nomor: int) -> bool:
        """Return whether a run has a histogram: those before this way of computing have none. Index: the key."""
        cari = select(SebaranSkor.putaran_no).where(SebaranSkor.putaran_no == nomor)
        return await self._sesi.scalar(cari.limit(1)) is not None

    async def skor(self, potongan: PotonganPutaran, rantai: Sequence[int], artefak: Artefak, saat: datetime) -> None:
        """Score the changed families of a range and correct the histogram by their old rows and their new ones."""
        await self._sesi.execute(text("SET LOCAL work_mem = '64MB'"))
        await self._sesi.execute(_delta(potongan, rantai, artefak, saat))

    async def selisih(self, rantai: Sequence[int]) -> int:
        """Return by how many families a run is larger than its base."""
        nomor, *dasar = rantai
        s = SkorKeluarga
        hidup = select(func.count()).where(s.putaran_no == nomor, s.versi != TIDAK_ADA).scalar_subquery()
        dulu = select(func.count()).where(s.putaran_no == nomor, _versi(dasar, s.keluarga_id) != TIDAK_ADA)
        return await self._sesi.scalar(select(hidup - dulu.scalar_subquery())) or 0


def kanonik_berubah() -> Table:
    """Return `keluarga`'s table, taken from the shared metadata."""
    return Base.metadata.tables["kanonik_berubah"]


def _versi(rantai: Sequence[int], keluarga_id: ColumnElement[UUID] | InstrumentedAttribute[UUID]) -> ColumnElement[int]:
    """Return the version of a family's data that the newest row of `rantai` scored; TIDAK_ADA without a row."""
    s = aliased(SkorKeluarga)
    cari = select(s.versi).where(s.putaran_no.in_(rantai), s.keluarga_id == keluarga_id)
    return func.coalesce(cari.order_by(s.putaran_no.desc()).limit(1).scalar_subquery(), TIDAK_ADA)


def _lama(dasar: Sequence[int], keluarga: Select[Any]) -> Select[UUID, int, int | None, int, int]:
    """Return the rows that count in the base for some families: of each the newest; numbers grow with time."""
    s = SkorKeluarga
    return (
        select(s.keluarga_id, s.kabkota, s.skor, s.bobot, s.versi)
        .where(s.putaran_no.in_(dasar), s.keluarga_id.in_(keluarga))
        .order_by(s.keluarga_id, s.putaran_no.desc())
        .ext(distinct_on(s.keluarga_id))
    )


def _delta(potongan: PotonganPutaran, rantai: Sequence[int], artefak: Artefak, saat: datetime) -> Update:
    nomor, *dasar = rantai
    antre, data, p = kanonik_berubah(), variabel_kanonik(), PotonganPutaran
    ubah = select(antre.c.keluarga_id).where(*dalam_potongan(potongan, antre)).cte("ubah")
    lama = _lama(dasar, select(ubah.c.keluarga_id)).cte("lama")
    baru = baris_skor(nomor, artefak, data).where(data.c.keluarga_id.in_(select(ubah.c.keluarga_id))).cte("baru")
    hilang = select(
        literal(nomor, Integer),
        lama.c.keluarga_id,
        cast(null(), BigInteger),
        literal(TIDAK_ADA, Integer),
        lama.c.kabkota,
        literal(0, Integer),
    ).where(~select(baru.c.keluarga_id).where(baru.c.keluarga_id == lama.c.keluarga_id).exists())
    tulis = insert(SkorKeluarga).from_select(KOLOM, union_all(select(baru), hilang)).cte("tulis")
    sebaran = insert(SebaranSkor).from_select(*larik_sebaran(nomor, potongan.nomor, _beda(baru, lama))).cte("sebaran")
    jumlah = {
        "keluarga": select(func.count()).select_from(baru).scalar_subquery(),
        "berperingkat": select(func.count(baru.c.skor)).scalar_subquery(),
        "selesai_at": saat,
    }
    return (
        update(p)
        .where(and_(p.putaran_no == nomor, p.nomor == potongan.nomor))
        .values(jumlah)
        .add_cte(tulis, sebaran)
        .execution_options(synchronize_session=False)
    )


def _beda(baru: CTE, lama: CTE) -> Select[Any]:
    """Return what new rows add to the histogram less what old rows held in it."""
    tiap = union_all(
        select(
            baru.c.kabkota, ember(baru.c.skor).label("ember"), baru.c.bobot.label("orang"), literal(1).label("n")
        ).where(baru.c.skor.is_not(None)),
        select(lama.c.kabkota, ember(lama.c.skor), -lama.c.bobot, literal(-1)).where(lama.c.skor.is_not(None)),
    ).subquery("tiap")
    orang, keluarga = func.sum(tiap.c.orang), func.sum(tiap.c.n)
    return (
        select(
            tiap.c.kabkota,
            tiap.c.ember,
            cast(orang, BigInteger).label("orang"),
            cast(keluarga, Integer).label("keluarga"),
        )
        .group_by(tiap.c.kabkota, tiap.c.ember)
        .having(or_(orang != 0, keluarga != 0))
    )
