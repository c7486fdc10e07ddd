"""What the application's role may do, derived from the tables themselves: append-only by grant, not by trigger."""

from sqlalchemy import MetaData, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

_TAMBAH_SAJA = "SELECT, INSERT"
_PENUH = "SELECT, INSERT, UPDATE, DELETE"
_FUNGSI_DESIL = "skor_bagian_siapkan(integer), skor_bagian_pasang(integer), skor_bagian_buang(integer)"


def _hak(tabel: Table) -> str:
    """Return what the application may do with a table, by its `info`."""
    if tabel.info.get("tambah_saja"):
        return _TAMBAH_SAJA
    if kolom := tabel.info.get("kolom_berubah"):
        daftar = ", ".join(f'"{k}"' for k in kolom)
        return f"{_TAMBAH_SAJA}, UPDATE ({daftar})"
    return _PENUH


async def beri_hak(sambungan: AsyncConnection, metadata: MetaData, peran: str) -> None:
    """Give `peran` exactly its rights on every table, in the caller's transaction.

    A table whose `info` says `tambah_saja` can be read and added to, and a row in it never changed or removed; where it
    names `kolom_berubah`, those columns alone change and no row is removed. The tables of the job queue are given
    whole; the table of a run that is being scored (`skor_keluarga_p7`) can be filled, and three functions make
    it, hand it over or remove it. Everything else that exists (alembic's own table) can only be read.
    """
    siapa = sambungan.dialect.identifier_preparer.quote(peran)
    antrean = await sambungan.execute(
        text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'pgqueuer%' ORDER BY 1")
    )
    bagian = await sambungan.execute(
        text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^skor_keluarga_p[0-9]+$' ORDER BY 1")
    )
    perintah = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {siapa}",
        f"GRANT USAGE ON SCHEMA public TO {siapa}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {siapa}",
        f"GRANT SELECT ON alembic_version TO {siapa}",
        *(_berikan(_hak(t), t.fullname, siapa) for t in metadata.sorted_tables),
        *(_berikan(_PENUH, nama, siapa) for nama in antrean.scalars()),
        *(_berikan(_TAMBAH_SAJA, nama, siapa) for nama in bagian.scalars()),
        f"GRANT EXECUTE ON FUNCTION {_FUNGSI_DESIL} TO {siapa}",
    ]
    for satu in perintah:
        await sambungan.execute(text(satu))


def _berikan(hak: str, tabel: str, siapa: str) -> str:
    return f'GRANT {hak} ON "{tabel}" TO {siapa}'
