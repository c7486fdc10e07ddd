"""Two sets of answers of one family side by side: what changed, in words (pure).

Answers under the same instrument are compared question by question. Under different instruments only what both ask is
compared, by its canonical value, because the same number means different things in them; each side is then told in the
words of its own questionnaire. The header (who filled in what, where) is no answer and is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.teks import Teks
from app.keluarga.aturan import Isian
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.kondisi import Jawaban
from app.keluarga.pertanyaan import Pertanyaan
from app.keluarga.terbawa import Terbawa, pembawa, terbawa


class JenisPerbedaan(StrEnum):
    """How two sets of answers differ at one place."""

    BERUBAH = "BERUBAH"
    TERISI = "TERISI"
    KOSONG = "KOSONG"
    ANGGOTA_BARU = "ANGGOTA_BARU"
    ANGGOTA_TIDAK_ADA = "ANGGOTA_TIDAK_ADA"


@dataclass(frozen=True, slots=True)
class Terjawab:
    """A filled questionnaire with the instrument under which it was answered, and what came along from earlier ones."""

    instrumen: Instrumen
    isian: Isian
    terbawa: Sequence[Terbawa] = ()

    @classmethod
    def dari(cls, kode: KodeInstrumen, isi: Mapping[str, Any]) -> "Terjawab":
        """Read stored answers."""
        alat = muat(kode)
        return cls(alat, alat.baca(isi)[0], terbawa(isi))


@dataclass(frozen=True, slots=True)
class Perbedaan:
    """One difference.

    Attributes:
        jenis: what happened.
        bagian: `keluarga` or `individu`.
        anggota: the person's key in the questionnaire; None for the family.
        no: number of the question, or the canonical concept when the instruments differ; None for a whole person.
        pertanyaan: its text; None for a whole person.
        lama: the earlier answer in words; None: there was none.
        baru: the later answer in words; None: there is none.
    """

    jenis: JenisPerbedaan
    bagian: str
    anggota: str | None = None
    no: str | None = None
    pertanyaan: Teks | None = None
    lama: Teks | None = None
    baru: Teks | None = None


def bandingkan(lama: Terjawab, baru: Terjawab) -> list[Perbedaan]:
    """Return what changed from `lama` to `baru`: the family's answers first, then each person's."""
    satu = lama.instrumen.kode is baru.instrumen.kode
    banding = _menurut_pertanyaan if satu else _menurut_konsep
    hasil = [*banding(lama, baru, None)]
    for kunci in dict.fromkeys((*lama.isian.individu, *baru.isian.individu)):
        if kunci not in lama.isian.individu:
            hasil.append(Perbedaan(JenisPerbedaan.ANGGOTA_BARU, "individu", kunci))
        elif kunci not in baru.isian.individu:
            hasil.append(Perbedaan(JenisPerbedaan.ANGGOTA_TIDAK_ADA, "individu", kunci))
        else:
            hasil += banding(lama, baru, kunci)
    return hasil


def _menurut_pertanyaan(lama: Terjawab, baru: Terjawab, kunci: str | None) -> Iterator[Perbedaan]:
    for p in baru.instrumen.bagian[_bagian(kunci)].values():
        dulu, kini = (_nilai(t, p, kunci) for t in (lama, baru))
        if dulu != kini:
            yield _beda(kunci, p.no, p.label, p.kata(dulu), p.kata(kini))


def _menurut_konsep(lama: Terjawab, baru: Terjawab, kunci: str | None) -> Iterator[Perbedaan]:
    for konsep, asal in baru.instrumen.kanonik.items():
        if asal.bagian != _bagian(kunci) or konsep not in lama.instrumen.kanonik:
            continue
        (dulu, kata_lama), (kini, kata_baru) = (_konsep(t, konsep, kunci) for t in (lama, baru))
        if dulu != kini:
            label = baru.instrumen.bagian[asal.bagian][asal.p[0]].label
            yield _beda(kunci, konsep, label, kata_lama, kata_baru)


def _beda(kunci: str | None, no: str, label: Teks, lama: Teks | None, baru: Teks | None) -> Perbedaan:
    jenis = JenisPerbedaan.BERUBAH
    if lama is None or baru is None:
        jenis = JenisPerbedaan.TERISI if lama is None else JenisPerbedaan.KOSONG
    return Perbedaan(jenis, _bagian(kunci), kunci, no, label, lama, baru)


def _nilai(t: Terjawab, p: Pertanyaan, kunci: str | None) -> object:
    """Return the answer, or what the questionnaire says that an empty one means in a complete visit."""
    return _jawaban(t, kunci).get(p.no, p.kosong if t.instrumen.is_lengkap(t.isian) else None)


def _konsep(t: Terjawab, konsep: str, kunci: str | None) -> tuple[int | None, Teks | None]:
    """Return the value of a concept, and the answer in words, if one that came along with these."""
    alat, jawaban = t.instrumen, _jawaban(t, kunci)
    nilai = alat.nilai(konsep, jawaban, lengkap=alat.is_lengkap(t.isian))
    if dari := pembawa(alat, t.terbawa, konsep, kunci, jawaban, nilai):
        alat, jawaban, nilai = muat(dari.instrumen), dari.jawaban(kunci), dari.nilai(konsep, kunci)
    asal = alat.kanonik[konsep]
    kata = [k for no in asal.p if (k := alat.bagian[asal.bagian][no].kata(jawaban.get(no)))]
    return nilai, Teks(", ".join(k.id for k in kata), ", ".join(k.en for k in kata)) if kata else None


def _jawaban(t: Terjawab, kunci: str | None) -> Jawaban:
    return t.isian.keluarga if kunci is None else t.isian.individu[kunci]


def _bagian(kunci: str | None) -> str:
    return "keluarga" if kunci is None else "individu"
