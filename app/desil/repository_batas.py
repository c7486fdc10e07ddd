"""The nine cut-offs of the nation, every provinsi and every kabupaten/kota, exact.

From the histogram follows in which buckets a cut can fall (`sebaran`); the tie groups of those decide, which a run
keeps for the runs that build on it (`repository_tepi`). The twin of `peringkat.hitung_batas`. What travels to Python is
one row per scope.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    CreateTableAs,
    FromClause,
    Integer,
    SmallInteger,
    Subquery,
    bindparam,
    cast,
    func,
    insert,
    null,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.schema import DropTable

from app.core.larik import larik
from app.core.salin import salin
from app.core.siap import PernyataanSiap
from app.desil.models import BatasDesil, SebaranSkor
from app.desil.penilai import teks_kode
from app.desil.peringkat import AturanSeri
from app.desil.repository_lipat import LipatRepository, jumlah_keluarga
from app.desil.repository_putaran import SELURUHNYA, angka, ember, larik_sebaran
from app.desil.repository_tepi import TepiRepository, isi_tepi, nomor_sel
from app.desil.sebaran import PERSEPULUH, Cakupan, Sasaran, Sebaran, lanjut, lintas, perlu, tambahkan, tingkat

_SEKALI_BACA: Final = 4
"""Histograms of regions that are in memory at once."""
# Nobody knows the statistics of rows that were just written; hashing beats sorting all of them.
_ATUR: Final = {"work_mem": "128MB", "enable_mergejoin": "off", "enable_nestloop": "off"}
# A plan that does not know which buckets are asked for compares every row with each of them. What is found is sorted
# in the end, so that grouping by a hash is work beside it; and a few megabytes are worth a second process here.
_ATUR_CARI: Final = {
    "plan_cache_mode": "force_custom_plan",
    "enable_hashagg": "off",
    "min_parallel_table_scan_size": "0",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
}
_SIAPKAN, _SIAPKAN_CARI = (
    select(*(func.set_config(n, v, true()) for n, v in atur.items())) for atur in (_ATUR, _ATUR_CARI)
)
_LEPASKAN_CARI: Final = select(*(func.set_config(n, null(), true()) for n in _ATUR_CARI))


class BatasRepository:
    """Cut-offs of a run from its histogram and its rows."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi
        self._tepi = TepiRepository(sesi)
        self._lipat = LipatRepository(sesi)

    async def hitung_sebaran(self, nomor: int, dari: FromClause) -> None:
        """Count the rows of a full run, which are in `dari`: one parallel scan after the last range.

        Not with every range: a range has families of all regions, so its part is nearly as long as the whole. Through a
        table that goes at once: what writes elsewhere does not scan in parallel, and the worker need not hold it.
        """
        s = dari.c
        await self._sesi.execute(_SIAPKAN)
        letak = ember(s.skor)
        hitung = (
            select(s.kabkota, letak.label("ember"), _jumlah(s.bobot).label("orang"), func.count().label("keluarga"))
            .where(s.putaran_no == nomor, s.skor.is_not(None))
            .group_by(s.kabkota, letak)
        )
        buat = CreateTableAs(hitung, "hitungan_sebaran", temporary=True)
        await self._sesi.execute(buat)
        kolom, cari = larik_sebaran(angka(nomor), angka(SELURUHNYA), select(buat.table))
        await self._sesi.execute(insert(SebaranSkor).from_select(kolom, cari))
        await self._sesi.execute(DropTable(buat.table))

    async def batasi(self, putaran_id: UUID, rantai: Sequence[int], aturan: AturanSeri) -> int:
        """Find and write the cut-offs of a run that is read from `rantai`; return how many families are ranked."""
        cakupan = await self._lipat.cakupan(rantai)
        if cakupan is None or not await self._tepi.is_lengkap(rantai, perlu(cakupan)):
            cakupan = await self._cakupan(rantai)
            await self._sesi.execute(_SIAPKAN)
            await self._tepi.lengkapi(rantai, perlu(cakupan))
        if not cakupan:
            return 0
        await self._sesi.execute(_SIAPKAN_CARI)
        batas = await self._cari(rantai, cakupan, [*lintas(cakupan)], aturan)
        batas |= await self._cari(rantai, cakupan, [*lanjut(cakupan, batas)], aturan)
        await self._sesi.execute(_LEPASKAN_CARI)
        isi = [
            (putaran_id, teks_kode(kode), c.keluarga, c.orang, [batas.get((kode, k)) for k in PERSEPULUH])
            for kode, c in cakupan.items()
        ]
        await salin(self._sesi, BatasDesil.__tablename__, ["putaran_id", "kode", "keluarga", "orang", "batas"], isi)
        return cakupan[0].keluarga

    async def _cari(
        self, rantai: Sequence[int], cakupan: Iterable[int], sasaran: Sequence[Sasaran], aturan: AturanSeri
    ) -> dict[tuple[int, int], int]:
        """Return the cuts that are found in these buckets, by scope and tenth."""
        if not sasaran:
            return {}
        urut, per_kode = dict[tuple[int, int], int](), defaultdict[int, list[tuple[int, int]]](list)
        for satu in sasaran:
            kunci = satu.kode, satu.ember[0]
            if kunci not in urut:
                urut[kunci] = len(urut)
                per_kode[satu.kode] += [(e, urut[kunci]) for e in satu.ember]
        # Column by column: the nation's buckets are asked of every region, and a tuple for each would take megabytes.
        kabkota, sel, letak = list[int](), list[int](), list[int]()
        for kode in cakupan:
            dicari = [satu for atas in tingkat(kode) for satu in per_kode.get(atas, ())]
            kabkota += [kode] if dicari else []
            sel += [nomor_sel(kode, e) for e, _ in dicari]
            letak += [n for _, n in dicari]
        isi = {
            "rantai": list(rantai),
            "kabkota": kabkota,
            "dicari_sel": sel,
            "dicari_urut": letak,
            "sasaran_nomor": range(len(sasaran)),
            "sasaran_urut": [urut[s.kode, s.ember[0]] for s in sasaran],
            "sasaran_ambang": [s.ambang for s in sasaran],
        }
        hasil = await _PERTAMA[aturan].baris(self._sesi, isi)
        return {(sasaran[n].kode, sasaran[n].persepuluh): skor for n, skor in hasil}

    async def _cakupan(self, rantai: Sequence[int]) -> dict[int, Cakupan]:
        """Return every scope of the run, and keep it folded for those that build on it.

        The histogram is read region by region. Index: the primary key.
        """
        s = SebaranSkor
        cari = (
            select(s.kabkota, s.ember, s.orang, jumlah_keluarga()).where(s.putaran_no.in_(rantai)).order_by(s.kabkota)
        )
        sebaran = Sebaran()
        kini, isi, keluarga = None, dict[int, int](), 0
        hasil = await self._sesi.stream(cari.execution_options(yield_per=_SEKALI_BACA))
        async for kode, embers, orang, jumlah in hasil:
            if kini is not None and kode != kini:
                sebaran.tambah(kini, isi, keluarga)
                isi, keluarga = {}, 0
            kini = kode
            tambahkan(isi, embers, orang)
            keluarga += jumlah
        if kini is not None:
            sebaran.tambah(kini, isi, keluarga)
        cakupan = sebaran.cakupan()
        await self._lipat.catat(rantai[0], sebaran.terlipat)
        return cakupan


