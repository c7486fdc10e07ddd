"""Changes families as the registry does, and makes sure that what was timed is also right."""

from typing import Final

import asyncpg

from bench.panggung import Registri

_POLOS: Final = """
    WITH orang AS (
        SELECT skor, sum(bobot) AS orang FROM skor_keluarga WHERE putaran_no = $1 AND skor IS NOT NULL GROUP BY skor
    ), urut AS (
        SELECT skor, sum(orang) OVER (ORDER BY skor) - orang AS lebih_miskin, sum(orang) OVER () AS semua FROM orang
    )
    SELECT array_agg(b ORDER BY k) FROM (
        SELECT k, min(skor) FILTER (WHERE 10 * lebih_miskin >= k * semua) AS b
        FROM urut CROSS JOIN generate_series(1, 9) k GROUP BY k
    ) sembilan
"""
_CAKUPAN: Final = """
    SELECT 1 + count(DISTINCT kabkota) + count(DISTINCT kabkota / 100)
    FROM skor_keluarga WHERE putaran_no = $1 AND skor IS NOT NULL
"""
_BEDA_BATAS: Final = """
    SELECT count(*) FROM (SELECT kode, keluarga, orang, batas FROM batas_desil WHERE putaran_id = $1) a
    FULL JOIN (SELECT kode, keluarga, orang, batas FROM batas_desil WHERE putaran_id = $2) b USING (kode)
    WHERE (a.keluarga, a.orang, a.batas) IS DISTINCT FROM (b.keluarga, b.orang, b.batas)
"""
_BEDA_SKOR: Final = """
    WITH bertahap AS MATERIALIZED (
        SELECT DISTINCT ON (keluarga_id) keluarga_id, skor, versi, kabkota, bobot FROM skor_keluarga
        WHERE putaran_no = ANY ($1) ORDER BY keluarga_id, putaran_no DESC
    )
    SELECT count(*) FROM bertahap a
    FULL JOIN (SELECT * FROM skor_keluarga WHERE putaran_no = $2) b USING (keluarga_id)
    WHERE (a.skor, a.versi, a.kabkota, a.bobot) IS DISTINCT FROM (b.skor, b.versi, b.kabkota, b.bobot)
"""
_UBAH: Final = """
    WITH pilih AS (
        SELECT keluarga_id FROM variabel_kanonik
        WHERE jawaban_id IS NOT NULL AND (hashtext(keluarga_id::text) & 2147483647) % 100 = {ke}
    ), arsip AS (
        INSERT INTO riwayat_kanonik ({kolom})
        SELECT {kolom} FROM variabel_kanonik WHERE keluarga_id IN (SELECT keluarga_id FROM pilih)
    ), tulis AS (
        UPDATE variabel_kanonik SET
            versi = versi + 1, jawaban_id = gen_random_uuid(), luas_kapita = 300 + floor(random() * 6000),
            lantai = 1 + floor(random() * 9), aset_lemari_es = 1 - aset_lemari_es
        WHERE keluarga_id IN (SELECT keluarga_id FROM pilih) RETURNING keluarga_id, versi
    )
    INSERT INTO kanonik_berubah (keluarga_id, versi) SELECT keluarga_id, versi FROM tulis
    ON CONFLICT (keluarga_id) DO UPDATE SET versi = excluded.versi
"""


class SalahHitung(AssertionError):
    """A run's result is not what it has to be, so its time is worth nothing."""


async def ubah(r: Registri, ke: int) -> None:
    """Give another 1 % of the families new answers, with everything that the registry writes then, in one statement."""
    async with r.sambung() as koneksi:
        nama = await koneksi.fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'riwayat_kanonik'"
        )
        await koneksi.execute(_UBAH.format(ke=ke, kolom=", ".join(b[0] for b in nama)))


async def periksa(r: Registri, *, is_bertahap: bool) -> None:
    """Compare the full run in force with a plain statement, and with the incremental run before it.

    Raises:
        SalahHitung: they differ.
    """
    async with r.sambung() as koneksi:
        semua = await koneksi.fetch(
            "SELECT p.* FROM putaran p WHERE p.status = 'DISAHKAN' ORDER BY p.periode DESC LIMIT 2"
        )
        kini, lalu = semua
        _sama(kini["rantai"], [kini["nomor"]], "the last run is a full one")
        _sama(kini["keluarga"], r.keluarga, "every family is in it")
        await _periksa_batas(koneksi, kini)
        if is_bertahap:
            await _periksa_bertahap(koneksi, lalu, kini)


async def _periksa_batas(koneksi: asyncpg.Connection, kini: asyncpg.Record) -> None:
    tersimpan = await koneksi.fetch("SELECT kode, batas FROM batas_desil WHERE putaran_id = $1", kini["id"])
    nasional = next(b["batas"] for b in tersimpan if b["kode"] == "nasional")
    _sama(len(tersimpan), await koneksi.fetchval(_CAKUPAN, kini["nomor"]), "every scope has cut-offs")
    _sama(nasional, await koneksi.fetchval(_POLOS, kini["nomor"]), "national cut-offs are those of a plain sort")


async def _periksa_bertahap(koneksi: asyncpg.Connection, lalu: asyncpg.Record, kini: asyncpg.Record) -> None:
    _sama(len(lalu["rantai"]), 2, "the run before builds on a full one")
    _sama(await koneksi.fetchval(_BEDA_BATAS, lalu["id"], kini["id"]), 0, "both give the same cut-offs")
    _sama(await koneksi.fetchval(_BEDA_SKOR, lalu["rantai"], kini["nomor"]), 0, "both give the same scores")


def _sama(kini: object, harus: object, apa: str) -> None:
    if kini != harus:
        raise SalahHitung(f"not so: {apa} ({kini} instead of {harus})")
