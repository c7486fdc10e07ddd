"""Fills the lookup's read model, and writes the requests that are asked of it.

Most rows have drawn keys, which lie as spread as blind indexes do; the persons who are asked for are made the
product's way, from made-up NIK. Names repeat far more than real ones.
"""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

import asyncpg

from app.akun.alur import AksiAkun, StatusAkun
from app.akun.models import PenugasanWilayah
from app.akun.service import AkunService, BakalAkun
from app.cekbansos.bukti_kerja import KESULITAN
from app.cekbansos.penanda import penanda
from app.cekbansos.pencocokan import urai
from app.cekbansos.samaran import samarkan_nama
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi, Tujuan
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.tokens import KodekToken
from app.core.wadah import Wadah

PROVINSI: Final = "32"
_DEPAN: Final = ("SITI", "AHMAD", "DEWI", "BUDI", "SRI", "AGUS", "NUR", "EKO", "RINA", "DEDI")
_BELAKANG: Final = ("NURHALIZA", "SANTOSO", "LESTARI", "HIDAYAT", "WAHYUNI", "SETIAWAN", "RAHAYU", "KURNIAWAN")
_SERI: Final = 9_000
_KOLOM: Final = (
    "nik_hmac, keluarga_id, nama_samar, nama_marka, jumlah_kata, kode_desa, nama_desa, dewasa_sejak, status, "
    "per_tanggal, is_disembunyikan"
)
_TEMPAT: Final = "Cileunyi Kulon, Kec. Cileunyi, Kab. Bandung, Jawa Barat"
_ISI: Final = f"""
    INSERT INTO cek_status ({_KOLOM})
    SELECT md5(i::text)::uuid, md5((i / 3)::text)::uuid, 'S**I N*******A',
           ARRAY(SELECT hashint8(i * 31 + k) FROM generate_series(1, 18) k), 2, d.kode, '{_TEMPAT}',
           DATE '1980-01-01' + (i % 14000)::int, 'TERDAFTAR', DATE '2026-01-01' + (i % 300)::int, false
    FROM generate_series(1, {{orang}}) i JOIN bench_desa d ON d.urut = (hashint8(i)::bigint & 2147483647) % {{desa}}
"""
_INDEKS: Final = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'cek_status'"


def nik(ke: int) -> str:
    """Return the made-up NIK of person `ke`."""
    hari = ke // _SERI
    return f"320405{1 + hari % 28:02}{1 + hari // 28 % 12:02}{50 + hari // 336:02}{1 + ke % _SERI:04}"


def nama(ke: int) -> str:
    """Return the name of person `ke`."""
    return f"{_DEPAN[ke % len(_DEPAN)]} {_BELAKANG[ke // len(_DEPAN) % len(_BELAKANG)]}"


async def isi_cek(koneksi: asyncpg.Connection, sandi: Sandi, orang: int, dicari: int) -> None:
    """Write `orang` persons, `dicari` of them with a NIK and a name that can be asked for; the owner's connection."""
    indeks = await koneksi.fetch(_INDEKS)
    await koneksi.execute(
        "CREATE TEMP TABLE bench_desa AS SELECT row_number() OVER (ORDER BY kode) - 1 AS urut, kode FROM wilayah "
        "WHERE length(kode) = 13; ANALYZE bench_desa; ALTER TABLE cek_status DROP CONSTRAINT pk_cek_status"
    )
    for b in indeks:
        await koneksi.execute(f"DROP INDEX IF EXISTS {b['indexname']}")
    desa = await koneksi.fetchval("SELECT count(*) FROM bench_desa")
    await koneksi.execute(_ISI.format(orang=orang - dicari, desa=desa))
    kolom = _KOLOM.split(", ")
    await koneksi.copy_records_to_table("cek_status", columns=kolom, records=list(_orang(sandi, dicari)))
    for b in indeks:
        if b["indexname"] != "pk_cek_status":
            await koneksi.execute(b["indexdef"])
    await koneksi.execute("ALTER TABLE cek_status ADD CONSTRAINT pk_cek_status PRIMARY KEY (nik_hmac)")
    await koneksi.execute("VACUUM (ANALYZE, FREEZE) cek_status")


