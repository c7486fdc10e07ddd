"""Fixtures of the whole suite: one embedded server, one migrated template, one database per worker."""

import asyncio
import base64
import contextlib
import gc
import hashlib
import json
import os
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from app.akun.identitas import Identitas
from app.config import Desil, Ekspor, Enkripsi, Impor, Jwt, Lingkungan, Objek, Pengaturan
from app.core.crypto import Sandi, Tujuan
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.kolom_sandi import KunciProses
from app.core.peran import NASIONAL, Jabatan, Pelaku
from app.core.siap import PernyataanSiap
from app.core.wadah import Wadah
from app.main import create_app
from app.operasi.embedded import APLIKASI, PEMILIK, ServerLokal, postgres, tempat_sementara
from app.operasi.migrasi import terapkan
from app.operasi.pemanasan import panaskan
from app.rakitan import rakit
from app.tabel import SEMUA_TABEL
from app.wilayah.muat import muat
from tests.pabrik.akun import pelaku_aktif

sys.modules.setdefault("sniffio", cast("ModuleType", None))
"""httpx looks for this on all of the path at each request, and nobody installs it."""
TEMPLAT = "dtks_templat"
CAMPUR = os.environ.get("DTKS_UJI_KUNCI") == "campur"
"""Whether two index keys are loaded and chance says at each request which one is active, as in a rolling change."""


@pytest.fixture(scope="session", autouse=CAMPUR)
def kunci_campur() -> Iterator[None]:
    """Let nobody rely on which key an index stands under."""

    asli = Klien.send

    async def kirim(klien: Klien, *isi: Any, **lain: Any) -> httpx.Response:
        sandi = KunciProses.sandi
        if sandi is not None and random.random() < 0.5:
            sandi._selubung = {t: s[::-1] for t, s in sandi._selubung.items()}
        return await asli(klien, *isi, **lain)

    with pytest.MonkeyPatch.context() as tambal:
        tambal.setattr(Klien, "send", kirim)
        yield


@pytest.fixture(scope="session", autouse=True)
def segel_setia() -> Iterator[None]:
    """Let no test seal what would open as something else: the encoder writes days, keys and sets as texts and lists."""
    asli = Sandi.tutup_dokumen

    def tutup(kunci: bytes, dokumen: Mapping[str, Any], aad: bytes) -> bytes:
        tertutup = asli(kunci, dokumen, aad)
        assert Sandi.buka_dokumen(kunci, tertutup, aad) == json.loads(json.dumps(dokumen))
        return tertutup

    with pytest.MonkeyPatch.context() as tambal:
        tambal.setattr(Sandi, "tutup_dokumen", staticmethod(tutup))
        yield


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never look again through what lives as long as the run: modules, tests, mappers."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


def _kunci(nama: str) -> SecretStr:
    return SecretStr(base64.b64encode(hashlib.sha256(nama.encode()).digest()).decode())


def _pem() -> SecretStr:
    kunci = ec.generate_private_key(ec.SECP256R1())
    bentuk = serialization.PrivateFormat.PKCS8
    return SecretStr(kunci.private_bytes(serialization.Encoding.PEM, bentuk, serialization.NoEncryption()).decode())


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dtks")


@pytest.fixture(scope="session")
def server() -> Iterator[ServerLokal]:
    """A server of this worker's own: nothing is flushed, because nothing must outlive the run."""
    cepat = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
    with tempat_sementara() as tempat, postgres(tempat / "pg", pengaturan=cepat) as satu:
        yield satu


@pytest.fixture(scope="session")
def templat(server: ServerLokal) -> str:
    """A migrated database with all wilayah; others are copied from it."""
    server.buat_basisdata(TEMPLAT)
    terapkan(server.url(TEMPLAT, PEMILIK), SEMUA_TABEL, APLIKASI)
    asyncio.run(_isi_wilayah(server.url(TEMPLAT, PEMILIK)))
    return TEMPLAT


async def _isi_wilayah(url: str) -> None:
    satu = create_async_engine(url, poolclass=NullPool)
    async with transaksi(async_sessionmaker(satu)) as sesi:
        await muat(sesi)
    await satu.dispose()


