"""What the report on a run counts: a few scans, grouped in the database; what travels is one row per group.

Every count reads the run as its links make it (`baris_putaran`), so that a run that builds on another is read right.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import Base
from app.desil.artefak import NASIONAL, Artefak, JenisVariabel, Variabel
from app.desil.models import TIDAK_ADA, BatasDesil, SkorKeluarga
from app.desil.models_laporan import LaporanPutaran
from app.desil.penilai import is_kurang

PALUNG_BIT: Final = 46
"""A bar of the distribution: 2^46 units of score, 7 % of rupiah per capita."""
TANPA_DESIL: Final = 0
TIDAK_ADA_DI_PUTARAN: Final = -1
"""What stands for a decile where a family cannot be ranked, and where it is not in the run."""
_BELUM_DIHITUNG: Final = 0
"""The number of no run: one that was not computed has no rows."""


class Palung(NamedTuple):
    """Ranked families in a bar of scores."""

    palung: int
    orang: int
    keluarga: int


class DesilKabkota(NamedTuple):
    """Ranked families of a kabupaten/kota in a national decile."""

    kabkota: int
    desil: int
    orang: int
    keluarga: int


class Pindah(NamedTuple):
    """Families that went from one place to another; `lewat`: the new score's decile on the cut-offs before."""

    lama: int
    baru: int
    lewat: int
    orang: int
    keluarga: int


class DiLuar(NamedTuple):
    """Ranked families with a value below or above a regressor's support, and their people."""

    di_bawah: int
    di_atas: int
    orang: int


