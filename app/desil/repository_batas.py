"""The nine cut-offs of the nation, every provinsi and every kabupaten/kota, exact.

From the histogram follows in which buckets a cut can fall (`sebaran`); the tie groups of those decide, which a run
keeps for the runs that build on it (`repository_tepi`). The twin of `peringkat.hitung_batas`. What travels to Python is
one row per scope.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CreateTableAs,
    FromClause,
    Integer,
    Select,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import DropTable

from app.core.larik import larik
from app.desil.models import BatasDesil, SebaranSkor
from app.desil.penilai import teks_kode
from app.desil.peringkat import JUMLAH_BATAS, AturanSeri
from app.desil.repository_putaran import SELURUHNYA, ember, larik_sebaran
from app.desil.repository_tepi import TepiRepository, isi_tepi, nomor_sel
from app.desil.sebaran import Cakupan, Sebaran, perlu, tambahkan, tingkat

_SEKALI_BACA: Final = 4
"""Histograms of regions that are in memory at once."""


class BatasRepository:
    """Cut-offs of a run from its histogram and its rows."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi
        self._tepi = TepiRepository(sesi)

    async def hitung_sebaran(self, nomor: int, dari: FromClause) -> None:
        """Count the rows of a full run, which are in `dari`: one parallel scan after the last range.

        Not with every range: a range has families of all regions, so its part is nearly as long as the whole. Through a
        table that goes at once: what writes elsewhere does not scan in parallel, and the worker need not hold it.
        """
        s = dari.c
        await self._atur()
        letak = ember(s.skor)
        hitung = (
            select(s.kabkota, letak.label("ember"), _jumlah(s.bobot).label("orang"), func.count().label("keluarga"))
            .where(s.putaran_no == nomor, s.skor.is_not(None))
            .group_by(s.kabkota, letak)
        )
        buat = CreateTableAs(hitung, "hitungan_sebaran", temporary=True)
        await self._sesi.execute(buat)
        kolom, cari = larik_sebaran(nomor, SELURUHNYA, select(buat.table))
        await self._sesi.execute(insert(SebaranSkor).from_select(kolom, cari))
        await self._sesi.execute(DropTable(buat.table))

    async def batasi(self, putaran_id: UUID, rantai: Sequence[int], aturan: AturanSeri) -> int:
        """Find and write the cut-offs of a run that is read from `rantai`; return how many families are ranked."""
        cakupan = await self._cakupan(rantai)
        if not cakupan:
            return 0
        await self._atur()
        await self._tepi.lengkapi(rantai, perlu(cakupan))
        isi = [
            {
                "putaran_id": putaran_id,
                "kode": teks_kode(kode),
                "keluarga": cakupan[kode].keluarga,
                "orang": cakupan[kode].orang,
                "batas": batas,
            }
            for kode, *batas in await self._sesi.execute(_batas(rantai, cakupan, aturan))
        ]
        await self._sesi.execute(insert(BatasDesil), isi)
        return cakupan[0].keluarga

    async def _atur(self) -> None:
        # Nobody knows the statistics of rows that were just written; hashing beats sorting all of them.
        for atur in ("work_mem = '128MB'", "enable_mergejoin = off", "enable_nestloop = off"):
            await self._sesi.execute(text(f"SET LOCAL {atur}"))

    async def _cakupan(self, rantai: Sequence[int]) -> dict[int, Cakupan]:
        """Return every scope of the run; the histogram is read region by region. Index: the primary key."""
        s = SebaranSkor
        satu = func.unnest(s.keluarga).column_valued("satu")
        banyak = select(func.sum(satu)).scalar_subquery()
        cari = select(s.kabkota, s.ember, s.orang, banyak).where(s.putaran_no.in_(rantai)).order_by(s.kabkota)
        sebaran = Sebaran()
        kini, isi, keluarga = None, dict[int, int](), 0
        hasil = await self._sesi.stream(cari.execution_options(yield_per=_SEKALI_BACA))
        async for kode, embers, orang, jumlah in hasil:
            if kini is not None and kode != kini:
                sebaran.tambah(kini, isi, keluarga)
                isi, keluarga = {}, 0
            kini = kode
            tambahkan(isi, zip(embers, orang, strict=True))
            keluarga += jumlah
        if kini is not None:
            sebaran.tambah(kini, isi, keluarga)
        return sebaran.cakupan()


def _jumlah(kolom: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(kolom), BigInteger)


def _batas(rantai: Sequence[int], cakupan: Mapping[int, Cakupan], aturan: AturanSeri) -> Select[Any]:
    """Return number and nine cut-offs of every scope, from the tie groups of few buckets."""
    seri = _seri(rantai, cakupan).subquery("seri")
    s = seri.c
    dalam = func.sum(s.orang).over(partition_by=(s.kode, s.ember), order_by=s.skor)
    # Doubled, so that the middle of a tie group is an integer too.
    posisi = 2 * (s.sebelum + cast(dalam, BigInteger) - s.orang) + (s.orang if aturan is AturanSeri.TENGAH else 0)
    lewat = select(s.kode, s.skor, (10 * posisi // (2 * s.seluruh)).label("lewat")).subquery("letak").c
    # How many cuts a group has passed says of which it can be the first; few rows are left to be asked nine times.
    pertama = select(lewat.kode, lewat.lewat, func.min(lewat.skor).label("skor")).group_by(lewat.kode, lewat.lewat)
    p = pertama.subquery("pertama").c
    batas = [func.min(p.skor).filter(p.lewat >= n) for n in range(1, JUMLAH_BATAS + 1)]
    return select(p.kode, *batas).group_by(p.kode)


def _seri(rantai: Sequence[int], cakupan: Mapping[int, Cakupan]) -> Select[Any]:
    """Return the whole tie groups of the buckets in which a scope's cuts can fall, and who is poorer than the bucket.

    Families of one score in several regions are one group of the larger scope. Nothing has more people than an integer
    holds, and sums of integers are bigint, of bigint numeric.
    """
    # Column by column: the nation's buckets are asked of every region, and a tuple for each would take megabytes.
    sel, kode, sebelum, seluruh = list[int](), list[int](), list[int](), list[int]()
    for kabkota in cakupan:
        for atas in tingkat(kabkota):
            satu = cakupan[atas]
            sel += [nomor_sel(kabkota, e) for e in satu.terpilih]
            kode += [atas] * len(satu.terpilih)
            sebelum += satu.terpilih.values()
            seluruh += [satu.orang] * len(satu.terpilih)
    terpilih = larik(
        ("sel", BigInteger(), sel),
        ("kode", Integer(), kode),
        ("sebelum", BigInteger(), sebelum),
        ("seluruh", BigInteger(), seluruh),
        nama="terpilih",
    )
    # Most of what is kept lies beside these buckets: dropped before the join it costs a third less.
    baris, t = isi_tepi(rantai, sel), terpilih.c
    orang, letak = func.sum(baris.c.orang), ember(baris.c.skor)
    return (
        select(
            t.kode,
            letak.label("ember"),
            baris.c.skor,
            t.sebelum,
            t.seluruh,
            cast(orang, Integer).label("orang"),
        )
        .join_from(baris, terpilih, t.sel == baris.c.sel)
        .group_by(t.kode, letak, baris.c.skor, t.sebelum, t.seluruh)
        .having(orang != 0)
    )
