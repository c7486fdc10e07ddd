"""Questionnaires as data: which questions exist, who is asked, which answers are possible; and the check of answers.

An instrument is one JSON file in `app/keluarga/data/`, named by its version, with every code, ask-condition and edit
rule and the source of each. The code below knows no question number, so that a new instrument is a new file.
Source of the first one: BPS, questionnaire Regsosek2022.K, codes as in OpenSID (Regsosek2022kEnum).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from app.core.teks import Teks
from app.keluarga.aturan import PEMERIKSA, Aturan, Isian, TemuanIsian, Tingkat
from app.keluarga.kondisi import Jawaban, Kondisi, bilangan, tanggal, urai

KUNCI_ANGGOTA: Final = re.compile(r"[0-9a-zA-Z-]{1,36}")
"""Form of a person's key in a questionnaire: an id, or a name that the client gave to a new member."""

ANGGOTA_MAKS: Final = 60


class KodeInstrumen(StrEnum):
    """Versions of the questionnaire whose answers the registry stores."""

    REGSOSEK2022K = "REGSOSEK2022K"


class Jenis(StrEnum):
    """What an answer is."""

    KODE = "kode"
    BILANGAN = "bilangan"
    BITMASK = "bitmask"
    TEKS = "teks"
    TANGGAL = "tanggal"


class InstrumenTidakSah(ValueError):
    """The data file contradicts itself; raised when it is loaded."""


PESAN: Final[Mapping[str, Teks]] = MappingProxyType(
    {
        "bagian-tidak-dikenal": Teks("Bagian ini tidak ada dalam kuesioner", "The questionnaire has no such part"),
        "pertanyaan-tidak-dikenal": Teks("Ada pertanyaan yang tidak dikenal", "There is an unknown question"),
        "kunci-anggota-tidak-sah": Teks("Kunci anggota tidak sah", "A person's key is malformed"),
        "anggota-terlalu-banyak": Teks("Anggota terlalu banyak", "Too many persons"),
        "wajib-diisi": Teks("Wajib diisi", "An answer is required"),
        "tidak-ditanyakan": Teks("Harus kosong karena tidak ditanyakan", "Must be empty: it is not asked here"),
        "jenis-salah": Teks("Jenis jawaban salah", "The answer has the wrong type"),
        "kode-tidak-dikenal": Teks("Kode jawaban tidak dikenal", "Unknown answer code"),
        "pilihan-eksklusif": Teks("Pilihan ini tidak dapat digabung", "This choice excludes all others"),
        "di-luar-rentang": Teks("Di luar rentang yang mungkin", "Outside the possible range"),
        "terlalu-panjang": Teks("Terlalu panjang", "Too long"),
        "bukan-tanggal": Teks("Bukan tanggal (TTTT-BB-HH)", "Not a date (YYYY-MM-DD)"),
    }
)
"""What each finding about a single answer says; rules between answers bring their own message."""


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """One question: its codes, the condition under which it is asked, and the one under which an answer is required.

    `kosong` is what the questionnaire itself says an empty answer means (livestock: 0); None means unknown.
    """

    no: str
    label: Teks
    jenis: Jenis
    sumber: str
    pilihan: Mapping[int, Teks]
    eksklusif: Mapping[int, Teks]
    bila: Kondisi
    wajib: Kondisi | bool
    min: int | None = None
    maks: int | None = None
    panjang_maks: int | None = None
    kosong: int | None = None

    @classmethod
    def dari(cls, data: Mapping[str, Any]) -> "Pertanyaan":
        """Read one question of the data file."""
        wajib = data.get("wajib", True)
        return cls(
            no=data["no"],
            label=Teks(**data["label"]),
            jenis=Jenis(data["jenis"]),
            sumber=data["sumber"],
            pilihan=MappingProxyType({int(k): Teks(**v) for k, v in data.get("pilihan", {}).items()}),
            eksklusif=MappingProxyType({int(k): Teks(**v) for k, v in data.get("eksklusif", {}).items()}),
            bila=urai(data.get("bila")),
            wajib=wajib if isinstance(wajib, bool) else urai(wajib),
            **{n: data[n] for n in ("min", "maks", "panjang_maks", "kosong") if n in data},
        )

    def is_wajib(self, jawaban: Jawaban) -> bool:
        """Return whether these answers make this one required (its ask-condition holding)."""
        return self.wajib if isinstance(self.wajib, bool) else self.wajib.berlaku(jawaban)

    def salah(self, nilai: object) -> str | None:
        """Return the code of what is wrong with the value by itself, None when it is possible."""
        if self.jenis in {Jenis.TEKS, Jenis.TANGGAL}:
            return self._salah_teks(nilai)
        angka = bilangan(nilai)
        return "jenis-salah" if angka is None else self._salah_angka(angka)

    def _salah_angka(self, angka: int) -> str | None:
        if self.jenis is Jenis.KODE:
            return None if angka in self.pilihan else "kode-tidak-dikenal"
        if self.jenis is Jenis.BITMASK:
            return self._salah_bitmask(angka)
        di_dalam = (self.min is None or angka >= self.min) and (self.maks is None or angka <= self.maks)
        return None if di_dalam else "di-luar-rentang"

    def _salah_bitmask(self, angka: int) -> str | None:
        semua = sum(self.pilihan)
        if angka in self.eksklusif or (0 < angka <= semua and not angka & ~semua):
            return None
        gabungan = any(e and 0 < angka - e <= semua for e in self.eksklusif)
        return "pilihan-eksklusif" if gabungan else "kode-tidak-dikenal"

    def _salah_teks(self, nilai: object) -> str | None:
        if not isinstance(nilai, str):
            return "jenis-salah"
        if self.jenis is Jenis.TANGGAL:
            return None if tanggal(nilai) else "bukan-tanggal"
        return "terlalu-panjang" if self.panjang_maks and len(nilai) > self.panjang_maks else None


