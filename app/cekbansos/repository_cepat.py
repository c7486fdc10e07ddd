"""The lookup's two statements, each of which answers a whole batch of requests and is a transaction of its own.

Within a statement every step sees only what the step before let through, in the order of the requests, so that a
counter, a proof or a quota comes out as if the requests had come one after the other. Locks are taken in the order of
their keys, step by step, so that batches wait for each other in a circle only where a machine's counter is born
meanwhile; then one of them asks again.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from asyncpg.exceptions import DeadlockDetectedError
from asyncpg.pgproto.pgproto import UUID as UuidPg  # noqa: N811 - the driver's own, made from bytes five times as fast

from app.core.crypto import Sandi, Tujuan
from app.core.pool_cepat import Koneksi


class Peminjam(Protocol):
    """Lends a bare connection."""

    def __call__(self) -> AbstractAsyncContextManager[Koneksi]: ...


_MITRA: Final = """
WITH minta AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[])
        WITH ORDINALITY AS m (akun_id, versi, bobot, kunci, jejak_id, tujuan, id_permintaan, ke)
), pelaku AS MATERIALIZED (
    SELECT a.id, a.versi_token, w.wilayah, 'status:wilayah' = ANY (a.cakupan) AS is_wilayah
    FROM akun a CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT p.kode_wilayah::text ORDER BY p.kode_wilayah::text), '{}') AS wilayah
        FROM penugasan_wilayah p
        WHERE p.akun_id = a.id AND p.berlaku_dari <= $9 AND (p.berlaku_sampai IS NULL OR p.berlaku_sampai >= $9)
    ) w
    WHERE a.id IN (SELECT akun_id FROM minta)
      AND a.jabatan = 'INTEGRASI' AND a.status = 'AKTIF' AND NOT a.is_sandi_sementara
      AND 'status' = ANY (a.cakupan) AND NOT 'status:desil' = ANY (a.cakupan)
      AND NOT EXISTS (
        SELECT FROM unnest(w.wilayah) k CROSS JOIN LATERAL (
            SELECT tanggal FROM wilayah_pengganti WHERE kode_lama = k
            UNION ALL SELECT tanggal FROM wilayah_pengganti WHERE kode_baru = k
            UNION ALL SELECT tanggal FROM wilayah_pengganti WHERE kode_baru >= k || '.' AND kode_baru < k || '/'
        ) g
        WHERE g.tanggal <= $9
      )
), berhak AS MATERIALIZED (
    SELECT m.*, p.wilayah, p.is_wilayah FROM minta m JOIN pelaku p ON p.id = m.akun_id AND p.versi_token = m.versi
), dulu AS MATERIALIZED (
    SELECT kunci, jumlah FROM batas_laju WHERE kunci IN (SELECT kunci FROM berhak) AND jendela = $10
    ORDER BY kunci FOR UPDATE
), urut AS MATERIALIZED (
    SELECT h.*, coalesce(d.jumlah, 0) >= $11 AS is_penuh,
           coalesce(d.jumlah, 0) + sum(h.bobot) OVER (PARTITION BY h.kunci ORDER BY h.ke) <= $11 AS is_muat
    FROM berhak h LEFT JOIN dulu d ON d.kunci = h.kunci
), kuota AS (
    INSERT INTO batas_laju AS b (kunci, jendela, jumlah)
    SELECT kunci, $10, sum(bobot) FROM urut WHERE is_muat GROUP BY kunci ORDER BY kunci
    ON CONFLICT (kunci, jendela) DO UPDATE SET jumlah = b.jumlah + excluded.jumlah
        WHERE b.jumlah + excluded.jumlah <= $11
    RETURNING b.kunci
), sah AS MATERIALIZED (
    SELECT u.* FROM urut u JOIN kuota k ON k.kunci = u.kunci WHERE u.is_muat
), temu AS MATERIALIZED (
    SELECT t.ke, c.nik_hmac, c.status, c.per_tanggal, c.kode_desa
    FROM unnest($12::uuid[], $13::bigint[]) AS t (nik_hmac, ke)
        JOIN sah s ON s.ke = t.ke JOIN cek_status c ON c.nik_hmac = t.nik_hmac
    WHERE EXISTS (SELECT FROM unnest(s.wilayah) k WHERE c.kode_desa = k OR starts_with(c.kode_desa, k || '.'))
), jejak AS (
    INSERT INTO jejak_audit (id, pada_at, kejadian, pelaku_id, jabatan, wilayah, objek, subjek, tujuan, rincian,
                             id_permintaan)
    SELECT s.jejak_id, $8, 'cekbansos:status:dibaca', s.akun_id, 'INTEGRASI', s.wilayah, 'cek_status/batch',
           coalesce(t.subjek, '{}'), s.tujuan,
           jsonb_build_object('diminta', s.bobot, 'ditemukan', cardinality(coalesce(t.subjek, '{}'))), s.id_permintaan
    FROM sah s LEFT JOIN (
        SELECT ke, array_agg(DISTINCT nik_hmac ORDER BY nik_hmac) AS subjek FROM temu GROUP BY ke
    ) t ON t.ke = s.ke
    ORDER BY s.jejak_id
)
SELECT s.ke, false AS is_penuh, s.is_wilayah, t.nik_hmac, t.status, t.per_tanggal, t.kode_desa
FROM sah s LEFT JOIN temu t ON t.ke = s.ke
UNION ALL SELECT ke, true, false, NULL, NULL, NULL, NULL FROM urut WHERE is_penuh
"""

_PUBLIK: Final = """
WITH minta AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[])
        WITH ORDINALITY AS m (alamat, jaringan, nomor, nik_hmac, sidik, habis, ke)
), alamat AS (
    INSERT INTO batas_laju AS b (kunci, jendela, jumlah)
    SELECT alamat, $7::timestamptz, count(*) FROM minta GROUP BY alamat ORDER BY alamat
    ON CONFLICT (kunci, jendela) DO UPDATE SET jumlah = b.jumlah + excluded.jumlah RETURNING b.kunci, b.jumlah
), satu AS MATERIALIZED (
    SELECT m.*, a.jumlah - count(*) OVER (PARTITION BY m.alamat)
                + row_number() OVER (PARTITION BY m.alamat ORDER BY m.ke) AS ke_alamat
    FROM minta m JOIN alamat a ON a.kunci = m.alamat
), jaringan AS (
    INSERT INTO batas_laju AS b (kunci, jendela, jumlah)
    SELECT jaringan, $7::timestamptz, count(*) FROM satu WHERE ke_alamat <= $9 GROUP BY jaringan ORDER BY jaringan
    ON CONFLICT (kunci, jendela) DO UPDATE SET jumlah = b.jumlah + excluded.jumlah RETURNING b.kunci, b.jumlah
), dua AS MATERIALIZED (
    SELECT s.*, j.jumlah - count(*) OVER (PARTITION BY s.jaringan)
                + row_number() OVER (PARTITION BY s.jaringan ORDER BY s.ke) AS ke_jaringan
    FROM satu s JOIN jaringan j ON j.kunci = s.jaringan WHERE s.ke_alamat <= $9
), semua AS (
    INSERT INTO batas_laju AS b (kunci, jendela, jumlah)
    SELECT $8::uuid, $7::timestamptz, count(*) FROM dua WHERE ke_jaringan <= $10 HAVING count(*) > 0
    ON CONFLICT (kunci, jendela) DO UPDATE SET jumlah = b.jumlah + excluded.jumlah RETURNING b.jumlah
), tiga AS MATERIALIZED (
    SELECT d.*, g.jumlah - count(*) OVER () + row_number() OVER (ORDER BY d.ke) AS ke_semua
    FROM dua d CROSS JOIN semua g WHERE d.ke_jaringan <= $10
), terpakai AS (
    INSERT INTO tantangan_terpakai (sidik, kedaluwarsa_at)
    SELECT DISTINCT ON (sidik) sidik, habis FROM tiga WHERE ke_semua <= $11 AND sidik IS NOT NULL ORDER BY sidik, ke
    ON CONFLICT DO NOTHING RETURNING sidik
), empat AS MATERIALIZED (
    SELECT DISTINCT ON (t.sidik) t.* FROM tiga t JOIN terpakai p ON p.sidik = t.sidik
    WHERE t.ke_semua <= $11 ORDER BY t.sidik, t.ke
), nomor AS (
    INSERT INTO batas_laju AS b (kunci, jendela, jumlah)
    SELECT nomor, $7::timestamptz, count(*) FROM empat GROUP BY nomor ORDER BY nomor
    ON CONFLICT (kunci, jendela) DO UPDATE SET jumlah = b.jumlah + excluded.jumlah RETURNING b.kunci, b.jumlah
), lima AS MATERIALIZED (
    SELECT e.ke, e.nik_hmac, n.jumlah - count(*) OVER (PARTITION BY e.nomor)
                             + row_number() OVER (PARTITION BY e.nomor ORDER BY e.ke) AS ke_nomor
    FROM empat e JOIN nomor n ON n.kunci = e.nomor
)
SELECT CASE WHEN s.ke_alamat > $9 THEN 'cek-alamat' WHEN d.ke_jaringan > $10 THEN 'cek-jaringan'
            WHEN t.ke_semua > $11 THEN 'cek-semua' WHEN l.ke IS NULL THEN 'bukti' WHEN l.ke_nomor > $12 THEN 'cek-nik'
       END AS sebab,
       c.nama_samar, c.nama_marka, c.jumlah_kata, c.nama_desa, c.dewasa_sejak, c.status, c.per_tanggal,
       c.is_disembunyikan
