"""How canonical variables are derived: small pure functions that give None as soon as an answer is unknown."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from app.keluarga import kanonik_kode as kk
from app.keluarga.aturan import Isian
from app.keluarga.instrumen import ANGGOTA_MAKS, Instrumen
from app.keluarga.kondisi import Jawaban, bilangan

JUTA: Final = 1_000_000

MULAI_DITANYA: Final = 5
"""Age from which schooling and work are asked."""

USIA_SEKOLAH: Final = range(7, 16)
"""Ages of compulsory schooling, UU 20/2003 ps 6."""

FUNGSI: Final = tuple(f"428{c}" for c in "abcdefghi")
"""Questions about functions of the body and mind; sadness (428j) is none."""

_LN: Final = tuple(round(math.log(n) * JUTA) if n else 0 for n in range(ANGGOTA_MAKS + 1))
_YA: Final = frozenset({1})
_TIDAK: Final = frozenset({2})


@dataclass(frozen=True, slots=True)
class Bahan:
    """What a derivation looks at: the answers with their instrument, and the village of the family."""

    instrumen: Instrumen
    isian: Isian
    kode_desa: str

    @property
    def hadir(self) -> list[Jawaban]:
        """The living, present members."""
        return self.instrumen.hadir_di(self.isian)

    @property
    def kepala(self) -> Jawaban:
        """The head's answers; empty when there is not exactly one."""
        kepala = [j for j in self.hadir if j.get("409") == 1]
        return kepala[0] if len(kepala) == 1 else {}

    def kode(self, variabel: str, jawaban: Jawaban, no: str) -> int | None:
        """Return the canonical code of an answer, None when it is absent or unknown to this instrument."""
        nilai = bilangan(jawaban.get(no))
        return None if nilai is None else kk.PETA_KODE[variabel][self.instrumen.kode].get(nilai)


Hitung = Callable[[Bahan], int | None]
Orang = Callable[[Bahan, Jawaban], int | None]
"""A number about one person; None when it is unknown."""


def _bagi(pembilang: int, penyebut: int) -> int:
    """Divide and round half up, in integers."""
    return (2 * pembilang + penyebut) // (2 * penyebut)


def _semua(nilai: Iterable[int | None]) -> list[int] | None:
    """Return the values when there is at least one and none is unknown."""
    daftar = [*nilai]
    diketahui = [n for n in daftar if n is not None]
    return diketahui if diketahui and len(diketahui) == len(daftar) else None


def ringkas(fungsi: Callable[[list[int]], int], orang: Orang) -> Hitung:
    """Summarise a number about each present member; unknown as soon as one member's is."""

    def hitung(b: Bahan) -> int | None:
        nilai = _semua(orang(b, j) for j in b.hadir)
        return None if nilai is None else fungsi(nilai)

    return hitung


def pangsa(orang: Orang) -> Hitung:
    return ringkas(lambda nilai: _bagi(sum(nilai) * JUTA, len(nilai)), orang)


def umur(dari: int, sampai: int = 200) -> Orang:
    def di_dalam(_b: Bahan, j: Jawaban) -> int | None:
        tahun = bilangan(j.get("407"))
        return None if tahun is None else int(dari <= tahun <= sampai)

    return di_dalam


def kepala(orang: Orang) -> Hitung:
    return lambda b: orang(b, b.kepala)


def angka(no: str) -> Orang:
    return lambda _b, j: bilangan(j.get(no))


def ya_tidak(no: str, ya: frozenset[int], tidak: frozenset[int]) -> Orang:
    def jawab(_b: Bahan, j: Jawaban) -> int | None:
        nilai = j.get(no)
        return 1 if nilai in ya else 0 if nilai in tidak else None

    return jawab


def ya(no: str) -> Hitung:
    orang = ya_tidak(no, _YA, _TIDAK)
    return lambda b: orang(b, b.isian.keluarga)


