"""One fact in the words of who hears it: the family that it is about, or the officer who answers for it."""

from enum import StrEnum
from typing import NamedTuple

from app.core.teks import Teks


class Pendengar(StrEnum):
    """Who reads: a citizen about his own family ("keluarga Anda"), or an officer about another's ("keluarga ini")."""

    WARGA = "warga"
    PETUGAS = "petugas"


class Ucapan(NamedTuple):
    """A sentence for each reader; the facts in both are the same."""

    warga: Teks
    petugas: Teks

    def untuk(self, pendengar: Pendengar) -> Teks:
        """Return the sentence for a reader."""
        return self.petugas if pendengar is Pendengar.PETUGAS else self.warga

    def lalu(self, akhir: "Ucapan") -> "Ucapan":
        """Return this sentence with another one after it."""
        return Ucapan(
            Teks(f"{self.warga.id} {akhir.warga.id}", f"{self.warga.en} {akhir.warga.en}"),
            Teks(f"{self.petugas.id} {akhir.petugas.id}", f"{self.petugas.en} {akhir.petugas.en}"),
        )


def ucapan(id_: str, en: str) -> Ucapan:
    """Return a sentence that differs only in whose family it is: `{}` is "Anda"/"your", or "ini"/"this"."""
    return Ucapan(*(Teks(id_.format(i), en.format(e)) for i, e in (("Anda", "your"), ("ini", "this"))))
