"""How canonical variables are derived: small pure functions that give None as soon as an answer is unknown.

They speak of concepts (`umur`, `lantai`); which question of which instrument answers one, and what its codes mean, is
the instrument's own declaration.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.keluarga import kanonik_kode as kk
from app.keluarga.aturan import Isian
from app.keluarga.instrumen import ANGGOTA_MAKS, Instrumen, muat
from app.keluarga.kondisi import Jawaban
from app.keluarga.terbawa import Terbawa, pembawa

JUTA: Final = 1_000_000

MULAI_DITANYA: Final = 5
"""Age from which schooling and work are asked."""

USIA_SEKOLAH: Final = range(7, 16)
"""Ages of compulsory schooling, UU 20/2003 ps 6."""

_KEPALA: Final = 1
_LN: Final = tuple(round(math.log(n) * JUTA) if n else 0 for n in range(ANGGOTA_MAKS + 1))


@dataclass(frozen=True)
class Bahan:
    """What a derivation looks at: the answers with their instrument, and the village of the family.

    Fifty variables ask for the same few things, which are looked up once.
    """

    instrumen: Instrumen
    isian: Isian
    kode_desa: str
    terbawa: Sequence[Terbawa] = ()

    @cached_property
    def lengkap(self) -> bool:
        """Whether the visit calls itself complete."""
        return self.instrumen.is_lengkap(self.isian)

    @cached_property
    def hadir(self) -> list[Jawaban]:
        """The living, present members."""
        return self.instrumen.hadir_di(self.isian)

    @cached_property
    def kepala(self) -> Jawaban:
        """The head's answers; empty when there is not exactly one."""
        kepala = [j for j in self.hadir if self.orang("hubungan", j) == _KEPALA]
        return kepala[0] if len(kepala) == 1 else {}

    def rumah(self, konsep: str) -> int | None:
        """Return the canonical value of a concept of the family; None when unknown or not asked by the instrument."""
        return self._nilai(konsep, None, self.isian.keluarga)

    def orang(self, konsep: str, jawaban: Jawaban) -> int | None:
        """Return the same of one person."""
        kunci = (konsep, id(jawaban))
        if kunci not in self._orang:
            self._orang[kunci] = self._nilai(konsep, self._siapa.get(id(jawaban), ""), jawaban)
        return self._orang[kunci]

    def _nilai(self, konsep: str, tempat: str | None, jawaban: Jawaban) -> int | None:
        """Return a value; what these answers leave open is looked for in those that came along with them."""
        nilai = self.instrumen.nilai(konsep, jawaban, lengkap=self.lengkap)
        t = pembawa(self.instrumen, self.terbawa, konsep, tempat, jawaban, nilai)
        return t.nilai(konsep, tempat) if t else nilai

    def pembawa(self, konsep: str) -> tuple[Terbawa, Jawaban] | None:
        """Return what came along and tells a concept of the family or of its head, with the answers; None: nothing."""
        rumah = self.bagian_konsep[konsep] == "keluarga"
        jawaban = self.isian.keluarga if rumah else self.kepala
        nilai = self.instrumen.nilai(konsep, jawaban, lengkap=self.lengkap)
        tempat = None if rumah else self._siapa.get(id(jawaban), "")
        t = pembawa(self.instrumen, self.terbawa, konsep, tempat, jawaban, nilai)
        return (t, t.jawaban(tempat)) if t else None

    @cached_property
    def bagian_konsep(self) -> dict[str, str]:
        """Every concept that these answers, or those that came along, may tell, with the part where it is asked."""
        semua = (*(muat(t.instrumen) for t in self.terbawa), self.instrumen)
        return {nama: asal.bagian for alat in semua for nama, asal in alat.kanonik.items()}

    @cached_property
    def _siapa(self) -> dict[int, str]:
        return {id(jawaban): kunci for kunci, jawaban in self.isian.individu.items()}

    @cached_property
    def _orang(self) -> dict[tuple[str, int], int | None]:
        return {}


Hitung = Callable[[Bahan], int | None]
Orang = Callable[[Bahan, Jawaban], int | None]
"""A number about one person; None when it is unknown."""


def _bagi(pembilang: int, penyebut: int) -> int:
    """Divide and round half up, in integers."""
    return (2 * pembilang + penyebut) // (2 * penyebut)


