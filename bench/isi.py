"""Fills a registry set-based with synthetic families: any number, the same every time, none of them a real person's.

Keys rise in the order of arrival as UUIDv7 do, villages are drawn from all of Indonesia, and answers hang on a latent
welfare, so that scores spread as a model's do. The shares are made up; no statistic may be drawn from them.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

import asyncpg

from app.keluarga.instrumen import NOMOR_INSTRUMEN, KodeInstrumen
from app.keluarga.kanonik import REGISTRI, VariabelKanonik

_MULAI_MS: Final = 1_767_200_000_000
"""The first family's arrival in milliseconds since 1970: keys lie in the past, so a real one comes after them."""
_JALA: Final = "(1 - 0.5 * (random() + w))"
"""A draw between 0 (rich) and 1 (poor), half chance and half welfare `w`."""
_NAIK: Final = frozenset({"kepala_pendidikan", "pendidikan_maks", "daya", "internet"})
"""Codes that rise with welfare; the other lists begin with the best."""
_PANGSA: Final = 500_000
_TANPA_JAWABAN: Final = "i % 97 = 0"
_BERCELAH: Final = "i % 61 = 0"

_KHUSUS: Final[Mapping[str, str]] = {
    "ukuran": "n",
    "ln_ukuran": "round(ln(n) * 1000000)",
    "ukuran_kuadrat": "n * n",
    "pangsa_0_4": "floor(random() * (n - 1) / 2) * 1000000 / n",
    "pangsa_5_14": "floor(random() * (n - 1) / 2) * 1000000 / n",
    "pangsa_60": "floor(random() * n / 2) * 1000000 / n",
    "pangsa_bekerja": "ceil(random() * n) * 1000000 / n",
    "kepala_umur": "20 + floor(random() * 60)",
    "kepala_perempuan": "(random() < 0.15)::int",
    "luas_kapita": "300 + floor(random() * 900 + w * w * 6000)",
    "ternak_besar": "greatest(0, floor(random() * 24) - 20)",
    "ternak_kecil": "greatest(0, floor(random() * 30) - 22)",
    "perkotaan": "(substr(kode, 10, 1) = '1')::int",
    "lantai": f"CASE WHEN {_BERCELAH} THEN NULL ELSE 1 + floor({_JALA} * 10) END",
}
_KUNCI: Final = (
    f"(lpad(to_hex({_MULAI_MS} + i / 8), 12, '0') || '7' || substr(lpad(to_hex(i % 8), 3, '0'), 1, 3) || "
    "'8' || substr(md5(i::text), 1, 15))::uuid"
)
_DESA: Final = "(hashint8(i)::bigint & 2147483647) % (SELECT count(*) FROM bench_desa)"
_SIAP: Final = """
    CREATE TABLE bench_desa AS
    SELECT row_number() OVER (ORDER BY kode) - 1 AS urut, kode FROM wilayah WHERE length(kode) = 13;
    ANALYZE bench_desa
"""


async def isi(dua: Sequence[asyncpg.Connection], keluarga: int) -> None:
    """Write `keluarga` families with their canonical rows, on two connections of a superuser.

    Checks of foreign keys are off for these connections: both tables are filled from the same numbers, and ten million
    look-ups would tell nothing.
    """
    satu, lain = dua
    await satu.execute(_SIAP)
    indeks = await satu.fetch(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'keluarga' AND indexname LIKE 'ix_%'"
    )
    for koneksi in dua:
        await koneksi.execute("SET session_replication_role = replica; SELECT setseed(0.42)")
    hapus = [f"DROP INDEX {b['indexname']}" for b in indeks]
    isi_keluarga = [*hapus, _keluarga(keluarga), *(b["indexdef"] for b in indeks), "VACUUM (ANALYZE) keluarga"]
    await asyncio.gather(
        _kerjakan(satu, isi_keluarga),
        _kerjakan(lain, [_kanonik(keluarga), "VACUUM (ANALYZE) variabel_kanonik"]),
    )
    await satu.execute("DROP TABLE bench_desa")


async def _kerjakan(koneksi: asyncpg.Connection, semua: Sequence[str]) -> None:
    for perintah in semua:
        await koneksi.execute(perintah)


def _asal(keluarga: int, *kolom: str) -> str:
    """Return families by number with what their columns are made of; OFFSET keeps each draw one value per row."""
    return (
        f"(SELECT i, {', '.join(kolom)}{_DESA} AS desa FROM generate_series(1, {keluarga}) i OFFSET 0) a "
        "JOIN bench_desa d ON d.urut = a.desa"
    )


def _keluarga(keluarga: int) -> str:
    sandi = "decode(repeat(md5(i::text), {n}), 'hex')"  # as long as a wrapped key and a sealed number with an address
    return f"""
        INSERT INTO keluarga
            (keluarga_id, rumah_tangga_id, kode_desa, kunci_data, isi, versi, created_at, updated_at)
        SELECT {_KUNCI}, md5(i::text)::uuid, kode, {sandi.format(n=4)}, {sandi.format(n=10)}, 1, saat, saat
        FROM {_asal(keluarga, "to_timestamp(" + str(_MULAI_MS // 1000) + " + i / 8000) AS saat, ")}
    """


def _kanonik(keluarga: int) -> str:
    nilai = ", ".join(f"CASE WHEN NOT ({_TANPA_JAWABAN}) THEN {_nilai(v)} END" for v in REGISTRI.values())
    orang = "1 + floor(4 * random() * random() + 4 * random())::int AS n, random() AS w, "
    return f"""
        INSERT INTO variabel_kanonik
            (keluarga_id, versi, jawaban_id, instrumen, tanggal_date, kabkota, kode_desa, {", ".join(REGISTRI)})
        SELECT {_KUNCI}, 1, CASE WHEN NOT ({_TANPA_JAWABAN}) THEN md5(i::text)::uuid END,
               CASE WHEN NOT ({_TANPA_JAWABAN}) THEN {NOMOR_INSTRUMEN[KodeInstrumen.REGSOSEK2022K]} END,
               CASE WHEN NOT ({_TANPA_JAWABAN}) THEN DATE '2026-01-01' + i % 300 END,
               (substr(kode, 1, 2) || substr(kode, 4, 2))::int, kode, {nilai}
        FROM {_asal(keluarga, orang)}
    """


def _nilai(v: VariabelKanonik) -> str:
    if v.nama in _KHUSUS:
        return f"({_KHUSUS[v.nama]})"
    if v.kode is None:
        return "(random() + w > 1.2)::int" if v.maks == 1 else "floor(random() * random() * 3)"
    arah = f"(1 - {_JALA})" if v.nama in _NAIK else _JALA
    kode = sorted(v.kode)
    if kode == [*range(kode[0], kode[-1] + 1)]:
        return f"{kode[0]} + floor({arah} * {len(kode)})"
    return f"('{{{','.join(map(str, kode))}}}'::smallint[])[1 + floor({arah} * {len(kode)})::int]"
