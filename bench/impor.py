"""Rows of the import: what a file of a kab/kota costs against a plain copy of the rows that it became, and its memory.

The file comes from the synthetic nation, with errors at the rates that were found. It is read, tried out and applied by
a real worker; the account of its rows has to add up, and has to name exactly the errors that were planted.
"""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg

from app.akun.alur import AksiAkun, StatusAkun
from app.akun.models import PenugasanWilayah
from app.akun.service import AkunService, BakalAkun
from app.berkas_tabel.bentuk import KodeFormat
from app.core.clock import now
from app.core.db import Base, transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.impor.alur import AKHIR, StatusImpor
from app.impor.service import ImporService
from app.operasi.embedded import SUPER
from app.sintetis.lembar import Pesanan
from app.sintetis.tulis import Pisah, nama_berkas, tulis
from bench.dasar import Baris, Nilai, daftarkan
from bench.memori import pantau
from bench.panggung import Panggung, Registri

HARI: Final = date(2026, 6, 30)
WILAYAH: Final = "32.05"
BENIH: Final = 5
_JEDA: Final = 0.05
_BATAS_DETIK: Final = 3600
_ULANG_SALIN: Final = 2
_TITIPAN: Final = ("impor", "bagian_impor", "baris_impor", "catatan_impor", "kemajuan_impor")
"""What belongs to the import alone; the registry's rows are all others."""


class AkunSalah(AssertionError):
    """An import did not account for its file as it had to."""


@dataclass(frozen=True, slots=True)
class Skala:
    """Families of the large file and of the small one; 325,000 are a million people, whom only the long run imports."""

    besar: int
    kecil: int


SKALA: Final = {"uji": Skala(150, 40), "3m": Skala(13_000, 3_250), "10m": Skala(325_000, 3_250)}


@dataclass(frozen=True, slots=True)
class Lari:
    """One import: rows of the file, seconds of reading with trying out and of applying, peak memory of the worker."""

    baris: int
    baca: float
    terap: float
    puncak_mb: float
    registri: Registri

    @property
    def detik(self) -> float:
        """Seconds from the order to read until everything stands in the registry."""
        return self.baca + self.terap


@dataclass(frozen=True, slots=True)
class Ukur:
    """The large and the small import, and the copies of what the large one wrote."""

    besar: Lari
    kecil: Lari
    salin: list[float]


async def ukur(p: Panggung) -> Ukur:
    """Import both files, each into a registry of its own, then copy what the large one wrote into an empty one."""
    skala = SKALA[p.ukuran.nama]
    kecil = await impor(p, skala.kecil)
    besar = await impor(p, skala.besar)
    return Ukur(besar, kecil, await _salin(p, besar.registri))


async def impor(p: Panggung, keluarga: int) -> Lari:
    """Make a file of so many families, let the worker import it, and check the account."""
    asal, manifes = await lembar(p, keluarga, "impor")
    r = await p.basisdata(f"bench_impor_{keluarga}")
    siapa = await operator(r)
    impor_id = await kirim(r, asal, siapa)
    await r.siap_bekerja({})
    p.lapor(f"importing {manifes['baris']:,} rows")
    async with pantau(r) as memori:
        baca = await langkah(r, impor_id, siapa, "periksa", {StatusImpor.SIAP})
        terap = await langkah(r, impor_id, siapa, "terapkan", AKHIR)
    p.lapor(f"  read and tried out {baca:.1f} s, applied {terap:.1f} s, {memori.puncak_mb:.0f} MB")
    await asyncio.to_thread(r.hentikan)
    await _periksa(r, impor_id, siapa, manifes)
    return Lari(manifes["baris"], baca, terap, memori.puncak_mb, r)


async def lembar(p: Panggung, keluarga: int, nama: str) -> tuple[Path, dict[str, Any]]:
    """Write a file of so many families; return where it is, and what it holds."""
    p.lapor(f"writing a file of {keluarga:,} families")
    pesan = Pesanan(keluarga, BENIH, 1.0, HARI, KodeFormat.DTKS1, WILAYAH)
    folder = p.folder / f"{nama}_{keluarga}"
    manifes = await asyncio.to_thread(
        tulis, pesan, folder, pisah=Pisah.SEMUA, proses=1 if p.ukuran.nama == "uji" else 2, kabar=lambda *_: None
    )
    return folder / nama_berkas(pesan, "semua"), manifes


async def operator(r: Registri) -> Pelaku:
    """Return an officer who may import into the kab/kota of the file."""
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        akun_service = AkunService.rakit(sesi, r.wadah)
        bakal = BakalAkun(jabatan=Jabatan.OPERATOR_KABKOTA, status=StatusAkun.AKTIF, nama="Operator Uji")
        akun = await akun_service.terbitkan(bakal, None, AksiAkun.BUAT)
        kini = now()
        mulai = kini.date() - timedelta(days=1)
        sesi.add(
            PenugasanWilayah(akun_id=akun.id, id=id_baru(), kode_wilayah=WILAYAH, berlaku_dari=mulai, created_at=kini)
        )
        await sesi.flush()
        pelaku = await akun_service.pelaku(akun.id)
    assert pelaku is not None
    return pelaku