@dataclass(frozen=True, slots=True)
class Instrumen:
    """One version of a questionnaire.

    Attributes:
        kode: its version, stored with every answer.
        nama: its name.
        sumber: where questions and codes come from.
        hasil: number of the question that tells the result of the visit.
        hasil_lengkap: the results under which a missing required answer is an error and not a warning.
        keberadaan: number of the person's presence question.
        hadir: its codes for a living, present member.
        hubungan: number of the question that tells the relation to the head.
        bagian: questions by part (`kepala`, `keluarga`, `individu`), in the order in which they are asked.
        aturan: the edit rules between answers.
    """

    kode: KodeInstrumen
    nama: Teks
    sumber: str
    hasil: str
    hasil_lengkap: frozenset[int]
    keberadaan: str
    hadir: frozenset[int]
    hubungan: str
    bagian: Mapping[str, Mapping[str, Pertanyaan]]
    aturan: tuple[Aturan, ...]

    def periksa(self, isi: Mapping[str, object], hari: date) -> list[TemuanIsian]:
        """Check a filled questionnaire and return every finding, those of single answers first.

        Args:
            isi: `{"kepala": {no: nilai}, "keluarga": {no: nilai}, "individu": {kunci: {no: nilai}}}`; a missing answer
                is absent or None.
            hari: day of the visit.
        """
        temuan = [_temuan("isi", "bagian-tidak-dikenal") for nama in isi if nama not in self.bagian]
        isian, cacat = self.baca(isi)
        if temuan := temuan + cacat:
            return temuan
        lengkap = self.is_lengkap(isian)
        for nama in ("kepala", "keluarga"):
            temuan += self._periksa_bagian(nama, nama, getattr(isian, nama), lengkap=lengkap)
        for kunci, jawaban in isian.individu.items():
            temuan += self._periksa_bagian("individu", f"individu.{kunci}", jawaban, lengkap=lengkap)
        if not self.is_terjawab(isian):
            return temuan + ([_temuan("individu", "tidak-ditanyakan")] if isian.individu else [])
        return temuan + [t for a in self.aturan for t in a.periksa(isian, hari, self.hubungan)]

    def baca(self, isi: Mapping[str, object]) -> tuple[Isian, list[TemuanIsian]]:
        """Read the raw form into parts without the unanswered questions, and say where it has no such shape."""
        cacat: list[TemuanIsian] = []

        def bagian(nilai: object, lokasi: str) -> Jawaban:
            if isinstance(nilai, Mapping):
                return {str(k): v for k, v in nilai.items() if v is not None}
            cacat.append(_temuan(lokasi, "jenis-salah"))
            return {}

        orang = bagian(isi.get("individu", {}), "individu")
        if len(orang) > ANGGOTA_MAKS:
            cacat.append(_temuan("individu", "anggota-terlalu-banyak"))
        if not all(KUNCI_ANGGOTA.fullmatch(k) for k in orang):
            cacat.append(_temuan("individu", "kunci-anggota-tidak-sah"))
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

    def _periksa_bagian(self, nama: str, lokasi: str, jawaban: Jawaban, *, lengkap: bool) -> Iterator[TemuanIsian]:
        daftar = self.bagian[nama]
        if any(no not in daftar for no in jawaban):
            yield _temuan(lokasi, "pertanyaan-tidak-dikenal")
        for p in daftar.values():
            if kode := self._periksa_jawaban(p, jawaban):
                ringan = kode == "wajib-diisi" and not lengkap and p.no not in (self.hasil, self.keberadaan)
                tingkat = Tingkat.PERINGATAN if ringan else Tingkat.GALAT
                yield TemuanIsian(f"{lokasi}.{p.no}", kode, PESAN[kode], tingkat)

    @staticmethod
    def _periksa_jawaban(p: Pertanyaan, jawaban: Jawaban) -> str | None:
        nilai = jawaban.get(p.no)
        if not p.bila.berlaku(jawaban):
            return None if nilai is None else "tidak-ditanyakan"
        if nilai is None:
            return "wajib-diisi" if p.is_wajib(jawaban) else None
        return p.salah(nilai)


