"""File formats as data: which columns a file has, what stands in them, and where it goes (pure).

A format is one JSON file in `data/format/`. A column fills either a field of the registry (`bidang`) or a question of
the format's questionnaire (`bagian` and `p`); codes of answers are the questionnaire's own, so a code that two versions
number differently is never confused. Import reads by these files, export and the synthetic nation write by them.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from app.core.teks import Teks
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.pertanyaan import Jenis, Pertanyaan

_BUKAN_HURUF: Final = re.compile(r"[^0-9a-z]+")
BERKODE: Final = frozenset({Jenis.KODE, Jenis.BITMASK})


class KodeFormat(StrEnum):
    """Formats that we read; ours comes first."""

    DTKS1 = "DTKS1"
    DTSEN = "DTSEN"
    REGSOSEK = "REGSOSEK"
    PBDT2015 = "PBDT2015"


class Bidang(StrEnum):
    """Fields of the registry that a column fills, and the parts of a village's code."""

    NIK = "nik"
    NAMA = "nama"
    TEMPAT_LAHIR = "tempat_lahir"
    TANGGAL_LAHIR = "tanggal_lahir"
    JENIS_KELAMIN = "jenis_kelamin"
    HUBUNGAN = "hubungan"
    NAMA_IBU = "nama_ibu"
    TELEPON = "telepon"
    SUREL = "surel"
    NO_KK = "no_kk"
    KUNCI_KELUARGA = "kunci_keluarga"
    KODE_PROV = "kode_prov"
    KODE_KAB = "kode_kab"
    KODE_KEC = "kode_kec"
    KODE_DESA = "kode_desa"
    ALAMAT = "alamat"
    TANGGAL_DATA = "tanggal_data"
    INSTRUMEN = "instrumen"


BIDANG_KELUARGA: Final = frozenset(
    {
        *(Bidang.NO_KK, Bidang.KUNCI_KELUARGA, Bidang.KODE_PROV, Bidang.KODE_KAB, Bidang.KODE_KEC, Bidang.KODE_DESA),
        *(Bidang.ALAMAT, Bidang.TANGGAL_DATA, Bidang.INSTRUMEN),
    }
)
"""Fields that are the same on every row of one family."""


class JenisKolom(StrEnum):
    """What stands in a column; numbers that identify are text and never figures."""

    NIK = "nik"
    NO_KK = "no_kk"
    WILAYAH = "wilayah"
    TEKS = "teks"
    TANGGAL = "tanggal"
    KODE = "kode"
    BILANGAN = "bilangan"
    BITMASK = "bitmask"


class BentukTidakSah(ValueError):
    """A format's file contradicts itself or its questionnaire; raised when it is loaded."""


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column.

    Attributes:
        nama: heading, as it is written; case and punctuation do not count when it is read.
        jenis: what stands in it.
        label: what it means.
        wajib: whether a file without it is refused.
        alias: other headings under which it occurs.
        bidang: the field of the registry that it fills.
        bagian: part of the questionnaire that it fills instead: `kepala`, `keluarga` or `individu`.
        p: number of the question.
        peta: text in the file -> value of the field; the first text of a value is the one that is written.
        pilihan: codes with their words, for columns of a question.
        is_asumsi: no source names this column.
    """

    nama: str
    jenis: JenisKolom
    label: Teks
    wajib: bool = False
    alias: tuple[str, ...] = ()
    bidang: Bidang | None = None
    bagian: str | None = None
    p: str | None = None
    peta: Mapping[str, str] = field(default_factory=dict)
    pilihan: Mapping[int, Teks] = field(default_factory=dict)
    is_asumsi: bool = False

    @property
    def is_keluarga(self) -> bool:
        """Whether it repeats on every row of a family."""
        return self.bidang in BIDANG_KELUARGA if self.bidang else self.bagian != "individu"

    @property
    def kunci(self) -> tuple[str, str]:
        """Where its value goes: (`bidang`, field) or (part, number of the question)."""
        return ("bidang", self.bidang.value) if self.bidang else (self.bagian or "", self.p or "")

    def tulis(self, nilai: object) -> str:
        """Return the text of a field's value in this format; what is unknown is an empty text."""
        if nilai is None:
            return ""
        return next((teks for teks, isi in self.peta.items() if isi == nilai), str(nilai))


