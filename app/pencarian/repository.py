"""Queries of the search: persons by fingerprint of the name, by words, and by birth date; words near a word.

They read the registry's tables through the shared metadata and give keys and what ranking needs; who is shown is read
by the registry itself. Every statement takes the regions in which the caller may search.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    CompoundSelect,
    Executable,
    Integer,
    Select,
    String,
    and_,
    any_,
    bindparam,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from app.core.db import Base
from app.keluarga.nama import EJAAN_MAKS
from app.wilayah.lingkup import Lingkup

MAKS_CALON: Final = 200
"""Persons that are compared for one answer; whoever finds more narrows the region or adds the birth date."""
_MAKS_KATA: Final = 1_500
_TERJAUH: Final = "99.99.99.9999"
_UTUH: Final = len(_TERJAUH)
_RENTANG: Final = MappingProxyType(
    {"bawah": BigInteger, "atas": BigInteger, "batas": Integer, "dari": String, "sampai": String}
)
"""A range of fingerprints with the most persons of it, in a range of codes."""
_ATUR: Final = {"plan_cache_mode": "force_custom_plan", "jit": "off", "enable_seqscan": "off"}
_SIAPKAN: Final = select(*(func.set_config(n, v, true()) for n, v in _ATUR.items()))


class Pilihan(NamedTuple):
    """Words that a name must have: one number of each group.

    Attributes:
        luas: the groups.
        tepat: if not empty, the same groups narrowed; all but one of them must be met by the narrow ones.
    """

    luas: Sequence[Collection[int]]
    tepat: Sequence[Collection[int]] = ()

    @property
    def bentuk(self) -> tuple[int, int]:
        """What its part of a statement looks like: numbers of groups."""
        return len(self.luas), len(self.tepat)

    @property
    def isi(self) -> Iterable[list[int]]:
        """Values of that part, in order."""
        return (sorted(k) for k in (*self.luas, *self.tepat))


_Bentuk = tuple[tuple[int, int], ...]


class Calon(NamedTuple):
    """A person who may be meant."""

    keluarga_id: UUID
    id: UUID
    nama: str
    tanggal_lahir: date
    kode_desa: str


class Rentang(NamedTuple):
    """Fingerprints from `bawah` to `atas`, of which at most `batas` persons are looked at."""

    bawah: int
    atas: int
    batas: int


class PencarianRepository:
    """Candidates by name and birth date. Statements are built once: building one costs more than running it."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def siapkan(self) -> None:
        """Let the planner see the values of this transaction's searches, compile nothing, and never walk a table.

        A step of its own before the first search: with it in one statement, that one is planned without these settings.
        """
        await self._sesi.execute(_SIAPKAN)

    async def kata_dekat(self, tanda: Collection[int]) -> Sequence[str]:
        """Return words of names that share one of these numbers. Index: ix_kata_nama_tanda (GIN)."""
        return (await self._sesi.scalars(_kata_dekat(), {"tanda": sorted(tanda)})).all()

    async def menurut_sidik(self, rentang: Sequence[Rentang], lingkup: Lingkup) -> list[Calon]:
        """Return present persons whose name's fingerprint lies in a range, at most so many of each, in their order.

        Index: ix_individu_nama_sidik_kode_desa, then uq_anggota_keluarga_aktif.
        """
        return await self._ambil(_menurut_sidik(), _isi_sidik(rentang, lingkup))

    async def menurut_kata(self, pilihan: Sequence[Pilihan], lingkup: Lingkup) -> list[Calon]:
        """Return present persons whose name has the words of one of the choices.

        Index: ix_individu_nama_kata (GIN), then uq_anggota_keluarga_aktif.
        """
        return await self._ambil(_menurut_kata(_bentuk(pilihan), _panjang(lingkup)), _isi_kata(pilihan, lingkup))

    async def menurut_sidik_dan_kata(
        self, rentang: Sequence[Rentang], pilihan: Sequence[Pilihan], lingkup: Lingkup
    ) -> list[Calon]:
        """Return both in one step: somebody may be in it twice."""
        cari = _menurut_keduanya(_bentuk(pilihan), _panjang(lingkup))
        return await self._ambil(cari, _isi_sidik(rentang, lingkup) | _isi_kata(pilihan, lingkup))

    async def menurut_lahir(self, lahir: date, lingkup: Lingkup, batas: int) -> list[Calon]:
        """Return present persons born on a day. Index: ix_individu_tanggal_lahir_kode_desa."""
        i = _individu()
        cari = _calon().where(i.tanggal_lahir == lahir, lingkup.batasi(i.kode_desa))
        return await self._ambil(cari.order_by(i.kode_desa, i.nama, i.id).limit(batas), {})

    async def menurut_lahir_dan_nama(
        self, lahir: date, lingkup: Lingkup, bunyi: Collection[int], pilihan: Sequence[Pilihan]
    ) -> list[Calon]:
        """Return those born on a day whose name has one of these sounds, or the words of a choice.

        `bunyi` are the lowest fingerprints of the sounds. Index: ix_individu_tanggal_lahir_kode_desa.
        """
        i = _individu()
        is_sebunyi = i.nama_sidik.op("&")(literal(~EJAAN_MAKS, BigInteger)) == any_(
            bindparam("bunyi", type_=ARRAY(BigInteger))
        )
        cari = _calon().where(i.tanggal_lahir == lahir, lingkup.batasi(i.kode_desa))
        cari = cari.where(or_(is_sebunyi, _ada_kata(_bentuk(pilihan))))
        return await self._ambil(cari.limit(MAKS_CALON), {"bunyi": sorted(bunyi)} | _isi_pilihan(pilihan))

    async def _ambil(self, cari: Executable, nilai: Mapping[str, Any]) -> list[Calon]:
        return [Calon(*b) for b in await self._sesi.execute(cari, nilai)]


