"""Changing keys while everybody works: every wrapped data key and every blind index is written anew, in chunks.

Neither needs plain text. What a key-encryption key wraps is wrapped again; an index is unveiled and veiled. Both say by
themselves under which key they stand, so a chunk that is done twice changes nothing, and a killed run goes on where its
last committed chunk ended. Readers meanwhile understand every loaded key (`kolom_sandi`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Row,
    String,
    Table,
    Uuid,
    bindparam,
    delete,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.db import Base, Pabrik, sqlstate, transaksi
from app.core.kolom_sandi import DaftarIndeksButa, IndeksButa
from app.core.larik import larik

SEKALIGUS: Final = 500
"""Rows that one transaction writes; their locks are held for some hundredths of a second."""
_COBA: Final = 20
_SEMENTARA: Final = frozenset({"40P01", "55P03", "40001"})
"""Deadlock, lock not available, serialization failure: the chunk is tried again."""

Lapor = Callable[[str, int, int], None]
"""Told after each chunk: table, rows looked at, rows written anew."""


class RotasiKunci(Base):
    """How far a rotation has come in one table; `sasaran` names the keys it leads to."""

    __tablename__ = "rotasi_kunci"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    tabel: Mapped[str] = mapped_column(String(63), primary_key=True)
    sasaran: Mapped[str] = mapped_column(String(80))
    terakhir: Mapped[list[Any]]
    dilihat: Mapped[int]
    ditulis: Mapped[int]
    selesai_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Ditulis:
    """What a rotation did: rows by table, of those looked at and those written anew."""

    dilihat: Mapping[str, int] = field(default_factory=dict)
    ditulis: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rencana:
    """What of a table is made with keys.

    `amplop` are columns closed directly by a key-encryption key, with the place to which each is bound; `indeks` the
    columns of blind indexes, with the purpose as far as the row tells it.
    """

    tabel: Table
    amplop: Mapping[str, Callable[[Any], bytes]]
    indeks: Mapping[str, Callable[[Any], Tujuan | None]]

    @property
    def kunci(self) -> list[Column[Any]]:
        """The primary key's columns."""
        return list(self.tabel.primary_key.columns)

    def perlu(self, kolom: Column[Any]) -> bool:
        """Return whether the column is to be read; sealed contents are not."""
        return kolom.primary_key or kolom.name == "id" or kolom.name in self.amplop or kolom.name in self.indeks


def rencana(metadata: MetaData) -> list[Rencana]:
    """Return what is to be written anew, table by table.

    A column `kunci_data` is a wrapped data key, bound to `dtks/<table>/<id>`; a table says other envelopes in
    `info["amplop"]`, and in `info["tujuan_indeks"]` the purpose of an index that differs from row to row.
    """
    hasil = []
    for tabel in metadata.sorted_tables:
        amplop = dict(tabel.info.get("amplop", {}))
        if "kunci_data" in tabel.c:
            amplop["kunci_data"] = _tempat(tabel)
        indeks: dict[str, Callable[[Any], Tujuan | None]] = dict(tabel.info.get("tujuan_indeks", {}))
        for kolom in tabel.c:
            if isinstance(kolom.type, IndeksButa | DaftarIndeksButa):
                indeks[kolom.name] = _selalu(kolom.type.tujuan)
        if amplop or indeks:
            hasil.append(Rencana(tabel, amplop, indeks))
    return hasil


def _tempat(tabel: Table) -> Callable[[Any], bytes]:
    nama = "id" if "id" in tabel.c else list(tabel.primary_key.columns)[-1].name
    return lambda baris: f"dtks/{tabel.name}/{getattr(baris, nama)}".encode()


def _selalu(tujuan: Tujuan) -> Callable[[Any], Tujuan | None]:
    return lambda _baris: tujuan


