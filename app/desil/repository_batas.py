"""The nine cut-offs of the nation, every provinsi and every kabupaten/kota, exact, in one pass over few rows.

From the histogram follows in which buckets a cut can fall; only rows of those buckets are read, and their tie groups
decide. The twin of `peringkat.hitung_batas`. What travels to Python is one row per scope.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    cast,
    column,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from app.desil.artefak import NASIONAL
from app.desil.models import BatasDesil, SebaranSkor, SkorKeluarga
from app.desil.penilai import EMBER_BIT, teks_kode
from app.desil.peringkat import JUMLAH_BATAS, AturanSeri

_NOL: Final = literal(0, Integer, literal_execute=True)


class BatasRepository:
    """Cut-offs of a run from its histogram and its rows."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def batasi(self, putaran_id: UUID, rantai: Sequence[int], aturan: AturanSeri) -> int:
        """Find and write the cut-offs of a run that is read from `rantai`; return how many families are ranked."""
        await self._sesi.execute(text("SET LOCAL work_mem = '128MB'"))
        hasil = (await self._sesi.execute(_batas(rantai, aturan))).all()
        isi = [
            {"putaran_id": putaran_id, "kode": teks_kode(kode), "keluarga": n, "orang": orang, "batas": list(batas)}
            for kode, n, orang, *batas in hasil
        ]
        if isi:
            await self._sesi.execute(insert(BatasDesil), isi)
        return sum(b["keluarga"] for b in isi if b["kode"] == NASIONAL)


