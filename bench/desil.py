"""Rows of the ranking: what a run costs against a plain copy of its input, and how that grows."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.desil.alur import TahapHitung
from app.desil.model_pmt import ModelService
from app.desil.putaran import PutaranService
from app.operasi.embedded import SUPER
from app.periode.jendela import kode_berikutnya
from app.periode.schemas import PeriodeBuat
from app.periode.service import PeriodeService
from bench.dasar import Baris, Nilai, daftarkan, nisbah
from bench.desil_periksa import SalahHitung, periksa, ubah
from bench.panggung import Panggung, Registri

_JEDA: Final = 0.02
_BATAS_DETIK: Final = 1800
_AWAL: Final = "2025-12"
_JUTA: Final = 1_000_000
_DINILAI: Final = frozenset({TahapHitung.DIBATASI, TahapHitung.SELESAI})


@dataclass(frozen=True, slots=True)
class Lari:
    """Seconds of a run, and of those for the cut-offs alone."""

    detik: float
    batas_detik: float


@dataclass
class Ukur:
    """Seconds of every measurement, by the size of the registry."""

    penuh: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    salin: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    bertahap: list[float] = field(default_factory=list)
    batas: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    def per_juta(self, keluarga: int) -> list[float]:
        """Return seconds per million families of full runs."""
        return [x * _JUTA / keluarga for x in self.penuh[keluarga]]


async def ukur(p: Panggung) -> Ukur:
    """Measure full runs, copies and incremental runs, interleaved, after two runs that warm everybody up.

    Each repetition re-ranks the main registry from 1 % of changes first; the full run after it sees the same families,
    so both have to give the same.
    """
    hasil = Ukur()
    semua = [await p.registri(n) for n in p.ukuran.semua]
    for satu in semua:
        p.lapor(f"warming up {satu.keluarga:,} families")
        await _siapkan(satu)
        await putar(satu)
    for ke in range(1, p.ukuran.ulang + 1):
        for satu in semua:
            p.lapor(f"repetition {ke} of {p.ukuran.ulang}, {satu.keluarga:,} families")
            if satu.keluarga == p.ukuran.utama:
                await ubah(satu, ke)
                hasil.bertahap.append((await putar(satu, penuh=False)).detik)
                p.lapor(f"  re-rank of 1 % {hasil.bertahap[-1]:.1f} s")
            hasil.salin[satu.keluarga].append(await _salin(satu))
            lari = await putar(satu)
            hasil.penuh[satu.keluarga].append(lari.detik)
            hasil.batas[satu.keluarga].append(lari.batas_detik)
            salin = hasil.salin[satu.keluarga][-1]
            p.lapor(f"  full run {lari.detik:.1f} s (cut-offs {lari.batas_detik:.1f} s), copy {salin:.1f} s")
    for satu in semua:
        await periksa(satu, is_bertahap=satu.keluarga == p.ukuran.utama)
    return hasil


async def _siapkan(r: Registri) -> None:
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await ModelService.rakit(sesi).pasang_demonstrasi(Pelaku(id_baru(), Jabatan.ADMIN_PUSAT))


async def putar(r: Registri, *, penuh: bool = True) -> Lari:
    """Return the time from the order to compute until everybody sees the result, on the real worker.

    With `penuh` every family is scored, else the run builds on the one in force.
    """
    await asyncio.to_thread(r.mulai_pekerja, {"DTKS_DESIL__RANTAI_MAKS": "1" if penuh else "12"})
    admin, penetap = Pelaku(id_baru(), Jabatan.ADMIN_PUSAT), Pelaku(id_baru(), Jabatan.PENETAP)
    async with transaksi(r.wadah.pabrik_sesi) as sesi, r.sambung() as koneksi:
        kode = kode_berikutnya(await koneksi.fetchval("SELECT max(kode) FROM periode") or _AWAL)
        await PeriodeService.rakit(sesi, r.wadah).buat(PeriodeBuat(kode=kode), admin)
        putaran = await PutaranService.rakit(sesi, r.wadah).siapkan(kode, admin)
    await _siap(r)
    await _tenang(r)
    awal = time.perf_counter()
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await PutaranService.rakit(sesi, r.wadah).hitung(putaran.id, admin)
    dibatasi = await _tunggu(r, putaran.id, _DINILAI)
    selesai = await _tunggu(r, putaran.id, {TahapHitung.SELESAI})
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await PutaranService.rakit(sesi, r.wadah).tinjau(putaran.id, admin)
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await PutaranService.rakit(sesi, r.wadah).sahkan(putaran.id, penetap)
    return Lari(time.perf_counter() - awal, selesai - dibatasi)


async def _siap(r: Registri) -> None:
    """Wait until the worker has done what was queued before: then it is awake and has nothing else to do."""
    async with r.sambung() as koneksi:
        while await koneksi.fetchval("SELECT count(*) FROM pgqueuer"):
            r.periksa_pekerja()
            await asyncio.sleep(_JEDA)


async def _tunggu(r: Registri, putaran_id: UUID, tahap: Collection[str]) -> float:
    """Wait until the run's stage is one of these; return when that was."""
    batas = time.monotonic() + _BATAS_DETIK
    async with r.sambung() as koneksi:
        while await koneksi.fetchval("SELECT tahap FROM putaran WHERE id = $1", putaran_id) not in tahap:
            r.periksa_pekerja()
            if time.monotonic() > batas:
                raise SalahHitung(f"the run is not finished after {_BATAS_DETIK} s, see {r.log}")
            await asyncio.sleep(_JEDA)
    return time.perf_counter()