def _balita(j: Jawaban) -> bool:
    umur = bilangan(j.get("407"))
    return umur is not None and umur < MULAI_DITANYA


def pendidikan(b: Bahan, j: Jawaban) -> int | None:
    if _balita(j) or b.kode("sekolah", j, "412") == kk.Sekolah.BELUM_PERNAH:
        return kk.Pendidikan.TANPA_IJAZAH
    return b.kode("pendidikan", j, "415")


def bekerja(b: Bahan, j: Jawaban) -> int | None:
    return 0 if _balita(j) else ya_tidak("416a", _YA, _TIDAK)(b, j)


def pekerjaan(variabel: str, no: str) -> Orang:
    """Code of the main job, 0 for somebody who does not work."""

    def kode(b: Bahan, j: Jawaban) -> int | None:
        return b.kode(variabel, j, no) if (kerja := bekerja(b, j)) else kerja

    return kode


def putus_sekolah(b: Bahan, j: Jawaban) -> int | None:
    umur = bilangan(j.get("407"))
    if umur is None or umur not in USIA_SEKOLAH:
        return None if umur is None else 0
    sekolah = b.kode("sekolah", j, "412")
    return None if sekolah is None else int(sekolah != kk.Sekolah.MASIH)


def disabilitas(b: Bahan, j: Jawaban) -> int | None:
    """1 when a function is impossible or hard; what is not asked at this age is no gap."""
    daftar = b.instrumen.bagian["individu"]
    jawaban = [j.get(no) for no in FUNGSI if daftar[no].bila.berlaku(j)]
    if any(n in {1, 2} for n in jawaban):
        return 1
    return None if None in jawaban or j.get("407") is None else 0


def ternak(*nomor: str) -> Hitung:
    """Heads of animals; the questionnaire says that an empty answer is 0, which holds for a complete visit only."""

    def hitung(b: Bahan) -> int | None:
        daftar, lengkap = b.instrumen.bagian["keluarga"], b.instrumen.is_lengkap(b.isian)
        nilai = [bilangan(b.isian.keluarga.get(no, daftar[no].kosong if lengkap else None)) for no in nomor]
        return None if (semua := _semua(nilai)) is None else sum(semua)

    return hitung


def luas_kapita(b: Bahan) -> int | None:
    """Floor area in hundredths of a square metre per present member."""
    luas, orang = bilangan(b.isian.keluarga.get("302")), len(b.hadir)
    return _bagi(100 * luas, orang) if luas is not None and orang else None


def daya(b: Bahan) -> int | None:
    penerangan = b.kode("penerangan", b.isian.keluarga, "307a")
    if penerangan != kk.Penerangan.PLN_METERAN:
        return None if penerangan is None else kk.Daya.TANPA_METERAN
    daya = [b.kode("daya", b.isian.keluarga, f"307b{n}") for n in (1, 2, 3)]
    return max((d for d in daya if d is not None), default=None)


def kloset(b: Bahan) -> int | None:
    bab = b.kode("bab", b.isian.keluarga, "309a")
    if bab is None or bab == kk.Bab.TIDAK_ADA:
        return None if bab is None else kk.Kloset.TIDAK_PAKAI
    return b.kode("kloset", b.isian.keluarga, "309b")


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


def rumah(variabel: str, no: str) -> Hitung:
    """Canonical code of one housing question."""
    return lambda b: b.kode(variabel, b.isian.keluarga, no)


def rekening(b: Bahan) -> int | None:
    """Whether anybody has an active account or e-wallet."""
    return ya_tidak("506", frozenset({1, 2, 3}), frozenset({4}))(b, b.isian.keluarga)


def perempuan(_b: Bahan, j: Jawaban) -> int | None:
    """Whether the person is female."""
    return ya_tidak("405", _TIDAK, _YA)(_b, j)


def sakit_kronis(b: Bahan, j: Jawaban) -> int | None:
    """Whether the person has a chronic illness."""
    return b.kode("sakit_kronis", j, "430")
