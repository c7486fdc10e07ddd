"""Queries of the search: persons by fingerprint of the name, by words, and by birth date; words near a word.

They read the registry's tables through the shared metadata and give keys and what ranking needs; who is shown is read
by the registry itself. Every statement takes the regions in which the caller may search.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    column,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.core.db import Base
from app.wilayah.lingkup import Lingkup

MAKS_CALON: Final = 200
"""Persons that are compared for one answer; whoever finds more narrows the region or adds the birth date."""
_MAKS_KATA: Final = 3_000
_TERJAUH: Final = "99.99.99.9999"
_UTUH: Final = len(_TERJAUH)


class Calon(NamedTuple):
    """A person who may be meant."""

    keluarga_id: UUID
    id: UUID
    nama: str
    tanggal_lahir: date
    kode_desa: str


class PencarianRepository:
    """Candidates by name and birth date."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def siapkan(self) -> None:
        """Let the planner see the values of this transaction's searches, compile nothing, and never walk a table."""
        atur = {"plan_cache_mode": "force_custom_plan", "jit": "off", "enable_seqscan": "off"}
        await self._sesi.execute(select(*(func.set_config(n, v, true()) for n, v in atur.items())))

    async def menurut_sidik(
        self, rentang: Sequence[tuple[int, int]], lingkup: Lingkup, lahir: date | None, batas: int
    ) -> list[Calon]:
        """Return present persons whose name's fingerprint lies in a range, at most `batas` of each, in their order.

        Index: ix_individu_nama_sidik_kode_desa, then uq_anggota_keluarga_aktif.
        """
        if not rentang:
            return []
        wilayah = [(p, p + _TERJAUH[len(p) :]) for p in lingkup.prefiks or ("",)]
        isi = [(*r, *w) for r in rentang for w in wilayah]
        cari = func.unnest(
            *(literal([b[n] for b in isi], ARRAY(j)) for n, j in enumerate((BigInteger, BigInteger, String, String)))
        ).table_valued(
            column("bawah", BigInteger),
            column("atas", BigInteger),
            column("dari", String),
            column("sampai", String),
            with_ordinality="urut",
            name="cari",
        )
        cari = cari.render_derived()
        i = _individu()
        satu = _calon().where(
            i.nama_sidik.between(cari.c.bawah, cari.c.atas),
            i.kode_desa.between(cari.c.dari, cari.c.sampai),
            *_lahir(lahir),
        )
        orang = satu.order_by(i.nama_sidik, i.kode_desa).limit(batas).lateral("orang")
        pilih = select(*(orang.c[n] for n in Calon._fields)).select_from(cari.join(orang, true()))
        return await self._ambil(pilih.order_by(cari.c.urut).limit(MAKS_CALON))

    async def menurut_kata(
        self, pilihan: Sequence[Sequence[Collection[int]]], lingkup: Lingkup, lahir: date | None
    ) -> list[Calon]:
        """Return present persons whose name has a word of every group, under one of the choices of groups.

        Index: ix_individu_nama_kata (GIN), then uq_anggota_keluarga_aktif.
        """
        i = _individu()
        syarat = [
            and_(*(i.nama_kata.op("&&", is_comparison=True)(_larik(k)) for k in kelompok)) for kelompok in pilihan
        ]
        return await self._ambil(_calon().where(or_(*syarat), _di(lingkup), *_lahir(lahir)).limit(MAKS_CALON))

    async def menurut_lahir(self, lahir: date, lingkup: Lingkup, batas: int) -> list[Calon]:
        """Return present persons born on a day. Index: ix_individu_tanggal_lahir_kode_desa."""
        i = _individu()
        cari = _calon().where(i.tanggal_lahir == lahir, lingkup.batasi(i.kode_desa))
        return await self._ambil(cari.order_by(i.kode_desa, i.nama, i.id).limit(batas))

    async def kata_dekat(self, tanda: Collection[int]) -> Sequence[str]:
        """Return words of names that share one of these numbers. Index: ix_kata_nama_tanda (GIN)."""
        k = Base.metadata.tables["kata_nama"].c
        cari = select(k.kata).where(k.tanda.op("&&", is_comparison=True)(_larik(tanda))).limit(_MAKS_KATA)
        return (await self._sesi.scalars(cari)).all()

    async def _ambil(self, cari: Select[Any]) -> list[Calon]:
        return [Calon(*b) for b in await self._sesi.execute(cari)]


def _individu() -> ReadOnlyColumnCollection[str, Column[Any]]:
    return Base.metadata.tables["individu"].c


def _calon() -> Select[Any]:
    i, a = _individu(), Base.metadata.tables["anggota_keluarga"].c
    hadir = exists().where(a.keluarga_id == i.keluarga_id, a.individu_id == i.id, a.keluar_date.is_(None))
    return select(*(i[n] for n in Calon._fields)).where(hadir)


def _larik(angka: Collection[int]) -> ColumnElement[Any]:
    return bindparam(None, sorted(angka), ARRAY(Integer), unique=True)


def _lahir(lahir: date | None) -> list[ColumnElement[bool]]:
    return [] if lahir is None else [_individu().tanggal_lahir == lahir]


def _di(lingkup: Lingkup) -> ColumnElement[bool]:
    """Return the condition that the word index answers: a village, kecamatan or kab/kota is an entry of it."""
    kode = _individu().kode_desa
    if lingkup.is_nasional:
        return true()
    panjang: dict[int, list[str]] = {}
    for p in lingkup.prefiks:
        panjang.setdefault(len(p), []).append(p)
    bagian = [
        (kode if n == _UTUH else func.left(kode, literal(n, Integer, literal_execute=True))).in_(isi)
        for n, isi in panjang.items()
    ]
    return or_(false(), *bagian)
