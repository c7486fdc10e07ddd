"""What place and time of a visit make one ask. Pure; nothing here refuses anything.

A suspicion goes to a human as a finding (complaint of the field: one enumerator, the same position, minutes apart).
No boundaries of desa are shipped, so "outside" is measured against earlier visits: far from their median point, both in
metres and against their own median distance. Every threshold is a setting and an assumption.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from statistics import median
from typing import Any, Final

from app.config import Lapangan
from app.temuan.status import JenisTemuan
from app.verval.entitas import Letak

_JARI_BUMI_M: Final = 6_371_000
_LANGKAH_MIN_M: Final = 500
"""Below this a speed says more of the receiver than of the rider."""


@dataclass(frozen=True, slots=True)
class Dugaan:
    """A suspicion: its kind, how sure (0 to 100), and what was measured."""

    jenis: JenisTemuan
    keyakinan: int
    isi: dict[str, Any]


def periksa(ini: Letak, petugas: Sequence[Letak], desa: Sequence[Letak], aturan: Lapangan) -> Iterator[Dugaan]:
    """Yield the suspicions about a visit, each kind once.

    Args:
        ini: the visit.
        petugas: the same enumerator's other visits around that time.
        desa: earlier visits in the same desa.
        aturan: the thresholds.
    """
    if ini.akurasi_m > aturan.akurasi_maks_m:
        yield Dugaan(JenisTemuan.LOKASI_TIDAK_TELITI, 50, {"akurasi_m": round(ini.akurasi_m)})
    lain = [p for p in petugas if p.ref.keluarga_id != ini.ref.keluarga_id]
    if dugaan := _berulang(ini, lain, aturan):
        yield dugaan
    if dugaan := _terlalu_cepat(ini, lain, aturan):
        yield dugaan
    if dugaan := _di_luar(ini, desa, aturan):
        yield dugaan


def jarak_m(a: Letak, b: Letak) -> float:
    """Return the distance on the sphere in metres (haversine)."""
    return _jarak((a.lintang, a.bujur), (b.lintang, b.bujur))


def _berulang(ini: Letak, lain: Sequence[Letak], aturan: Lapangan) -> Dugaan | None:
    selang = timedelta(minutes=aturan.lokasi_sama_menit)
    sama = [p for p in lain if abs(p.mulai_at - ini.mulai_at) <= selang and jarak_m(p, ini) <= aturan.lokasi_sama_m]
    if not sama:
        return None
    return Dugaan(
        JenisTemuan.LOKASI_BERULANG, 60, {"kunjungan_lain": sorted(str(p.id) for p in sama), "jumlah": len(sama)}
    )


def _terlalu_cepat(ini: Letak, lain: Sequence[Letak], aturan: Lapangan) -> Dugaan | None:
    for p in lain:
        dulu, kemudian = sorted((p, ini), key=lambda x: (x.mulai_at, x.id))
        jauh = jarak_m(p, ini)
        if jauh <= _LANGKAH_MIN_M:
            continue
        jam = (kemudian.mulai_at - dulu.selesai_at).total_seconds() / 3600
        if jam <= 0 or jauh / 1000 / jam > aturan.kecepatan_maks_kmj:
            menit = max(0, round(jam * 60))
            return Dugaan(
                JenisTemuan.WAKTU_TIDAK_WAJAR, 70, {"kunjungan_lain": str(p.id), "meter": round(jauh), "menit": menit}
            )
    return None


def _di_luar(ini: Letak, desa: Sequence[Letak], aturan: Lapangan) -> Dugaan | None:
    if len(desa) < aturan.desa_kunjungan_min:
        return None
    tengah = median(p.lintang for p in desa), median(p.bujur for p in desa)
    biasa = median(_jarak(tengah, (p.lintang, p.bujur)) for p in desa)
    jauh = _jarak(tengah, (ini.lintang, ini.bujur))
    if jauh - ini.akurasi_m <= max(aturan.desa_jarak_min_m, aturan.desa_simpangan * biasa):
        return None
    isi = {"meter": round(jauh), "meter_biasa": round(biasa), "pembanding": len(desa)}
    return Dugaan(JenisTemuan.LOKASI_DI_LUAR_DESA, 50, isi)


def _jarak(a: tuple[float, float], b: tuple[float, float]) -> float:
    lintang_a, bujur_a, lintang_b, bujur_b = map(radians, (*a, *b))
    h = sin((lintang_b - lintang_a) / 2) ** 2 + cos(lintang_a) * cos(lintang_b) * sin((bujur_b - bujur_a) / 2) ** 2
    return 2 * _JARI_BUMI_M * asin(sqrt(min(1.0, h)))