@dataclass(frozen=True)
class Bentuk:
    """One format.

    Attributes:
        kode: its name.
        versi: version of the data file.
        nama: what it is called.
        sumber: where columns come from, and what is assumed.
        instrumen: questionnaire whose codes it uses.
        kolom: columns in the order in which they are written.
        turunan: person's field (`jenis_kelamin`, `umur`, `hubungan`) -> the question that it answers.
        bawaan: answers that a file need not hold, by part and question.
    """

    kode: KodeFormat
    versi: str
    nama: Teks
    sumber: str
    instrumen: KodeInstrumen
    kolom: tuple[Kolom, ...]
    turunan: Mapping[str, str]
    bawaan: Mapping[str, Mapping[str, int]]

    @cached_property
    def judul(self) -> Mapping[str, Kolom]:
        """Columns by every heading that they answer to, folded."""
        return MappingProxyType({lipat_judul(n): k for k in self.kolom for n in (*k.alias, k.nama)})

    @cached_property
    def wajib(self) -> tuple[Kolom, ...]:
        """Columns without which a file is refused."""
        return tuple(k for k in self.kolom if k.wajib)

    def menurut_bidang(self, bidang: Bidang) -> Kolom | None:
        """Return the column that fills a field, None when the format has none."""
        return next((k for k in self.kolom if k.bidang is bidang), None)


def lipat_judul(judul: str) -> str:
    """Fold a heading: `No. KK`, `NO_KK` and `no kk` are one."""
    return _BUKAN_HURUF.sub("", judul.casefold())


def susun(data: Mapping[str, Any]) -> Bentuk:
    """Build a format from its data.

    Raises:
        BentukTidakSah: two columns of one heading or one destination, or a question that does not exist.
    """
    instrumen = muat(KodeInstrumen(data["instrumen"]))
    kolom = tuple(k for d in data["kolom"] for k in _kolom(d, instrumen))
    bentuk = Bentuk(
        kode=KodeFormat(data["kode"]),
        versi=data["versi"],
        nama=Teks(**data["nama"]),
        sumber=data["sumber"],
        instrumen=instrumen.kode,
        kolom=kolom,
        turunan=MappingProxyType(dict(data["turunan"])),
        bawaan=MappingProxyType({n: MappingProxyType(dict(v)) for n, v in data["bawaan"].items()}),
    )
    judul = [n for k in kolom for n in {lipat_judul(n) for n in (k.nama, *k.alias)}]
    for isi in ([".".join(k.kunci) for k in kolom], judul):
        if ganda := {n for n in isi if isi.count(n) > 1}:
            raise BentukTidakSah(f"{bentuk.kode}: {sorted(ganda)} twice")
    return bentuk


def _kolom(data: Mapping[str, Any], instrumen: Instrumen) -> Iterator[Kolom]:
    if "semua" in data:
        tanpa = data.get("tanpa", ())
        for no, p in instrumen.bagian[data["semua"]].items():
            if no not in tanpa:
                yield _pertanyaan(data, f"{data['awalan']}{no}", data["semua"], p)
    elif "bidang" in data:
        yield Kolom(
            nama=data["nama"],
            jenis=JenisKolom(data["jenis"]),
            label=Teks(**data["label"]),
            wajib=data.get("wajib", False),
            alias=tuple(data.get("alias", ())),
            bidang=Bidang(data["bidang"]),
            peta=MappingProxyType(dict(data.get("peta", {}))),
            is_asumsi=data.get("is_asumsi", False),
        )
    else:
        daftar = instrumen.bagian[data["bagian"]]
        if data["p"] not in daftar:
            raise BentukTidakSah(f"{data['nama']}: no question {data['p']}")
        yield _pertanyaan(data, data["nama"], data["bagian"], daftar[data["p"]])


def _pertanyaan(data: Mapping[str, Any], nama: str, bagian: str, p: Pertanyaan) -> Kolom:
    return Kolom(
        nama=nama,
        jenis=JenisKolom(p.jenis.value),
        label=p.label,
        alias=tuple(data.get("alias", ())),
        bagian=bagian,
        p=p.no,
        pilihan=MappingProxyType({**p.pilihan, **p.eksklusif}) if p.jenis in BERKODE else {},
        is_asumsi=data.get("is_asumsi", False),
    )


@cache
def bentuk(kode: KodeFormat) -> Bentuk:
    """Return the format of this name; its file is read once in a process."""
    berkas = files("app.berkas_tabel").joinpath("data", "format", f"{kode}.json")
    return susun(json.loads(berkas.read_text(encoding="utf-8")))


def cocok(judul: Sequence[str]) -> list[tuple[KodeFormat, int]]:
    """Return how many headings each format knows, the best first; formats that miss a required one come last."""

    def nilai(kode: KodeFormat) -> tuple[int, int]:
        kenal = {id(k) for j in judul if (k := bentuk(kode).judul.get(lipat_judul(j)))}
        return sum(id(k) not in kenal for k in bentuk(kode).wajib), -len(kenal)

    urut = sorted(KodeFormat, key=nilai)
    return [(k, -nilai(k)[1]) for k in urut]
