"""A run's computation, set-based: generated from the artefact, exact, and no family's row ever travels to Python.

The twin of `pmt.skor` and `peringkat.hitung_batas`, proven equal to them by test. Cut-offs take two passes: people per
score bucket, then the exact tie groups of only those buckets in which a cut falls; so even the nation needs no sort of
95 million rows.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
    values,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from app.desil.artefak import BOBOT, NASIONAL, SKALA_VARIABEL, Artefak, JenisVariabel, Variabel
from app.desil.models import BatasDesil, SkorKeluarga
from app.desil.peringkat import JUMLAH_BATAS, AturanSeri

EMBER: Final = 10_000
"""Score buckets per scope in the first pass."""

Nilai = Mapping[str, ColumnElement[Any]]


class PerhitunganRepository:
    """The three stages of a run; each may be repeated, for it first removes what an earlier attempt left."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def kunci(self, cakupan: str, periode: str) -> bool:
        """Take the advisory lock of a scope and period until the transaction ends; False: somebody computes already."""
        nama = func.hashtextextended(f"desil.putaran|{cakupan}|{periode}", 0)
        return bool(await self._sesi.scalar(select(func.pg_try_advisory_xact_lock(nama))))

    async def skor(self, putaran_id: UUID, artefak: Artefak, registri: FromClause) -> tuple[int, int]:
        """Score every family of `registri`; return how many there are and how many can be ranked.

        `registri` has `keluarga_id, kode_wilayah, data_date` and a column per canonical variable of the artefact.
        """
        await self._sesi.execute(delete(BatasDesil).where(BatasDesil.putaran_id == putaran_id))
        await self._sesi.execute(delete(SkorKeluarga).where(SkorKeluarga.putaran_id == putaran_id))
        baris = _skor(putaran_id, artefak, registri)
        await self._sesi.execute(insert(SkorKeluarga).from_select([k.name for k in baris.selected_columns], baris))
        hitung = select(func.count(), func.count(SkorKeluarga.skor)).where(SkorKeluarga.putaran_id == putaran_id)
        semua, berperingkat = (await self._sesi.execute(hitung)).one()
        return int(semua), int(berperingkat)

    async def batasi(self, putaran_id: UUID, aturan: AturanSeri) -> None:
        """Find the nine cut-offs of the nation, of every provinsi and of every kabupaten/kota."""
        await self._sesi.execute(delete(BatasDesil).where(BatasDesil.putaran_id == putaran_id))
        kolom = [BatasDesil.putaran_id, BatasDesil.kode, BatasDesil.keluarga, BatasDesil.orang, BatasDesil.batas]
        for kode in _tingkat():
            await self._sesi.execute(insert(BatasDesil).from_select(kolom, _batas(putaran_id, kode, aturan)))

    async def tetapkan_desil(self, putaran_id: UUID) -> None:
        """Write the three deciles of every ranked family by look-up on the cut-offs."""
        batas = [aliased(BatasDesil) for _ in _tingkat()]
        nilai = [
            1 + func.width_bucket(SkorKeluarga.skor, func.array_remove(b.batas, cast(null(), BigInteger)))
            for b in batas
        ]
        syarat = [
            and_(b.putaran_id == SkorKeluarga.putaran_id, b.kode == kode)
            for b, kode in zip(batas, _tingkat(), strict=True)
        ]
        kolom = (SkorKeluarga.desil_nasional, SkorKeluarga.desil_provinsi, SkorKeluarga.desil_kabkota)
        await self._sesi.execute(
            update(SkorKeluarga)
            .where(SkorKeluarga.putaran_id == putaran_id, SkorKeluarga.skor.is_not(None), *syarat)
            .values(dict(zip(kolom, nilai, strict=True)))
            .execution_options(synchronize_session=False)
        )


def _tingkat() -> tuple[ColumnElement[str], ...]:
    """Return the scope codes of a family: the nation, its provinsi, its kabupaten/kota."""
    kode = SkorKeluarga.kode_wilayah
    return literal(NASIONAL, Text), func.left(kode, 2), func.left(kode, 5)


