"""Rows of the status lookup: what a request costs against a handler that only reads one row."""

import asyncio
import contextlib
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.operasi.embedded import SUPER
from bench import cek_isi as buat
from bench.beban import tulis
from bench.dasar import Baris, Nilai, daftarkan, nisbah
from bench.panggung import Panggung, Registri
from bench.peladen import Peladen, Semburan, peladen

ATURAN: Final = {
    "DTKS_BATAS__CEK_GLOBAL": "1000000000",
    "DTKS_BATAS__CEK_NIK": "1000000000",
    "DTKS_BATAS__MITRA_NIK": "1000000000",
    "DTKS_JWT__AKSES_DETIK": "3600",
    "DTKS_PROKSI_TEPERCAYA": '["127.0.0.1"]',
}
"""Limits that one machine asking for millions would reach; those of an address and a network stay as shipped."""
_ROMBONGAN: Final = 1_000
_MITRA: Final = 8


@dataclass(frozen=True, slots=True)
class Skala:
    """How many people stand in the read model, how many of them are asked for, and how long a burst lasts."""

    orang: int
    kecil: int
    dicari: int
    detik: float
    permintaan: int


SKALA: Final = {
    "uji": Skala(4_000, 1_000, 500, 0.2, 400),
    "3m": Skala(1_000_000, 100_000, 20_000, 2.0, 20_000),
    "10m": Skala(10_000_000, 100_000, 20_000, 4.0, 40_000),
}


@dataclass
class Ukur:
    """Bursts by what was asked, in the order in which they were measured."""

    semburan: dict[str, list[Semburan]] = field(default_factory=lambda: defaultdict(list))

    def laju(self, nama: str) -> list[float]:
        """Return answers a second."""
        return [s.per_detik for s in self.semburan[nama]]

    def cpu(self, nama: str) -> list[float]:
        """Return microseconds of the server process per answer."""
        return [s.cpu_us for s in self.semburan[nama]]

    def sampel(self, *nama: str) -> dict[str, list[float]]:
        """Return rates and processor times of these."""
        return {
            f"{n}_{apa}": nilai
            for n in nama
            for apa, nilai in (
                ("per_s", self.laju(n)),
                ("app_cpu_us", self.cpu(n)),
                ("pg_cpu_us", [s.pg_us for s in self.semburan[n]]),
            )
        }


async def registri_cek(p: Panggung, orang: int) -> Registri:
    """Return a database with so many people in the read model."""
    p.lapor(f"filling a read model of {orang:,} people")
    r = await p.basisdata(f"bench_cek_{orang}")
    async with r.sambung() as koneksi:
        await buat.isi_cek(koneksi, r.wadah.sandi, orang, SKALA[p.ukuran.nama].dicari)
    return r


async def registri_utama(p: Panggung) -> Registri:
    """Return the database of most rows."""
    return await registri_cek(p, SKALA[p.ukuran.nama].orang)


@contextlib.asynccontextmanager
async def sajikan(p: Panggung, r: Registri, *modul: str, aturan: Mapping[str, str] = ATURAN) -> AsyncIterator[Peladen]:
    """Run a server on this database; without words the product's own."""
    assert p.server.proses is not None
    perintah = ["bench.kontrol", *modul] if modul else ["app.cli", "serve", "--porta"]
    lingkungan = {**r.lingkungan, **aturan}
    siap = "/" if modul else "/kesehatan/hidup"
    log = p.folder / f"{'-'.join(modul) or 'serve'}.log"
    async with peladen(perintah, lingkungan, log, p.server.proses.pid, siap=siap) as satu:
        yield satu


@dataclass(frozen=True, slots=True)
class Soal:
    """One kind of request: its file, what an answer must hold, and how it is let loose."""

    berkas: Path
    harap: str
    sambungan: int = 64
    is_sekali: bool = False
    """Whether each request may be sent once only."""