def _jumlah(kolom: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(kolom), BigInteger)


def _pertama(aturan: AturanSeri) -> PernyataanSiap:
    """Return the number of every cut that is found in its bucket, and the first tie group that reaches it."""
    s = _seri().c
    dalam = func.sum(s.orang).over(partition_by=s.urut, order_by=s.skor)
    # Doubled, so that the middle of a tie group is an integer too.
    posisi = 2 * (dalam - s.orang) + (s.orang if aturan is AturanSeri.TENGAH else 0)
    letak = select(s.urut, s.skor, posisi.label("posisi")).subquery("letak").c
    kolom = ("nomor", Integer()), ("urut", Integer()), ("ambang", BigInteger())
    a = larik(*((n, t, None) for n, t in kolom), nama="sasaran").c
    cari = select(a.nomor, func.min(letak.skor)).where(a.urut == letak.urut, 10 * letak.posisi >= a.ambang)
    return PernyataanSiap(cari.group_by(a.nomor))


def _seri() -> Subquery:
    """Return the whole tie groups of the buckets that are asked for, each scope's bucket under its number `urut`.

    Families of one score in several regions are one group of the larger scope. Nothing has more people than an integer
    holds, and sums of integers are bigint, of bigint numeric.
    """
    t = larik(("sel", BigInteger(), None), ("urut", Integer(), None), nama="dicari").c
    # Most of what is kept lies beside these buckets: dropped before the join it costs a third less.
    nama = {"rantai": Integer(), "kabkota": SmallInteger(), "dicari_sel": BigInteger()}
    baris = isi_tepi(*(bindparam(n, type_=ARRAY(tipe)) for n, tipe in nama.items())).c
    orang = func.sum(baris.orang)
    return (
        select(t.urut, baris.skor, cast(orang, Integer).label("orang"))
        .where(t.sel == baris.sel)
        .group_by(t.urut, baris.skor)
        .having(orang != 0)
        .subquery("seri")
    )


_PERTAMA: Final = {aturan: _pertama(aturan) for aturan in AturanSeri}
