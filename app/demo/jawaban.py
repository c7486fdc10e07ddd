"""Plausible answers to the questionnaire for a family of a given welfare; every skip rule holds by construction.

Questions are walked in their own order, so that a question is answered exactly when its condition asks it. The shares
are demonstration values, chosen to look like a rural kecamatan; no statistic may be drawn from them.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from statistics import NormalDist
from typing import Any, Final

from app.keluarga.instrumen import Instrumen
from app.keluarga.kode import Hubungan
from app.keluarga.pertanyaan import Jenis, Pertanyaan

Jawaban = dict[str, Any]
_NORMAL: Final = NormalDist()

# Categories from the poorest to the richest, with their shares in percent.
_TANGGA: Final[Mapping[str, Sequence[tuple[int, int]]]] = {
    "301b": ((6, 15), (5, 45), (3, 5), (2, 5), (4, 2), (1, 28)),
    "303": ((8, 4), (7, 2), (5, 9), (6, 24), (4, 14), (3, 2), (2, 44), (1, 1)),
    "304": ((6, 2), (5, 1), (4, 8), (3, 7), (2, 6), (1, 76)),
    "305": ((7, 1), (6, 1), (5, 1), (4, 12), (3, 10), (2, 73), (1, 2)),
    "306a": ((10, 1), (9, 2), (8, 6), (6, 6), (7, 14), (5, 19), (4, 22), (3, 10), (2, 18), (1, 2)),
    "307a": ((4, 1), (2, 4), (1, 95)),
    "307b1": ((1, 45), (2, 35), (3, 14), (4, 5), (5, 1)),
    "308": ((10, 16), (9, 1), (7, 1), (4, 76), (2, 2), (3, 3), (1, 1)),
    "309a": ((6, 3), (4, 4), (3, 3), (2, 8), (1, 82)),
    "309b": ((4, 6), (3, 4), (2, 4), (1, 86)),
    "310": ((5, 3), (3, 20), (4, 9), (1, 66), (2, 2)),
    "505": ((0, 22), (3, 62), (2, 13), (1, 3)),
    "506": ((4, 62), (2, 33), (1, 2), (3, 3)),
}
_ASET: Final[Mapping[str, float]] = {  # share of families that own it
    "502a": 0.08, "502b": 0.55, "502c": 0.04, "502d": 0.01, "502e": 0.01, "502f": 0.28, "502g": 0.15, "502h": 0.14,
    "502i": 0.72, "502j": 0.30, "502k": 0.09, "502l": 0.01, "502m": 0.005, "502n": 0.80, "503a": 0.22, "503b": 0.04,
}  # fmt: skip
_BANTUAN: Final[Mapping[str, float]] = {
    "501a": 0.3, "501b": 0.2, "501c": 0.1, "501d": 0.4, "501e": 0.05, "501f": 0.1, "501g": 0.7,
}  # fmt: skip
_LAPANGAN: Final = (1, 2, 8, 11, 12, 13, 14, 20, 21, 24)
_KEDUDUKAN: Final = (1, 2, 3, 4, 5, 6, 7, 8)
_IJAZAH: Final = ((23, 8), (3, 40), (8, 22), (13, 14), (15, 10), (18, 2), (19, 4))


def keluarga(acak: Random, instrumen: Instrumen, sejahtera: float, ukuran: int, tahun: int) -> Jawaban:
    """Return the family part; `sejahtera` is the latent welfare in standard deviations."""

    def pilih(p: Pertanyaan, _: Mapping[str, object]) -> object:
        s = _goyang(acak, sejahtera)
        if p.no == "205":
            return 1
        if p.no == "302":
            return max(8, round((9 + 4.5 * _NORMAL.cdf(s) * 4) * (1.4 + 0.75 * ukuran)))
        if p.no in _TANGGA:
            return _anak_tangga(_TANGGA[p.no], s)
        if p.no in _ASET:
            return 1 if s > -_NORMAL.inv_cdf(_ASET[p.no]) else 2
        if p.no in _BANTUAN:
            return 1 if s < _NORMAL.inv_cdf(_BANTUAN[p.no]) else 2
        return _lain(acak, p, tahun)

    return _jalan(instrumen.bagian["keluarga"], {}, pilih)


def orang(acak: Random, instrumen: Instrumen, sejahtera: float, awal: Jawaban) -> Jawaban:
    """Return one person's part; `awal` holds sex (405), age (407), marital status (408) and relation (409)."""
    umur, s = int(awal["407"]), _goyang(acak, sejahtera)
    ijazah = _ijazah(acak, s, umur)

    def pilih(p: Pertanyaan, jawaban: Mapping[str, object]) -> object:
        khusus: dict[str, Callable[[], object]] = {
            "404": lambda: 1,
            "410": lambda: 1 if umur < 40 and acak.random() < 0.05 else 2,
            "411": lambda: (5 if umur >= 17 else 3) if acak.random() < 0.9 else 1,
            "412": lambda: _partisipasi(acak, umur),
            "413": lambda: _jenjang(umur, ijazah, jawaban),
            "414": lambda: _kelas(acak, jawaban, ijazah),
            "415": lambda: ijazah,
            "416a": lambda: 1 if _bekerja(acak, awal) else 2,
            "416b": lambda: acak.choice((20, 28, 35, 40, 48, 56)),
            "417": lambda: acak.choices(_LAPANGAN, (24, 10, 12, 9, 18, 8, 4, 2 + 3 * (s > 1), 3, 8))[0],
            "418": lambda: acak.choices(_KEDUDUKAN, (22, 10, 2, 26, 2 + 4 * (s > 1), 16, 14, 8))[0],
            "420a": lambda: 1 if umur >= 20 and acak.random() < 0.14 else 2,
            "425": lambda: _anak_tangga(((1, 82), (2, 13), (3, 4), (4, 1)), s),
            "427": lambda: acak.choices((3, 2, 1, 8), (80, 8, 2, 10))[0],
            "430": lambda: 1 if acak.random() > umur / 220 else acak.choice((2, 3, 4, 5, 6, 13, 18)),
        }
        if p.no in khusus:
            return khusus[p.no]()
        if p.no.startswith("428"):
            return 4 if acak.random() > (umur / 100) ** 3 * 0.6 + 0.004 else acak.choice((1, 2, 3, 3))
        return _lain(acak, p, 0)

    return _jalan(instrumen.bagian["individu"], awal, pilih)


