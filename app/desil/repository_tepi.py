"""The tie groups near the cuts of a run, kept so that the runs that build on it need not look for them among its rows.

A full run writes those of its rows (`nomor` SELURUHNYA, the buckets in `dari` and `sampai`); a run that builds on it
what its new rows add to any tie group less what the old ones held. The sum over a chain is exact wherever the full run
told of the bucket. Where a cut has left these buckets the full run's rows are read again. ADR 0045.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Insert,
    Integer,
    Select,
    SmallInteger,
    and_,
    any_,
    cast,
    column,
    func,
    insert,
    literal_column,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.larik import larik
from app.desil.models import SkorKeluarga, TepiSkor
from app.desil.repository_putaran import SELURUHNYA, angka, ember
from app.desil.sebaran import Perlu, Rentang, gabung, is_dalam, kurangi

RENTANG: Final = -2
"""The part of a run's edges that says of which buckets its full run has told."""
TERLIPAT: Final = -3
"""The part that holds no tie groups but the folded histogram of a scope, its buckets in `skor` (`repository_lipat`)."""
_SEL: Final = 1 << 33
"""More than all buckets of one kabupaten/kota."""
KOLOM_TEPI: Final = ["putaran_no", "nomor", "kabkota", "skor", "orang"]


class TepiHilang(RuntimeError):
    """The tie groups of a chain were removed under a run that is being computed."""


class TepiRepository:
    """Reads and completes the tie groups near cuts."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def is_ada(self, nomor: int) -> bool:
        """Return whether a run has kept tie groups: those before this way of computing have not. Index: the key."""
        cari = select(TepiSkor.putaran_no).where(TepiSkor.putaran_no == nomor)
        return await self._sesi.scalar(cari.limit(1)) is not None

    async def is_lengkap(self, rantai: Sequence[int], perlu: Mapping[int, Perlu]) -> bool:
        """Return whether the tie groups of every bucket in which a cut can fall are known."""
        return _is_cukup(await self._dikenal(rantai), perlu)

    async def lengkapi(self, rantai: Sequence[int], perlu: Mapping[int, Perlu]) -> None:
        """Make sure that the tie groups of every bucket in which a cut can fall are known.

        A full run's are all read; a later run's only if a cut has left what is known, and then with a new edge.

        Raises:
            TepiHilang: a run builds on one whose edges are gone; its full run's rows alone would give wrong cuts.
        """
        dikenal = await self._dikenal(rantai)
        if len(rantai) > 1 and not dikenal:
            raise TepiHilang(f"run {rantai[0]} builds on {rantai[-1]}, whose edges are gone; cancel it")
        if _is_cukup(dikenal, perlu):
            return
        baru = {kode: kurangi(p.tepi, dikenal.get(kode, ())) for kode, p in perlu.items()}
        if any(baru.values()):
            await self._sesi.execute(_baca(rantai, baru))
        await self._catat(rantai[0], baru)

    async def _dikenal(self, rantai: Sequence[int]) -> dict[int, tuple[Rentang, ...]]:
        """Return the buckets of which the chain's full run has told, by kabupaten/kota."""
        t = TepiSkor
        cari = select(t.kabkota, t.dari, t.sampai).where(t.putaran_no.in_(rantai), t.nomor == RENTANG)
        hasil: dict[int, tuple[Rentang, ...]] = {}
        for kode, dari, sampai in await self._sesi.execute(cari):
            hasil[kode] = gabung((*hasil.get(kode, ()), *zip(dari, sampai, strict=True)))
        return hasil

    async def _catat(self, nomor: int, baru: Mapping[int, Sequence[Rentang]]) -> None:
        isi = [
            {
                "putaran_no": nomor,
                "nomor": RENTANG,
                "kabkota": kode,
                "dari": [dari for dari, _ in semua],
                "sampai": [sampai for _, sampai in semua],
                "skor": [],
                "orang": [],
            }
            for kode, semua in baru.items()
            if semua
        ]
        if isi:
            await self._sesi.execute(insert(TepiSkor), isi)


def _is_cukup(dikenal: Mapping[int, Sequence[Rentang]], perlu: Mapping[int, Perlu]) -> bool:
    return all(is_dalam(dikenal.get(kode, ()), e) for kode, p in perlu.items() for e in p.terpilih)


def larik_tepi(nomor: ColumnElement[int], potongan: ColumnElement[int], cari: Select[Any]) -> Select[Any]:
    """Return KOLOM_TEPI from rows of kabkota, skor and orang."""
    tiap = cari.subquery("tiap")
    asal = select(
        nomor,
        potongan,
        tiap.c.kabkota,
        func.array_agg(tiap.c.skor),
        func.array_agg(tiap.c.orang),
    )
    return asal.group_by(tiap.c.kabkota)


def nomor_sel(kabkota: int, nomor_ember: int) -> int:
    """Return one number for a bucket of a kabupaten/kota: two columns would ask for a join with all that is kept."""
    return kabkota * _SEL + nomor_ember


def isi_tepi(rantai: ColumnElement[Any], kabkota: ColumnElement[Any], sel: ColumnElement[Any]) -> FromClause:
    """Return sel, skor and orang of what a chain tells of these (`nomor_sel`); what a link took away is negative."""
    t = TepiSkor
    isi = func.unnest(t.skor, t.orang).table_valued(column("skor", BigInteger), column("orang", Integer), name="isi")
    isi = isi.render_derived()
    nomor = cast(t.kabkota, BigInteger) * literal_column(str(_SEL), BigInteger) + ember(isi.c.skor)
    cari = select(nomor.label("sel"), isi.c.skor, isi.c.orang).join_from(t, isi, true())
    dalam = t.putaran_no == any_(rantai), t.kabkota == any_(kabkota), nomor == any_(sel)
    return cari.where(t.nomor >= literal_column(str(SELURUHNYA), Integer), *dalam).subquery("tepi")


def _baca(rantai: Sequence[int], baru: Mapping[int, Sequence[Rentang]]) -> Insert:
    """Write the tie groups of these buckets as the chain's full run has them."""
    kabkota, dari, sampai = zip(*((kode, *r) for kode, semua in baru.items() for r in semua), strict=True)
    rentang = larik(("kabkota", SmallInteger(), kabkota), ("dari", Integer(), dari), ("sampai", Integer(), sampai))
    tiap = func.generate_series(rentang.c.dari, rentang.c.sampai, type_=Integer()).label("ember")
    cari = select(rentang.c.kabkota, tiap).subquery("cari")
    s = SkorKeluarga.__table__.c
    kelompok = (
        select(s.kabkota, s.skor, cast(func.sum(s.bobot), Integer).label("orang"))
        .join(cari, and_(cari.c.kabkota == s.kabkota, cari.c.ember == ember(s.skor)))
        .where(s.putaran_no == rantai[-1], s.skor.is_not(None))
        .group_by(s.kabkota, s.skor)
    )
    return insert(TepiSkor).from_select(KOLOM_TEPI, larik_tepi(angka(rantai[0]), angka(SELURUHNYA), kelompok))
