"""Queries on the indexes by which a person is found who may be recorded twice."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Row,
    SmallInteger,
    Uuid,
    and_,
    exists,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from app.core.ids import Ref
from app.core.kolom_sandi import KunciProses, mentah
from app.core.larik import larik, salah_satu
from app.keluarga.kunci_orang import KOLOM_KUNCI, KUNCI_USANG, TUJUAN_KUNCI
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga, NikIndeks, NoKkIndeks

_KUNCI = ("keluarga_id", "id", "updated_at")
SERUPA_MAKS: Final = 20
"""Persons of one index that are looked at for one person: more of the same name and birth date tell nothing."""
_MIRIP_LAHIR: Final = 0.4
_MIRIP_KK: Final = 0.5
"""Trigram similarity of folded names from which two people are compared; the comparison decides, not this."""


class KunciRepository:
    """Reads and fills the columns `kunci_…` of `individu`."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def sisa(self) -> int:
        """Count persons without indexes by today's rules. Index: ix_individu_kunci_usang."""
        cari = select(func.count()).select_from(Individu).where(text(KUNCI_USANG))
        return await self._sesi.scalar(cari) or 0

    async def usang(self, sebanyak: int) -> Sequence[Individu]:
        """Return the next of them, not locked. Index: ix_individu_kunci_usang."""
        cari = select(Individu).where(text(KUNCI_USANG)).order_by(Individu.keluarga_id, Individu.id).limit(sebanyak)
        return (await self._sesi.scalars(cari.execution_options(populate_existing=True))).all()

    async def isi(self, baris: Sequence[tuple[Individu, Mapping[str, Any]]]) -> None:
        """Write the indexes of persons who have not been changed since they were read, with one statement."""
        if not baris:
            return
        kolom = [(n, _tipe(n), [getattr(i, n) for i, _ in baris]) for n in _KUNCI]
        b = larik(*kolom, *((n, _tipe(n), [k[n] for _, k in baris]) for n in KOLOM_KUNCI))
        tetap = [getattr(Individu, n) == b.c[n] for n in _KUNCI]
        ubah = update(Individu).where(*tetap).values({n: b.c[n] for n in KOLOM_KUNCI})
        await self._sesi.execute(ubah.execution_options(synchronize_session=False))

    # -- who may be whom

    async def desa_berikut(self, prefiks: Collection[str], setelah: str) -> str | None:
        """Return the next code under which families of these regions stand. Index: ix_keluarga_kode_desa_…."""
        desa = Keluarga.kode_desa
        return await self._sesi.scalar(select(func.min(desa)).where(_dalam(desa.expression, prefiks), desa > setelah))

    async def jumlah_desa(self, prefiks: Collection[str]) -> int:
        """Return how many villages of these regions have families. Index: ix_keluarga_kode_desa_keluarga_id."""
        desa = Keluarga.kode_desa
        return await self._sesi.scalar(select(func.count(desa.distinct())).where(_dalam(desa.expression, prefiks))) or 0

    async def warga(self, kode_desa: str) -> Sequence[Row[Any]]:
        """Return ids and indexes of the present members of a village. Index: ix_keluarga_kode_desa_keluarga_id."""
        i = Individu
        kunci = (getattr(i, n) for n in TUJUAN_KUNCI)
        cari = select(i.keluarga_id, i.id, i.nik_hmac, i.is_nik_ganda, *kunci)
        cari = cari.join(Keluarga, Keluarga.keluarga_id == i.keluarga_id)
        return (await self._sesi.execute(cari.where(Keluarga.kode_desa == kode_desa, _hadir(i)))).all()

    async def serupa(
        self, kolom: Sequence[str], dicari: Mapping[UUID, Sequence[UUID]], prefiks: Collection[str] | None
    ) -> list[tuple[UUID, Ref]]:
        """Return, for each person sought, the present members elsewhere who have the same indexes in these columns.

        Whatever key an index stands under, it is found. At most `SERUPA_MAKS` for each, always the same ones.
        `prefiks` None is the nation. Index: ix_individu_<the first column>_kode_desa, whose order this is.
        """
        isi = [(orang, *k) for orang, kunci in dicari.items() for k in _sebangun(kolom, kunci)]
        if not isi:
            return []
        a = larik(*((n, Uuid(), nilai) for n, nilai in zip(("orang", *kolom), zip(*isi, strict=True), strict=True)))
        b = Individu
        cari = select(b.keluarga_id, b.id).where(
            *(mentah(getattr(b, n)) == a.c[n] for n in kolom),
            b.id != a.c.orang,
            _hadir(b),
            *([_dalam(b.kode_desa.expression, prefiks)] if prefiks is not None else []),
        )
        sama = cari.order_by(b.kode_desa, b.id).limit(SERUPA_MAKS).lateral("sama")
        hasil = await self._sesi.execute(select(a.c.orang, sama.c.keluarga_id, sama.c.id).join_from(a, sama, true()))
        return [(orang, Ref(k, i)) for orang, k, i in hasil]

    async def selahir(self, kode_desa: str) -> list[tuple[Ref, Ref]]:
        """Return who of a village have birth date and sex in common, and names that look alike."""
        warga = (
            select(
                Individu.keluarga_id, Individu.id, Individu.nama_lipat, Individu.tanggal_lahir, Individu.jenis_kelamin
            )
            .join(Keluarga, Keluarga.keluarga_id == Individu.keluarga_id)
            .where(Keluarga.kode_desa == kode_desa, _hadir(Individu))
            .cte("warga")
        )
        a, b = warga.alias("a"), warga.alias("b")
        cari = select(a.c.keluarga_id, a.c.id, b.c.keluarga_id, b.c.id).where(
            a.c.tanggal_lahir == b.c.tanggal_lahir,
            a.c.jenis_kelamin == b.c.jenis_kelamin,
            a.c.id < b.c.id,
            func.similarity(a.c.nama_lipat, b.c.nama_lipat) >= _MIRIP_LAHIR,
        )
        return [(Ref(*x[:2]), Ref(*x[2:])) for x in await self._sesi.execute(cari)]

    async def pemilik_nik(self, nik: Collection[UUID]) -> dict[UUID, Ref]:
        """Return to whom these NIK lead, while they are present members. Index: the primary key of nik_indeks."""
        a = AnggotaKeluarga
        hadir = exists().where(
            a.keluarga_id == NikIndeks.keluarga_id, a.individu_id == NikIndeks.individu_id, a.keluar_date.is_(None)
        )
        cari = select(NikIndeks.nik_hmac, NikIndeks.keluarga_id, NikIndeks.individu_id)
        cari = cari.where(salah_satu(NikIndeks.nik_hmac, nik), hadir)
        return {hmac: Ref(k, i) for hmac, k, i in await self._sesi.execute(cari)} if nik else {}

    async def keluarga_desa(self, kode_desa: str) -> Sequence[Keluarga]:
        """Return the open families of a village. Index: ix_keluarga_kode_desa_keluarga_id."""
        cari = select(Keluarga).where(Keluarga.kode_desa == kode_desa, Keluarga.ditutup_date.is_(None))
        return (await self._sesi.scalars(cari)).all()

    async def sekartu(self, no_kk: Collection[UUID]) -> dict[UUID, list[UUID]]:
        """Return the families of each of these No KK. Index: the primary key of no_kk_indeks."""
        hasil: dict[UUID, list[UUID]] = {}
        cari = select(NoKkIndeks.no_kk_hmac, NoKkIndeks.keluarga_id).where(salah_satu(NoKkIndeks.no_kk_hmac, no_kk))
        for hmac, keluarga_id in await self._sesi.execute(cari) if no_kk else ():
            hasil.setdefault(hmac, []).append(keluarga_id)
        return hasil

    async def senama(self, keluarga: Collection[tuple[UUID, UUID]]) -> list[tuple[Ref, Ref]]:
        """Return the present members of these pairs of families whose names look alike. Index: the primary key."""
        if not keluarga:
            return []
        p = larik(("satu", Uuid(), [s for s, _ in keluarga]), ("lain", Uuid(), [x for _, x in keluarga]))
        a, b = aliased(Individu), aliased(Individu)
        cari = (
            select(a.keluarga_id, a.id, b.keluarga_id, b.id)
            .select_from(p)
            .join(a, a.keluarga_id == p.c.satu)
            .join(b, b.keluarga_id == p.c.lain)
            .where(
                a.jenis_kelamin == b.jenis_kelamin,
                a.id != b.id,
                func.similarity(a.nama_lipat, b.nama_lipat) >= _MIRIP_KK,
                _hadir(a),
                _hadir(b),
            )
        )
        return [(Ref(*x[:2]), Ref(*x[2:])) for x in await self._sesi.execute(cari)]


def _hadir(orang: type[Individu]) -> ColumnElement[bool]:
    a = AnggotaKeluarga
    return exists().where(a.keluarga_id == orang.keluarga_id, a.individu_id == orang.id, a.keluar_date.is_(None))


def _dalam(kolom: ColumnElement[str], prefiks: Collection[str]) -> ColumnElement[bool]:
    """Return whether a village's code lies in one of these regions, as ranges of the index."""
    return or_(*(or_(kolom == p, and_(kolom > f"{p}.", kolom < f"{p}/")) for p in sorted(prefiks)))


def _sebangun(kolom: Sequence[str], kunci: Sequence[UUID]) -> Iterable[tuple[UUID, ...]]:
    """Return the indexes as they may stand under every loaded key."""
    return product(*(KunciProses.sebangun(TUJUAN_KUNCI[n], k) for n, k in zip(kolom, kunci, strict=True)))


def _tipe(kolom: str) -> TypeEngine[Any]:
    if kolom == "updated_at":
        return DateTime(timezone=True)
    return SmallInteger() if kolom == "kunci_versi" else Uuid()