async def soal(p: Panggung, r: Registri) -> dict[str, Soal]:
    """Write the requests of all kinds."""
    s, sandi = SKALA[p.ukuran.nama], r.wadah.sandi
    ulang, orang = p.ukuran.ulang + 1, buat.acak(s.dicari, s.permintaan)
    token = await buat.mitra(r.wadah, _MITRA)
    banyak = [orang[k : k + _ROMBONGAN] for k in range(0, len(orang), _ROMBONGAN)]
    isi = {
        "bare": (buat.bare(sandi, orang), Soal(p.folder / "bare", '"status"')),
        "naive": (buat.naif(orang), Soal(p.folder / "naive", '"terdaftar":true')),
        "mitra": (buat.audit(token, ([k] for k in orang)), Soal(p.folder / "mitra", '"hasil":"ADA"')),
        "batch": (buat.audit(token, banyak * ulang), Soal(p.folder / "batch", '"hasil":"ADA"', sambungan=4)),
        "public": (
            buat.publik(sandi, orang * ulang),
            Soal(p.folder / "public", '"terdaftar":true', is_sekali=True),
        ),
    }
    for permintaan, satu in isi.values():
        await asyncio.to_thread(tulis, satu.berkas, list(permintaan))
    return {nama: satu for nama, (_, satu) in isi.items()}


async def ukur(p: Panggung) -> Ukur:
    """Measure all kinds, interleaved in shuffled order, after a burst that warms each of them up."""
    hasil, s = Ukur(), SKALA[p.ukuran.nama]
    r = await p.sekali(registri_utama)
    semua = await soal(p, r)
    dipakai: dict[str, int] = defaultdict(int)
    undi = random.Random(7)  # noqa: S311 - an order, not a secret
    async with sajikan(p, r) as kita, sajikan(p, r, "bare") as bare, sajikan(p, r, "naive") as naif:
        siapa = {"bare": bare, "naive": naif}
        for ke in range(p.ukuran.ulang + 1):
            p.lapor(f"lookups, repetition {ke} of {p.ukuran.ulang}")
            async with r.sambung(SUPER) as koneksi:
                await koneksi.execute("CHECKPOINT")
            for nama in undi.sample(sorted(semua), len(semua)):
                satu = semua[nama]
                semburan = await siapa.get(nama, kita).beban(
                    satu.berkas,
                    detik=s.detik if ke else s.detik / 2,
                    harap=satu.harap,
                    sambungan=satu.sambungan,
                    mulai=dipakai[nama],
                )
                dipakai[nama] += semburan.selesai + semburan.gagal if satu.is_sekali else 0
                if ke:
                    hasil.semburan[nama].append(semburan)
                    p.lapor(f"  {nama}: {semburan}")
    return hasil


async def _mitra(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    return Nilai(
        nisbah(u.laju("mitra"), u.laju("bare")),
        "POST /v1/mitra/status of one NIK at 64 connections (token, account, quota, scope, audit row) over a bare "
        f"Starlette + asyncpg handler of one row by its key; {_orang(p):,} people",
        0,
        u.sampel("mitra", "bare"),
    )


async def _publik(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    return Nilai(
        nisbah(u.cpu("bare"), u.cpu("public")),
        "application CPU per request of the bare handler over POST /v1/publik/cek-nik (limits of address, network, "
        "country and NIK, proof of work used once, name match)",
        0,
        u.sampel("public", "bare"),
    )


async def _naif(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    return Nilai(
        nisbah(u.laju("mitra"), u.laju("naive")),
        "our audited single lookups over FastAPI + ORM + response model, neither authenticated nor audited",
        0,
        u.sampel("mitra", "naive"),
    )


async def _batch(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    nik = [x * _ROMBONGAN for x in u.laju("batch")]
    return Nilai(
        nisbah(nik, u.laju("bare")),
        "NIK answered a second in audited batches of 1,000 at 4 connections over bare single lookups a second",
        0,
        {"nik_per_s": nik} | u.sampel("batch", "bare"),
    )


def _orang(p: Panggung) -> int:
    return SKALA[p.ukuran.nama].orang


daftarkan(
    Baris("cek.mitra", "Audited machine lookup over a bare handler", "x", 1.0, _mitra, is_batas_atas=False),
    Baris("cek.publik", "CPU of a bare handler over the public lookup's", "x", 0.35, _publik, is_batas_atas=False),
    Baris("cek.naif", "Audited machine lookup over naive FastAPI + ORM", "x", 8.0, _naif, is_batas_atas=False),
    Baris("cek.batch", "NIK in batches of 1,000 over bare single lookups", "x", 8.0, _batch, is_batas_atas=False),
)
