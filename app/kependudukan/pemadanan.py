"""Does what Dukcapil says about a NIK agree with what the family says? The rule alone, without I/O.

The threshold of 60 % and the treatment of "/" and quotation marks are those of the matching application of Kemensos
(domain brief B.6); the birth date and the mother's name are our stricter addition, because a name alone is not enough
to tell two people of one village apart. Names are compared with the measure of Ratcliff and Obershelp ("Pattern
Matching: The Gestalt Approach", Dr. Dobb's Journal, July 1988), counted in whole permille so that no threshold hangs
on a rounding error.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

_KUTIP = re.compile(r"['\"`\u2018\u2019\u201c\u201d\u00b4]")
_BUKAN_NAMA = re.compile(r"[.,\s]+")


class HasilPadan(StrEnum):
    """Standing of a person before Dukcapil; only PADAN opens the way to pengesahan."""

    BELUM = "BELUM"
    PADAN = "PADAN"
    TIDAK_PADAN = "TIDAK_PADAN"
    MENINGGAL = "MENINGGAL"
    NIK_TIDAK_DITEMUKAN = "NIK_TIDAK_DITEMUKAN"
    TUNDA = "TUNDA"


class Bidang(StrEnum):
    """A field in which two identities can differ; this, never its value, is what we store and show."""

    NIK = "NIK"
    NAMA = "NAMA"
    TANGGAL_LAHIR = "TANGGAL_LAHIR"
    JENIS_KELAMIN = "JENIS_KELAMIN"
    NAMA_IBU = "NAMA_IBU"
    NO_KK = "NO_KK"


class Peringatan(StrEnum):
    """What an officer should look at although it does not decide."""

    KK_BERUBAH = "KK_BERUBAH"
    JENIS_KELAMIN_BEDA = "JENIS_KELAMIN_BEDA"
    MENINGGAL = "MENINGGAL"


@dataclass(frozen=True, slots=True)
class Identitas:
    """What two sources may say about one person; None where a source is silent. `jenis_kelamin` is L or P."""

    nama: str = field(repr=False)
    tanggal_lahir: date | None = field(default=None, repr=False)
    no_kk: str | None = field(default=None, repr=False)
    nama_ibu: str | None = field(default=None, repr=False)
    jenis_kelamin: str | None = None


@dataclass(frozen=True, slots=True)
class Ambang:
    """Least similarity of names in permille: `nama` when the birth date is equal, `kuat` when it is not."""

    nama: int = 600
    kuat: int = 900


@dataclass(frozen=True, slots=True)
class KeputusanPadan:
    """Outcome of one comparison: `beda` and `peringatan` name fields only; `skor_nama` is in permille."""

    hasil: HasilPadan
    beda: frozenset[Bidang] = frozenset()
    peringatan: frozenset[Peringatan] = frozenset()
    skor_nama: int = 0


def normalkan(nama: str) -> str:
    """Return the name as it is compared: compatibility forms folded, capitals, no quotation marks, single spaces."""
    polos = _KUTIP.sub("", unicodedata.normalize("NFKC", nama).upper())
    return _BUKAN_NAMA.sub(" ", polos).strip()


def alias(nama: str) -> tuple[str, ...]:
    """Return the names that a "/" separates, normalised, empty ones left out."""
    return tuple(n for bagian in nama.split("/") if (n := normalkan(bagian)))


def kemiripan(satu: str, dua: str) -> int:
    """Return how alike two names are, 0 to 1000: the best pair of their aliases.

    The measure depends on the order of its arguments; both orders are tried, so that the answer does not.
    """
    pasangan = [(a, b) for a in alias(satu) for b in alias(dua)]
    return max((max(_ratcliff(a, b), _ratcliff(b, a)) for a, b in pasangan), default=0)


def padankan(
    diakui: Identitas, resmi: Identitas, *, is_meninggal: bool, ambang: Ambang | None = None
) -> KeputusanPadan:
    """Compare what the family says (`diakui`) with Dukcapil (`resmi`).

    PADAN when the names agree to `ambang.nama` and the birth dates are equal, or when both the own and the mother's
    name agree to `ambang.kuat`. A different No KK is a warning only: numbers change lawfully with every marriage,
    split and move. A person whom Dukcapil calls dead is MENINGGAL, provided that the identity agrees.
    """
    batas = ambang or Ambang()
    skor = kemiripan(diakui.nama, resmi.nama)
    is_tanggal_sama = diakui.tanggal_lahir is not None and diakui.tanggal_lahir == resmi.tanggal_lahir
    skor_ibu = kemiripan(diakui.nama_ibu or "", resmi.nama_ibu or "")
    is_cocok = (skor >= batas.nama and is_tanggal_sama) or min(skor, skor_ibu) >= batas.kuat
    beda = {
        Bidang.NAMA: skor < batas.nama,
        Bidang.TANGGAL_LAHIR: not is_tanggal_sama,
        Bidang.NAMA_IBU: _berbeda(diakui.nama_ibu, resmi.nama_ibu) and skor_ibu < batas.nama,
        Bidang.JENIS_KELAMIN: _berbeda(diakui.jenis_kelamin, resmi.jenis_kelamin),
        Bidang.NO_KK: _berbeda(diakui.no_kk, resmi.no_kk),
    }
    peringatan = {
        Peringatan.KK_BERUBAH: beda[Bidang.NO_KK],
        Peringatan.JENIS_KELAMIN_BEDA: beda[Bidang.JENIS_KELAMIN],
        Peringatan.MENINGGAL: is_meninggal,
    }
    cocok = HasilPadan.MENINGGAL if is_meninggal else HasilPadan.PADAN
    return KeputusanPadan(
        hasil=cocok if is_cocok else HasilPadan.TIDAK_PADAN,
        beda=frozenset(b for b, ya in beda.items() if ya),
        peringatan=frozenset(p for p, ya in peringatan.items() if ya),
        skor_nama=skor,
    )


def padankan_pendaftar(
    diakui: Identitas, resmi: Identitas, *, is_meninggal: bool, ambang: Ambang | None = None
) -> KeputusanPadan:
    """Compare the NIK, No KK and name of somebody who asks for an account (Cek Bansos asks for no more) with Dukcapil.

    PADAN when the names agree to `ambang.nama` and the No KK is equal, or to `ambang.kuat` whatever the No KK. Only
    advice: an officer decides, with the two pictures before him.
    """
    batas = ambang or Ambang()
    skor = kemiripan(diakui.nama, resmi.nama)
    is_kk_beda = _berbeda(diakui.no_kk, resmi.no_kk)
    is_cocok = skor >= batas.kuat or (skor >= batas.nama and not is_kk_beda)
    beda = {Bidang.NAMA: skor < batas.kuat and not is_cocok, Bidang.NO_KK: is_kk_beda}
    peringatan = {Peringatan.KK_BERUBAH: is_kk_beda and is_cocok, Peringatan.MENINGGAL: is_meninggal}
    cocok = HasilPadan.MENINGGAL if is_meninggal else HasilPadan.PADAN
    return KeputusanPadan(
        hasil=cocok if is_cocok else HasilPadan.TIDAK_PADAN,
        beda=frozenset(b for b, ya in beda.items() if ya),
        peringatan=frozenset(p for p, ya in peringatan.items() if ya),
        skor_nama=skor,
    )


def _berbeda(satu: str | None, dua: str | None) -> bool:
    return satu is not None and dua is not None and satu != dua


def _ratcliff(satu: str, dua: str) -> int:
    cocok = sum(b.size for b in SequenceMatcher(None, satu, dua, autojunk=False).get_matching_blocks())
    return 2000 * cocok // (len(satu) + len(dua))
