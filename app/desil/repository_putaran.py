"""A run's scores, set-based: generated from the artefact, exact, range by range, and no family's row travels to Python.

The twin of `pmt.skor`, proven equal to it by test. A range is one statement in one transaction: scores in key order,
with their number, so that after a crash it is whole or absent; the histogram is counted after the last range.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    SmallInteger,
    Table,
    TableClause,
    Update,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    tablesample,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.desil.artefak import BOBOT, Artefak
from app.desil.entitas import Kemajuan
from app.desil.models import BatasDesil, PotonganPutaran, Putaran, SebaranSkor, SkorKeluarga, TepiSkor
from app.desil.penilai import EMBER_BIT, Penilai

_KUNCI_POTONGAN: Final = 4_000
"""Keys looked at per range to find its ends; ranges need to be alike in size, not equal."""
_BITA_BARIS: Final = 200
"""About what a family's canonical row takes."""
SELURUHNYA: Final = -1
"""The part of a histogram that stands for all."""
_NOL: Final = {"keluarga": 0, "berperingkat": 0, "lama": 0}
KOLOM: Final = ["putaran_no", "keluarga_id", "skor", "versi", "kabkota", "bobot"]


class PerhitunganRepository:
    """The ranges of a run and what is written for each."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def kunci(self, cakupan: str, periode: str) -> bool:
        """Take the advisory lock of a scope and period until the transaction ends; False: somebody computes already."""
        nama = func.hashtextextended(f"desil.putaran|{cakupan}|{periode}", 0)
        return bool(await self._sesi.scalar(select(func.pg_try_advisory_xact_lock(nama))))

    async def bagi(self, nomor: int, besar: int, asal: Table | None = None) -> tuple[int, int]:
        """Cut the registry, or `asal`, into ranges of about `besar` families; return about how many, and the ranges.

        What an earlier attempt left is removed first. The ends come from a sample: a range that is somewhat larger than
        another changes nothing.
        """
        for tabel in (PotonganPutaran, SebaranSkor, TepiSkor, SkorKeluarga):
            await self._sesi.execute(delete(tabel).where(tabel.putaran_no == nomor))
        await self._sesi.execute(delete(BatasDesil).where(BatasDesil.putaran_id == _putaran_id(nomor)))
        tepi, perkiraan = await self._tepi(asal if asal is not None else variabel_kanonik(), besar)
        isi = [
            {"putaran_no": nomor, "nomor": n, "dari": dari, "sampai": sampai, **_NOL}
            for n, (dari, sampai) in enumerate(zip([None, *tepi], [*tepi, None], strict=True))
        ]
        await self._sesi.execute(insert(PotonganPutaran), isi)
        return perkiraan, len(isi)

    async def _tepi(self, asal: Table, besar: int) -> tuple[list[UUID], int]:
        """Return the inner ends of ranges of about `besar` families, and about how many families there are."""
        bita = await self._sesi.scalar(select(func.pg_relation_size(cast(asal.name, REGCLASS)))) or 0
        persen = min(100.0, 100.0 * _KUNCI_POTONGAN / min(besar, max(1, bita // _BITA_BARIS)))
        langkah = max(1, round(besar * persen / 100))
        contoh = tablesample(asal, func.system(literal(persen)), name="contoh", seed=literal(besar))
        urut = func.row_number().over(order_by=contoh.c.keluarga_id).label("urut")
        kunci = select(contoh.c.keluarga_id, urut).subquery("kunci")
        cari = select(kunci.c.keluarga_id).where(kunci.c.urut % langkah == 0).order_by(kunci.c.keluarga_id)
        tepi = list((await self._sesi.scalars(cari)).all())
        jumlah = await self._sesi.scalar(select(func.count()).select_from(contoh)) or 0
        return tepi, round(jumlah * 100 / persen)

    async def ambil(self, nomor: int, *, tunggu: bool = False) -> PotonganPutaran | None:
        """Take the first range that is not done and that nobody else works on, until the transaction ends.

        With `tunggu` also one that somebody works on, after he is done with it or dead.
        """
        p = PotonganPutaran
        cari = select(p).where(p.putaran_no == nomor, p.selesai_at.is_(None)).order_by(p.nomor).limit(1)
        return (await self._sesi.scalars(cari.with_for_update(skip_locked=not tunggu))).one_or_none()

    async def skor(self, potongan: PotonganPutaran, ke: TableClause, artefak: Artefak, saat: datetime) -> None:
        """Score the families of a range and write the rows to `ke`."""
        await self._sesi.execute(text("SET LOCAL work_mem = '64MB'"))
        await self._sesi.execute(_skor(potongan, ke, artefak, saat))

    async def ringkas(self, nomor: int) -> None:
        """Add the parts of a run's histogram up, so that the runs that build on it read it once and short."""
        kolom, cari = larik_sebaran(angka(nomor), angka(SELURUHNYA), isi_sebaran([nomor]))
        await self._sesi.execute(insert(SebaranSkor).from_select(kolom, cari))
        bagian = delete(SebaranSkor).where(SebaranSkor.putaran_no == nomor, SebaranSkor.nomor != SELURUHNYA)
        await self._sesi.execute(bagian)

    async def kemajuan(self, nomor: int) -> Kemajuan:
        """Return how far a run's scoring is."""
        return (await self.kemajuan_banyak([nomor])).get(nomor, Kemajuan())

    async def kemajuan_banyak(self, nomor: Collection[int]) -> dict[int, Kemajuan]:
        """Return how far the scoring of runs is; one that was not begun is absent. Index: the primary key."""
        p = PotonganPutaran
        cari = select(
            p.putaran_no,
            func.count(),
            func.count(p.selesai_at),
            cast(func.sum(p.keluarga), BigInteger),
            cast(func.sum(p.berperingkat), BigInteger),
        ).where(p.putaran_no.in_(nomor))
        return {n: Kemajuan(*isi) for n, *isi in await self._sesi.execute(cari.group_by(p.putaran_no))}


