"""Rows of the export: what a registry file of a kab/kota costs against a plain copy of its clear rows, and its memory.

The registry is the one that the import's rows filled; the file is made by a real worker, fetched, opened and counted.
"""

import asyncio
import csv
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg

from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.ekspor.kode import Himpunan, StatusEkspor, TujuanEkspor
from app.ekspor.schemas import EksporMinta
from app.ekspor.service import EksporService
from app.lembar.entitas import BentukBerkas
from app.operasi.embedded import SUPER
from app.wilayah.kode import KodeWilayah
from bench import impor
from bench.dasar import Baris, Nilai, daftarkan
from bench.memori import pantau
from bench.panggung import Panggung, Registri

_JEDA: Final = 0.02
_BATAS_DETIK: Final = 3600
_ULANG: Final = 3
_BERAKHIR: Final = "SELECT coalesce(selesai_at, gagal_at, batal_at) IS NOT NULL FROM ekspor WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Lari:
    """Exports of one registry: rows of the file, peak memory of the worker, and the seconds of each turn.

    `ekspor` are those from the order until the file can be fetched, `salin` those of the copy of its rows.
    """

    baris: int
    puncak_mb: float
    ekspor: list[float]
    salin: list[float]


@dataclass(frozen=True, slots=True)
class Ukur:
    """The large and the small export."""

    besar: Lari
    kecil: Lari


async def ukur(p: Panggung) -> Ukur:
    """Export both registries."""
    asal = await p.sekali(impor.ukur)
    kecil = await ekspor(p, asal.kecil.registri)
    return Ukur(await ekspor(p, asal.besar.registri), kecil)


async def ekspor(p: Panggung, r: Registri) -> Lari:
    """Let a worker make the file, and copy the rows of that file out of a table that holds them in clear, in turns.

    Raises:
        AkunSalah: a file does not hold everybody once.
    """
    siapa = Pelaku(id_baru(), Jabatan.OPERATOR_KABKOTA, (impor.WILAYAH,))
    await r.siap_bekerja({})
    async with r.sambung(SUPER) as koneksi:
        await koneksi.execute("VACUUM ANALYZE")
        orang = await koneksi.fetchval("SELECT count(*) FROM anggota_keluarga WHERE keluar_date IS NULL")
    p.lapor(f"exporting {orang:,} people")
    berkas = p.folder / f"ekspor_{orang}.csv"
    ekspor_s, salin_s = [], []
    async with pantau(r) as memori, r.sambung(SUPER) as koneksi:
        for _ in range(_ULANG):
            await koneksi.execute("CHECKPOINT")
            ekspor_s.append(await _buat(r, siapa, berkas))
            baris = await asyncio.to_thread(_hitung, berkas)
            if baris != orang:
                raise impor.AkunSalah(f"{baris} rows for {orang} people")
            salin_s.append(await _salin(koneksi, berkas))
            p.lapor(f"  {baris:,} rows in {ekspor_s[-1]:.1f} s, copied in {salin_s[-1]:.2f} s")
    await asyncio.to_thread(r.hentikan)
    return Lari(orang, memori.puncak_mb, ekspor_s, salin_s)


async def _buat(r: Registri, siapa: Pelaku, berkas: Path) -> float:
    """Order a file, wait, and fetch it; return the seconds until it could be fetched."""
    minta = EksporMinta(
        himpunan=Himpunan.REGISTRI,
        kode_wilayah=KodeWilayah(impor.WILAYAH),
        bentuk=BentukBerkas.CSV,
        tujuan=TujuanEkspor.PEMUTAKHIRAN_DATA,
        dasar="460/12/BENCH",
    )
    awal = time.perf_counter()
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        pesanan = (await EksporService.rakit(sesi, r.wadah).minta(minta, siapa)).ekspor.id
    await _tunggu(r, pesanan, siapa)
    detik = time.perf_counter() - awal
    await _unduh(r, pesanan, siapa, berkas)
    return detik


async def _tunggu(r: Registri, pesanan: UUID, siapa: Pelaku) -> None:
    """Wait, asking with one bare statement: the product's own answer, asked so often, takes cores that the job has."""
    batas = time.monotonic() + _BATAS_DETIK
    async with r.sambung() as koneksi:
        while not await koneksi.fetchval(_BERAKHIR, pesanan):
            r.periksa_pekerja()
            await asyncio.sleep(_JEDA)
            if time.monotonic() > batas:
                raise impor.AkunSalah(f"the export is not made after {_BATAS_DETIK} s, see {r.log}")
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        status = (await EksporService.rakit(sesi, r.wadah).baca(pesanan, siapa)).status
    if status is not StatusEkspor.SELESAI:
        raise impor.AkunSalah(f"the export stands at {status}, see {r.log}")


async def _unduh(r: Registri, pesanan: UUID, siapa: Pelaku, berkas: Path) -> None:
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        unduhan = await EksporService.rakit(sesi, r.wadah).unduh(pesanan, siapa)
        with berkas.open("wb") as keluar:
            async for bagian in unduhan.aliran:
                keluar.write(bagian)


def _hitung(berkas: Path) -> int:
    with berkas.open(encoding="utf-8-sig", newline="") as isi:
        return sum(1 for _ in csv.reader(isi)) - 1


async def _salin(koneksi: asyncpg.Connection, berkas: Path) -> float:
    """Return the seconds of the control: `COPY TO` of the same rows from a table that holds them in clear."""
    with berkas.open(encoding="utf-8-sig", newline="") as isi:
        kolom = [f'"{n}"' for n in next(csv.reader(isi))]
    await koneksi.execute(f"CREATE TABLE bench_terang ({', '.join(f'{k} text' for k in kolom)})")
    await koneksi.copy_to_table("bench_terang", source=berkas, format="csv", header=True)
    await koneksi.execute("CHECKPOINT")
    awal = time.perf_counter()
    await koneksi.copy_from_table("bench_terang", output=berkas.with_suffix(".salin"), format="csv")
    detik = time.perf_counter() - awal
    await koneksi.execute("DROP TABLE bench_terang")
    return detik


async def _csv(p: Panggung) -> Nilai:
    besar = (await p.sekali(ukur)).besar
    return Nilai(
        statistics.median(besar.salin) / statistics.median(besar.ekspor),
        f"COPY TO of {besar.baris:,} rows that stand in clear over the export of the same from sealed documents, "
        "with their audit, sealed again in the object store; medians over turns of both, the worker was up before "
        f"the first order; the end is noticed by one bare statement on the export's row every {_JEDA * 1000:.0f} ms",
        impor.SKALA[p.ukuran.nama].besar,
        {"copy_s": besar.salin, "export_s": besar.ekspor},
    )


async def _rss(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    return Nilai(
        u.besar.puncak_mb / u.kecil.puncak_mb,
        f"peak memory of the worker and its processes over {u.besar.baris:,} rows and over {u.kecil.baris:,}",
        impor.SKALA[p.ukuran.nama].besar,
        {"large_mb": [u.besar.puncak_mb], "small_mb": [u.kecil.puncak_mb]},
    )


daftarkan(
    Baris("ekspor.csv", "Copy of the clear rows over their export as CSV", "x", 0.15, _csv, is_batas_atas=False),
    Baris("ekspor.rss", "Memory of a large export over one of 10,000 rows", "x", 1.2, _rss),
)
