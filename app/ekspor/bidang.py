"""Columns of files about persons, and the rows that they make of opened families. Pure.

Columns stand in segments, each of the family or of the person; the family's are computed once. Coded columns may be
followed by one that says the code in words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.keluarga.entitas_massal import AnggotaTerbuka, KeluargaTerbuka
from app.lembar.entitas import Kolom, Nilai

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
    keluarga: Callable[[SatuKeluarga], list[Nilai]] | None = None
    orang: Callable[[SatuOrang], list[Nilai]] | None = None


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
        self._bagian = tuple(bagian)
        self._label = [x for s in bagian for x in s.label]
        self.has_jawaban = jawaban

    def kolom(self, *, berlabel: bool) -> list[Kolom]:
        """Return the columns; the watermark is the last one."""
        hasil = []
        for k, label in zip((k for s in self._bagian for k in s.kolom), self._label, strict=True):
            hasil.append(k)
            if berlabel and label is not None:
                hasil.append(Kolom(f"{k.nama}_label"))
        return [*hasil, TANDA]

    def baris(
        self,
        keluarga: Iterable[KeluargaTerbuka],
        konteks: Konteks,
        saring: Callable[[AnggotaTerbuka], bool] | None = None,
    ) -> Iterator[list[Nilai]]:
        """Yield a row for each present member, or for those that `saring` lets through."""
        for k in keluarga:
            orang = [(n, a) for n, a in enumerate(k.anggota, 1) if saring is None or saring(a)]
            if not orang:
                continue
            isian = k.jawaban.isi if k.jawaban else _KOSONG
            instrumen = k.jawaban.instrumen if k.jawaban else None
            satu = SatuKeluarga(konteks, k, instrumen, isian.get("keluarga", _KOSONG))
            rumah = [s.keluarga(satu) if s.keluarga else None for s in self._bagian]
            perorangan = isian.get("individu", _KOSONG)
            for nomor_urut, a in orang:
                jawaban = perorangan.get(str(a.individu_id), _KOSONG)
                o = SatuOrang(konteks, a, instrumen, jawaban, nomor_urut)
                baris: list[Nilai] = []
                for s, tetap in zip(self._bagian, rumah, strict=True):
                    baris += s.orang(o) if s.orang else tetap or ()
                yield self._lengkapi(baris, konteks, instrumen)

    def _lengkapi(self, baris: list[Nilai], konteks: Konteks, instrumen: str | None) -> list[Nilai]:
        if not konteks.is_berlabel:
            baris.append(konteks.tanda)
            return baris
        hasil: list[Nilai] = []
        for label, nilai in zip(self._label, baris, strict=True):
            hasil.append(nilai)
            if label is not None:
                hasil.append(None if nilai is None else label(nilai, instrumen))
        return [*hasil, konteks.tanda]


def nomor(nilai: str | None, konteks: Konteks) -> str | None:
    """Return a NIK or No KK as it may stand in this file."""
    if nilai is None or konteks.is_nomor_terbuka:
        return nilai
    return f"{nilai[:_NOMOR_DEPAN]}{'*' * (_NOMOR - _NOMOR_DEPAN)}"
