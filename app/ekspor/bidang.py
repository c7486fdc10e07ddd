"""Columns of files about persons, and the rows that they make of opened families. Pure.

Columns stand in segments, each of the family or of the person, and each makes one run of a row; the family's are made
once, and are the same object in the rows of all its people. Coded columns may be followed by one that says the code in
words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from app.keluarga.entitas_massal import AnggotaTerbuka, KeluargaTerbuka
from app.lembar.entitas import Baris, Kolom, Nilai, Ruas

TANDA: Final = Kolom("tanda_air")
_NOMOR_DEPAN: Final = 4
_NOMOR: Final = 16
_KOSONG: Final[Mapping[str, Any]] = {}


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
    desil: Mapping[str, tuple[int | None, int | None, int | None]] = field(default_factory=dict)
    keanggotaan: Mapping[str, str] = field(default_factory=dict)


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


Label = Callable[[Nilai, str | None], str | None]
"""The words of a code, under the questionnaire of its row."""


@dataclass(frozen=True, slots=True)
class Bidang:
    """One column, of the family or of the person; without either it stays empty."""

    kolom: Kolom
    keluarga: Callable[[SatuKeluarga], Nilai] | None = None
    orang: Callable[[SatuOrang], Nilai] | None = None
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Segmen:
    """Neighbouring columns, all of the family or all of the person."""

    kolom: Sequence[Kolom]
    label: Sequence[Label | None]
    keluarga: Callable[[SatuKeluarga], Ruas] | None = None
    orang: Callable[[SatuOrang], Ruas] | None = None

    def berlabel(self) -> "Segmen":
        """Return it with the words behind the codes."""
        if not any(self.label):
            return self
        kolom: list[Kolom] = []
        for k, label in zip(self.kolom, self.label, strict=True):
            kolom += [k, Kolom(f"{k.nama}_label")] if label else [k]
        rumah, diri = self.keluarga, self.orang
        return Segmen(
            kolom,
            [None] * len(kolom),
            (lambda k: self._jalin(rumah(k), k.instrumen)) if rumah else None,
            (lambda o: self._jalin(diri(o), o.instrumen)) if diri else None,
        )

    def _jalin(self, ruas: Ruas, instrumen: str | None) -> Ruas:
        hasil: list[Nilai] = []
        for label, nilai in zip(self.label, ruas, strict=True):
            hasil.append(nilai)
            if label is not None:
                hasil.append(None if nilai is None else label(nilai, instrumen))
        return hasil


def segmen(bidang: Sequence[Bidang]) -> list[Segmen]:
    """Join neighbouring columns of one kind; an empty column goes with any."""
    hasil: list[Segmen] = []
    kumpul: list[Bidang] = []
    for b in [*bidang, None]:
        lain = b is not None and any((k.orang is None) != (b.orang is None) for k in kumpul)
        if kumpul and (b is None or lain):
            hasil.append(_satukan(kumpul))
            kumpul = []
        if b is not None:
            kumpul.append(b)
    return hasil


def _satukan(bidang: Sequence[Bidang]) -> Segmen:
    kolom, label = [b.kolom for b in bidang], [b.label for b in bidang]
    if bidang[0].orang:
        diri = [b.orang for b in bidang if b.orang]
        return Segmen(kolom, label, orang=lambda o: [ambil(o) for ambil in diri])
    rumah = [b.keluarga for b in bidang]
    return Segmen(kolom, label, keluarga=lambda k: [ambil(k) if ambil else None for ambil in rumah])


class Tabel:
    """A kind of file: its columns in order."""

    def __init__(self, bagian: Sequence[Segmen], *, jawaban: bool = False) -> None:
        self._bagian = {False: tuple(bagian), True: tuple(s.berlabel() for s in bagian)}
        self.has_jawaban = jawaban

    def kolom(self, *, berlabel: bool) -> list[Kolom]:
        """Return the columns; the watermark is the last one."""
        return [*(k for s in self._bagian[berlabel] for k in s.kolom), TANDA]

    def baris(
        self,
        keluarga: Iterable[KeluargaTerbuka],
        konteks: Konteks,
        saring: Callable[[AnggotaTerbuka], bool] | None = None,
    ) -> Iterator[Baris]:
        """Yield a row for each present member, or for those that `saring` lets through."""
        bagian = self._bagian[konteks.is_berlabel]
        diri = [(n, s.orang) for n, s in enumerate(bagian) if s.orang]
        tanda = [konteks.tanda]
        for k in keluarga:
            orang = [(n, a) for n, a in enumerate(k.anggota, 1) if saring is None or saring(a)]
            if not orang:
                continue
            isian = k.jawaban.isi if k.jawaban else _KOSONG
            instrumen = k.jawaban.instrumen if k.jawaban else None
            satu = SatuKeluarga(konteks, k, instrumen, isian.get("keluarga", _KOSONG))
            rumah = [*(s.keluarga(satu) if s.keluarga else () for s in bagian), tanda]
            perorangan = isian.get("individu", _KOSONG)
            for nomor_urut, a in orang:
                o = SatuOrang(konteks, a, instrumen, perorangan.get(a.individu_id, _KOSONG), nomor_urut)
                baris = rumah.copy()
                for n, ambil in diri:
                    baris[n] = ambil(o)
                yield baris


def nomor(nilai: str | None, konteks: Konteks) -> str | None:
    """Return a NIK or No KK as it may stand in this file."""
    if nilai is None or konteks.is_nomor_terbuka:
        return nilai
    return f"{nilai[:_NOMOR_DEPAN]}{'*' * (_NOMOR - _NOMOR_DEPAN)}"
