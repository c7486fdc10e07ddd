"""The database: declarative base with its naming convention, engine with its time-outs, and the only commit."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import ExitStack, asynccontextmanager
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeVar
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import CursorResult, DateTime, Enum, Executable, MetaData, Text, Uuid, event, inspect, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, make_transient_to_detached, mapped_column
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, PoolProxiedConnection

from app.config import Db
from app.core.ids import Ref

Pabrik = async_sessionmaker[AsyncSession]
Langkah = Callable[[Collection[str]], Awaitable[None]]
_PENUTUP: Final = "penutup"
_KEMBALI: Final = "kembali"
_ASLI: Final = "asli"
_DISUSUL: Final = "disusul"
ISTIRAHAT_DETIK: Final = 30.0
"""A connection that rested longer may have been dropped on the way without a word, by a firewall or a failover."""

KONVENSI = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table.

    Each table says in `info` how a distributed engine would hold it: `distribusi` is `keluarga`, `kunci`, `referensi`
    or `lokal`; `tambah_saja` marks tables on which the application's role may only read and insert.
    """

    metadata = MetaData(naming_convention=KONVENSI)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


B = TypeVar("B", bound=Base)


class BarisKeluarga:
    """Columns of a row that belongs to a family and that clients address by both keys."""

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)

    @property
    def ref(self) -> Ref:
        """The reference that clients hold."""
        return Ref(self.keluarga_id, self.id)


def status_enum(enum: type[StrEnum], panjang: int = 32) -> Enum:
    """Return a text column type whose CHECK is generated from `enum`; PostgreSQL enums cannot lose a member."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=panjang,
        name=enum.__name__.lower(),
        values_callable=lambda e: [m.value for m in e],
    )


def buat_mesin(url: str, db: Db, *, nama: str, pekerja: bool = False) -> AsyncEngine:
    """Return an engine whose every wait ends; a worker's statements may run as long as their step needs."""
    waktu = "0" if pekerja else str(db.pernyataan_ms)
    argumen: dict[str, Any] = {
        "timeout": db.sambung_detik,
        "command_timeout": None if pekerja else db.perintah_detik,
        "server_settings": {
            "application_name": nama,
            "statement_timeout": waktu,
            "lock_timeout": str(db.kunci_ms),
            "idle_in_transaction_session_timeout": "0" if pekerja else str(db.menganggur_ms),
        },
    }
    if db.pgbouncer:
        argumen |= {"statement_cache_size": 0, "prepared_statement_name_func": lambda: f"dtks_{uuid4()}"}
        return create_async_engine(url, poolclass=NullPool, connect_args=argumen, hide_parameters=True)
    mesin = create_async_engine(
        url,
        pool_size=db.ukuran_pool,
        max_overflow=db.kelebihan_pool,
        pool_timeout=db.tunggu_pool_detik,
        connect_args=argumen,
        hide_parameters=True,
    )
    _periksa_sambungan(mesin)
    return mesin


def _periksa_sambungan(mesin: AsyncEngine) -> None:
    """Let a connection be lent only alive: one that was closed the driver knows, one that rested long is asked.

    Asked every time (`pool_pre_ping`) it would cost each request three round trips.
    """

    def kembali(_koneksi: DBAPIConnection, catatan: ConnectionPoolEntry) -> None:
        catatan.info[_KEMBALI] = time.monotonic()

    def pinjam(koneksi: PoolProxiedConnection, catatan: ConnectionPoolEntry, _pinjaman: PoolProxiedConnection) -> None:
        sambungan = catatan.driver_connection
        if sambungan is None or sambungan.is_closed():
            raise InvalidatePoolError
        if time.monotonic() - catatan.info.get(_KEMBALI, time.monotonic()) > ISTIRAHAT_DETIK:
            try:
                mesin.dialect.do_ping(koneksi)
            except mesin.dialect.loaded_dbapi.Error as galat:
                raise InvalidatePoolError from galat

    event.listen(mesin.sync_engine, "checkin", kembali)
    event.listen(mesin.sync_engine, "checkout", pinjam)


