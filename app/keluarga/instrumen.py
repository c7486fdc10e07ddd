"""Questionnaires as data: which questions exist, who is asked, which answers are possible; and the check of answers.

An instrument is one JSON file in `app/keluarga/data/`, named by its version, with every code, ask-condition, edit rule
and canonical counterpart, and the source of each. The code below knows no question number, so that a new instrument is
a new file. A file may name another one as its `dasar` and say only where it differs.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from app.core.teks import Teks
from app.keluarga.asal import Asal, susun_asal
from app.keluarga.aturan import PEMERIKSA, Aturan, Isian
from app.keluarga.kondisi import Jawaban, bilangan
from app.keluarga.pertanyaan import Bagian, InstrumenTidakSah, TemuanIsian, periksa_bagian, susun_bagian, temuan

KUNCI_ANGGOTA: Final = re.compile(r"[0-9a-zA-Z-]{1,36}")
"""Form of a person's key in a questionnaire: an id, or a name that the client gave to a new member."""

ANGGOTA_MAKS: Final = 60

BAGIAN: Final = ("kepala", "keluarga", "individu")
"""Parts of every questionnaire: header, family and dwelling, persons."""


class KodeInstrumen(StrEnum):
    """Versions of the questionnaire whose answers the registry stores."""

    PBDT2015 = "PBDT2015"
    REGSOSEK2022K = "REGSOSEK2022K"
    DTSEN2025 = "DTSEN2025"


NOMOR_INSTRUMEN: Final[Mapping[str, int]] = MappingProxyType(
    {KodeInstrumen.PBDT2015: 1, KodeInstrumen.REGSOSEK2022K: 2, KodeInstrumen.DTSEN2025: 3}
)
"""How a canonical row names the instrument of its answers; a number is never given to another."""


