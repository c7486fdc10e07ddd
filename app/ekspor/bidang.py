"""Columns of files about persons, and the rows that they make of opened families. Pure.

A column is of the family or of the person; the family's are computed once. A coded column may be followed by one that
says the code in words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.keluarga.entitas_massal import AnggotaTerbuka, KeluargaTerbuka
from app.lembar.entitas import Jenis, Kolom, Nilai

TANDA: Final = Kolom("tanda_air")
_NOMOR_DEPAN: Final = 4
_NOMOR: Final = 16


class Tempat(NamedTuple):
    """The names of a village and its superiors."""

    provinsi: str
    kabkota: str
    kecamatan: str
    desa: str


@dataclass(frozen=True, slots=True)
class Konteks:
    """What the rows of a range need besides the families.

    Attributes:
        is_nomor_terbuka: whether NIK and No KK stand in full.
        is_berlabel: whether words follow codes.
        tanda: the watermark.
        tempat: names by code of the village.
        desil: national, provincial and kabupaten/kota decile by family.
        keanggotaan: membership of the registry by person; absent means none.
    """

    is_nomor_terbuka: bool
    is_berlabel: bool
    tanda: str
    tempat: Mapping[str, Tempat] = field(default_factory=dict)
    desil: Mapping[UUID, tuple[int | None, int | None, int | None]] = field(default_factory=dict)
    keanggotaan: Mapping[UUID, str] = field(default_factory=dict)


class SatuKeluarga(NamedTuple):
    """A family as its columns see it."""

    konteks: Konteks
    isi: KeluargaTerbuka
    instrumen: str | None
    jawaban: Mapping[str, Any]


class SatuOrang(NamedTuple):
    """A person as his columns see him."""

    konteks: Konteks
    isi: AnggotaTerbuka
    instrumen: str | None
    jawaban: Mapping[str, Any]
    nomor: int


@dataclass(frozen=True, slots=True)
class Bidang:
    """A column: of the family or of the person, and the words of its codes."""

    kolom: Kolom
    keluarga: Callable[[SatuKeluarga], Nilai] | None = None
    orang: Callable[[SatuOrang], Nilai] | None = None
    label: Mapping[Nilai, str] | None = None


class Tabel:
    """A kind of file: its columns in order."""

    def __init__(self, bidang: Sequence[Bidang], *, jawaban: bool = False, desil: bool = False) -> None:
        self.bidang = tuple(bidang)
        self.has_jawaban = jawaban
        self.has_desil = desil

    def kolom(self, *, berlabel: bool) -> list[Kolom]:
        """Return the columns; the watermark is the last one."""
        hasil = []
        for b in self.bidang:
            hasil.append(b.kolom)
            if berlabel and b.label is not None:
                hasil.append(Kolom(f"{b.kolom.nama}_label"))
        return [*hasil, TANDA]

    def baris(
        self,
        keluarga: Iterable[KeluargaTerbuka],
        konteks: Konteks,
        saring: Callable[[AnggotaTerbuka], bool] | None = None,
    ) -> Iterator[list[Nilai]]:
        """Yield a row for each present member, or for those that `saring` lets through."""
        rumah = [(n, b.keluarga) for n, b in enumerate(self.bidang) if b.keluarga]
        diri = [(n, b.orang) for n, b in enumerate(self.bidang) if b.orang]
        for k in keluarga:
            isian = k.jawaban.isi if k.jawaban else {}
            instrumen = k.jawaban.instrumen if k.jawaban else None
            satu = SatuKeluarga(konteks, k, instrumen, isian.get("keluarga", {}))
            orang = [(n, a) for n, a in enumerate(k.anggota, 1) if saring is None or saring(a)]
            if not orang:
                continue
            dasar: list[Nilai] = [None] * len(self.bidang)
            for n, ambil in rumah:
                dasar[n] = ambil(satu)
            perorangan = isian.get("individu", {})
            for nomor, a in orang:
                baris = dasar.copy()
                o = SatuOrang(konteks, a, instrumen, perorangan.get(str(a.individu_id), {}), nomor)
                for n, ambil_orang in diri:
                    baris[n] = ambil_orang(o)
                yield self._lengkapi(baris, konteks)

    def _lengkapi(self, baris: list[Nilai], konteks: Konteks) -> list[Nilai]:
        if not konteks.is_berlabel:
            baris.append(konteks.tanda)
            return baris
        hasil: list[Nilai] = []
        for b, nilai in zip(self.bidang, baris, strict=True):
            hasil.append(nilai)
            if b.label is not None:
                hasil.append(b.label.get(nilai))
        return [*hasil, konteks.tanda]


def nomor(nilai: str | None, konteks: Konteks) -> str | None:
    """Return a NIK or No KK as it may stand in this file."""
    if nilai is None or konteks.is_nomor_terbuka:
        return nilai
    return f"{nilai[:_NOMOR_DEPAN]}{'*' * (_NOMOR - _NOMOR_DEPAN)}"


def teks(nama: str) -> Kolom:
    """Return a column of what people wrote."""
    return Kolom(nama, Jenis.TEKS)


def bulat(nama: str) -> Kolom:
    """Return a column of numbers."""
    return Kolom(nama, Jenis.BULAT)


def tanggal(nama: str) -> Kolom:
    """Return a column of days."""
    return Kolom(nama, Jenis.TANGGAL)