def _orang(sandi: Sandi, dicari: int) -> Iterator[tuple[Any, ...]]:
    tandai = penanda(sandi)
    marka = {n: sorted({m for k in urai(n, tandai) for m in k.semua}) for n in {nama(k) for k in range(dicari)}}
    hari = hari_ini()
    for ke in range(dicari):
        n = nama(ke)
        kunci = sandi.indeks(Tujuan.NIK, nik(ke))
        lahir = hari - timedelta(days=9_000 + ke % 14_000)
        yield (
            *(kunci, kunci, samarkan_nama(n), marka[n], 2, "32.04.05.2001", _TEMPAT),
            *(lahir, "TERDAFTAR", hari - timedelta(days=ke % 300), False),
        )


async def mitra(wadah: Wadah, banyak: int) -> list[str]:
    """Create machine accounts that may ask for one provinsi; return a token of each."""
    token = []
    async with transaksi(wadah.pabrik_sesi) as sesi:
        kodek = wadah.ambil(KodekToken, sesi)
        for ke in range(banyak):
            bakal = BakalAkun(
                jabatan=Jabatan.INTEGRASI, status=StatusAkun.AKTIF, nama=f"Mitra {ke}", cakupan=("status",)
            )
            akun = await AkunService.rakit(sesi, wadah).terbitkan(bakal, None, AksiAkun.BUAT)
            sesi.add(
                PenugasanWilayah(
                    akun_id=akun.id,
                    id=id_baru(),
                    kode_wilayah=PROVINSI,
                    berlaku_dari=hari_ini() - timedelta(days=1),
                    created_at=now(),
                )
            )
            token.append(kodek.terbitkan(akun.id, akun.jabatan, akun.versi_token))
    return token


def acak(dicari: int, banyak: int) -> list[int]:
    """Return persons drawn with repetition, the same every time."""
    undi = random.Random(42)  # noqa: S311 - nothing is kept secret by it
    return [undi.randrange(dicari) for _ in range(banyak)]


def bare(sandi: Sandi, orang: Iterable[int]) -> Iterator[bytes]:
    """Ask the bare handler for these persons' rows."""
    for ke in orang:
        yield f"GET /satu/{sandi.indeks(Tujuan.NIK, nik(ke))} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()


def naif(orang: Iterable[int]) -> Iterator[bytes]:
    """Ask the naive version for these persons."""
    return (_kirim("/status", {"nik": nik(ke)}) for ke in orang)


def audit(token: list[str], rombongan: Iterable[list[int]]) -> Iterator[bytes]:
    """Ask the machine lookup for these groups of persons, the accounts in turn."""
    for n, orang in enumerate(rombongan):
        isi = {"tujuan": "Verifikasi PBI", "nik": [nik(ke) for ke in orang]}
        yield _kirim("/v1/mitra/status", isi, f"Authorization: Bearer {token[n % len(token)]}\r\n")


def publik(sandi: Sandi, orang: Iterable[int]) -> Iterator[bytes]:
    """Ask the public lookup for these persons, each with a solved challenge, fifteen from one address."""
    kunci = sandi.indeks(Tujuan.TANTANGAN, "altcha").bytes
    akhir = int((now() + timedelta(hours=3)).timestamp())
    for n, ke in enumerate(orang):
        isi = {"nik": nik(ke), "nama": nama(ke).title(), "tantangan": _bukti(kunci, n, akhir)}
        a = n // 15
        yield _kirim("/v1/publik/cek-nik", isi, f"X-Forwarded-For: 10.{a >> 8 & 255}.{a & 255}.7\r\n")


def _bukti(kunci: bytes, ke: int, akhir: int) -> str:
    """Return a challenge of ours with its solution, which only who holds the key can make without work."""
    garam, nomor = f"{ke:024x}?expires={akhir}&", ke % KESULITAN
    tantangan = hashlib.sha256(f"{garam}{nomor}".encode()).hexdigest()
    tanda = hmac.new(kunci, tantangan.encode(), "sha256").hexdigest()
    isi = {"algorithm": "SHA-256", "challenge": tantangan, "number": nomor, "salt": garam, "signature": tanda}
    return base64.b64encode(json.dumps(isi).encode()).decode()


def _kirim(jalur: str, isi: dict[str, Any], tajuk: str = "") -> bytes:
    badan = json.dumps(isi).encode()
    kepala = f"POST {jalur} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n{tajuk}"
    return f"{kepala}Content-Length: {len(badan)}\r\n\r\n".encode() + badan
