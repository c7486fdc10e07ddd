"""Filled questionnaires of a whole part at a time; every skip rule holds because the questions are walked in order.

A question whose answer means a canonical concept is answered by that concept's share and correlation with the
family's latent welfare; what is left follows the rules below, or the questionnaire's own empty value. So families
answer alike in every instrument, each in its own codes.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.keluarga.asal import Asal, Gabung
from app.keluarga.instrumen import Instrumen
from app.keluarga.kondisi import Kondisi
from app.keluarga.pertanyaan import Jenis, Pertanyaan
from app.pelatihan.sampel import Bulat, Riil
from app.pelatihan.sintetis import potong_ciri
from app.pelatihan.sintetis_pangsa import CIRI, Ciri
from app.sintetis.acak import Sumber

KOSONG: Final = -1
"""No answer; every code and number is 0 or more."""

Jawaban = dict[str, Bulat]
Mana = NDArray[np.bool_]
Aturan = Callable[[Pertanyaan, Jawaban], Bulat | None]
"""Answers to one question for everybody, None when no rule of its own exists."""

_LAHAN: Final = Ciri(0.35, {6: 15, 5: 45, 3: 5, 2: 5, 4: 2, 1: 28})
_BANTUAN: Final = {"a": 0.3, "b": 0.2, "c": 0.1, "d": 0.4, "e": 0.05, "f": 0.1, "g": 0.7}
_BANTUAN_PBDT: Final = {"kks": 0.25, "kip": 0.2, "kis": 0.4, "pkh": 0.15, "rastra": 0.3}
_TANAH_PBDT: Final = np.array([0, 1, 4, 4, 4, 4, 2])
"""Proof of ownership in Regsosek -> tenure of the land in PBDT2015."""
_KONDISI: Final = Ciri(0.5, {2: 25, 1: 75})
_REKENING: Final = {1: (1, 2, 3), 0: (4,)}


def keluarga(instrumen: Instrumen, acak: Sumber, sejahtera: Riil, ukuran: Bulat, tahun: int) -> Jawaban:
    """Return the family part for every family; `tahun` is the year of the visit."""
    n = len(sejahtera)
    sumber = _Konsep(instrumen, acak, sejahtera)

    def isi(p: Pertanyaan, _: Jawaban) -> Bulat | None:
        if p.no == instrumen.hasil:
            return np.full(n, min(instrumen.hasil_lengkap))
        if p.no == sumber.luas:
            luas = np.exp(3.9 + 0.3 * sejahtera + 0.4 * acak("luas").standard_normal(n)) * (0.55 + 0.15 * ukuran)
            return _bulat(np.clip(luas, 8, 900))
        if p.no.endswith("_tahun"):
            return np.full(n, tahun - 1)
        return sumber.kode(p) if p.no in sumber else _khusus(p, acak, sejahtera)

    return jalan(instrumen.bagian["keluarga"], {}, isi, acak, n)


def jalan(pertanyaan: Mapping[str, Pertanyaan], awal: Jawaban, isi: Aturan, acak: Sumber, n: int) -> Jawaban:
    """Walk the questions in their order and answer each where its condition asks it."""
    jawaban: Jawaban = {}
    for no, p in pertanyaan.items():
        ditanya = berlaku(p.bila, jawaban, n)
        if no in awal:
            jawaban[no] = np.where(ditanya, awal[no], KOSONG)
            continue
        nilai = isi(p, jawaban)
        if p.wajib is not False and p.jenis not in {Jenis.TEKS, Jenis.TANGGAL}:
            nilai = _lain(p, acak, n) if nilai is None else nilai
            ditanya &= berlaku(p.wajib, jawaban, n) if isinstance(p.wajib, Kondisi) else True
        jawaban[no] = np.full(n, KOSONG) if nilai is None else np.where(ditanya, nilai, KOSONG)
    return jawaban


def berlaku(kondisi: Kondisi, jawaban: Mapping[str, Bulat], n: int) -> Mana:
    """Return where a condition holds."""
    if not kondisi.pertanyaan:
        gabung = np.logical_and if kondisi.is_semua else np.logical_or
        hasil = np.full(n, kondisi.is_semua)
        for k in kondisi.cabang:
            hasil = gabung(hasil, berlaku(k, jawaban, n))
        return hasil
    nilai = jawaban.get(kondisi.pertanyaan, np.full(n, KOSONG))
    if kondisi.dalam is not None:
        return np.isin(nilai, [*kondisi.dalam])
    bawah = nilai >= max(kondisi.min or 0, 0)
    return bawah if kondisi.maks is None else bawah & (nilai <= kondisi.maks)


class _Konsep:
    """Answers to the questions of an instrument that stand for a canonical concept of the family."""

    def __init__(self, instrumen: Instrumen, acak: Sumber, sejahtera: Riil) -> None:
        self._acak, self._sejahtera = acak, sejahtera
        milik = {k: a for k, a in instrumen.kanonik.items() if a.bagian == "keluarga" and k in CIRI}
        self._asal = {no: (konsep, a) for konsep, a in milik.items() for no in a.p}
        self.luas = instrumen.kanonik["luas_lantai"].p[0]

    def __contains__(self, no: str) -> bool:
        return no in self._asal

    def kode(self, p: Pertanyaan) -> Bulat | None:
        """Return codes of the instrument; where several mean the same, each has its part. Nobody has a second meter."""
        konsep, asal = self._asal[p.no]
        if asal.gabung is Gabung.MAKS and p.no != asal.p[0]:
            return None
        nilai = potong_ciri(self._acak(konsep), self._sejahtera, CIRI[konsep])
        if p.jenis is Jenis.BILANGAN:
            return np.where(self._acak.seragam(p.no, len(nilai)) * len(asal.p) < 1, nilai, 0)
        if asal.gabung is Gabung.SALAH_SATU and p.no != asal.p[0]:
            nilai = np.zeros_like(nilai)
        return kode_instrumen(asal, nilai, self._acak.seragam(p.no, len(nilai)), p)


def kode_instrumen(asal: Asal, nilai: Bulat, u: Riil, p: Pertanyaan) -> Bulat:
    """Return for each canonical value a code of the instrument that means it; its last code when none does."""
    peta = asal.peta or {}
    hasil = np.full(len(nilai), max(p.pilihan))
    for kanonik in np.unique(nilai).tolist():
        kode = sorted(k for k, v in peta.items() if v == kanonik and k in p.pilihan)
        if kode:
            mana = nilai == kanonik
            hasil[mana] = np.array(kode)[(u[mana] * len(kode)).astype(np.int64)]
    return hasil


def _khusus(p: Pertanyaan, acak: Sumber, sejahtera: Riil) -> Bulat | None:
    """Answer what has a share of its own but no canonical concept."""
    bantuan = _BANTUAN.get(p.no.removeprefix("501")) or _BANTUAN_PBDT.get(p.no.removeprefix("sta_"))
    if bantuan is not None and p.jenis is Jenis.KODE:
        return potong_ciri(acak(p.no), sejahtera, Ciri(-0.5, {2: 1 - bantuan, 1: bantuan}))
    pilihan: dict[str, Callable[[], Bulat]] = {
        "301b": lambda: potong_ciri(acak("lahan"), sejahtera, _LAHAN),
        "sta_lahan": lambda: _TANAH_PBDT[potong_ciri(acak("lahan"), sejahtera, _LAHAN)],
        "kondisi_dinding": lambda: potong_ciri(acak(p.no), sejahtera, _KONDISI),
        "kondisi_atap": lambda: potong_ciri(acak(p.no), sejahtera, _KONDISI),
        "sumber_penerangan": lambda: np.where(acak.seragam(p.no, len(sejahtera)) < 0.04, 2, 1),
        "daya": lambda: potong_ciri(acak("daya"), sejahtera, CIRI["daya"]),
        "jumlah_kamar": lambda: _bulat(np.clip(2.2 + 0.5 * sejahtera, 1, 8)),
    }
    return pilihan[p.no]() if p.no in pilihan else None


def _bulat(nilai: Riil) -> Bulat:
    return np.round(nilai).astype(np.int64)


def _lain(p: Pertanyaan, acak: Sumber, n: int) -> Bulat:
    """Answer what has no rule: none, no, or a low number."""
    if p.jenis is Jenis.BITMASK:
        return np.zeros(n, dtype=np.int64)
    if p.jenis is Jenis.BILANGAN:
        rendah, tinggi = p.min or 0, p.maks or 0
        if p.no.endswith("_bulan"):
            return acak(p.no).integers(rendah, tinggi + 1, n)
        return np.full(n, max(rendah, 1))
    kode = sorted(p.pilihan)
    if len(kode) == 2:
        return np.full(n, kode[1])
    return np.array(kode)[acak(p.no).integers(0, len(kode), n)]
