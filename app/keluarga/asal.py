"""Where a canonical value comes from in one instrument, as its data file declares it (pure).

The same number means different things in different questionnaires, so every value passes its own instrument's map. What
an instrument does not ask, or a code that its map leaves out, is unknown and stays None; nothing is ever guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from app.keluarga.kondisi import Jawaban, Kondisi, bilangan, urai
from app.keluarga.pertanyaan import Bagian, InstrumenTidakSah, Jenis, Pertanyaan


class Gabung(StrEnum):
    """How several questions become one value.

    JUMLAH adds; MAKS takes the largest of what is answered; SALAH_SATU is 1 when any is 1, 0 when all that are asked
    are 0, else unknown.
    """

    JUMLAH = "jumlah"
    MAKS = "maks"
    SALAH_SATU = "salah_satu"


@dataclass(frozen=True, slots=True)
class Asal:
    """The questions of one canonical concept, the map of their codes, and how they are joined.

    Attributes:
        bagian: part of the questionnaire, `keluarga` or `individu`.
        p: numbers of the questions.
        peta: this instrument's code -> canonical code; None takes the number as it is.
        tanpa: codes that have no canonical counterpart: known to the instrument, unknown to the canon.
        gabung: how several questions are joined.
        menurut: instead of a map, conditions in order, each with its canonical code.
    """

    bagian: str
    p: tuple[str, ...]
    peta: Mapping[int, int] | None = None
    tanpa: frozenset[int] = frozenset()
    gabung: Gabung | None = None
    menurut: tuple[tuple[Kondisi, int], ...] = ()

    @classmethod
    def dari(cls, data: Mapping[str, Any]) -> "Asal":
        """Read one entry of the data file's `kanonik`."""
        peta = {int(k): int(v) for k, v in data["peta"].items()} if "peta" in data else None
        return cls(
            bagian=data["bagian"],
            p=tuple(data["p"]),
            peta=None if peta is None else MappingProxyType(peta),
            tanpa=frozenset(data.get("tanpa", ())),
            gabung=Gabung(data["gabung"]) if "gabung" in data else None,
            menurut=tuple((urai(m["bila"]), int(m["kode"])) for m in data.get("menurut", ())),
        )

    def nilai(self, daftar: Bagian, jawaban: Jawaban, *, lengkap: bool = False) -> int | None:
        """Return the canonical value that these answers give, None when it is unknown.

        `lengkap` lets an empty answer mean what the questionnaire says that it means (livestock: 0).
        """
        if self.menurut:
            return next((kode for bila, kode in self.menurut if bila.berlaku(jawaban)), None)
        if self.gabung is None:
            nilai = jawaban.get(self.p[0])
            if nilai is None:
                return self.petakan(daftar[self.p[0]].kosong) if lengkap else None
            return self.petakan(nilai if type(nilai) is int else bilangan(nilai))
        ditanya = [no for no in self.p if self.gabung is not Gabung.SALAH_SATU or daftar[no].bila.berlaku(jawaban)]
        return self._gabung(
            self.petakan(bilangan(jawaban.get(no, daftar[no].kosong if lengkap else None))) for no in ditanya
        )

    def butuh(self, daftar: Bagian) -> frozenset[str]:
        """Return the questions whose answers decide on the value: its own, and those on which being asked depends."""
        syarat = (k.acuan() for k, _ in self.menurut)
        return frozenset(self.p).union(*syarat, *(daftar[no].bila.acuan() for no in self.p))

    def petakan(self, kode: int | None) -> int | None:
        """Return the canonical code of one code of the instrument."""
        return kode if kode is None or self.peta is None else self.peta.get(kode)

    def _gabung(self, nilai: Iterable[int | None]) -> int | None:
        daftar = [*nilai]
        diketahui = [n for n in daftar if n is not None]
        if self.gabung is Gabung.MAKS:
            return max(diketahui, default=None)
        if self.gabung is Gabung.SALAH_SATU and 1 in diketahui:
            return 1
        return sum(diketahui) if len(diketahui) == len(daftar) else None


def susun_asal(data: Mapping[str, Mapping[str, Any]], bagian: Mapping[str, Bagian]) -> Mapping[str, Asal]:
    """Build the declarations of an instrument.

    Raises:
        InstrumenTidakSah: an unknown question, several questions without a way to join them, or a map that does not
            say of every code of a question whether it has a canonical counterpart.
    """
    hasil = {nama: Asal.dari(d) for nama, d in data.items()}
    for nama, asal in hasil.items():
        daftar: Mapping[str, Pertanyaan] = bagian.get(asal.bagian, {})
        acuan = {*asal.p}.union(*(k.acuan() for k, _ in asal.menurut))
        is_tunggal = len(asal.p) == 1 or asal.gabung or asal.menurut
        if not asal.p or not acuan <= daftar.keys() or not is_tunggal:
            raise InstrumenTidakSah(f"canonical {nama}: unknown question, or several without a way to join them")
        if any(not _terpetakan(asal, daftar, no) for no in asal.p):
            raise InstrumenTidakSah(f"canonical {nama}: the map does not cover the codes")
    return MappingProxyType(hasil)


def _terpetakan(asal: Asal, daftar: Mapping[str, Pertanyaan], no: str) -> bool:
    if asal.peta is None:
        return True
    p = daftar[no]
    return p.jenis is Jenis.KODE and {*asal.peta} | asal.tanpa >= {*p.pilihan}