def _atur(url: str, url_pemilik: str, folder: Path, *, sambungan: int = 1) -> Pengaturan:
    return Pengaturan(
        lingkungan=Lingkungan.UJI,
        database_url=SecretStr(url),
        database_url_pemilik=SecretStr(url_pemilik),
        jwt=Jwt(kunci={"uji-1": _pem()}, kunci_aktif="uji-1"),
        enkripsi=Enkripsi(
            kek={"uji-k1": _kunci("kek")},
            kek_aktif="uji-k1",
            indeks={"uji-i1": _kunci("indeks")} | ({"uji-i2": _kunci("indeks dua")} if CAMPUR else {}),
            indeks_aktif="uji-i2" if CAMPUR else "uji-i1",
            indeks_akar="uji-i1",
            kursor=_kunci("kursor"),
        ),
        objek=Objek(folder=folder / "objek"),
        desil=Desil(sambungan=sambungan),
        impor=Impor(proses=0),
        ekspor=Ekspor(sambungan=sambungan, proses=0),
    )


@pytest.fixture(scope="session")
def pengaturan(server: ServerLokal, templat: str, folder: Path) -> Pengaturan:
    """Settings of this worker's database, whose tests roll back."""
    nama = f"dtks_{os.getpid()}"
    server.buat_basisdata(nama, templat)
    return _atur(server.url(nama, APLIKASI), server.url(nama, PEMILIK), folder)


@pytest.fixture(scope="session")
async def mesin(pengaturan: Pengaturan) -> AsyncIterator[AsyncEngine]:
    satu = create_async_engine(
        pengaturan.database_url.get_secret_value(),
        pool_size=1,
        pool_pre_ping=True,
        # More than a process of the application ever sends: all of them pass through here, again and again.
        query_cache_size=5_000,
        connect_args={"prepared_statement_cache_size": 2_000},
    )
    yield satu
    await satu.dispose()