async def kirim(r: Registri, berkas: Path, siapa: Pelaku) -> UUID:
    """Send a file in pieces; return its import."""
    potong, ukuran = r.wadah.pengaturan.impor.bagian_bita, await asyncio.to_thread(_ukuran, berkas)
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        satu = await ImporService(sesi, r.wadah).mulai(ukuran, HARI, siapa)
    with berkas.open("rb") as isi:
        while bagian := isi.read(potong):
            async with transaksi(r.wadah.pabrik_sesi) as sesi:
                satu = await ImporService(sesi, r.wadah).tambah(satu.id, bagian, siapa, versi=satu.versi)
    return satu.id


def _ukuran(berkas: Path) -> int:
    return berkas.stat().st_size


async def langkah(r: Registri, impor_id: UUID, siapa: Pelaku, aksi: str, sampai: Collection[StatusImpor]) -> float:
    """Give the order and return the seconds until the worker is through."""
    async with r.sambung(SUPER) as koneksi:
        await koneksi.execute("CHECKPOINT")
    awal = time.perf_counter()
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await getattr(ImporService(sesi, r.wadah), aksi)(impor_id, siapa)
    async with r.sambung() as koneksi:
        while (status := await koneksi.fetchval("SELECT status FROM impor WHERE id = $1", impor_id)) not in sampai:
            r.periksa_pekerja()
            if status in {StatusImpor.GAGAL, StatusImpor.TERHENTI} or time.perf_counter() - awal > _BATAS_DETIK:
                raise AkunSalah(f"the import stands at {status}, see {r.log}")
            await asyncio.sleep(_JEDA)
    return time.perf_counter() - awal


async def _periksa(r: Registri, impor_id: UUID, siapa: Pelaku, manifes: dict[str, Any]) -> None:
    """Compare the account of the import with what was planted.

    Raises:
        AkunSalah: rows are missing, or other remarks were made than planted.
    """
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        layanan = ImporService(sesi, r.wadah)
        n = await layanan.jumlah(await layanan.baca(impor_id, siapa))
    if n.dibaca != manifes["baris"] or n.dibaca != n.kosong + n.sama + n.diterima + n.anomali + n.konflik + n.ditolak:
        raise AkunSalah(f"{n} of {manifes['baris']} rows")
    async with r.sambung() as koneksi:
        baris = await koneksi.fetch(
            "SELECT kode, count(*) AS n FROM catatan_impor WHERE impor_id = $1 AND tahap <> 'UJI' GROUP BY kode",
            impor_id,
        )
        orang = await koneksi.fetchval("SELECT count(*) FROM individu")
    ada = Counter({b["kode"]: int(b["n"]) for b in baris})
    if ada != Counter(manifes["catatan"]) or orang != n.dibaca - n.ditolak - n.kosong:
        raise AkunSalah(f"remarks {ada - Counter(manifes['catatan'])}, {orang} people for {n}")


async def _salin(p: Panggung, r: Registri) -> list[float]:
    """Return the seconds of the control: every row that the import wrote, copied into the same tables of a registry."""
    tabel = [t.name for t in Base.metadata.sorted_tables if t.name not in _TITIPAN]
    folder = p.folder / "salin"
    folder.mkdir()
    berisi: list[tuple[str, str, Path]] = []
    kosong = await p.basisdata("bench_impor_salin")
    async with r.sambung(SUPER) as asal, kosong.sambung(SUPER) as tujuan:
        for nama in tabel:
            if await asal.fetchval(f"SELECT count(*) FROM {nama}") > await tujuan.fetchval(
                f"SELECT count(*) FROM {nama}"
            ):
                kolom, jalur = await _kolom(asal, nama), folder / nama
                await asal.copy_from_query(f"SELECT {kolom} FROM {nama}", output=jalur, format="binary")
                berisi.append((nama, kolom, jalur))
        p.lapor(f"copying the rows of {len(berisi)} tables")
        hasil = []
        for _ in range(_ULANG_SALIN):
            await tujuan.execute(f"TRUNCATE {', '.join(n for n, _, _ in berisi)} CASCADE")
            await tujuan.execute("CHECKPOINT")
            awal = time.perf_counter()
            for nama, kolom, jalur in berisi:
                await tujuan.copy_to_table(nama, source=jalur, columns=kolom.split(", "), format="binary")
            hasil.append(time.perf_counter() - awal)
    return hasil


async def _kolom(koneksi: asyncpg.Connection, tabel: str) -> str:
    kolom = await koneksi.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' ORDER BY attnum",
        tabel,
    )
    return ", ".join(b["attname"] for b in kolom)


async def _csv(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    salin = statistics.median(u.salin)
    return Nilai(
        salin / u.besar.detik,
        f"COPY of what {u.besar.baris:,} rows of a CSV became, with keys and indexes, over the import from the order "
        "to read it until all is applied; each row accounted for, the remarks are those planted; the worker was up "
        "before the order",
        SKALA[p.ukuran.nama].besar,
        {"copy_s": u.salin, "read_and_try_s": [u.besar.baca], "apply_s": [u.besar.terap]},
    )


async def _rss(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    return Nilai(
        u.besar.puncak_mb / u.kecil.puncak_mb,
        f"peak memory of the worker and its processes over {u.besar.baris:,} rows and over {u.kecil.baris:,}",
        SKALA[p.ukuran.nama].besar,
        {"large_mb": [u.besar.puncak_mb], "small_mb": [u.kecil.puncak_mb]},
    )


daftarkan(
    Baris("impor.csv", "Copy of the same rows over the import of a CSV", "x", 0.20, _csv, is_batas_atas=False),
    Baris("impor.rss", "Memory of a large import over one of 10,000 rows", "x", 1.2, _rss),
)