FROM satu s LEFT JOIN dua d ON d.ke = s.ke LEFT JOIN tiga t ON t.ke = s.ke LEFT JOIN lima l ON l.ke = s.ke
    LEFT JOIN cek_status c ON c.nik_hmac = l.nik_hmac AND l.ke_nomor <= $12
ORDER BY s.ke
"""


class TanyaMitra(NamedTuple):
    """One request of a machine account, its token believed so far as it goes by itself; `nik` without repetition."""

    akun_id: UUID
    versi_token: int
    bobot: int
    kunci: bytes
    jejak_id: UUID
    tujuan: str
    id_permintaan: str
    nik: Sequence[str]


class Temu(NamedTuple):
    """What one request may know: whether regions are told, and its persons by NIK; nothing on a full quota."""

    is_penuh: bool
    is_wilayah: bool
    orang: dict[str, Any]


class TanyaPublik(NamedTuple):
    """One public request; without `sidik` its proof was not valid."""

    alamat: bytes
    jaringan: bytes
    nomor: bytes
    nik_hmac: bytes
    sidik: UUID | None
    habis: datetime | None


class BarisCek(NamedTuple):
    """A person's row as the public lookup needs it."""

    nama_samar: str
    nama_marka: list[int]
    jumlah_kata: int
    nama_desa: str
    dewasa_sejak: date
    status: str
    per_tanggal: date
    is_disembunyikan: bool