@cache
def _menurut_sidik() -> Select[Any]:
    larik = [bindparam(n, type_=ARRAY(j())) for n, j in _RENTANG.items()]
    kolom: list[Any] = [column(n, j()) for n, j in _RENTANG.items()]
    cari = func.unnest(*larik).table_valued(*kolom, with_ordinality="urut", name="cari").render_derived()
    i = _individu()
    satu = _calon().where(
        i.nama_sidik.between(cari.c.bawah, cari.c.atas), i.kode_desa.between(cari.c.dari, cari.c.sampai)
    )
    orang = satu.order_by(i.nama_sidik, i.kode_desa).limit(cari.c.batas).lateral("orang")
    pilih = select(*(orang.c[n] for n in Calon._fields)).select_from(cari.join(orang, true()))
    return pilih.order_by(cari.c.urut).limit(MAKS_CALON)


@lru_cache(maxsize=512)
def _menurut_kata(bentuk: _Bentuk, panjang: tuple[int, ...]) -> Select[Any]:
    """Return the statement for choices of these forms, and regions with codes of these lengths."""
    cari = _calon().where(_ada_kata(bentuk))
    return (cari.where(or_(*map(_di, panjang))) if panjang else cari).limit(MAKS_CALON)


def _ada_kata(bentuk: _Bentuk) -> ColumnElement[bool]:
    return or_(*(_satu_pilihan(m, *b) for m, b in enumerate(bentuk)))


def _satu_pilihan(m: int, luas: int, tepat: int) -> ColumnElement[bool]:
    """Return the condition of a choice.

    The index walks the wide groups, once; which of them is met by a narrow one is seen in the rows. A walk for each
    group in its turn would read the list of a whole kab/kota as many times.
    """
    sama = _individu().nama_kata.op("&&", is_comparison=True)
    ada = [sama(bindparam(f"k{m}_{n}", type_=ARRAY(Integer))) for n in range(luas + tepat)]
    sempit = [and_(*ada[luas : luas + n], *ada[luas + n + 1 :]) for n in range(tepat)]
    return and_(*ada[:luas], *([or_(*sempit)] if sempit else []))


@lru_cache(maxsize=512)
def _menurut_keduanya(bentuk: _Bentuk, panjang: tuple[int, ...]) -> CompoundSelect[Any]:
    return union_all(_menurut_sidik(), _menurut_kata(bentuk, panjang))


def _bentuk(pilihan: Sequence[Pilihan]) -> _Bentuk:
    return tuple(p.bentuk for p in pilihan)


def _panjang(lingkup: Lingkup) -> tuple[int, ...]:
    return tuple(sorted({len(p) for p in lingkup.prefiks}))


def _isi_sidik(rentang: Sequence[Rentang], lingkup: Lingkup) -> dict[str, Any]:
    wilayah = [(p, p + _TERJAUH[len(p) :]) for p in lingkup.prefiks or ("",)]
    isi = zip(*((*r, *w) for r in rentang for w in wilayah), strict=True)
    return dict(zip(_RENTANG, map(list, isi), strict=True))


def _isi_kata(pilihan: Sequence[Pilihan], lingkup: Lingkup) -> dict[str, Any]:
    wilayah: dict[str, list[str]] = defaultdict(list)
    for p in lingkup.prefiks:
        wilayah[f"w{len(p)}"].append(p)
    return wilayah | _isi_pilihan(pilihan)


def _isi_pilihan(pilihan: Sequence[Pilihan]) -> dict[str, Any]:
    return {f"k{m}_{n}": k for m, p in enumerate(pilihan) for n, k in enumerate(p.isi)}


def _di(panjang: int) -> ColumnElement[bool]:
    """Return the condition that the word index answers: a village, kecamatan or kab/kota is an entry of it."""
    kode = _individu().kode_desa
    awal = kode if panjang == _UTUH else func.left(kode, literal(panjang, Integer, literal_execute=True))
    return awal == any_(bindparam(f"w{panjang}", type_=ARRAY(String)))


@cache
def _kata_dekat() -> Select[Any]:
    k = Base.metadata.tables["kata_nama"].c
    sama = k.tanda.op("&&", is_comparison=True)(bindparam("tanda", type_=ARRAY(Integer)))
    return select(k.kata).where(sama).limit(_MAKS_KATA)


def _individu() -> ReadOnlyColumnCollection[str, Column[Any]]:
    return Base.metadata.tables["individu"].c


def _calon() -> Select[Any]:
    i, a = _individu(), Base.metadata.tables["anggota_keluarga"].c
    hadir = exists().where(a.keluarga_id == i.keluarga_id, a.individu_id == i.id, a.keluar_date.is_(None))
    return select(*(i[n] for n in Calon._fields)).where(hadir)