def buat_pabrik(mesin: AsyncEngine) -> Pabrik:
    """Return the session factory; objects stay readable after the commit because answers are built from them."""
    return async_sessionmaker(mesin, expire_on_commit=False)


@asynccontextmanager
async def transaksi(pabrik: Pabrik) -> AsyncIterator[AsyncSession]:
    """Open one transaction and commit it on a clean exit: the only commit of the application.

    Requests, jobs and commands all come here. An exception rolls everything back, outbox and queue rows included.
    """
    # As `pabrik.begin()`, whose end is two tasks and two switches of stacks, and one more at its begin.
    sesi, batas = pabrik(), ExitStack()
    batas.enter_context(sesi.sync_session)
    batas.enter_context(sesi.sync_session.begin())
    try:
        yield sesi
        await tuntaskan(sesi)
    except BaseException as galat:
        await _akhiri(sesi, batas, galat)
        raise
    await _akhiri(sesi, batas, None)


async def _akhiri(sesi: AsyncSession, batas: ExitStack, galat: BaseException | None) -> None:
    """Commit, or roll back after an error, and give the connection back, also when whoever waits for it is cancelled.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: what was pending was refused, or the commit.
    """
    jejak = galat.__traceback__ if galat else None
    tutup = sesi.run_sync(lambda _: batas.__exit__(type(galat) if galat else None, galat, jejak))
    await asyncio.shield(asyncio.create_task(tutup))


def di_akhir(sesi: AsyncSession, nama: str, langkah: Langkah, bahan: Iterable[str]) -> None:
    """Let a step be among the last things that its transaction does, once, with all that was handed in for its name.

    For rows that any transaction may be the first to insert: whoever is second waits for the first to end. When every
    transaction writes them last, all of them at once and in one order, nobody waits for somebody who waits for him.
    """
    penutup: dict[str, tuple[Langkah, set[str]]] = sesi.info.setdefault(_PENUTUP, {})
    penutup.setdefault(nama, (langkah, set()))[1].update(bahan)


@asynccontextmanager
async def titik_simpan(sesi: AsyncSession) -> AsyncIterator[None]:
    """Open a savepoint: what fails inside is undone alone, and with it what was handed in for the last steps.

    Objects that only followed a statement inside (`susulkan`) are read again when they are next loaded.
    """
    dulu = {nama: (langkah, {*bahan}) for nama, (langkah, bahan) in sesi.info.get(_PENUTUP, {}).items()}
    disusul: list[object] = sesi.info.setdefault(_DISUSUL, [])
    sudah = len(disusul)
    try:
        async with sesi.begin_nested():
            yield
    except BaseException:
        sesi.info[_PENUTUP] = dulu
        for objek in disusul[sudah:]:
            if objek in sesi:  # what was added inside is the session's no more
                sesi.expire(objek)
        del disusul[sudah:]
        raise


def susulkan(sesi: AsyncSession, objek: object, nilai: Mapping[str, Any]) -> None:
    """Let an object of the session show what a statement has written to its row.

    The session does not count it as changed, so `titik_simpan` has to know that it would be stale.
    """
    for kolom, baru in nilai.items():
        set_committed_value(objek, kolom, baru)
    sesi.info.setdefault(_DISUSUL, []).append(objek)


def hadirkan(sesi: AsyncSession, kelas: type[B], nilai: Mapping[str, Any]) -> B:
    """Return the session's object of a row that a statement has read, with all columns; what it showed is overwritten.

    The framework's own way from a row to an object takes longer than the row's whole way from the database.
    """
    pemeta = inspect(kelas)
    kunci = pemeta.identity_key_from_primary_key(tuple(nilai[k.name] for k in pemeta.primary_key))
    ada = sesi.sync_session.identity_map.get(kunci)
    objek = ada if isinstance(ada, kelas) else kelas()
    for kolom, isi in nilai.items():
        set_committed_value(objek, kolom, isi)
    if objek is not ada:
        make_transient_to_detached(objek)
        sesi.add(objek)
    return objek


