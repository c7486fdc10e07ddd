"""What a typed name may mean, and how well a name on record fits it. Pure.

Words are compared by spelling, by sound, and within one typing error (insertion, omission, replacement or swap of
neighbours: optimal string alignment; Damerau, 1964).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, islice, pairwise
from typing import Final, NamedTuple

from app.keluarga.nama import Kata, bunyi, kunci, rentang, satu_kata, seluruh_ejaan, sidik, sidik_kata, uraikan
from app.pencarian.kode import CaraCocok, Kecocokan
from app.wilayah.nama import lipat

_INISIAL: Final = {"a": ("ahmad", "abdul"), "s": ("siti", "sri"), "n": ("nur",), "d": ("dewi",)}
"""What an initial before a name mostly stands for; `M.` always means Muhammad."""
_TUKAR: Final = (("j", "y"), ("y", "j"), ("ch", "c"), ("j", "z"), ("z", "j"), ("oh", "ah"), ("o", "a"), ("t", "d"))
"""Habits that sound does not level, because today they tell names apart; tried beside it."""
_SEBUNYI: Final = frozenset(
    frozenset(p)
    for p in ("jy", "iy", "ij", "ei", "ao", "ou", "dt", "bp", "hk", "ck", "jz", "sz", "fp", "eu", "kg", "ai")
)
_DASAR: Final = {Kecocokan.SAMA: 100, Kecocokan.EJAAN: 90, Kecocokan.KETIK: 70, Kecocokan.SEBAGIAN: 50}
_MAKS_DEKAT: Final = 60
"""Words near one word that are tried; they are the words of other people's names, so most are somebody's."""
_MAKS_EJAAN: Final = 30
BELAH_MIN: Final = 3
"""Letters of the shorter half of a word that may be two."""
_MAKS_GANTI: Final = 100
_MAKS_RENTANG: Final = 300
_KURANG: Final = {CaraCocok.SAMA: 0, CaraCocok.EJAAN: 2, CaraCocok.INISIAL: 3, CaraCocok.SPASI: 2, CaraCocok.LEBIH: 5}


class Cocok(NamedTuple):
    """Why a word fits: what was typed and what is on record; either may be missing."""

    cara: CaraCocok
    dicari: str | None
    tercatat: str | None


class Penilaian(NamedTuple):
    """How a name on record fits."""

    kecocokan: Kecocokan
    nilai: int
    alasan: tuple[Cocok, ...]


@dataclass(frozen=True, slots=True)
class Kueri:
    """A typed name, taken apart once."""

    terlipat: str
    kata: tuple[Kata, ...]
    kunci: str
    sidik: int
    kunci_lain: frozenset[str]

    @classmethod
    def dari(cls, nama: str) -> "Kueri":
        """Take a name apart."""
        semua = tuple(uraikan(nama))
        utuh = [k.utuh for k in semua]
        inti = kunci(utuh)
        return cls(lipat(nama), semua, inti, sidik(nama), frozenset(_kunci_lain(utuh)) - {inti})

    @property
    def utuh(self) -> list[str]:
        """The words as search compares them."""
        return [k.utuh for k in self.kata]

    def _serangkai(self, kenal: frozenset[str]) -> Iterable[list[Kata]]:
        """Return the words with two neighbours written together, or one as two that occur in names."""
        for n, (a, b) in enumerate(pairwise(self.kata)):
            yield [*self.kata[:n], satu_kata(a.asli + b.asli), *self.kata[n + 2 :]]
        for n, k in enumerate(self.kata):
            for dua in belahan(k.asli):
                if kenal.issuperset(dua):
                    yield [*self.kata[:n], *map(satu_kata, dua), *self.kata[n + 1 :]]

    def rentang_ejaan(self) -> list[tuple[int, int]]:
        """Return ranges of fingerprints: the same spelling, all others of its sound, then those of habits beside it."""
        bawah, atas = rentang(self.kunci)
        inti = [(self.sidik, self.sidik), (bawah, self.sidik - 1), (self.sidik + 1, atas)]
        return [(a, b) for a, b in inti if a <= b] + [rentang(k) for k in sorted(self.kunci_lain)]

    def dekat(self, kenal: Collection[str]) -> list[list[str]]:
        """Return for each word those of other names that sound alike or are one error away, the nearest first."""
        return [_terdekat(k, kenal) for k in self.kata]

    def rentang_dekat(self, dekat: Sequence[Sequence[str]], kenal: frozenset[str]) -> list[tuple[int, int]]:
        """Return ranges of fingerprints of names of nearby words.

        First the spellings that the words have in other names, together and apart, so that a frequent one does not hide
        the others; then names with one near word in place of a typed one, by spelling and by sound; then those with a
        letter less.
        """
        suara = [bunyi(k.utuh) for k in self.kata]
        setara = [(n, d) for n, lain in enumerate(dekat) for d in lain if bunyi(d) == suara[n]]
        satu_dua = chain(([s] for s in setara), combinations(setara, 2))
        ejaan = (sidik_kata(_ganti(self.kata, *ganti)) for ganti in islice(satu_dua, _MAKS_EJAAN))
        serangkai = (sidik_kata(kata) for kata in self._serangkai(kenal))
        hasil = {(s, s): None for s in chain(serangkai, ejaan)}
        urut = sorted((i, n, d) for n, lain in enumerate(dekat) for i, d in enumerate(lain) if bunyi(d) != suara[n])
        for _, n, d in urut[:_MAKS_GANTI]:
            baru = sidik_kata(_ganti(self.kata, (n, d)))
            hasil |= {(baru, baru): None, seluruh_ejaan(baru): None}
        kurang = sorted({bunyi(self.kunci[:i] + self.kunci[i + 1 :]) for i in range(len(self.kunci))} - {""})
        return list(hasil | dict.fromkeys(rentang(k) for k in kurang))[:_MAKS_RENTANG]


def belahan(kata: str) -> Iterable[tuple[str, str]]:
    """Return the ways to write a word as two."""
    return ((kata[:n], kata[n:]) for n in range(BELAH_MIN, len(kata) - BELAH_MIN + 1))


def _ganti(kata: Sequence[Kata], *ganti: tuple[int, str]) -> list[Kata]:
    baru = dict(ganti)
    return [satu_kata(baru[n]) if n in baru else k for n, k in enumerate(kata)]


def _terdekat(k: Kata, kenal: Iterable[str]) -> list[str]:
    suara = bunyi(k.utuh)
    jauh = {n: _jauh(k, n, suara) for n in kenal if n != k.asli}
    return sorted((n for n, j in jauh.items() if j is not None), key=lambda n: (jauh[n], n))[:_MAKS_DEKAT]


def _jauh(k: Kata, lain: str, suara: str) -> int | None:
    """Return how far a word is: of the same sound, near in spelling, or near in sound only; None: too far."""
    suara_lain = bunyi(lain)
    is_mirip = is_dekat(k.asli, lain)
    if suara_lain == suara:
        return 0 if is_mirip else 1
    if is_mirip:
        return 2 if k.asli[0] == lain[0] else 3
    return 4 if is_dekat(suara, suara_lain) else None


def _kunci_lain(utuh: Sequence[str]) -> Iterable[str]:
    gabung = "".join(utuh)
    for lama, baru in _TUKAR:
        if lama in gabung:
            yield kunci(k.replace(lama, baru) for k in utuh)
    for n, k in enumerate(utuh):
        for arti in _INISIAL.get(k, ()):
            yield kunci([*utuh[:n], arti, *utuh[n + 1 :]])


def nilai(kueri: Kueri, nama: str) -> Penilaian | None:
    """Return how a name on record fits a typed one; None when it does not."""
    if lipat(nama) == kueri.terlipat:
        sama = tuple(Cocok(CaraCocok.SAMA, k.asli, k.asli) for k in kueri.kata)
        return Penilaian(Kecocokan.SAMA, _DASAR[Kecocokan.SAMA], sama)
    tercatat = uraikan(nama)
    cocok, lebih = _terbaik(kueri.kata, tercatat)
    bunyi_tercatat = kunci(k.utuh for k in tercatat)
    if bunyi_tercatat == kueri.kunci or bunyi_tercatat in kueri.kunci_lain:
        jarak = 0 if bunyi_tercatat == kueri.kunci else 4
        alasan = cocok if cocok and not lebih else _menyeluruh(CaraCocok.SPASI, kueri, tercatat)
        return Penilaian(Kecocokan.EJAAN, _DASAR[Kecocokan.EJAAN] - jarak - _kurang(alasan), alasan)
    salah = sum(c.cara is CaraCocok.KETIK for c in cocok)
    if cocok and salah <= 1 and not lebih:
        return Penilaian(Kecocokan.KETIK, _DASAR[Kecocokan.KETIK] - _kurang(cocok), cocok)
    if is_dekat(bunyi_tercatat, kueri.kunci):
        alasan = _menyeluruh(CaraCocok.KETIK, kueri, tercatat)
        return Penilaian(Kecocokan.KETIK, _DASAR[Kecocokan.KETIK] - _kurang(alasan), alasan)
    if cocok and salah <= 1:
        semua = (*cocok, *(Cocok(CaraCocok.LEBIH, None, k.asli) for k in lebih))
        return Penilaian(Kecocokan.SEBAGIAN, max(1, _DASAR[Kecocokan.SEBAGIAN] - _kurang(semua)), semua)
    return None


def _terbaik(dicari: Sequence[Kata], tercatat: Sequence[Kata]) -> tuple[tuple[Cocok, ...], list[Kata]]:
    """Pair words as they stand, else with two neighbours written together on one side."""
    bacaan = [
        (dicari, tercatat),
        *((d, tercatat) for d in _rangkai(dicari)),
        *((dicari, t) for t in _rangkai(tercatat)),
    ]
    hasil = (_pasangkan(d, t) for d, t in bacaan)
    return next((h for h in hasil if h[0]), ((), list(tercatat)))


def _rangkai(kata: Sequence[Kata]) -> Iterable[list[Kata]]:
    for n, (a, b) in enumerate(pairwise(kata)):
        yield [*kata[:n], Kata(f"{a.asli} {b.asli}", a.utuh + b.utuh), *kata[n + 2 :]]


def _pasangkan(dicari: Sequence[Kata], tercatat: Sequence[Kata]) -> tuple[tuple[Cocok, ...], list[Kata]]:
    """Pair each typed word with its best word on record; empty when one has none. The second part is left over."""
    sisa, hasil = list(tercatat), dict[int, Cocok]()
    for uji in (CaraCocok.SAMA, CaraCocok.EJAAN, CaraCocok.KETIK, CaraCocok.INISIAL):
        for n, k in enumerate(dicari):
            if n in hasil:
                continue
            if kawan := next((t for t in sisa if _cara(k, t) is uji), None):
                hasil[n] = Cocok(_sebut(uji, k.asli, kawan.asli), k.asli, kawan.asli)
                sisa.remove(kawan)
    return (tuple(hasil[n] for n in sorted(hasil)), sisa) if len(hasil) == len(dicari) else ((), sisa)


def _sebut(cara: CaraCocok, dicari: str, tercatat: str) -> CaraCocok:
    if cara is not CaraCocok.SAMA or dicari == tercatat:
        return cara
    return CaraCocok.SPASI if " " in dicari + tercatat else CaraCocok.EJAAN


@lru_cache(maxsize=65_536)
def _cara(satu: Kata, lain: Kata) -> CaraCocok | None:
    if satu.utuh == lain.utuh:
        return CaraCocok.SAMA
    dua = bunyi(satu.utuh), bunyi(lain.utuh)
    if dua[0] == dua[1]:
        return CaraCocok.EJAAN
    if is_dekat(satu.asli, lain.asli) or is_dekat(satu.utuh, lain.utuh) or is_dekat(*dua):
        return CaraCocok.KETIK
    inisial = len(satu.utuh) == 1 and lain.utuh.startswith(satu.utuh)
    return CaraCocok.INISIAL if inisial else None


def is_dekat(satu: str, lain: str) -> bool:
    """Return whether two words are at most one typing error apart."""
    if satu == lain:
        return True
    beda = len(satu) - len(lain)
    if abs(beda) > 1:
        return False
    i = _sama_depan(satu, lain)
    if beda > 0:
        return satu[i + 1 :] == lain[i:]
    if beda < 0:
        return satu[i:] == lain[i + 1 :]
    is_tukar = satu[i : i + 2] == lain[i : i + 2][::-1] and satu[i + 2 :] == lain[i + 2 :]
    return satu[i + 1 :] == lain[i + 1 :] or is_tukar


def _sama_depan(satu: str, lain: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(satu, lain, strict=False)) if a != b), min(len(satu), len(lain)))


def _kurang(alasan: Iterable[Cocok]) -> int:
    return sum(_beda(c) for c in alasan)


def _beda(cocok: Cocok) -> int:
    """Return what a word takes off: a typing error less between letters that sound alike, more at the beginning."""
    satu, lain = cocok.dicari or "", cocok.tercatat or ""
    is_mirip = is_dekat(satu, lain)
    if cocok.cara is not CaraCocok.KETIK:
        return _KURANG[cocok.cara] - (cocok.cara is CaraCocok.EJAAN and is_mirip)
    if not is_mirip:
        return 12
    i = _sama_depan(satu, lain)
    if frozenset((satu[i : i + 1], lain[i : i + 1])) in _SEBUNYI:
        return 4
    return 10 if i == 0 else 6


def _menyeluruh(cara: CaraCocok, kueri: Kueri, tercatat: Sequence[Kata]) -> tuple[Cocok, ...]:
    return (Cocok(cara, " ".join(k.asli for k in kueri.kata), " ".join(k.asli for k in tercatat)),)
