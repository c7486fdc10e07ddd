"""Fills a registry with synthetic persons for the search: names as the generator draws them, scopes of real size.

A village has 3,400 people and a kab/kota 560,000; a smaller registry has fewer of them, not smaller ones. Persons lie
on disk kab/kota by kab/kota, as imports bring them, in no order inside it.
"""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from random import Random
from typing import Any, Final

import asyncpg

from app.keluarga.nama import kolom_nama, sekitar, uraikan
from app.sintetis.kosakata import Generasi, kosakata
from bench.panggung import Registri

_PER_DESA: Final = 3_400
_DESA_PER_KABKOTA: Final = 165
_ORANG_PER_NAMA: Final = 4
"""Drawn names are given to so many persons each, on average; equal ones among them add up."""
_PANGSA: Final = 20_000
_KOLOM_NAMA: Final = ("nama", "nama_lipat", "nama_sidik", "nama_kata")
_INDEKS: Final = (
    "ix_individu_nama_sidik_kode_desa",
    "ix_individu_nama_kata",
    "ix_individu_kode_desa_nama_lipat",
    "uq_anggota_keluarga_aktif",
)
"""Those that the search and its control read; the others of the two tables are dropped."""
_KELUARGA: Final = "(lpad(to_hex(1767200000000 + i / 4), 12, '0') || '70008000' || lpad(to_hex(i / 4), 12, '0'))::uuid"
_ORANG: Final = "(lpad(to_hex(1767200000000 + i / 4), 12, '0') || '70009000' || lpad(to_hex(i), 12, '0'))::uuid"
_ACAK: Final = "(hashint8(i)::bigint & 2147483647)"


async def isi(r: Registri, orang: int, peran: str) -> None:
    """Write `orang` persons with their memberships and the words of their names, as the superuser `peran`."""
    nama = await asyncio.to_thread(_nama, max(1, orang // _ORANG_PER_NAMA))
    async with r.sambung(peran) as koneksi:
        indeks = await _tanpa_indeks(koneksi)
        await koneksi.execute("SET session_replication_role = replica; SET work_mem = '512MB'")
        await koneksi.execute(
            "CREATE TABLE bench_nama (no int, nama text, nama_lipat text, nama_sidik bigint, nama_kata int[])"
        )
        await koneksi.copy_records_to_table("bench_nama", records=((n, *b) for n, b in enumerate(nama)))
        semua = sorted({k for b in nama for dua in uraikan(b[0]) for k in dua})
        await koneksi.copy_records_to_table("kata_nama", records=((k, sekitar(k)) for k in semua))
        await koneksi.execute("CREATE UNIQUE INDEX ON bench_nama (no); ANALYZE bench_nama")
        await koneksi.execute(_desa(orang))
        await koneksi.execute(_individu(orang, len(nama)))
        await koneksi.execute(_anggota(orang))
        for perintah in indeks:
            await koneksi.execute(perintah)
        for tabel in ("individu", "anggota_keluarga", "kata_nama"):
            await koneksi.execute(f"VACUUM (ANALYZE) {tabel}")


def _nama(jumlah: int) -> list[tuple[Any, ...]]:
    benih = [(n, min(_PANGSA, jumlah - n)) for n in range(0, jumlah, _PANGSA)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as dua:
        return [b for bagian in dua.map(_sebagian, benih) for b in bagian]


def _sebagian(benih: tuple[int, int]) -> Sequence[tuple[Any, ...]]:
    return list(_gambar(*benih))


def _gambar(benih: int, jumlah: int) -> Iterator[tuple[Any, ...]]:
    acak, alat = Random(benih), kosakata()  # noqa: S311 - reproducible, not secret
    provinsi, generasi = [*alat.provinsi], [*Generasi]
    for _ in range(jumlah):
        budaya = alat.budaya(acak, acak.choice(provinsi))
        kolom = kolom_nama(alat.nama(acak, budaya, acak.choice("LP"), acak.choice(generasi)))
        yield tuple(kolom[n] for n in _KOLOM_NAMA)


async def _tanpa_indeks(koneksi: asyncpg.Connection) -> list[str]:
    """Drop every index but the keys; return how to make those again that are read."""
    semua = await koneksi.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ('individu', 'anggota_keluarga', 'kata_nama') "
        "AND indexname NOT LIKE 'pk_%'"
    )
    for b in semua:
        if b["indexname"] != "ix_kata_nama_tanda":
            await koneksi.execute(f"DROP INDEX {b['indexname']}")
    return [b["indexdef"] for b in semua if b["indexname"] in _INDEKS]


def _desa(orang: int) -> str:
    kabkota = max(1, round(orang / (_PER_DESA * _DESA_PER_KABKOTA)))
    return f"""
        CREATE TABLE bench_desa AS
        WITH desa AS (SELECT kode, left(kode, 5) AS kab,
                             row_number() OVER (PARTITION BY left(kode, 5) ORDER BY kode) AS ke
                      FROM wilayah WHERE length(kode) = 13),
             kab AS (SELECT kab, row_number() OVER (ORDER BY kab) AS urut FROM desa WHERE ke = {_DESA_PER_KABKOTA})
        SELECT (kab.urut - 1) * {_DESA_PER_KABKOTA} + ke - 1 AS no, kode FROM desa JOIN kab USING (kab)
        WHERE ke <= {_DESA_PER_KABKOTA} AND kab.urut <= {kabkota};
        CREATE UNIQUE INDEX ON bench_desa (no); ANALYZE bench_desa
    """


def _individu(orang: int, nama: int) -> str:
    per_kab = f"{_DESA_PER_KABKOTA * _PER_DESA}"
    kabkota = max(1, round(orang / (_PER_DESA * _DESA_PER_KABKOTA)))
    desa = f"least(i / {per_kab}, {kabkota - 1}) * {_DESA_PER_KABKOTA} + {_ACAK} % {_DESA_PER_KABKOTA}"
    return f"""
        INSERT INTO individu (keluarga_id, id, kode_desa, nama, nama_lipat, nama_sidik, nama_kata, tanggal_lahir,
            jenis_kelamin, status_dokumen, is_nik_ganda, kunci_data, isi, created_at, updated_at)
        SELECT {_KELUARGA}, {_ORANG}, d.kode, n.nama, n.nama_lipat, n.nama_sidik, n.nama_kata,
            date '1940-01-01' + ({_ACAK} % 30000)::int, 'L', 'BELUM_PUNYA', false,
            decode(repeat('00', 60), 'hex'), decode(repeat('00', 180), 'hex'), now(), now()
        FROM generate_series(0, {orang - 1}::bigint) AS i
        JOIN bench_nama n ON n.no = (hashint8(i + 7919)::bigint & 2147483647) % {nama}
        JOIN bench_desa d ON d.no = {desa}
    """


def _anggota(orang: int) -> str:
    return f"""
        INSERT INTO anggota_keluarga (keluarga_id, id, individu_id, hubungan, masuk_date, alasan_masuk)
        SELECT {_KELUARGA}, {_ORANG}, {_ORANG},
            CASE WHEN i % 4 = 0 THEN 'KEPALA_KELUARGA' ELSE 'ANAK' END, date '2020-01-01', 'AWAL'
        FROM generate_series(0, {orang - 1}::bigint) AS i
    """