def _skor(putaran_id: UUID, artefak: Artefak, registri: FromClause) -> Select[Any]:
    nilai = {s: cast(registri.c[s], BigInteger) for s in artefak.sumber}
    koef = (
        values(column("kode", Text), column("b", ARRAY(BigInteger)), name="koef")
        .data([(kode, list(b)) for kode, b in artefak.koefisien.items()])
        .alias("koef")
    )
    mentah = [_mentah(v, nilai[v.sumber]) for v in artefak.variabel]
    suku = (
        koef.c.b[j] * _potong(v, m) * literal(v.pengali, BigInteger)
        for j, (v, m) in enumerate(zip(artefak.variabel, mentah, strict=True), 2)
    )
    kurang = _kurang(artefak, nilai, mentah)
    skor = sum(suku, koef.c.b[1] * literal(SKALA_VARIABEL, BigInteger))
    return select(
        registri.c.keluarga_id,
        literal(putaran_id).label("putaran_id"),
        registri.c.kode_wilayah,
        case((func.cardinality(kurang) == 0, skor)).label("skor"),
        cast(func.coalesce(nilai[BOBOT], 0), Integer).label("bobot"),
        array([nilai[s] for s in artefak.sumber]).label("masukan"),
        kurang.label("kurang"),
        _nama_bila(
            [(v.nama, or_(m < v.batas_min, m > v.batas_maks)) for v, m in zip(artefak.variabel, mentah, strict=True)]
        ).label("dipotong"),
        registri.c.data_date,
    ).join_from(registri, koef, koef.c.kode == _himpunan(artefak, registri.c.kode_wilayah))


def _himpunan(artefak: Artefak, kode: ColumnElement[str]) -> ColumnElement[str]:
    himpunan = list(artefak.koefisien)
    return case(
        (func.left(kode, 5).in_(himpunan), func.left(kode, 5)),
        (func.left(kode, 2).in_(himpunan), func.left(kode, 2)),
        else_=literal(NASIONAL, Text),
    )


def _mentah(v: Variabel, nilai: ColumnElement[int]) -> ColumnElement[int]:
    """The regressor before clipping; NULL when it is missing and mandatory."""
    if v.jenis is JenisVariabel.KOSONG:
        return case((nilai.is_(None), 1), else_=0)
    if v.jenis is JenisVariabel.KATEGORI:
        nilai = case(*((nilai == kode, literal(x, BigInteger)) for kode, x in v.peta.items()))
    return nilai if v.is_wajib else func.coalesce(nilai, literal(v.pengganti, BigInteger))


def _potong(v: Variabel, mentah: ColumnElement[int]) -> ColumnElement[int]:
    # Not GREATEST/LEAST: they skip NULL, and a missing answer would silently become the edge of the support.
    bawah, atas = literal(v.batas_min, BigInteger), literal(v.batas_maks, BigInteger)
    return case((mentah < bawah, bawah), (mentah > atas, atas), else_=mentah)


def _kurang(artefak: Artefak, nilai: Nilai, mentah: list[ColumnElement[int]]) -> ColumnElement[list[str]]:
    kosong: dict[str, list[ColumnElement[bool]]] = {s: [] for s in artefak.sumber}
    kosong[BOBOT].append(func.coalesce(nilai[BOBOT], 0) < 1)
    for v, m in zip(artefak.variabel, mentah, strict=True):
        if v.is_wajib:
            kosong[v.sumber].append(m.is_(None))
    return _nama_bila([(s, or_(*syarat)) for s, syarat in kosong.items() if syarat])


def _nama_bila(daftar: list[tuple[str, ColumnElement[bool]]]) -> ColumnElement[list[str]]:
    """Return the array of the names whose condition holds, in order."""
    return func.array_remove(
        array([case((syarat, literal(nama, Text))) for nama, syarat in daftar]), cast(null(), Text)
    )


