"""Rows of the search: how long a name takes in a village, a kab/kota and the nation, and whether it is found."""

import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from app.core.db import transaksi
from app.operasi.embedded import SUPER
from app.pencarian.service import PencarianService
from app.sintetis.ejaan import EJAAN, JenisRagam, ragamkan
from app.wilayah.lingkup import Lingkup
from app.wilayah.nama import lipat
from bench.cari_isi import isi
from bench.dasar import Baris, Nilai, daftarkan, nisbah
from bench.panggung import Panggung, Registri

ORANG: Final = {"uji": 4_000, "3m": 1_000_000, "10m": 10_000_000}
"""Persons in the registry that is searched, by the size that was asked for."""
_DICARI: Final = {"uji": 4, "3m": 150, "10m": 150}
_KENDALI: Final = {"uji": 1, "3m": 5, "10m": 5}
"""Names searched per scope and repetition, by us and by the control."""
_BATAS: Final = 20
_TINGKAT: Final = {"desa": 13, "kabkota": 5, "nasional": 0}
_TRGM: Final = """
    SELECT keluarga_id, id, nama FROM individu i WHERE nama_lipat % $1 AND EXISTS (
        SELECT FROM anggota_keluarga a
        WHERE a.keluarga_id = i.keluarga_id AND a.individu_id = i.id AND a.keluar_date IS NULL)
    ORDER BY similarity(nama_lipat, $1) DESC LIMIT 20
"""
_CONTOH: Final = """
    SELECT DISTINCT ON (nama) n.nama, i.kode_desa FROM bench_nama n
    CROSS JOIN LATERAL (
        SELECT kode_desa FROM individu WHERE nama_sidik = n.nama_sidik ORDER BY id LIMIT 1) i
    WHERE n.no = ANY($1::int[])
"""


@dataclass(frozen=True, slots=True)
class Sasaran:
    """Somebody on record, and his name as it is typed."""

    nama: str
    kode_desa: str
    diketik: str
    is_tipo: bool


@dataclass
class Ukur:
    """What was measured, in order.

    Attributes:
        orang: persons in the registry.
        p95: milliseconds per scope, one figure a repetition.
        kena: whether typed names with a typing error led to a person of that name in the first 20, by scope.
        ejaan: whether other spellings did in the first 10, in villages.
        tepat: share of the answers that are of that name.
        kendali: medians of the control's milliseconds, and ours of the same names, one figure a repetition.
    """

    orang: int
    p95: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kena: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    ejaan: list[bool] = field(default_factory=list)
    tepat: list[float] = field(default_factory=list)
    kendali: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


async def ukur(p: Panggung) -> Ukur:
    """Search fresh names in each scope, interleaved with the control, after a round that warms everybody up."""
    orang = ORANG[p.ukuran.nama]
    p.lapor(f"filling a registry of {orang:,} persons for the search")
    r = await p.basisdata(f"bench_cari_{orang}")
    await isi(r, orang, SUPER)
    hasil, acak = Ukur(orang), Random(5)  # noqa: S311 - which names are searched, reproducibly
    for ke in range(p.ukuran.ulang + 1):
        p.lapor(f"searching, repetition {ke} of {p.ukuran.ulang}")
        catatan = hasil if ke else Ukur(orang)
        for tingkat in _TINGKAT:
            sasaran = await _sasaran(r, acak, _DICARI[p.ukuran.nama])
            waktu = [await _cari(r, tingkat, s, catatan) for s in sasaran]
            catatan.p95[tingkat].append(sorted(waktu)[int(0.95 * len(waktu))])
        sasaran = await _sasaran(r, acak, _KENDALI[p.ukuran.nama])
        kami = [await _cari(r, "nasional", s, Ukur(orang)) for s in sasaran]
        catatan.kendali["ours"].append(statistics.median(kami))
        catatan.kendali["pg_trgm"].append(statistics.median(await _trgm(r, sasaran)))
    return hasil


