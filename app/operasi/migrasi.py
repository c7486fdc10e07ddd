"""Brings a database to the newest schema as its owner, then gives the application's role what it needs."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, make_url, pool
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import Pengaturan
from app.operasi.hak import beri_hak

BERKAS = Path(__file__).parents[2] / "alembic.ini"


def terapkan(url_pemilik: str, metadata: MetaData, peran_app: str) -> None:
    """Upgrade to the newest revision and grant `peran_app` its rights; running it again changes nothing.

    Args:
        url_pemilik: address for the role that owns the tables.
        metadata: every table, with its `info`.
        peran_app: the application's role. No rights are given when it is the owner himself.

    Raises:
        sqlalchemy.exc.DBAPIError: a lock was not free within five seconds, or a revision failed; run it again.
    """
    command.upgrade(konfigurasi(url_pemilik), "head")
    if make_url(url_pemilik).username != peran_app:
        asyncio.run(_beri_hak(url_pemilik, metadata, peran_app))


async def _beri_hak(url: str, metadata: MetaData, peran: str) -> None:
    mesin = create_async_engine(url, poolclass=pool.NullPool, hide_parameters=True)
    async with mesin.begin() as sambungan:
        await beri_hak(sambungan, metadata, peran)
    await mesin.dispose()


def konfigurasi(url: str | None = None) -> Config:
    """Return alembic's configuration for the database at `url`."""
    isi = Config(BERKAS)
    isi.attributes["url"] = url
    return isi


def alamat_pemilik(isi: Config) -> str:
    """Return the address to migrate: the given one, else the owner's of the settings, else the application's."""
    if url := isi.attributes.get("url"):
        return str(url)
    aturan = Pengaturan()
    return (aturan.database_url_pemilik or aturan.database_url).get_secret_value()


def kepala() -> str:
    """Return the newest revision that this program knows."""
    terbaru = ScriptDirectory.from_config(konfigurasi()).get_current_head()
    assert terbaru is not None
    return terbaru


def is_milik_kami(nama: str | None, jenis: str, _induk: Mapping[str, str | None]) -> bool:
    """Return whether alembic compares this table with the models; the queue brings its own, and so do large runs."""
    return not (jenis == "table" and (nama or "").startswith(("pgqueuer", "skor_keluarga_")))
