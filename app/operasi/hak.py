"""What the application's role may do, derived from the tables themselves: append-only by grant, not by trigger."""

from collections.abc import Iterable

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection

_TAMBAH_SAJA = "SELECT, INSERT"
_PENUH = "SELECT, INSERT, UPDATE, DELETE"


async def beri_hak(sambungan: AsyncConnection, metadata: MetaData, peran: str) -> None:
    """Give `peran` exactly its rights on every table, in the caller's transaction.

    A table whose `info` says `tambah_saja` can be read and added to, and a row in it never changed or removed. The
    tables of the job queue are given whole. Everything else that exists (alembic's own table) can only be read.
    """
    siapa = sambungan.dialect.identifier_preparer.quote(peran)
    antrean = await sambungan.execute(
        text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'pgqueuer%' ORDER BY 1")
    )
    tambah = [t.fullname for t in metadata.sorted_tables if t.info.get("tambah_saja")]
    penuh = [t.fullname for t in metadata.sorted_tables if not t.info.get("tambah_saja")] + list(antrean.scalars())
    perintah = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {siapa}",
        f"GRANT USAGE ON SCHEMA public TO {siapa}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {siapa}",
        f"GRANT SELECT ON alembic_version TO {siapa}",
        *_berikan(_TAMBAH_SAJA, tambah, siapa),
        *_berikan(_PENUH, penuh, siapa),
    ]
    for satu in perintah:
        await sambungan.execute(text(satu))


def _berikan(hak: str, tabel: Iterable[str], siapa: str) -> list[str]:
    return [f'GRANT {hak} ON "{nama}" TO {siapa}' for nama in tabel]