def _batas(putaran_id: UUID, kode: ColumnElement[str], aturan: AturanSeri) -> Select[Any]:
    """Return one row per scope: people, families and the nine cut-offs."""
    dasar = (
        select(kode.label("kode"), SkorKeluarga.skor, SkorKeluarga.bobot)
        .where(SkorKeluarga.putaran_id == putaran_id, SkorKeluarga.skor.is_not(None))
        .cte("dasar")
    )
    terendah = func.min(dasar.c.skor)
    ikhtisar = (
        select(
            dasar.c.kode,
            func.count().label("keluarga"),
            cast(func.sum(dasar.c.bobot), BigInteger).label("orang"),
            terendah.label("terendah"),
            ((func.max(dasar.c.skor) - terendah) // EMBER + 1).label("lebar"),
        )
        .group_by(dasar.c.kode)
        .cte("ikhtisar")
    )
    seri = _seri_di_batas(dasar, ikhtisar)
    # Doubled, so that the middle of a tie group is an integer too.
    posisi = 2 * seri.c.lebih_miskin + (seri.c.orang if aturan is AturanSeri.TENGAH else 0)
    potongan = [
        func.min(seri.c.skor).filter(10 * posisi >= 2 * k * ikhtisar.c.orang) for k in range(1, JUMLAH_BATAS + 1)
    ]
    return (
        select(literal(putaran_id), ikhtisar.c.kode, ikhtisar.c.keluarga, ikhtisar.c.orang, array(potongan))
        .join_from(ikhtisar, seri, seri.c.kode == ikhtisar.c.kode)
        .group_by(ikhtisar.c.kode, ikhtisar.c.keluarga, ikhtisar.c.orang)
    )


def _seri_di_batas(dasar: FromClause, ikhtisar: FromClause) -> FromClause:
    """Return the tie groups of the buckets in which a cut can fall, with the people poorer than each.

    A cut k is the first group with `10 * C >= k * N`. It lies in the bucket whose people straddle `k * N / 10`, or is
    the first group of the next one that is not empty: so a bucket counts when a multiple of N / 10 lies between the
    people before the bucket that precedes it and its own last person.
    """
    ember = ((dasar.c.skor - ikhtisar.c.terendah) // ikhtisar.c.lebar).label("ember")
    orang = cast(func.sum(dasar.c.bobot), BigInteger)
    berember = dasar.join(ikhtisar, ikhtisar.c.kode == dasar.c.kode)
    histogram = (
        select(dasar.c.kode, ember, orang.label("orang"), ikhtisar.c.orang.label("seluruh"))
        .select_from(berember)
        .group_by(dasar.c.kode, ember, ikhtisar.c.orang)
        .cte("histogram")
    )
    jalan = func.sum(histogram.c.orang).over(partition_by=histogram.c.kode, order_by=histogram.c.ember)
    sampai = cast(jalan, BigInteger)
    kumulatif = select(histogram, sampai.label("sampai")).cte("kumulatif")
    sebelum = kumulatif.c.sampai - kumulatif.c.orang
    lag = func.coalesce(
        func.lag(sebelum).over(partition_by=kumulatif.c.kode, order_by=kumulatif.c.ember), literal(0, BigInteger)
    )
    melintas = 10 * kumulatif.c.sampai // kumulatif.c.seluruh > 10 * lag // kumulatif.c.seluruh
    terpilih = select(kumulatif.c.kode, kumulatif.c.ember, sebelum.label("sebelum"), melintas.label("melintas")).cte(
        "terpilih"
    )
    kelompok = (
        select(dasar.c.kode, terpilih.c.ember, terpilih.c.sebelum, dasar.c.skor, orang.label("orang"))
        .select_from(berember.join(terpilih, and_(terpilih.c.kode == dasar.c.kode, terpilih.c.ember == ember.element)))
        .where(terpilih.c.melintas)
        .group_by(dasar.c.kode, terpilih.c.ember, terpilih.c.sebelum, dasar.c.skor)
        .cte("kelompok")
    )
    dalam = func.sum(kelompok.c.orang).over(partition_by=(kelompok.c.kode, kelompok.c.ember), order_by=kelompok.c.skor)
    lebih_miskin = kelompok.c.sebelum + cast(dalam, BigInteger) - kelompok.c.orang
    return select(kelompok.c.kode, kelompok.c.skor, kelompok.c.orang, lebih_miskin.label("lebih_miskin")).cte("seri")