def _tingkat(kabkota: ColumnElement[int]) -> tuple[ColumnElement[int], ...]:
    """Return the numbers of the scopes of a kabupaten/kota: itself, its provinsi, the nation."""
    return cast(kabkota, Integer), cast(kabkota // literal(100, Integer, literal_execute=True), Integer), _NOL


def _ember(skor: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(skor.op(">>")(literal(EMBER_BIT, Integer, literal_execute=True)), Integer)


def _jumlah(kolom: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.sum(kolom), BigInteger)


def baris_efektif(rantai: Sequence[int]) -> FromClause:
    """Return the ranked rows of a run that is read from `rantai`: of each family the newest row, if it has a score."""
    bagian = []
    for i, nomor in enumerate(rantai):
        s = SkorKeluarga.__table__.alias(f"s{i}")
        cari = select(s.c.keluarga_id, s.c.kabkota, s.c.skor, s.c.bobot, s.c.versi)
        cari = cari.where(s.c.putaran_no == nomor, s.c.skor.is_not(None))
        if i:
            baru = SkorKeluarga.__table__.alias(f"b{i}")
            sama = and_(baru.c.putaran_no.in_(list(rantai[:i])), baru.c.keluarga_id == s.c.keluarga_id)
            cari = cari.where(~select(baru.c.keluarga_id).where(sama).exists())
        bagian.append(cari)
    return (union_all(*bagian) if len(bagian) > 1 else bagian[0]).subquery("efektif")


def _histogram(rantai: Sequence[int]) -> FromClause:
    """Return people and families per kabupaten/kota and bucket; what a link took away and another gave adds to it."""
    s = SebaranSkor
    isi = func.unnest(s.ember, s.orang, s.keluarga).table_valued(
        column("ember", Integer), column("orang", BigInteger), column("keluarga", Integer), name="isi"
    )
    isi = isi.render_derived()
    return (
        select(s.kabkota, isi.c.ember, _jumlah(isi.c.orang).label("orang"), _jumlah(isi.c.keluarga).label("keluarga"))
        .join_from(s, isi, true())
        .where(s.putaran_no.in_(list(rantai)))
        .group_by(s.kabkota, isi.c.ember)
        .having(func.sum(isi.c.keluarga) != 0)
        .cte("histogram")
    )


def _terpilih(histogram: FromClause) -> tuple[FromClause, FromClause]:
    """Return the totals of each scope, and its buckets in which a cut can fall with the people poorer than each.

    A cut k is the first group with `10 * C >= k * N`. It lies in the bucket whose people straddle `k * N / 10`, or is
    the first group of the next one that is not empty: so a bucket counts when a multiple of N / 10 lies between the
    people before the bucket that precedes it and its own last person.
    """
    h = histogram.c
    tiap = union_all(
        *(select(kode.label("kode"), h.ember, h.orang, h.keluarga) for kode in _tingkat(h.kabkota))
    ).subquery("tiap")
    cakupan = (
        select(tiap.c.kode, tiap.c.ember, _jumlah(tiap.c.orang).label("orang"), _jumlah(tiap.c.keluarga).label("n"))
        .group_by(tiap.c.kode, tiap.c.ember)
        .cte("cakupan")
    )
    ikhtisar = (
        select(cakupan.c.kode, _jumlah(cakupan.c.n).label("keluarga"), _jumlah(cakupan.c.orang).label("orang"))
        .group_by(cakupan.c.kode)
        .cte("ikhtisar")
    )
    jalan = cast(func.sum(cakupan.c.orang).over(partition_by=cakupan.c.kode, order_by=cakupan.c.ember), BigInteger)
    kumulatif = select(cakupan, jalan.label("sampai")).cte("kumulatif")
    sebelum = kumulatif.c.sampai - kumulatif.c.orang
    awal = func.coalesce(
        func.lag(sebelum).over(partition_by=kumulatif.c.kode, order_by=kumulatif.c.ember), literal(0, BigInteger)
    )
    lintas = (
        select(
            kumulatif.c.kode,
            kumulatif.c.ember,
            sebelum.label("sebelum"),
            ikhtisar.c.orang.label("seluruh"),
            kumulatif.c.sampai,
            awal.label("awal"),
        )
        .join_from(kumulatif, ikhtisar, ikhtisar.c.kode == kumulatif.c.kode)
        .subquery("lintas")
    )
    melintas = 10 * lintas.c.sampai // lintas.c.seluruh > 10 * lintas.c.awal // lintas.c.seluruh
    return ikhtisar, select(lintas.c.kode, lintas.c.ember, lintas.c.sebelum).where(melintas).cte("terpilih")


def _kandidat(rantai: Sequence[int], histogram: FromClause, terpilih: FromClause) -> FromClause:
    """Return the rows in buckets where a cut of one of their scopes can fall: one scan, whatever the scopes."""
    h = histogram.c
    perlu = (
        select(h.kabkota, h.ember)
        .where(
            or_(
                *(
                    select(terpilih.c.kode)
                    .where(terpilih.c.kode == kode, terpilih.c.ember == h.ember)
                    .correlate(histogram)
                    .exists()
                    for kode in _tingkat(h.kabkota)
                )
            )
        )
        .cte("perlu")
    )
    baris = baris_efektif(rantai)
    ember = _ember(baris.c.skor)
    return (
        select(baris.c.kabkota, ember.label("ember"), baris.c.skor, _jumlah(baris.c.bobot).label("orang"))
        .join_from(baris, perlu, and_(perlu.c.kabkota == baris.c.kabkota, perlu.c.ember == ember))
        .group_by(baris.c.kabkota, ember, baris.c.skor)
        .cte("kandidat")
    )


def _batas(rantai: Sequence[int], aturan: AturanSeri) -> Select[Any]:
    """Return one row per scope: number, families, people and the nine cut-offs."""
    histogram = _histogram(rantai)
    ikhtisar, terpilih = _terpilih(histogram)
    kandidat = _kandidat(rantai, histogram, terpilih)
    kelompok = union_all(
        *(
            select(terpilih.c.kode, terpilih.c.ember, terpilih.c.sebelum, kandidat.c.skor, kandidat.c.orang).join_from(
                kandidat, terpilih, and_(terpilih.c.kode == kode, terpilih.c.ember == kandidat.c.ember)
            )
            for kode in _tingkat(kandidat.c.kabkota)
        )
    ).subquery("kelompok")
    seri = (
        select(
            kelompok.c.kode,
            kelompok.c.ember,
            kelompok.c.sebelum,
            kelompok.c.skor,
            _jumlah(kelompok.c.orang).label("orang"),
        )
        .group_by(kelompok.c.kode, kelompok.c.ember, kelompok.c.sebelum, kelompok.c.skor)
        .subquery("seri")
    )
    dalam = cast(
        func.sum(seri.c.orang).over(partition_by=(seri.c.kode, seri.c.ember), order_by=seri.c.skor), BigInteger
    )
    lebih_miskin = seri.c.sebelum + dalam - seri.c.orang
    letak = select(seri.c.kode, seri.c.skor, seri.c.orang, lebih_miskin.label("lebih_miskin")).subquery("letak")
    # Doubled, so that the middle of a tie group is an integer too.
    posisi = 2 * letak.c.lebih_miskin + (letak.c.orang if aturan is AturanSeri.TENGAH else 0)
    potongan = [
        func.min(letak.c.skor).filter(10 * posisi >= 2 * k * ikhtisar.c.orang) for k in range(1, JUMLAH_BATAS + 1)
    ]
    return (
        select(ikhtisar.c.kode, ikhtisar.c.keluarga, ikhtisar.c.orang, *potongan)
        .join_from(ikhtisar, letak, letak.c.kode == ikhtisar.c.kode)
        .group_by(ikhtisar.c.kode, ikhtisar.c.keluarga, ikhtisar.c.orang)
        .order_by(ikhtisar.c.kode)
    )