class Keputusan(NamedTuple):
    """What became of one public request: the reason of its refusal, or the person's row, if there is one."""

    sebab: str | None
    baris: BarisCek | None


@dataclass(frozen=True, slots=True)
class Jendela:
    """The present window of a counter, now and today."""

    awal: datetime
    kini: datetime
    hari: date


async def _ulang_sekali(koneksi: Koneksi, pernyataan: str, *isi: object) -> Sequence[Sequence[Any]]:
    """Ask again once when two batches waited for each other: the first of a day make the counters that they lock."""
    try:
        return await koneksi.fetch(pernyataan, *isi)
    except DeadlockDetectedError:
        return await koneksi.fetch(pernyataan, *isi)


class CepatRepository:
    """Both statements."""

    def __init__(self, pinjam: Peminjam, sandi: Sandi) -> None:
        self._pinjam = pinjam
        self._sandi = sandi

    async def mitra(self, semua: Sequence[TanyaMitra], jendela: Jendela, batas: int) -> list[Temu | None]:
        """Return what each request may know, with quota counted and reading recorded; None where it is not plain.

        Nothing is counted or written for a request that gets None: account closed or its rights changed, a scope that
        needs more than this, regions that were renumbered, or a quota that it and those before it would exceed.
        Indexes: the primary keys of all tables.
        """
        nik = [(ke, n) for ke, s in enumerate(semua) for n in s.nik]
        indeks = self._sandi.indeks_banyak(Tujuan.NIK, [n for _, n in nik])
        async with self._pinjam() as koneksi:
            baris = await _ulang_sekali(
                koneksi,
                _MITRA,
                *([s[k] for s in semua] for k in range(3)),
                [UuidPg(s.kunci) for s in semua],
                *([s[k] for s in semua] for k in range(4, 7)),
                jendela.kini,
                jendela.hari,
                jendela.awal,
                batas,
                list(map(UuidPg, indeks)),
                [ke + 1 for ke, _ in nik],
            )
        menurut = {(ke, i): n for (ke, n), i in zip(nik, indeks, strict=True)}
        hasil: list[Temu | None] = [None] * len(semua)
        for b in baris:
            ke = b[0] - 1
            temu = hasil[ke]
            if temu is None:
                temu = hasil[ke] = Temu(b[1], b[2], {})
            if b[3] is not None:
                temu.orang[menurut[ke, b[3].bytes]] = b
        return hasil

    async def publik(
        self, semua: Sequence[TanyaPublik], jendela: Jendela, semua_kunci: bytes, batas: Sequence[int]
    ) -> list[Keputusan]:
        """Return what became of each request; all is counted and used up then.

        `batas` are those of an address, a network, the country and a NIK. Indexes: the primary keys of all tables.
        """
        async with self._pinjam() as koneksi:
            baris = await koneksi.fetch(
                _PUBLIK,
                *([UuidPg(s[k]) for s in semua] for k in range(4)),
                [s.sidik for s in semua],
                [s.habis for s in semua],
                jendela.awal,
                UuidPg(semua_kunci),
                *batas,
            )
        return [Keputusan(b[0], BarisCek(*b[1:]) if b[1] is not None else None) for b in map(tuple, baris)]
