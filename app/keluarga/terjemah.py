"""Answers to one questionnaire as answers to another one (pure).

Questionnaires number the same thing differently. An answer counts where the other question has the same codes. Where it
has not, it is led over the canonical code to the one code that means the same, of several to the one in the same words;
what leads nowhere is left out, for no code is invented.
"""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from app.keluarga.instrumen import BAGIAN, Instrumen, KodeInstrumen, muat
from app.keluarga.pertanyaan import Pertanyaan

AturanTerjemah = tuple[str, Mapping[int, int] | None]
"""Number of the question in the source, and its codes in the target; None: they are the same."""


class Terjemahan:
    """How answers to `asal` are said in the codes of `tujuan`."""

    def __init__(self, asal: Instrumen, tujuan: Instrumen) -> None:
        self._asal = asal
        self._tujuan = tujuan

    def aturan(self, bagian: str, no: str) -> AturanTerjemah | None:
        """Return where the answer to a question of the target comes from; None when the source does not tell."""
        p, lain = self._tujuan.bagian[bagian][no], self._asal.bagian[bagian].get(no)
        return (no, None) if lain is not None and _is_sama(lain, p) else self._lewat_kanon(bagian, no)

    def lembar(self, isi: Mapping[str, Any]) -> dict[str, Any]:
        """Return a filled questionnaire in the codes of the target."""
        if self._asal is self._tujuan:
            return dict(isi)
        orang = isi.get("individu", {})
        return {
            "kepala": self._bagian("kepala", isi.get("kepala", {})),
            "keluarga": self._bagian("keluarga", isi.get("keluarga", {})),
            "individu": {kunci: self._bagian("individu", jawaban) for kunci, jawaban in orang.items()},
        }

    def tertinggal(self, bagian: str, lama: Mapping[str, Any], baru: Mapping[str, Any]) -> dict[str, Any]:
        """Return of the answers of one part those that the target cannot say, and to which `baru` says nothing else.

        What else decides on the canonical value of such an answer goes along with it.
        """
        tutup = {no for no in lama if self._is_tutup(bagian, lama, no, baru)}
        daftar, butuh = self._asal.bagian[bagian], set[str]()
        for konsep, asal in self._asal.kanonik.items():
            is_sisa = asal.bagian == bagian and any(no in lama and no not in tutup for no in asal.p)
            if is_sisa and self._tujuan.is_terbuka(konsep, baru):
                butuh |= asal.butuh(daftar)
        return {no: nilai for no, nilai in lama.items() if no not in tutup or no in butuh}

    def _is_tutup(self, bagian: str, lama: Mapping[str, Any], no: str, baru: Mapping[str, Any]) -> bool:
        """Return whether something is said in an answer's place, or it could be said there and was dropped."""
        for lain, peta in self._sebutan[bagian].get(no, ()):
            p = self._tujuan.bagian[bagian][lain]
            is_ditanya = p.bila.berlaku(baru) or not p.mungkin_ditanya(baru)
            if baru.get(lain) is not None or (is_ditanya and terjemah(lama, (no, peta)) is not None):
                return True
        konsep = self._konsep_asal.get((bagian, no), ())
        return bool(konsep) and all(self._tujuan.is_dijawab(k, baru) for k in konsep)

    def _bagian(self, bagian: str, jawaban: Mapping[str, Any]) -> dict[str, Any]:
        semua = ((no, terjemah(jawaban, aturan)) for no, aturan in self._semua[bagian].items())
        return {no: nilai for no, nilai in semua if nilai is not None}

    @cached_property
    def _semua(self) -> Mapping[str, Mapping[str, AturanTerjemah]]:
        tujuan = self._tujuan.bagian
        return {n: {no: a for no in tujuan[n] if (a := self.aturan(n, no))} for n in BAGIAN}

    @cached_property
    def _sebutan(self) -> Mapping[str, Mapping[str, list[AturanTerjemah]]]:
        """How a question of the source is said: numbers in the target and their codes."""
        hasil: dict[str, dict[str, list[AturanTerjemah]]] = {n: {} for n in BAGIAN}
        for bagian, semua in self._semua.items():
            for no, (asal, peta) in semua.items():
                hasil[bagian].setdefault(asal, []).append((no, peta))
        return hasil

    @cached_property
    def _konsep_asal(self) -> Mapping[tuple[str, str], list[str]]:
        """Canonical concepts by question of the source."""
        hasil: dict[tuple[str, str], list[str]] = {}
        for konsep, asal in self._asal.kanonik.items():
            for no in asal.p:
                hasil.setdefault((asal.bagian, no), []).append(konsep)
        return hasil

    def _lewat_kanon(self, bagian: str, no: str) -> AturanTerjemah | None:
        konsep = self._konsep.get((bagian, no))
        sumber = self._asal.kanonik.get(konsep) if konsep else None
        if konsep is None or sumber is None or len(sumber.p) != 1 or sumber.peta is None or sumber.menurut:
            return None
        lama, baru = self._asal.bagian[sumber.bagian][sumber.p[0]], self._tujuan.bagian[bagian][no]
        balik: dict[int, list[int]] = {}
        for kode, kanon in (self._tujuan.kanonik[konsep].peta or {}).items():
            balik.setdefault(kanon, []).append(kode)
        hasil = {}
        for kode, kanon in sumber.peta.items():
            calon = balik.get(kanon, [])
            if len(calon) > 1:
                calon = [n for n in calon if baru.kata(n) == lama.kata(kode)]
            if len(calon) == 1:
                hasil[kode] = calon[0]
        return sumber.p[0], hasil

    @cached_property
    def _konsep(self) -> Mapping[tuple[str, str], str]:
        """Canonical concepts that are one question of the target with mapped codes, by that question."""
        semua = self._tujuan.kanonik.items()
        return {(a.bagian, a.p[0]): n for n, a in semua if len(a.p) == 1 and a.peta is not None and not a.menurut}


@cache
def terjemahan(asal: KodeInstrumen, tujuan: KodeInstrumen) -> Terjemahan:
    """Return how answers to `asal` are said in `tujuan`."""
    return Terjemahan(muat(asal), muat(tujuan))


def terjemah(jawaban: Mapping[str, Any], aturan: AturanTerjemah | None) -> str | int | None:
    """Return an answer by a rule; None when there is none, or none that can be said."""
    if aturan is None:
        return None
    no, peta = aturan
    nilai: str | int | None = jawaban.get(no)
    return nilai if peta is None or not isinstance(nilai, int) else peta.get(nilai)


def _is_sama(lain: Pertanyaan, p: Pertanyaan) -> bool:
    return (lain.jenis, lain.pilihan, lain.eksklusif) == (p.jenis, p.pilihan, p.eksklusif)