class Rotasi:
    """One rotation to the active keys of `sandi`, run as the owner of the tables.

    Args:
        pabrik: sessions of the owner, who may also rewrite append-only tables.
        sandi: the old and the new keys, the new ones active; every process must have loaded both before.
        is_mentah: also veil indexes of the time before veils.
        sekaligus: rows per transaction.
    """

    def __init__(self, pabrik: Pabrik, sandi: Sandi, *, is_mentah: bool = False, sekaligus: int = SEKALIGUS) -> None:
        self._pabrik = pabrik
        self._sandi = sandi
        self._is_mentah = is_mentah
        self._sekaligus = sekaligus
        self._sasaran = f"{sandi.kek_aktif}|{sandi.indeks_aktif}{'|mentah' if is_mentah else ''}"

    async def jalankan(self, metadata: MetaData, lapor: Lapor = lambda *_: None) -> Ditulis:
        """Write anew whatever stands under another key; what an earlier, killed run finished is not read again."""
        dilihat: dict[str, int] = {}
        ditulis: dict[str, int] = {}
        for r in rencana(metadata):
            nama = r.tabel.name
            while (maju := await self._sebagian(r)) is not None:
                dilihat[nama], ditulis[nama] = maju.dilihat, maju.ditulis
                lapor(nama, maju.dilihat, maju.ditulis)
        return Ditulis(dilihat, ditulis)

    async def sisa(self, metadata: MetaData) -> dict[str, int]:
        """Return how many rows of each table still need an old key; empty when the old keys may go."""
        hasil: dict[str, int] = {}
        for r in rencana(metadata):
            terakhir: Sequence[Any] | None = None
            while True:
                async with transaksi(self._pabrik) as sesi:
                    baris = await self._baca(sesi, r, terakhir, kunci=False)
                if n := sum(bool(self._ubah(r, b)) for b in baris):
                    hasil[r.tabel.name] = hasil.get(r.tabel.name, 0) + n
                if len(baris) < self._sekaligus:
                    break
                terakhir = _kunci(r, baris[-1])
        return hasil

    async def _sebagian(self, r: Rencana) -> RotasiKunci | None:
        """Do one chunk and return the progress; None when the table is done."""
        for ke in range(_COBA):
            try:
                async with transaksi(self._pabrik) as sesi:
                    return await self._potong(sesi, r)
            except DBAPIError as galat:
                if sqlstate(galat) not in _SEMENTARA or ke == _COBA - 1:
                    raise
        raise AssertionError

    async def _potong(self, sesi: AsyncSession, r: Rencana) -> RotasiKunci | None:
        maju = await sesi.get(RotasiKunci, r.tabel.name, with_for_update=True)
        if maju is None:
            maju = RotasiKunci(tabel=r.tabel.name, sasaran="", terakhir=[], dilihat=0, ditulis=0, updated_at=now())
            sesi.add(maju)
        if maju.sasaran != self._sasaran:
            maju.sasaran, maju.terakhir, maju.dilihat, maju.ditulis, maju.selesai_at = self._sasaran, [], 0, 0, None
        if maju.selesai_at is not None:
            return None
        baris = await self._baca(sesi, r, _urai(r, maju.terakhir), kunci=True)
        ubahan = [(b, u) for b in baris if (u := self._ubah(r, b))]
        await _tulis(sesi, r, ubahan)
        maju.dilihat += len(baris)
        maju.ditulis += len(ubahan)
        maju.updated_at = now()
        if baris:
            maju.terakhir = [str(k) for k in _kunci(r, baris[-1])]
        if len(baris) < self._sekaligus:
            maju.selesai_at = now()
        return maju

    async def _baca(
        self, sesi: AsyncSession, r: Rencana, setelah: Sequence[Any] | None, *, kunci: bool
    ) -> Sequence[Row[Any]]:
        """Return the next rows by primary key, as they are stored."""
        kunci_utama = [_mentah(k) for k in r.kunci]
        cari = select(*(_mentah(k) for k in r.tabel.c if r.perlu(k))).order_by(*kunci_utama).limit(self._sekaligus)
        if setelah is not None:
            cari = cari.where(tuple_(*kunci_utama) > tuple_(*setelah))
        return (await sesi.execute(cari.with_for_update() if kunci else cari)).all()

    def _ubah(self, r: Rencana, baris: Row[Any]) -> dict[str, Any]:
        """Return the columns of this row that stand under another key, as they should be."""
        baru: dict[str, Any] = {}
        for nama, tempat in r.amplop.items():
            lama = getattr(baris, nama)
            if lama is not None and self._sandi.kek_dari(lama) != self._sandi.kek_aktif:
                baru[nama] = self._sandi.bungkus_ulang(lama, tempat(baris))
        for nama, pilih in r.indeks.items():
            lama, tujuan = getattr(baris, nama), pilih(baris)
            if lama is None or tujuan is None:
                continue
            ganti = [self._indeks(tujuan, i) for i in lama] if isinstance(lama, list) else self._indeks(tujuan, lama)
            if ganti != lama:
                baru[nama] = ganti
        return baru

    def _indeks(self, tujuan: Tujuan, lama: UUID) -> UUID:
        if self._is_mentah and not self._sandi.is_terbuka(tujuan, lama):
            return self._sandi.selubungi(tujuan, lama)
        return self._sandi.baku(tujuan, lama)


