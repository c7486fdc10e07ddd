"""Columns of survey answers: whole runs of questions at once, in the codes of the file's questionnaire. Pure.

Answers to another questionnaire are translated as far as that can be (`keluarga.terjemah`). Our own format names each
row's questionnaire instead, and keeps its codes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.berkas_tabel.bentuk import Bentuk
from app.berkas_tabel.bentuk import Kolom as KolomFormat
from app.ekspor.bidang import Label, SatuKeluarga, SatuOrang, Segmen
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.pertanyaan import Jenis as JenisTanya
from app.keluarga.terjemah import AturanTerjemah, terjemah, terjemahan
from app.lembar.entitas import Jenis, Kolom, Nilai, Ruas

_TEKS: Final = frozenset({JenisTanya.TEKS, JenisTanya.TANGGAL})
_BERKODE: Final = frozenset({JenisTanya.KODE, JenisTanya.BITMASK})
Ambil = Callable[[Mapping[str, Any]], Ruas]


class TurunanJawaban:
    """How answers to each questionnaire become values of a format.

    Args:
        format_: the file's format.
        is_terjemah: whether codes are translated into those of the format's questionnaire; otherwise they stand as they
            were answered, and only questions that the row's questionnaire has under the same number are written.
    """

    def __init__(self, format_: Bentuk, *, is_terjemah: bool) -> None:
        self._tujuan = muat(format_.instrumen)
        self._is_terjemah = is_terjemah

    def ambil(self, asal: KodeInstrumen, bagian: str, nomor: Sequence[str]) -> Ambil:
        """Return what takes the values of these questions out of the answers to a questionnaire."""
        aturan = [self._aturan(muat(asal), bagian, no) for no in nomor]
        if all(a is not None and a[1] is None for a in aturan):
            tanya = [a[0] for a in aturan if a]
            return lambda jawaban: [*map(jawaban.get, tanya)]
        return lambda jawaban: [terjemah(jawaban, a) for a in aturan]

    def label(self, bagian: str, no: str) -> Label | None:
        """Return the words of a question's codes, under the questionnaire of the row unless they are translated."""
        p = self._tujuan.bagian[bagian][no]
        if p.jenis not in _BERKODE:
            return None
        tanya = {k.value: muat(k).bagian[bagian].get(no) or p for k in KodeInstrumen}

        def kata(nilai: Nilai, instrumen: str | None) -> str | None:
            alat = p if self._is_terjemah or instrumen is None else tanya[instrumen]
            teks = alat.kata(nilai)
            return teks.id if teks else None

        return kata

    def kolom(self, k: KolomFormat) -> Kolom:
        """Return the column of a question."""
        assert k.bagian is not None
        assert k.p is not None
        jenis = self._tujuan.bagian[k.bagian][k.p].jenis
        return Kolom(k.nama, Jenis.TEKS if jenis in _TEKS else Jenis.BULAT)

    def _aturan(self, asal: Instrumen, bagian: str, no: str) -> AturanTerjemah | None:
        if self._is_terjemah:
            return terjemahan(asal.kode, self._tujuan.kode).aturan(bagian, no)
        return (no, None) if no in asal.bagian[bagian] else None


def segmen_jawaban(turunan: TurunanJawaban, kolom: Sequence[KolomFormat]) -> Segmen:
    """Return the segment of questions of one part."""
    bagian = kolom[0].bagian or ""
    nomor = [k.p or "" for k in kolom]
    ambil = {k.value: turunan.ambil(k, bagian, nomor) for k in KodeInstrumen}
    kosong: list[Nilai] = [None] * len(kolom)

    def rumah(k: SatuKeluarga) -> Ruas:
        return ambil[k.instrumen](k.jawaban) if k.instrumen and k.jawaban else kosong

    def diri(o: SatuOrang) -> Ruas:
        return ambil[o.instrumen](o.jawaban) if o.instrumen and o.jawaban else kosong

    judul, label = [turunan.kolom(k) for k in kolom], [turunan.label(bagian, no) for no in nomor]
    if bagian == "individu":
        return Segmen(judul, label, orang=diri)
    return Segmen(judul, label, keluarga=rumah)