def ringkas(fungsi: Callable[[list[int]], int], orang: Orang) -> Hitung:
    """Summarise a number about each present member; unknown as soon as one member's is."""

    def hitung(b: Bahan) -> int | None:
        nilai = [n for j in b.hadir if (n := orang(b, j)) is not None]
        return fungsi(nilai) if nilai and len(nilai) == len(b.hadir) else None

    return hitung


def pangsa(orang: Orang) -> Hitung:
    """Share of the present members for whom the number is 1, in millionths."""
    return ringkas(lambda nilai: _bagi(sum(nilai) * JUTA, len(nilai)), orang)


def umur(dari: int, sampai: int = 200) -> Orang:
    """Whether the person's age lies inside."""

    def di_dalam(b: Bahan, j: Jawaban) -> int | None:
        tahun = b.orang("umur", j)
        return None if tahun is None else int(dari <= tahun <= sampai)

    return di_dalam


def kepala(orang: Orang) -> Hitung:
    """The number of the head."""
    return lambda b: orang(b, b.kepala)


def orang(konsep: str) -> Orang:
    """The concept's canonical value of a person."""
    return lambda b, j: b.orang(konsep, j)


def rumah(konsep: str) -> Hitung:
    """The concept's canonical value of the family."""
    return lambda b: b.rumah(konsep)


def _is_balita(b: Bahan, j: Jawaban) -> bool:
    tahun = b.orang("umur", j)
    return tahun is not None and tahun < MULAI_DITANYA


def pendidikan(b: Bahan, j: Jawaban) -> int | None:
    """The person's certificate; who is too young or never went to school has none."""
    if _is_balita(b, j) or b.orang("sekolah", j) == kk.Sekolah.BELUM_PERNAH:
        return kk.Pendidikan.TANPA_IJAZAH
    return b.orang("pendidikan", j)


def bekerja(b: Bahan, j: Jawaban) -> int | None:
    """Whether the person works; small children are not asked and do not."""
    return 0 if _is_balita(b, j) else b.orang("bekerja", j)


def pekerjaan(konsep: str) -> Orang:
    """Code of the main job, 0 for somebody who does not work."""

    def kode(b: Bahan, j: Jawaban) -> int | None:
        return b.orang(konsep, j) if (kerja := bekerja(b, j)) else kerja

    return kode


def putus_sekolah(b: Bahan, j: Jawaban) -> int | None:
    """Whether a child of school age does not attend."""
    tahun = b.orang("umur", j)
    if tahun is None or tahun not in USIA_SEKOLAH:
        return None if tahun is None else 0
    sekolah = b.orang("sekolah", j)
    return None if sekolah is None else int(sekolah != kk.Sekolah.MASIH)


def disabilitas(b: Bahan, j: Jawaban) -> int | None:
    """1 when a function is impossible or hard; what is not asked at this age is no gap, an unknown age is one."""
    nilai = b.orang("disabilitas", j)
    return None if nilai == 0 and b.orang("umur", j) is None else nilai


def luas_kapita(b: Bahan) -> int | None:
    """Floor area in hundredths of a square metre per present member."""
    luas, orang = b.rumah("luas_lantai"), len(b.hadir)
    return _bagi(100 * luas, orang) if luas is not None and orang else None


def daya(b: Bahan) -> int | None:
    """Largest installed power; a family without a PLN meter has none."""
    penerangan = b.rumah("penerangan")
    if penerangan != kk.Penerangan.PLN_METERAN:
        return None if penerangan is None else kk.Daya.TANPA_METERAN
    return b.rumah("daya")


def kloset(b: Bahan) -> int | None:
    """Toilet type; without a toilet none is used."""
    bab = b.rumah("bab")
    if bab is None or bab == kk.Bab.TIDAK_ADA:
        return None if bab is None else kk.Kloset.TIDAK_PAKAI
    return b.rumah("kloset")


def perkotaan(b: Bahan) -> int | None:
    """A kelurahan's village part has four digits of which the first is 1; all others are rural."""
    desa = b.kode_desa.rpartition(".")[2]
    return int(len(desa) == 4 and desa.startswith("1"))  # noqa: PLR2004 - form of the Kemendagri code


def hadir(fungsi: Callable[[int], int]) -> Hitung:
    """A number that follows from the count of present members alone."""
    return ringkas(lambda nilai: fungsi(len(nilai)), lambda _b, _j: 1)


def ln(orang: int) -> int:
    """Natural logarithm in units of 10⁻⁶ of a number of persons."""
    return _LN[orang]
