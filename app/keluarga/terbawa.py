"""Answers that a file does not give and that come along from earlier ones, with their own words and day (pure).

A file of one questionnaire cannot say everything that another one asked, and leaves cells blank. Neither takes anything
away: what stays counts on, and does not look newer than it is. It lies in the new document under `terbawa`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.kondisi import Jawaban
from app.keluarga.terjemah import terjemahan

TERBAWA: Final = "terbawa"
Tempat = str | None
"""Key of a person, None for the family."""


@dataclass(frozen=True, slots=True)
class Terbawa:
    """Answers of one earlier day, under the questionnaire in which they were given."""

    instrumen: KodeInstrumen
    tanggal: date
    isi: Mapping[str, Any]

    def jawaban(self, tempat: Tempat) -> Jawaban:
        """Return those of the family, or of a person."""
        isi: Jawaban = self.isi["keluarga"] if tempat is None else self.isi["individu"].get(tempat, {})
        return isi

    def nilai(self, konsep: str, tempat: Tempat) -> int | None:
        """Return the canonical value of a concept."""
        return muat(self.instrumen).nilai(konsep, self.jawaban(tempat), lengkap=False)


def terbawa(isi: Mapping[str, Any]) -> list[Terbawa]:
    """Return what came along with stored answers, the newest first."""
    return [Terbawa(KodeInstrumen(t["instrumen"]), date.fromisoformat(t["tanggal"]), t) for t in isi.get(TERBAWA, ())]


def pembawa(
    alat: Instrumen, bawaan: Sequence[Terbawa], konsep: str, tempat: Tempat, jawaban: Jawaban, nilai: int | None
) -> Terbawa | None:
    """Return which of the answers that came along tell a concept that a sheet's own `jawaban` leave open.

    `nilai` is what these say: that nothing is found with who is too young to be asked says nothing.
    """
    if not bawaan or not (alat.is_terbuka if nilai is None else alat.is_terlalu_muda)(konsep, jawaban):
        return None
    return next((t for t in bawaan if t.nilai(konsep, tempat) is not None), None)


def hari_tertua(isi: Mapping[str, Any], tanggal: date) -> date:
    """Return the day of the oldest of stored answers, which were kept under `tanggal`."""
    return min((tanggal, *(t.tanggal for t in terbawa(isi))))


def tanpa_bawaan(isi: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored answers without what came along."""
    return {n: v for n, v in isi.items() if n != TERBAWA}


class Warisan:
    """What the newest answers on record leave to a file's sheet; `lembar` is it in the codes of its questionnaire."""

    def __init__(self, tujuan: KodeInstrumen, lama: Terbawa | None = None) -> None:
        """Take the newest answers on record with what came along with them; None: there are none."""
        self._tujuan = tujuan
        self._lapis = [lama, *terbawa(lama.isi)] if lama else []
        self.lembar: dict[str, Any] = {}
        self._hari: dict[tuple[Tempat, str], date] = {}
        if lama:
            self.lembar = terjemahan(lama.instrumen, tujuan).lembar(tanpa_bawaan(lama.isi))
        for t in self._lapis[1:]:
            self._lengkapi(t, is_salinan=t.instrumen is self._lapis[0].instrumen)

    def _lengkapi(self, t: Terbawa, *, is_salinan: bool) -> None:
        """Add what the newest answers had no place for, and note the day of what they had taken over themselves."""
        for tempat, jawaban in _bagian(terjemahan(t.instrumen, self._tujuan).lembar(t.isi)):
            milik = self._milik(tempat)
            for no, nilai in jawaban.items():
                if no not in milik or (is_salinan and milik[no] == nilai):
                    milik[no] = nilai
                    self._hari.setdefault((tempat, no), t.tanggal)

    def _milik(self, tempat: Tempat) -> dict[str, Any]:
        if tempat is None:
            rumah: dict[str, Any] = self.lembar.setdefault("keluarga", {})
            return rumah
        diri: dict[str, Any] = self.lembar.setdefault("individu", {}).setdefault(tempat, {})
        return diri

    def bawa(self, isi: Mapping[str, Any], hari: date, waris: Mapping[Tempat, set[str]]) -> list[dict[str, Any]]:
        """Return what goes along with a new sheet: what it cannot say, and what it took over from an earlier day.

        Args:
            isi: the sheet.
            hari: its day.
            waris: its answers that the file does not give, by place.
        """
        kumpul: dict[tuple[date, KodeInstrumen], dict[str, Any]] = {}

        def laci(sejak: date, instrumen: KodeInstrumen, tempat: Tempat) -> dict[str, Any]:
            t = kumpul.setdefault((sejak, instrumen), {"keluarga": {}, "individu": {}})
            milik: dict[str, Any] = t["keluarga"] if tempat is None else t["individu"].setdefault(tempat, {})
            return milik

        for tempat, jawaban in _bagian(isi):
            for no in waris.get(tempat, ()):
                sejak = self._hari.get((tempat, no), self._lapis[0].tanggal)
                if sejak < hari:
                    laci(sejak, self._tujuan, tempat)[no] = jawaban[no]
            for n, t in enumerate(self._lapis):
                if t.instrumen is not self._tujuan:
                    for no, nilai in self._sisa(t, tempat, jawaban, is_utama=n == 0):
                        laci(self._sejak(n, tempat, no), t.instrumen, tempat)[no] = nilai
        urut = sorted(kumpul.items(), key=lambda b: (-b[0][0].toordinal(), b[0][1]))
        return [{"instrumen": i.value, "tanggal": h.isoformat()} | t for (h, i), t in urut]

    def _sisa(self, t: Terbawa, tempat: Tempat, baru: Jawaban, *, is_utama: bool) -> Iterator[tuple[str, Any]]:
        bagian = "keluarga" if tempat is None else "individu"
        lama = dict(t.jawaban(tempat))
        if lama and is_utama:
            lama |= _kosong(muat(t.instrumen), t.isi, bagian, lama)
        yield from terjemahan(t.instrumen, self._tujuan).tertinggal(bagian, lama, baru).items()

    def _sejak(self, lapis: int, tempat: Tempat, no: str) -> date:
        """Return the day of an answer: that of the layer, or of an earlier one from which the layer took it over."""
        t = self._lapis[lapis]
        dulu = (a.tanggal for a in self._lapis[lapis + 1 :] if a.instrumen is t.instrumen and no in a.jawaban(tempat))
        return next(dulu, t.tanggal)


def _bagian(isi: Mapping[str, Any]) -> Iterator[tuple[Tempat, Mapping[str, Any]]]:
    yield None, isi.get("keluarga", {})
    yield from isi.get("individu", {}).items()


def _kosong(alat: Instrumen, isi: Mapping[str, Any], bagian: str, jawaban: Jawaban) -> dict[str, int]:
    """Return the answers that blanks of a complete visit stand for (no cattle), for they are lost without it."""
    if not alat.is_lengkap(alat.baca(tanpa_bawaan(isi))[0]):
        return {}
    tanya = alat.bagian[bagian].values()
    return {p.no: p.kosong for p in tanya if p.kosong is not None and p.no not in jawaban and p.bila.berlaku(jawaban)}