Ubahan = tuple[Row[Any], dict[str, Any]]


async def _tulis(sesi: AsyncSession, r: Rencana, ubahan: Sequence[Ubahan]) -> None:
    """Write the rows together; only if one collides, one by one.

    A collision means that somebody has written the same value under the new key already, so the old row goes.
    """
    menurut_kolom: dict[tuple[str, ...], list[Ubahan]] = {}
    for satu in ubahan:
        menurut_kolom.setdefault(tuple(sorted(satu[1])), []).append(satu)
    for kolom, sebagian in menurut_kolom.items():
        try:
            async with sesi.begin_nested():
                await _perbarui(sesi, r, kolom, sebagian)
        except IntegrityError:
            for satu in sebagian:
                await _satu(sesi, r, kolom, satu)


async def _satu(sesi: AsyncSession, r: Rencana, kolom: Sequence[str], satu: Ubahan) -> None:
    try:
        async with sesi.begin_nested():
            await _perbarui(sesi, r, kolom, [satu])
    except IntegrityError:
        await sesi.execute(delete(r.tabel).where(*_dia(r)), [_pengenal(r, satu[0])])


async def _perbarui(sesi: AsyncSession, r: Rencana, kolom: Sequence[str], ubahan: Sequence[Ubahan]) -> None:
    """Write all rows with one statement; lists cannot be unnested one level deep, so their rows go one by one."""
    baru = [r.tabel.c[n] for n in kolom]
    if len(ubahan) == 1 or any(isinstance(_tipe(k), ARRAY) for k in baru):
        ubah = update(r.tabel).where(*_dia(r)).values({n: bindparam(f"baru_{n}") for n in kolom})
        await sesi.execute(ubah, [_pengenal(r, b) | {f"baru_{n}": v for n, v in u.items()} for b, u in ubahan])
        return
    isi = [(f"pk_{k.name}", _tipe(k), [getattr(b, k.name) for b, _ in ubahan]) for k in r.kunci]
    isi += [(f"baru_{k.name}", _tipe(k), [u[k.name] for _, u in ubahan]) for k in baru]
    b = larik(*isi, nama="b")
    dia = [_mentah(k) == b.c[f"pk_{k.name}"] for k in r.kunci]
    await sesi.execute(update(r.tabel).where(*dia).values({n: b.c[f"baru_{n}"] for n in kolom}))


def _dia(r: Rencana) -> list[ColumnElement[bool]]:
    return [_mentah(k) == bindparam(f"pk_{k.name}") for k in r.kunci]


def _pengenal(r: Rencana, baris: Row[Any]) -> dict[str, Any]:
    return {f"pk_{k.name}": getattr(baris, k.name) for k in r.kunci}


def _tipe(kolom: Column[Any]) -> TypeEngine[Any]:
    """Return how the column is stored, without what makes an index the same under every key."""
    return kolom.type.impl_instance if isinstance(kolom.type, IndeksButa | DaftarIndeksButa) else kolom.type


def _mentah(kolom: Column[Any]) -> Any:  # noqa: ANN401 - a column or a cast of it
    tipe = _tipe(kolom)
    return kolom if tipe is kolom.type else type_coerce(kolom, tipe).label(kolom.name)


def _kunci(r: Rencana, baris: Row[Any]) -> list[Any]:
    return [getattr(baris, k.name) for k in r.kunci]


def _urai(r: Rencana, teks: Sequence[str]) -> list[Any] | None:
    """Return a stored primary key with its types; None before the first row."""
    if not teks:
        return None
    return [
        UUID(t) if isinstance(k.type, Uuid | IndeksButa) else k.type.python_type(t)
        for k, t in zip(r.kunci, teks, strict=True)
    ]