def _jalan(
    pertanyaan: Mapping[str, Pertanyaan], awal: Jawaban, pilih: Callable[[Pertanyaan, Mapping[str, object]], object]
) -> Jawaban:
    jawaban: Jawaban = {}
    for no, p in pertanyaan.items():
        if no in awal:
            jawaban[no] = awal[no]
        elif p.bila.berlaku(jawaban) and p.is_wajib(jawaban):
            jawaban[no] = pilih(p, jawaban)
    return jawaban


def _goyang(acak: Random, s: float) -> float:
    """Return a draw that follows welfare with correlation 0.7, so that a proxy has something to estimate."""
    return 0.7 * s + 0.714 * acak.gauss(0, 1)


def _anak_tangga(tangga: Sequence[tuple[int, int]], s: float) -> int:
    posisi = _NORMAL.cdf(s) * sum(b for _, b in tangga)
    for kode, bobot in tangga:
        posisi -= bobot
        if posisi <= 0:
            return kode
    return tangga[-1][0]


def _lain(acak: Random, p: Pertanyaan, tahun: int) -> object:
    """Answer what has no rule of its own: the questionnaire's own empty value, `no`, none, or a low number."""
    if p.no.endswith("_tahun"):
        return tahun - 1
    if p.no.endswith("_bulan"):
        return acak.randint(1, 12)
    if p.jenis is Jenis.BITMASK:
        return 1 if 1 in p.pilihan and acak.random() < 0.6 else 0
    if p.jenis is Jenis.BILANGAN:
        return acak.choice((0, 0, 0, 0, 1, 2, 3)) if p.kosong is not None else max(p.min or 0, 1)
    if set(p.pilihan) >= {1, 2} and len(p.pilihan) in (2, 3) and p.no[:3] in {"431", "503", "502"}:
        return 2
    return acak.choice(sorted(p.pilihan))


def _partisipasi(acak: Random, umur: int) -> int:
    if umur < 7:
        return 1 if umur < 6 or acak.random() < 0.4 else 2
    batas = 0.98 if umur <= 12 else 0.92 if umur <= 15 else 0.65 if umur <= 18 else 0.12 if umur <= 22 else 0.0
    return 2 if acak.random() < batas else 3


def _ijazah(acak: Random, s: float, umur: int) -> int:
    puncak = 23 if umur < 12 else 3 if umur < 15 else 8 if umur < 18 else 13 if umur < 22 else 22
    kode = _anak_tangga(_IJAZAH, s + acak.gauss(0, 0.2))
    return kode if kode != 23 and kode <= puncak else (23 if umur < 12 else min(puncak, 3) if kode != 23 else 23)


def _jenjang(umur: int, ijazah: int, jawaban: Mapping[str, object]) -> int:
    if jawaban.get("412") == 2:
        saat_ini = 3 if umur < 13 else 8 if umur < 16 else 13 if umur < 19 else 19
        return max(saat_ini, ijazah if ijazah != 23 else 0)
    return 3 if ijazah == 23 else ijazah


def _kelas(acak: Random, jawaban: Mapping[str, object], ijazah: int) -> int:
    jenjang = int(str(jawaban["413"]))
    if jenjang == ijazah:
        return 8
    return acak.randint(1, 6 if jenjang == 3 else 3)


def _bekerja(acak: Random, awal: Jawaban) -> bool:
    umur = int(awal["407"])
    if umur < 15 or umur > 72:
        return False
    dasar = 0.9 if awal["409"] == Hubungan.KEPALA_KELUARGA.kode else 0.45 if umur >= 19 else 0.15
    return acak.random() < dasar