def variabel_kanonik() -> Table:
    """Return `keluarga`'s table, taken from the shared metadata: scoring must stay one statement."""
    return Base.metadata.tables["variabel_kanonik"]


def _putaran_id(nomor: int) -> ColumnElement[UUID]:
    return select(Putaran.id).where(Putaran.nomor == nomor).scalar_subquery()


def dalam_potongan(potongan: PotonganPutaran, data: Table) -> list[ColumnElement[bool]]:
    """Return the conditions of a range."""
    kunci = data.c.keluarga_id
    bawah = [kunci > potongan.dari] if potongan.dari is not None else []
    return bawah + ([kunci <= potongan.sampai] if potongan.sampai is not None else [])


def ember(skor: ColumnElement[Any]) -> ColumnElement[int]:
    """Return the bucket of a score."""
    return cast(skor.op(">>")(literal_column(str(EMBER_BIT), Integer)), Integer)


def baris_skor(nomor: ColumnElement[int], artefak: Artefak, data: Table) -> Select[Any]:
    """Return the rows that a run writes for the families of `data`, without an order."""
    penilai = Penilai(artefak, data)
    return select(
        nomor.label("putaran_no"),
        data.c.keluarga_id,
        penilai.skor.label("skor"),
        data.c.versi,
        data.c.kabkota,
        cast(func.coalesce(data.c[BOBOT], 0), SmallInteger).label("bobot"),
    ).join_from(data, penilai.koefisien, penilai.gabung)


def _skor(potongan: PotonganPutaran, ke: TableClause, artefak: Artefak, saat: datetime) -> Update:
    nomor, data = potongan.putaran_no, variabel_kanonik()
    baris = baris_skor(angka(nomor), artefak, data).where(*dalam_potongan(potongan, data)).order_by(data.c.keluarga_id)
    # Written as they are read; of each row only its score is kept, to be counted.
    tulis = insert(ke).from_select(KOLOM, baris).returning(ke.c.skor).cte("tulis")
    jumlah = select(func.count().label("keluarga"), func.count(tulis.c.skor).label("berperingkat")).cte("jumlah")
    return (
        update(PotonganPutaran)
        .where(PotonganPutaran.putaran_no == nomor, PotonganPutaran.nomor == potongan.nomor)
        .values({n: select(jumlah.c[n]).scalar_subquery() for n in ("keluarga", "berperingkat")} | {"selesai_at": saat})
        .execution_options(synchronize_session=False)
    )


def angka(nilai: int) -> ColumnElement[int]:
    """Return a number of a run or of a range as a value."""
    return literal(nilai, Integer)


def larik_sebaran(
    nomor: ColumnElement[int], potongan: ColumnElement[int], cari: Select[Any]
) -> tuple[list[str], Select[Any]]:
    """Return columns and rows of a histogram from rows of kabkota, ember, orang and keluarga."""
    kolom, tiap = ["ember", "orang", "keluarga"], cari.subquery("tiap")
    asal = select(
        nomor,
        potongan,
        tiap.c.kabkota,
        *(func.array_agg(tiap.c[k]) for k in kolom),
    )
    return ["putaran_no", "nomor", "kabkota", *kolom], asal.group_by(tiap.c.kabkota)


def isi_sebaran(nomor: Sequence[int]) -> Select[Any]:
    """Return kabkota, ember, orang and keluarga summed over runs; what a link took away and another gave adds to it."""
    s = SebaranSkor
    isi = func.unnest(s.ember, s.orang, s.keluarga).table_valued(
        column("ember", Integer), column("orang", BigInteger), column("keluarga", Integer), name="isi"
    )
    isi = isi.render_derived()
    orang, keluarga = func.sum(isi.c.orang), func.sum(isi.c.keluarga)
    return (
        select(s.kabkota, isi.c.ember, *_jumlah(orang, keluarga))
        .join_from(s, isi, true())
        .where(s.putaran_no.in_(list(nomor)))
        .group_by(s.kabkota, isi.c.ember)
        .having(or_(orang != 0, keluarga != 0))
    )


def _jumlah(orang: ColumnElement[Any], keluarga: ColumnElement[Any]) -> tuple[ColumnElement[int], ...]:
    return cast(orang, BigInteger).label("orang"), cast(keluarga, Integer).label("keluarga")