@dataclass(frozen=True, slots=True)
class Foto:
    """A photo that belongs to the questionnaire."""

    jenis: str
    label: Teks
    wajib: bool
    sumber: str


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column of the data set that is exported with this instrument, and the question that fills it (None: no one)."""

    bagian: str
    nama: str
    p: str | None


@dataclass(frozen=True, slots=True)
class PeubahPeringkat:
    """The questions from which the official ranking is said to be made."""

    bagian: Mapping[str, tuple[str, ...]]
    is_asumsi: bool
    sumber: str


@dataclass(frozen=True, slots=True)
class Instrumen:
    """One version of a questionnaire.

    Attributes:
        kode: its version, stored with every answer.
        versi: version of the data file, which published lists and offline packages carry.
        nama: its name.
        sumber: where questions and codes come from.
        hasil: number of the question that tells the result of the visit.
        hasil_lengkap: the results under which a missing required answer is an error and not a warning.
        keberadaan: number of the person's presence question.
        hadir: its codes for a living, present member.
        hubungan: number of the question that tells the relation to the head.
        bagian: questions by part (`BAGIAN`), in the order in which they are asked.
        aturan: the edit rules between answers.
        kanonik: where each canonical concept comes from; what is absent here is not asked by this instrument.
        foto: the photos that belong to it.
        kolom: columns of the export, as far as a source names them.
        peringkat: the ranking variables, where the instrument has such a list.
    """

    kode: KodeInstrumen
    versi: str
    nama: Teks
    sumber: str
    hasil: str
    hasil_lengkap: frozenset[int]
    keberadaan: str
    hadir: frozenset[int]
    hubungan: str
    bagian: Mapping[str, Bagian]
    aturan: tuple[Aturan, ...]
    kanonik: Mapping[str, Asal]
    foto: tuple[Foto, ...]
    kolom: tuple[Kolom, ...]
    peringkat: PeubahPeringkat | None

    def periksa(self, isi: Mapping[str, object], hari: date) -> list[TemuanIsian]:
        """Check a filled questionnaire and return every finding, those of single answers first.

        Args:
            isi: `{"kepala": {no: nilai}, "keluarga": {no: nilai}, "individu": {kunci: {no: nilai}}}`; a missing answer
                is absent or None.
            hari: day of the visit.
        """
        hasil = [temuan("isi", "bagian-tidak-dikenal") for nama in isi if nama not in self.bagian]
        isian, cacat = self.baca(isi)
        if hasil := hasil + cacat:
            return hasil
        lengkap, pokok = self.is_lengkap(isian), frozenset({self.hasil, self.keberadaan})
        bagian = [(n, n, getattr(isian, n)) for n in ("kepala", "keluarga")]
        bagian += [("individu", f"individu.{kunci}", jawaban) for kunci, jawaban in isian.individu.items()]
        for nama, lokasi, jawaban in bagian:
            hasil += periksa_bagian(self.bagian[nama], lokasi, jawaban, lengkap=lengkap, pokok=pokok)
        if not self.is_terjawab(isian):
            return hasil + ([temuan("individu", "tidak-ditanyakan")] if isian.individu else [])
        return hasil + [t for a in self.aturan for t in a.periksa(isian, hari, self.hubungan)]

    def baca(self, isi: Mapping[str, object]) -> tuple[Isian, list[TemuanIsian]]:
        """Read the raw form into parts without the unanswered questions, and say where it has no such shape."""
        cacat: list[TemuanIsian] = []

        def bagian(nilai: object, lokasi: str) -> Jawaban:
            if isinstance(nilai, Mapping):
                return {str(k): v for k, v in nilai.items() if v is not None}
            cacat.append(temuan(lokasi, "jenis-salah"))
            return {}

        orang = bagian(isi.get("individu", {}), "individu")
        if len(orang) > ANGGOTA_MAKS:
            cacat.append(temuan("individu", "anggota-terlalu-banyak"))
        if not all(KUNCI_ANGGOTA.fullmatch(k) for k in orang):
            cacat.append(temuan("individu", "kunci-anggota-tidak-sah"))
            orang = {}
        individu = {k: bagian(v, f"individu.{k}") for k, v in orang.items()}
        kepala, keluarga = (bagian(isi.get(n, {}), n) for n in ("kepala", "keluarga"))
        return Isian(kepala, keluarga, individu), cacat

    def is_terjawab(self, isian: Isian) -> bool:
        """Return whether somebody answered at all: the family questions were asked."""
        return any(p.bila.berlaku(isian.keluarga) for p in self.bagian["keluarga"].values() if p.no != self.hasil)

    def is_lengkap(self, isian: Isian) -> bool:
        """Return whether the visit calls itself complete."""
        return bilangan(isian.keluarga.get(self.hasil)) in self.hasil_lengkap

    def hadir_di(self, isian: Isian) -> list[Jawaban]:
        """Return the answers of the living, present members, in the order of the questionnaire."""
        return [j for j in isian.individu.values() if bilangan(j.get(self.keberadaan)) in self.hadir]

    def nilai(self, konsep: str, jawaban: Jawaban, *, lengkap: bool) -> int | None:
        """Return the canonical value of a concept by the answers of the family, or of a person; None: unknown.

        `lengkap` says whether the visit calls itself complete.
        """
        asal = self.kanonik.get(konsep)
        return None if asal is None else asal.nilai(self.bagian[asal.bagian], jawaban, lengkap=lengkap)

    def is_dijawab(self, konsep: str, jawaban: Jawaban) -> bool:
        """Return whether one of the questions of a concept has an answer, if one without a canonical value."""
        asal = self.kanonik.get(konsep)
        return asal is not None and any(jawaban.get(no) is not None for no in asal.p)

    def is_terbuka(self, konsep: str, jawaban: Jawaban) -> bool:
        """Return whether these answers leave a concept open; what is not to be asked is no gap."""
        asal = self.kanonik.get(konsep)
        if asal is None:
            return True
        if self.is_dijawab(konsep, jawaban):
            return False
        daftar = self.bagian[asal.bagian]
        return any(daftar[no].mungkin_ditanya(jawaban) for no in asal.p) or self.is_terlalu_muda(konsep, jawaban)

    def is_terlalu_muda(self, konsep: str, jawaban: Jawaban) -> bool:
        """Return whether a concept is asked of nobody of this age, but would be of an older one with these answers.

        That a small child is not asked tells nothing of the child; that somebody without work is not asked of it does.
        """
        asal, umur = self.kanonik.get(konsep), self.kanonik.get("umur")
        if asal is None or umur is None or asal.bagian != umur.bagian:
            return False
        daftar = [self.bagian[asal.bagian][no].bila for no in asal.p]
        if any(bila.berlaku(jawaban) for bila in daftar):
            return False
        return any(bila.berlaku({**jawaban, umur.p[0]: n}) for bila in daftar for n in bila.kelak(umur.p[0], jawaban))


def susun(data: Mapping[str, Any]) -> Instrumen:
    """Build an instrument from its data and refuse one that contradicts itself.

    Raises:
        InstrumenTidakSah: repeated number, condition on a later or unknown question, codes missing, unknown rule, a
            canonical map that leaves a code out, a column or ranking variable without its question.
        KondisiTidakSah: a condition outside the language.
    """
    bagian = {n: susun_bagian(data[n]) for n in BAGIAN}
    aturan = tuple(Aturan.dari(a) for a in data["aturan"])
    for a in aturan:
        acuan = {a.lokasi, *a.bila.acuan(), *(a.rincian[n] for n in ("acuan", "tahun") if n in a.rincian)}
        if a.jenis not in PEMERIKSA or not acuan <= bagian[a.bagian].keys():
            raise InstrumenTidakSah(f"rule {a.kode}")
    return Instrumen(
        kode=KodeInstrumen(data["kode"]),
        versi=data["versi"],
        nama=Teks(**data["nama"]),
        sumber=data["sumber"],
        hasil=data["hasil"],
        hasil_lengkap=frozenset(data["hasil_lengkap"]),
        keberadaan=data["keberadaan"],
        hadir=frozenset(data["hadir"]),
        hubungan=data["hubungan"],
        bagian=MappingProxyType(bagian),
        aturan=aturan,
        kanonik=susun_asal(data["kanonik"], bagian),
        foto=tuple(Foto(f["jenis"], Teks(**f["label"]), f["wajib"], f["sumber"]) for f in data["foto"]),
        kolom=_kolom(data, bagian),
        peringkat=_peringkat(data.get("peringkat"), bagian),
    )


def _kolom(data: Mapping[str, Any], bagian: Mapping[str, Bagian]) -> tuple[Kolom, ...]:
    hasil = tuple(Kolom(k["bagian"], k["kolom"], k.get("p")) for k in data.get("kolom", ()))
    if any(k.p is not None and k.p not in bagian[k.bagian] for k in hasil):
        raise InstrumenTidakSah("a column of the export names an unknown question")
    return hasil


def _peringkat(data: Mapping[str, Any] | None, bagian: Mapping[str, Bagian]) -> PeubahPeringkat | None:
    if data is None:
        return None
    daftar = {n: tuple(data[n]) for n in ("keluarga", "individu")}
    if any(no not in bagian[n] for n, nomor in daftar.items() for no in nomor):
        raise InstrumenTidakSah("a ranking variable names an unknown question")
    return PeubahPeringkat(MappingProxyType(daftar), data["is_asumsi"], data["sumber"])


def gabung(dasar: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the base with the differences of `data`: questions are replaced in place by number, the rest by name."""
    hasil = {**dasar, **{n: v for n, v in data.items() if n not in {*BAGIAN, "kanonik", "dasar"}}}
    for nama in BAGIAN:
        ganti = {p["no"]: p for p in data.get(nama, ())}
        hasil[nama] = [ganti.pop(p["no"], p) for p in dasar[nama]] + [*ganti.values()]
    hasil["kanonik"] = {**dasar["kanonik"], **data.get("kanonik", {})}
    return hasil


@cache
def data(kode: KodeInstrumen) -> Mapping[str, Any]:
    """Return the data of this version, joined with its base: what an offline package or a published list carries."""
    isi: dict[str, Any] = json.loads(files("app.keluarga").joinpath("data", f"{kode}.json").read_text(encoding="utf-8"))
    return gabung(data(KodeInstrumen(isi["dasar"])), isi) if "dasar" in isi else isi


@cache
def muat(kode: KodeInstrumen) -> Instrumen:
    """Return the instrument of this version; its file is read once in a process."""
    return susun(data(kode))