async def tuntaskan(sesi: AsyncSession) -> None:
    """Write what is pending, then take the last steps, in the order of their names; `transaksi` does so by itself."""
    penutup: dict[str, tuple[Langkah, set[str]]] = sesi.info.pop(_PENUTUP, {})
    if penutup:
        await sesi.flush()
    for _, (langkah, bahan) in sorted(penutup.items()):
        await langkah(bahan)


async def sambungan_asli(sesi: AsyncSession) -> asyncpg.Connection:
    """Return the driver's connection of this session, in its open transaction, after what the session has pending.

    Raises:
        sqlalchemy.exc.DBAPIError: the transaction cannot be opened.
    """
    sinkron = sesi.sync_session
    if not sinkron._is_clean():  # noqa: SLF001 - as a flush asks; `new`, `dirty` and `deleted` make a set each
        await sesi.flush()
    # A savepoint begins when the session's connection is asked for inside it, so each has to ask once. After a failed
    # flush the savepoint is gone although nobody has left it: then the session has to refuse.
    transaksi_kini = sinkron.get_nested_transaction() or sinkron.get_transaction()
    milik, asli = sinkron.info.get(_ASLI, (None, None))
    if transaksi_kini is None or milik is not transaksi_kini or not transaksi_kini.is_active:
        asli = await _buka(sesi)
        sinkron.info[_ASLI] = (sinkron.get_nested_transaction() or sinkron.get_transaction(), asli)
    return asli


async def _buka(sesi: AsyncSession) -> asyncpg.Connection:
    """Return the driver's connection with the transaction open that the session will end.

    The framework sends its BEGIN with its own first statement only, so its adapter is asked for it: a statement of the
    driver would stand alone.
    """
    koneksi = await sesi.run_sync(Session.connection)
    asli = koneksi.connection.driver_connection
    assert isinstance(asli, asyncpg.Connection)
    if asli.is_closed() or not asli.is_in_transaction():  # a closed one cannot say
        adaptor: Any = koneksi.connection.dbapi_connection
        try:
            await adaptor._start_transaction()  # noqa: SLF001
        except koneksi.dialect.loaded_dbapi.Error as galat:
            if asli.is_closed():  # nobody shall be lent it again
                await sesi.run_sync(lambda _: koneksi.invalidate())
            raise DBAPIError(None, None, galat, connection_invalidated=asli.is_closed()) from galat
    return asli


async def sambungan_bertransaksi(sesi: AsyncSession) -> asyncpg.Connection:
    """Return the driver's connection as `sambungan_asli` does, surely in a transaction.

    Raises:
        RuntimeError: this session's connection commits each statement by itself.
    """
    asli = await sambungan_asli(sesi)
    if not asli.is_in_transaction():
        raise RuntimeError("outside a transaction")
    return asli


async def polos(
    sesi: AsyncSession, pernyataan: Executable, isi: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Return rows of columns as the driver has them, in this session's transaction, after what it has pending.

    For statements that every request runs and for thousands of rows: the session would plan the result once more and
    put each row together again.
    """
    await sesi.flush()
    return await (await sesi.connection()).execute(pernyataan, isi)


@asynccontextmanager
async def transaksi_baca(pabrik: Pabrik) -> AsyncIterator[AsyncSession]:
    """Open a READ ONLY transaction, for reads of which nothing is audited; a write in it fails loudly."""
    async with pabrik.begin() as sesi:
        await sesi.execute(text("SET TRANSACTION READ ONLY"))
        yield sesi


def sqlstate(galat: BaseException) -> str | None:
    """Return the SQLSTATE of a database error; errors are told apart by it, never by a message or constraint name."""
    asal = getattr(galat, "orig", None) or galat
    return getattr(asal, "sqlstate", None) or getattr(asal, "pgcode", None)