@pytest.fixture
async def koneksi(mesin: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One outer transaction around the test; the application's own commits release savepoints inside it."""
    async with mesin.connect() as satu:
        luar = await satu.begin()
        yield satu
        await luar.rollback()


@pytest.fixture
def wadah(koneksi: AsyncConnection, pengaturan: Pengaturan) -> Wadah:
    pabrik = async_sessionmaker(
        koneksi, expire_on_commit=False, class_=AsyncSession, join_transaction_mode="create_savepoint"
    )
    return rakit(pengaturan, pabrik)


@pytest.fixture
async def sesi(wadah: Wadah) -> AsyncIterator[AsyncSession]:
    async with wadah.pabrik_sesi() as satu:
        yield satu


@pytest.fixture(scope="session")
def app_bersama(pengaturan: Pengaturan) -> FastAPI:
    """The application, built once, with its routes ready, which costs more than most tests."""
    satu = create_app(pengaturan)
    asyncio.run(panaskan(satu))
    return satu


@pytest.fixture
def app(app_bersama: FastAPI, wadah: Wadah) -> FastAPI:
    """The application on this test's transaction."""
    app_bersama.state.wadah = wadah
    return app_bersama


class Klien(httpx.AsyncClient):
    """A client that reaches the application in this process; each POST gets a fresh Idempotency-Key.

    `pelaku` is whose token it carries.
    """

    pelaku: Pelaku

    def __init__(self, app: FastAPI, token: str | None = None) -> None:
        super().__init__(
            transport=httpx.ASGITransport(app, raise_app_exceptions=True),
            base_url="http://uji",
            trust_env=False,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            event_hooks={"request": [self._beri_kunci]},
        )

    @staticmethod
    async def _beri_kunci(request: httpx.Request) -> None:
        if request.method == "POST" and "idempotency-key" not in request.headers:
            request.headers["Idempotency-Key"] = str(uuid4())


@pytest.fixture
async def klien(app: FastAPI) -> AsyncIterator[Klien]:
    """A client without a token."""
    async with Klien(app) as satu:
        yield satu


@pytest.fixture
def hitung_pernyataan(mesin: AsyncEngine) -> Iterator[Callable[[], list[str]]]:
    """Statements sent to the database since the fixture was made."""
    catatan: list[str] = []

    def dengar(_k: Any, _c: Any, sql: str, *_: Any) -> None:
        catatan.append(sql)

    def dengar_siap(sql: str, _isi: Sequence[Any]) -> None:
        catatan.append(sql)

    event.listen(mesin.sync_engine, "before_cursor_execute", dengar)
    PernyataanSiap.pendengar.append(dengar_siap)
    yield lambda: catatan
    PernyataanSiap.pendengar.remove(dengar_siap)
    event.remove(mesin.sync_engine, "before_cursor_execute", dengar)


@pytest.fixture
async def wadah_nyata(server: ServerLokal, templat: str, folder: Path) -> AsyncIterator[Wadah]:
    """A database of this test's own, with real commits, as the role of the application."""
    nama = f"nyata_{uuid4().hex[:12]}"
    server.buat_basisdata(nama, templat)
    aturan = _atur(server.url(nama, APLIKASI), server.url(nama, PEMILIK), folder, sambungan=2)
    satu = create_async_engine(aturan.database_url.get_secret_value(), pool_size=20, max_overflow=20)
    yield rakit(aturan, async_sessionmaker(satu, expire_on_commit=False))
    await satu.dispose()
    server.hapus_basisdata(nama)


@pytest.fixture
def app_nyata(app_bersama: FastAPI, wadah_nyata: Wadah) -> FastAPI:
    """The application on a database of the test's own."""
    app_bersama.state.wadah = wadah_nyata
    return app_bersama


@pytest.fixture
async def klien_nyata(app_nyata: FastAPI) -> AsyncIterator[Klien]:
    async with Klien(app_nyata) as satu:
        yield satu


Masuk = Callable[..., Awaitable[Klien]]


def _pembuat_masuk(app: FastAPI, wadah: Wadah, tutup: contextlib.AsyncExitStack) -> Masuk:
    async def buat(
        jabatan: Jabatan,
        wilayah: tuple[str, ...] = ("32.04",),
        *,
        nik: str | None = None,
        no_kk: str | None = None,
        surel: str | None = None,
        kode_desa: str | None = None,
        nama: str = "Petugas Uji",
        akun_id: UUID | None = None,
        cakupan: frozenset[str] = frozenset(),
    ) -> Klien:
        is_petugas_daerah = jabatan is not Jabatan.WARGA and jabatan not in NASIONAL
        pelaku = Pelaku(
            akun_id=akun_id or id_baru(),
            jabatan=jabatan,
            wilayah=wilayah if is_petugas_daerah else (),
            nama=nama,
            nik_indeks=wadah.sandi.indeks(Tujuan.NIK, nik) if nik else None,
            no_kk_indeks=wadah.sandi.indeks(Tujuan.NO_KK, no_kk) if no_kk else None,
            kode_desa=kode_desa or ("32.04.05.2001" if jabatan is Jabatan.WARGA else None),
            cakupan=cakupan,
        )
        token = await pelaku_aktif(wadah, pelaku, Identitas(nik=nik, no_kk=no_kk, surel=surel))
        klien = await tutup.enter_async_context(Klien(app, token))
        klien.pelaku = pelaku
        return klien

    return buat


@pytest.fixture
async def masuk(app: FastAPI, wadah: Wadah) -> AsyncIterator[Masuk]:
    """`await masuk(Jabatan.VERIFIKATOR, ("32.04",))` is the client of a new account; the test rolls back."""
    async with contextlib.AsyncExitStack() as tutup:
        yield _pembuat_masuk(app, wadah, tutup)


@pytest.fixture
async def masuk_nyata(app_nyata: FastAPI, wadah_nyata: Wadah) -> AsyncIterator[Masuk]:
    """The same on a database of the test's own, with real commits."""
    async with contextlib.AsyncExitStack() as tutup:
        yield _pembuat_masuk(app_nyata, wadah_nyata, tutup)