async def _sasaran(r: Registri, acak: Random, jumlah: int) -> list[Sasaran]:
    """Draw different names of persons on record, and type half of them in another spelling, half with an error."""
    async with r.sambung(SUPER) as koneksi:
        banyak = await koneksi.fetchval("SELECT count(*) FROM bench_nama")
        baris = await koneksi.fetch(_CONTOH, [acak.randrange(banyak) for _ in range(jumlah * 6)])
    acak.shuffle(baris)
    hasil: list[Sasaran] = []
    for b in baris:
        jenis = JenisRagam.TIPO if len(hasil) % 2 else acak.choice(EJAAN)
        if diketik := ragamkan(acak, b["nama"], jenis):
            hasil.append(Sasaran(b["nama"], b["kode_desa"], diketik, jenis is JenisRagam.TIPO))
        if len(hasil) == jumlah:
            break
    return hasil


async def _cari(r: Registri, tingkat: str, s: Sasaran, catatan: Ukur) -> float:
    """Search one name and return the milliseconds of queries and ranking."""
    prefiks = s.kode_desa[: _TINGKAT[tingkat]]
    lingkup = Lingkup((prefiks,)) if prefiks else Lingkup.nasional()
    async with transaksi(r.wadah.pabrik_sesi) as sesi:
        layanan = PencarianService.rakit(sesi, r.wadah)
        mulai = time.perf_counter()
        temuan = await layanan.temukan(s.diketik, lingkup, None, _BATAS)
        lama = (time.perf_counter() - mulai) * 1000
    is_dia = [lipat(t.calon.nama) == lipat(s.nama) for t in temuan]
    catatan.tepat.extend([sum(is_dia) / len(is_dia)] if is_dia else [])
    if s.is_tipo:
        catatan.kena[tingkat].append(any(is_dia))
    elif tingkat == "desa":
        catatan.ejaan.append(any(is_dia[:10]))
    return lama


async def _trgm(r: Registri, sasaran: Sequence[Sasaran]) -> list[float]:
    waktu = []
    async with r.sambung() as koneksi:
        for s in sasaran:
            mulai = time.perf_counter()
            await koneksi.fetch(_TRGM, lipat(s.diketik))
            waktu.append((time.perf_counter() - mulai) * 1000)
    return waktu


def _lama(tingkat: str) -> Baris:
    async def nilai(p: Panggung) -> Nilai:
        u = await p.sekali(ukur)
        angka = statistics.median(u.p95[tingkat])
        catatan = f"p95 in the service, queries and ranking, {u.orang:,} persons; half spellings, half typing errors"
        return Nilai(angka, catatan, u.orang, {"p95_ms": u.p95[tingkat]})

    return Baris(f"cari.{tingkat}", f"Name search, {_ARTI[tingkat]}, p95", "ms", _TARGET[tingkat], nilai)


async def _ingat(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    bagian = {t: [statistics.mean(u.kena[t])] for t in _TINGKAT}
    catatan = f"the least of village, kab/kota and nation; {sum(map(len, u.kena.values()))} names with one error"
    return Nilai(min(x for (x,) in bagian.values()), catatan, u.orang, bagian)


async def _ejaan(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    catatan = f"{len(u.ejaan)} names, in their village; precision of all answers {statistics.mean(u.tepat):.2f}"
    return Nilai(statistics.mean(u.ejaan), catatan, u.orang)


async def _kali(p: Panggung) -> Nilai:
    u = await p.sekali(ukur)
    k = u.kendali
    return Nilai(nisbah(k["pg_trgm"], k["ours"]), "medians of the same names, in the nation", u.orang, dict(k))


_ARTI: Final = {"desa": "a village of 3,400", "kabkota": "a kab/kota of 560,000", "nasional": "the nation"}
_TARGET: Final = {"desa": 8.0, "kabkota": 15.0, "nasional": 60.0}
daftarkan(
    *(_lama(t) for t in _TINGKAT),
    Baris("cari.ejaan", "Other spellings found in the first 10", "share", 0.98, _ejaan, is_batas_atas=False),
    Baris("cari.typo", "One-edit typing errors found in the first 20", "share", 0.92, _ingat, is_batas_atas=False),
    Baris("cari.trgm", "National search against pg_trgm `%`", "x", 10.0, _kali, is_batas_atas=False),
)
