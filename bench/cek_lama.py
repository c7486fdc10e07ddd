"""Rows of the lookup's latency: as the registry grows, and while an import and a ranking run on the same machine."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.desil.model_pmt import ModelService
from app.impor.alur import StatusImpor
from app.operasi.embedded import SUPER
from bench import cek_isi as buat
from bench import desil, impor
from bench.beban import tulis
from bench.cek import SKALA, registri_cek, registri_utama, sajikan
from bench.dasar import Baris, Nilai, daftarkan, nisbah
from bench.isi import isi
from bench.panggung import Panggung, Registri
from bench.peladen import Peladen, Semburan

_BAGIAN: Final = 0.3
"""Arrival rate as a share of what the server reaches at 64 connections."""
_PELAN: Final = 10
_KELUARGA: Final = {"uji": 2_000, "3m": 500_000, "10m": 2_000_000}
_DIIMPOR: Final = {"uji": 40, "3m": 6_500, "10m": 26_000}
"""Families of the file that is tried out beside; the work lasts longer than a burst."""
_BERJALAN: Final = """
    SELECT EXISTS (SELECT FROM putaran WHERE tahap = 'DISKOR')
       AND EXISTS (SELECT FROM kemajuan_impor k JOIN impor i ON i.id = k.impor_id WHERE i.status = 'DIPERIKSA')
"""
_JEDA: Final = 0.02
_MITRA: Final = 8
_PEKERJA: Final = {"DTKS_DESIL__RANTAI_MAKS": "1"}
"""What `desil.putar` runs the worker with, so that it finds the niced one at work."""


@dataclass(frozen=True, slots=True)
class Tempat:
    """A server with its requests, and the rate at which they come."""

    peladen: Peladen
    berkas: Path
    detik: float
    laju: float

    async def ukur(self) -> Semburan:
        """Let requests come at the rate, whether or not answers do."""
        return await self.peladen.beban(self.berkas, detik=self.detik, laju=self.laju, harap='"hasil":"ADA"')


@contextlib.asynccontextmanager
async def tempat(p: Panggung, r: Registri) -> AsyncIterator[Tempat]:
    """Serve this database, and find out what it can do."""
    s = SKALA[p.ukuran.nama]
    berkas = p.folder / f"lama-{r.nama}"
    token = await buat.mitra(r.wadah, _MITRA)
    orang = ([k] for k in buat.acak(s.dicari, s.permintaan))
    await asyncio.to_thread(tulis, berkas, list(buat.audit(token, orang)))
    async with sajikan(p, r) as satu:
        semburan = [await satu.beban(berkas, detik=s.detik, harap='"hasil":"ADA"') for _ in range(2)]
        yield Tempat(satu, berkas, s.detik, semburan[-1].per_detik * _BAGIAN)


async def _tumbuh(p: Panggung) -> Nilai:
    s = SKALA[p.ukuran.nama]
    besar, kecil = await p.sekali(registri_utama), await registri_cek(p, s.kecil)
    lama: dict[str, list[float]] = {"large": [], "small": []}
    async with tempat(p, besar) as satu, tempat(p, kecil) as lain:
        laju = min(satu.laju, lain.laju)
        for ke in range(p.ukuran.ulang + 1):
            p.lapor(f"latency by size, repetition {ke + 1} of {p.ukuran.ulang + 1}")
            for nama, t in (("large", satu), ("small", lain)) if ke % 2 else (("small", lain), ("large", satu)):
                lama[nama].append((await Tempat(t.peladen, t.berkas, t.detik, laju).ukur()).p95_ms)
    return Nilai(
        nisbah(lama["large"], lama["small"]),
        f"p95 of audited lookups at {laju:,.0f} a second with {s.orang:,} people over that with {s.kecil:,}",
        0,
        {f"{nama}_p95_ms": isi for nama, isi in lama.items()} | {"rate_per_s": [laju]},
    )


async def registri_sibuk(p: Panggung) -> Registri:
    """Return a database with families to rank and people to look up, and a worker that yields to everybody else."""
    s, n = SKALA[p.ukuran.nama], _KELUARGA[p.ukuran.nama]
    p.lapor(f"filling a registry of {n:,} families and {s.kecil:,} people")
    r = await p.basisdata("bench_sibuk", n)
    async with r.sambung(SUPER) as satu, r.sambung(SUPER) as lain:
        await isi((satu, lain), n)
    async with r.sambung() as koneksi:
        await buat.isi_cek(koneksi, r.wadah.sandi, s.kecil, s.dicari)
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        await ModelService.rakit(sesi).pasang_demonstrasi(Pelaku(id_baru(), Jabatan.ADMIN_PUSAT))
    r.mulai_pekerja(_PEKERJA)
    r.pelankan(_PELAN)
    return r


async def _sibuk(p: Panggung) -> Nilai:
    r = await registri_sibuk(p)
    berkas, manifes = await impor.lembar(p, _DIIMPOR[p.ukuran.nama], "sibuk")
    siapa = await impor.operator(r)
    sendiri: list[Semburan] = []
    berbarengan: list[Semburan] = []
    async with tempat(p, r) as t:
        for ke in range(p.ukuran.ulang):
            p.lapor(f"latency beside an import and a ranking, repetition {ke + 1} of {p.ukuran.ulang}")
            impor_id = await impor.kirim(r, berkas, siapa)
            sendiri.append(await t.ukur())
            kerja = [
                asyncio.create_task(impor.langkah(r, impor_id, siapa, "periksa", {StatusImpor.SIAP})),
                asyncio.create_task(desil.putar(r)),
            ]
            while not (await _is_berjalan(r) or any(k.done() for k in kerja)):
                r.periksa_pekerja()
                await asyncio.sleep(_JEDA)
            berbarengan.append(await t.ukur())
            await asyncio.gather(*kerja)
    return Nilai(
        nisbah(_p95(berbarengan), _p95(sendiri)),
        f"p95 of audited lookups at {t.laju:,.0f} a second (30 % of capacity) while a worker at nice {_PELAN} ranks "
        f"{r.keluarga:,} families and tries out a file of {manifes['baris']:,} rows, over p95 alone; PostgreSQL's own "
        "processes are not niced",
        r.keluarga,
        {"busy_p95_ms": _p95(berbarengan), "alone_p95_ms": _p95(sendiri), "rate_per_s": [t.laju]},
    )


async def _is_berjalan(r: Registri) -> bool:
    """Return whether a ranking and an import are both at work."""
    async with r.sambung() as koneksi:
        return bool(await koneksi.fetchval(_BERJALAN))


def _p95(semua: Sequence[Semburan]) -> list[float]:
    return [s.p95_ms for s in semua]


daftarkan(
    Baris("cek.growth", "Lookup's p95 in a large registry over a small one", "x", 1.3, _tumbuh),
    Baris("cek.busy", "Lookup's p95 beside an import and a ranking over that alone", "x", 2.0, _sibuk),
)