def _temuan(lokasi: str, kode: str) -> TemuanIsian:
    return TemuanIsian(lokasi, kode, PESAN[kode], Tingkat.GALAT)


def susun(data: Mapping[str, Any]) -> Instrumen:
    """Build an instrument from its data and refuse one that contradicts itself.

    Raises:
        InstrumenTidakSah: repeated number, condition on a later or unknown question, codes missing, unknown rule.
        KondisiTidakSah: a condition outside the language.
    """
    bagian = {n: _bagian(data[n]) for n in ("kepala", "keluarga", "individu")}
    aturan = tuple(Aturan.dari(a) for a in data["aturan"])
    for a in aturan:
        acuan = {a.lokasi, *a.bila.acuan(), *(a.rincian[n] for n in ("acuan", "tahun") if n in a.rincian)}
        if a.jenis not in PEMERIKSA or not acuan <= bagian[a.bagian].keys():
            raise InstrumenTidakSah(f"rule {a.kode}")
    return Instrumen(
        kode=KodeInstrumen(data["kode"]),
        nama=Teks(**data["nama"]),
        sumber=data["sumber"],
        hasil=data["hasil"],
        hasil_lengkap=frozenset(data["hasil_lengkap"]),
        keberadaan=data["keberadaan"],
        hadir=frozenset(data["hadir"]),
        hubungan=data["hubungan"],
        bagian=MappingProxyType(bagian),
        aturan=aturan,
    )


def _bagian(daftar: Sequence[Mapping[str, Any]]) -> Mapping[str, Pertanyaan]:
    hasil: dict[str, Pertanyaan] = {}
    for data in daftar:
        p = Pertanyaan.dari(data)
        acuan = p.bila.acuan() | (frozenset() if isinstance(p.wajib, bool) else p.wajib.acuan())
        if p.no in hasil or not acuan <= hasil.keys():
            raise InstrumenTidakSah(f"question {p.no}: repeated, or asked on the ground of a later one")
        if (p.jenis in {Jenis.KODE, Jenis.BITMASK}) != bool(p.pilihan):
            raise InstrumenTidakSah(f"question {p.no}: codes are missing or without a use")
        if p.jenis is Jenis.BITMASK and any(k <= 0 or k & (k - 1) for k in p.pilihan):
            raise InstrumenTidakSah(f"question {p.no}: a choice of a sum must be a power of two")
        hasil[p.no] = p
    return MappingProxyType(hasil)


@cache
def muat(kode: KodeInstrumen) -> Instrumen:
    """Return the instrument of this version; its file is read once in a process."""
    teks = files("app.keluarga").joinpath("data", f"{kode}.json").read_text(encoding="utf-8")
    return susun(json.loads(teks))