class LaporanRepository:
    """Reports and what they count."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def baca(self, putaran_id: UUID) -> LaporanPutaran | None:
        """Return a run's report."""
        return await self._sesi.get(LaporanPutaran, putaran_id, populate_existing=True)

    async def simpan(self, putaran_id: UUID, bentuk: int, sebelum_id: UUID | None, isi: str, saat: datetime) -> None:
        """Write a run's report, which is JSON, in place of the one before."""
        nilai = {"bentuk": bentuk, "sebelum_id": sebelum_id, "isi": cast(literal(isi, Text), JSONB), "dibuat_at": saat}
        sisip = insert(LaporanPutaran).values(putaran_id=putaran_id, **nilai)
        await self._sesi.execute(sisip.on_conflict_do_update(index_elements=[LaporanPutaran.putaran_id], set_=nilai))

    async def leluasa(self) -> None:
        """Let the counts of this transaction sort and hash in memory.

        Nobody knows the statistics of rows that were just written: taken for few, each would be looked up in the next.
        """
        for atur in ("work_mem = '128MB'", "enable_nestloop = off"):
            await self._sesi.execute(text(f"SET LOCAL {atur}"))

    async def batas(self, putaran_id: UUID) -> list[int | None]:
        """Return the nine cut-offs of the nation; none when nobody was ranked."""
        cari = select(BatasDesil.batas).where(BatasDesil.putaran_id == putaran_id, BatasDesil.kode == NASIONAL)
        return list(await self._sesi.scalar(cari) or [None] * 9)

    async def berperingkat(
        self, rantai: Sequence[int], batas: Sequence[int | None]
    ) -> tuple[list[DesilKabkota], list[Palung]]:
        """Count the ranked by kabupaten/kota and national decile, and by bar of scores: the rows are read once."""
        b = baris_putaran(rantai, berperingkat=True).c
        kunci = (
            b.kabkota,
            _desil(b.skor, batas).label("desil"),
            cast(b.skor.op(">>")(literal(PALUNG_BIT, Integer, literal_execute=True)), Integer).label("palung"),
        )
        jumlah = (_orang(b.bobot).label("orang"), func.count().label("keluarga"))
        # Two steps: grouping sets over the rows themselves would not be counted in parallel.
        t = select(*kunci, *jumlah).group_by(*(text(str(n)) for n in (1, 2, 3))).subquery("tiap").c
        dua = func.grouping_sets(tuple_(t.kabkota, t.desil), tuple_(t.palung))
        banyak = cast(func.sum(t.keluarga), BigInteger)
        cari = select(t.kabkota, t.desil, t.palung, _orang(t.orang), banyak).group_by(dua)
        hasil = (await self._sesi.execute(cari)).all()
        per_desil = [DesilKabkota(k, d, orang, keluarga) for k, d, p, orang, keluarga in hasil if p is None]
        return per_desil, [Palung(p, orang, keluarga) for _, _, p, orang, keluarga in hasil if p is not None]

    async def tanpa_peringkat(self, rantai: Sequence[int]) -> dict[int, int]:
        """Count the families that cannot be ranked by kabupaten/kota."""
        b = baris_putaran(rantai, berperingkat=False).c
        hasil = await self._sesi.execute(select(b.kabkota, func.count()).group_by(b.kabkota))
        return dict(iter(hasil))

    async def kurang(self, rantai: Sequence[int], artefak: Artefak) -> dict[int, dict[str, int]]:
        """Count by provinsi which mandatory canonical variables keep families from being ranked."""
        b, data = baris_putaran(rantai, berperingkat=False), _data(artefak.sumber)
        syarat = {s: is_kurang(artefak, s, data) for s in artefak.sumber}
        wajib = [s for s, x in syarat.items() if x is not None]
        provinsi = cast(b.c.kabkota // literal(100, Integer, literal_execute=True), Integer)
        jumlah = (func.count().filter(x) for x in syarat.values() if x is not None)
        cari = select(provinsi, *jumlah).join_from(b, data, _versi_sama(b, data)).group_by(text("1"))
        return {p: dict(zip(wajib, n, strict=True)) for p, *n in await self._sesi.execute(cari)}

    async def di_luar(self, rantai: Sequence[int], artefak: Artefak) -> dict[str, DiLuar]:
        """Count the ranked whose value lies outside a regressor's support and was clipped, by numeric regressor."""
        numerik = [v for v in artefak.variabel if v.jenis is JenisVariabel.NUMERIK]
        if not numerik:
            return {}
        b, data = baris_putaran(rantai, berperingkat=True), _data(artefak.sumber)
        kolom: list[ColumnElement[int]] = []
        for v in numerik:
            nilai = _nilai(v, data.c[v.sumber])
            bawah, atas = nilai < v.batas_min, nilai > v.batas_maks
            orang = func.coalesce(cast(func.sum(b.c.bobot).filter(or_(bawah, atas)), BigInteger), 0)
            kolom += [func.count().filter(bawah), func.count().filter(atas), orang]
        isi = (await self._sesi.execute(select(*kolom).join_from(b, data, _versi_sama(b, data)))).one()
        return {v.nama: DiLuar(*isi[3 * n : 3 * n + 3]) for n, v in enumerate(numerik)}

    async def pindah(
        self, lama: Sequence[int], batas_lama: Sequence[int | None], baru: Sequence[int], batas: Sequence[int | None]
    ) -> list[Pindah]:
        """Count who went from which national decile to which; people as they are counted now, else as they were."""
        a, b = baris_putaran(lama, nama="lama"), baris_putaran(baru, nama="baru")
        tempat = (_tempat(a, batas_lama), _tempat(b, batas), _tempat(b, batas_lama))
        orang = _orang(func.coalesce(b.c.bobot, a.c.bobot))
        asal = a.join(b, a.c.keluarga_id == b.c.keluarga_id, full=True)
        cari = select(*tempat, orang, func.count()).select_from(asal).group_by(*(text(str(n)) for n in (1, 2, 3)))
        return [Pindah(*baris) for baris in await self._sesi.execute(cari)]


def baris_putaran(rantai: Sequence[int], *, berperingkat: bool | None = None, nama: str = "isi") -> FromClause:
    """Return the rows of a run that is read from `rantai`: of each family the newest, unless it has left.

    Args:
        rantai: the run's links, its own number first.
        berperingkat: only those with a score, only those without one, or all.
        nama: what the relation is called.
    """
    bagian = []
    for i, nomor in enumerate(rantai or (_BELUM_DIHITUNG,)):
        s = SkorKeluarga.__table__.alias(f"s{i}")
        cari = select(s.c.putaran_no, s.c.keluarga_id, s.c.kabkota, s.c.skor, s.c.bobot, s.c.versi)
        cari = cari.where(s.c.putaran_no == nomor)
        if berperingkat:
            cari = cari.where(s.c.skor.is_not(None))
        else:
            cari = cari.where(s.c.versi != TIDAK_ADA, *([s.c.skor.is_(None)] if berperingkat is False else []))
        if i:
            lain = SkorKeluarga.__table__.alias(f"b{i}")
            sama = and_(lain.c.putaran_no.in_(list(rantai[:i])), lain.c.keluarga_id == s.c.keluarga_id)
            cari = cari.where(~select(lain.c.keluarga_id).where(sama).exists())
        bagian.append(cari)
    return (union_all(*bagian) if len(bagian) > 1 else bagian[0]).subquery(nama)


def _desil(skor: ColumnElement[Any], batas: Sequence[int | None]) -> ColumnElement[int]:
    ada = [b for b in batas if b is not None]
    return 1 + func.width_bucket(skor, cast(ada, ARRAY(BigInteger)), type_=Integer)


def _tempat(baris: FromClause, batas: Sequence[int | None]) -> ColumnElement[int]:
    return case(
        (baris.c.keluarga_id.is_(None), TIDAK_ADA_DI_PUTARAN),
        (baris.c.skor.is_(None), TANPA_DESIL),
        else_=_desil(baris.c.skor, batas),
    )


def _orang(bobot: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(func.sum(bobot), BigInteger)


def _data(sumber: Sequence[str]) -> FromClause:
    """Return every version of every family's canonical variables, the present one and those replaced."""
    tabel = (Base.metadata.tables[n] for n in ("variabel_kanonik", "riwayat_kanonik"))
    return union_all(*(select(t.c.keluarga_id, t.c.versi, *(t.c[s] for s in sumber)) for t in tabel)).subquery("data")


def _versi_sama(baris: FromClause, data: FromClause) -> ColumnElement[bool]:
    return and_(data.c.keluarga_id == baris.c.keluarga_id, data.c.versi == baris.c.versi)


def _nilai(v: Variabel, kolom: ColumnElement[int]) -> ColumnElement[int]:
    return kolom if v.is_wajib else func.coalesce(kolom, literal(v.pengganti, BigInteger))