async def _salin(r: Registri) -> float:
    """Return the seconds of the control: the input rows copied into a table with a primary key."""
    async with r.sambung() as koneksi:
        await _tenang(r)
        awal = time.perf_counter()
        await koneksi.execute("CREATE TABLE bench_salinan AS SELECT * FROM variabel_kanonik")
        await koneksi.execute("ALTER TABLE bench_salinan ADD PRIMARY KEY (keluarga_id)")
        detik = time.perf_counter() - awal
        await koneksi.execute("DROP TABLE bench_salinan")
    return detik


async def _tenang(r: Registri) -> None:
    """Tidy and write out what others left, so that nobody pays for it.

    Whoever reads a changed page first tidies it. In production autovacuum is first (migration 0200), which comes once a
    minute; here the re-rank would be, and the full run and the copy, which come after it, would read what it tidied.
    """
    async with r.sambung(SUPER) as koneksi:
        await koneksi.execute("VACUUM variabel_kanonik")
        await koneksi.execute("CHECKPOINT")


async def _run(p: Panggung) -> Nilai:
    u, n = await p.sekali(ukur), p.ukuran.utama
    return Nilai(
        nisbah(u.penuh[n], u.salin[n]),
        "full run on the worker (score, three scopes, confirmed) over CREATE TABLE AS SELECT of its input with key",
        n,
        {"run_s": u.penuh[n], "copy_s": u.salin[n], "cut_offs_s": u.batas[n]},
    )


async def _bertahap(p: Panggung) -> Nilai:
    u, n = await p.sekali(ukur), p.ukuran.utama
    return Nilai(
        nisbah(u.bertahap, u.penuh[n]),
        "re-rank after 1 % of the families changed over a full run; both gave the same scores and cut-offs, and both "
        "read a registry that was vacuumed after the changes, which otherwise the first reader pays for the second",
        n,
        {"incremental_s": u.bertahap, "run_s": u.penuh[n]},
    )


async def _tumbuh(p: Panggung, besar: int) -> Nilai:
    u, kecil = await p.sekali(ukur), p.ukuran.kecil
    return Nilai(
        nisbah(u.per_juta(besar), u.per_juta(kecil)),
        f"seconds per million families at {besar:,} over those at {kecil:,}",
        besar,
        {"large_s_per_million": u.per_juta(besar), "small_s_per_million": u.per_juta(kecil)},
    )


async def _tumbuh_utama(p: Panggung) -> Nilai:
    return await _tumbuh(p, p.ukuran.utama)


async def _tumbuh_besar(p: Panggung) -> Nilai:
    return await _tumbuh(p, _besar(p))


async def _memori(p: Panggung, keluarga: int) -> Nilai:
    u = await p.sekali(ukur)
    puncak = (await p.registri(keluarga)).puncak_mb()
    return Nilai(
        puncak, f"VmHWM of `dtks worker` after {len(u.penuh[keluarga])} full runs over {keluarga:,} families", keluarga
    )


async def _memori_utama(p: Panggung) -> Nilai:
    return await _memori(p, p.ukuran.utama)


async def _memori_besar(p: Panggung) -> Nilai:
    return await _memori(p, _besar(p))


def _besar(p: Panggung) -> int:
    assert p.ukuran.besar is not None, "the row is measured only at this size"
    return p.ukuran.besar


daftarkan(
    Baris("desil.run.3m", "Full run over a copy of its input", "x", 3.0, _run),
    Baris(
        "desil.growth.3m",
        "Time per family at 3 M over 1 M",
        "x",
        1.15,
        _tumbuh_utama,
        berlaku=lambda u: u.besar is not None,
    ),
    Baris(
        "desil.growth",
        "Time per family at 10 M over 1 M",
        "x",
        1.15,
        _tumbuh_besar,
        berlaku=lambda u: u.besar is not None,
    ),
    Baris("desil.incremental", "Re-rank after 1 % changed over a full run", "x", 0.15, _bertahap),
    Baris("desil.rss.3m", "Peak memory of the worker at 3 M", "MB", 150, _memori_utama),
    Baris("desil.rss", "Peak memory of the worker at 10 M", "MB", 150, _memori_besar, berlaku=lambda u: bool(u.besar)),
)
