"""Answers about persons: schooling by age and welfare, work by age and relation, difficulties by age.

Questions are known by the canonical concept that they carry, or by their number in Regsosek2022.K and PBDT2015.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from app.keluarga.instrumen import Instrumen, KodeInstrumen
from app.keluarga.pertanyaan import Pertanyaan
from app.pelatihan.sampel import Bulat, Riil
from app.pelatihan.sintetis import potong_ciri
from app.pelatihan.sintetis_pangsa import Ciri
from app.sintetis.acak import Sumber
from app.sintetis.isian import Jawaban, jalan, kode_instrumen
from app.sintetis.susunan import KEPALA, Orang

BELUM_SEKOLAH, MASIH, TIDAK_LAGI = 1, 2, 3
Pilihan = dict[str, Callable[[], Bulat]]
MENINGGAL: Final = 2
"""Code of question 404."""
_IJAZAH: Final = Ciri(0.5, {0: 12, 1: 28, 2: 19, 3: 29, 4: 3, 5: 8, 6: 1})
_UMUR_IJAZAH: Final = np.array([0, 12, 15, 18, 21, 23, 26])
"""Youngest age at which a certificate is had, by level."""
_JENJANG: Final[Mapping[int, tuple[int, ...]]] = {1: (3, 3, 3, 4), 2: (8, 8, 8, 9), 3: (13, 13, 15, 14), 4: (18,)}
_TINGGI: Final[Mapping[int, tuple[int, ...]]] = {5: (19,), 6: (21,)}
_JENJANG_PBDT: Final[Mapping[int, tuple[int, ...]]] = {
    1: (1, 1, 1, 3), 2: (4, 4, 4, 6), 3: (7, 7, 7, 9), 4: (10,), 5: (10,), 6: (10,),
}  # fmt: skip
_SEKTOR: Final = Ciri(0.35, {1: 32, 2: 22, 3: 25, 4: 21})
_KEDUDUKAN: Final = Ciri(0.4, {6: 6, 7: 10, 8: 8, 2: 16, 1: 24, 4: 27, 3: 3, 5: 6})
_OMZET: Final = Ciri(0.3, {1: 82, 2: 13, 3: 4, 4: 1})
_KERJA: Final = 15
_PENSIUN: Final = 72


class _Fakta:
    """What is true of every person before a question is asked, the same in every instrument."""

    def __init__(self, acak: Sumber, orang: Orang) -> None:
        n, umur = len(orang), orang.umur
        s = orang.sejahtera[orang.keluarga]
        muda = s + np.clip((45 - umur) / 40, -0.8, 0.6)
        self.ijazah = np.minimum(
            potong_ciri(acak("ijazah"), muda, _IJAZAH), np.searchsorted(_UMUR_IJAZAH, umur, side="right") - 1
        )
        self.sekolah = self._sekolah(acak, umur, s)
        self.ijazah = np.where(self.sekolah == MASIH, self._sedang(umur) - 1, self.ijazah)
        self.ijazah = np.where(self.sekolah == BELUM_SEKOLAH, 0, self.ijazah)
        putus = (self.sekolah == TIDAK_LAGI) & (acak.seragam("putus", n) < 0.12) & np.isin(self.ijazah, [1, 2, 3])
        lanjut = np.where(self.ijazah == 3, 5, self.ijazah + 1)
        duduk = np.where(self.sekolah == MASIH, self._sedang(umur), np.where(putus, lanjut, np.maximum(self.ijazah, 1)))
        self.jenjang = np.where(duduk == 4, np.where(self.sekolah == MASIH, 5, 4), duduk)
        self.tamat = (self.sekolah == TIDAK_LAGI) & ~putus & (self.ijazah > 0)
        u = acak.seragam("bekerja", n)
        peluang = np.where(orang.hubungan == KEPALA, 0.92, np.where(self.sekolah == MASIH, 0.05, 0.52))
        self.bekerja = ((umur >= _KERJA) & (umur <= _PENSIUN) & (u < peluang)).astype(np.int64)
        self.sektor = potong_ciri(acak("sektor"), s, _SEKTOR)
        self.kedudukan = potong_ciri(acak("kedudukan"), s, _KEDUDUKAN)
        self.omzet = potong_ciri(acak("omzet"), s, _OMZET)
        self.sakit = (acak.seragam("sakit", n) < 0.02 + umur / 400).astype(np.int64)
        self.cacat = (acak.seragam("cacat", n) < 0.004 + (umur / 100) ** 3 * 0.25).astype(np.int64)
        self.sejahtera = s

    @staticmethod
    def _sekolah(acak: Sumber, umur: Bulat, s: Riil) -> Bulat:
        u = acak.seragam("sekolah", len(umur))
        batas = np.array([0.0, 0.6, 0.985, 0.93, 0.7, 0.16, 0.0])[
            np.searchsorted([5, 7, 13, 16, 19, 23], umur, "right")
        ]
        masih = u < np.clip(batas + 0.03 * s * (batas > 0), 0, 1)
        belum = (umur < 7) | (u > 0.995 - np.clip(umur - 50, 0, 40) / 400)
        return np.where(masih, MASIH, np.where(belum, BELUM_SEKOLAH, TIDAK_LAGI))

    @staticmethod
    def _sedang(umur: Bulat) -> Bulat:
        """Return the level that somebody of this age attends; 4 stands for the university."""
        return np.searchsorted([13, 16, 19], umur, side="right") + 1


def orang(instrumen: Instrumen, acak: Sumber, warga: Orang, meninggal: Bulat) -> Jawaban:
    """Return the persons' part for everybody; `meninggal` is 1 for who has died."""
    fakta = _Fakta(acak, warga)
    pbdt = instrumen.kode is KodeInstrumen.PBDT2015
    nomor = {k: instrumen.kanonik[k].p[0] for k in ("perempuan", "umur", "hubungan")}
    hadir = np.where(meninggal == 1, 3 if pbdt else MENINGGAL, min(instrumen.hadir))
    awal = {
        instrumen.keberadaan: hadir,
        nomor["perempuan"]: warga.perempuan + 1,
        nomor["umur"]: warga.umur,
        "status_kawin" if pbdt else "408": warga.kawin,
        nomor["hubungan"]: warga.hubungan,
    }
    konsep = {no: k for k in _KONSEP for no in instrumen.kanonik[k].p}

    def isi(p: Pertanyaan, _: Jawaban) -> Bulat | None:
        u = acak.seragam(p.no, len(warga))
        if p.no in konsep and konsep[p.no] not in _SENDIRI:
            nilai: Bulat = getattr(fakta, _KONSEP[konsep[p.no]])
            return kode_instrumen(instrumen.kanonik[konsep[p.no]], nilai, u, p)
        return _pbdt(p, fakta, u, warga) if pbdt else _regsosek(p, fakta, u, warga)

    return jalan(instrumen.bagian["individu"], awal, isi, acak, len(warga))


_KONSEP: Final = {"sekolah": "sekolah", "pendidikan": "ijazah", "bekerja": "bekerja", "sektor": "sektor",
                  "kedudukan": "kedudukan", "disabilitas": "cacat", "sakit_kronis": "sakit"}  # fmt: skip
_SENDIRI: Final = frozenset({"disabilitas", "pendidikan"})
"""Concepts whose questions have a rule of their own."""


def _pilih(peta: Mapping[int, tuple[int, ...]], tingkat: Bulat, u: Riil, kosong: int) -> Bulat:
    """Return a code of each level by its kinds of school."""
    hasil = np.full(len(tingkat), kosong)
    for t, kode in peta.items():
        mana = tingkat == t
        hasil[mana] = np.array(kode)[(u[mana] * len(kode)).astype(np.int64)]
    return hasil


def _kelas(fakta: _Fakta, u: Riil, umur: Bulat) -> Bulat:
    """Return the highest grade: by age for who attends, 8 for who finished, some grade for who dropped out."""
    awal = np.array([7, 7, 13, 16, 18, 19, 23])[fakta.jenjang]
    paling = np.array([6, 6, 3, 3, 3, 4, 2])[fakta.jenjang]
    sedang = np.clip(umur - awal + 1, 1, paling)
    putus = 1 + np.floor(u * np.minimum(paling, 5)).astype(np.int64)
    return np.where(fakta.tamat, 8, np.where(fakta.sekolah == MASIH, sedang, np.minimum(putus, paling)))


def _pbdt(p: Pertanyaan, fakta: _Fakta, u: Riil, warga: Orang) -> Bulat | None:
    if p.no == "jenis_cacat":
        return np.where(fakta.cacat == 1, 1 + np.floor(u * 7), 0).astype(np.int64)
    pilihan: Pilihan = {
        "ijazah": lambda: fakta.ijazah,
        "jenjang": lambda: _pilih(_JENJANG_PBDT, fakta.jenjang, u, 1),
        "kartu_identitas": lambda: np.where(warga.umur >= 17, np.where(u < 0.7, 5, 4), np.where(u < 0.85, 1, 0)),
    }
    return pilihan[p.no]() if p.no in pilihan else None


def _regsosek(p: Pertanyaan, fakta: _Fakta, u: Riil, warga: Orang) -> Bulat | None:
    n, umur = len(u), warga.umur
    jenis = np.where(u < 0.5, 0.0, (u - 0.5) * 2)
    pilihan: Pilihan = {
        "410": lambda: np.where((umur < 40) & (u < 0.05), 1, 2),
        "411": lambda: np.where(umur >= 17, np.where(u < 0.7, 5, 4), np.where(u < 0.85, 1 + 2 * (u < 0.3), 0)),
        "413": lambda: _pilih({**_JENJANG, **_TINGGI}, fakta.jenjang, jenis, 3),
        "414": lambda: _kelas(fakta, u, umur),
        "415": lambda: _pilih({**_JENJANG, **_TINGGI}, fakta.ijazah, np.zeros(n), 23),
        "416b": lambda: np.array([20, 28, 35, 40, 48, 56])[(u * 6).astype(np.int64)],
        "419": lambda: np.where((fakta.sejahtera > 0.8) & (u < 0.5), 1, 3),
        "420a": lambda: np.where((umur >= 20) & (u < 0.14), 1, 2),
        "420b": lambda: np.where(u < 0.9, 1, 2),
        "421": lambda: np.array([12, 12, 12, 14, 8, 13, 24, 5])[(u * 8).astype(np.int64)],
        "422": lambda: np.where(u < 0.8, 0, 1 + np.floor(u * 3)).astype(np.int64),
        "423": lambda: np.where(u < 0.6, 0, 1),
        "424": lambda: np.where(u < 0.9, 11, 4),
        "425": lambda: fakta.omzet,
        "427": lambda: np.array([3, 3, 3, 3, 3, 3, 3, 2, 8, 8])[(u * 10).astype(np.int64)],
        "429": lambda: np.where(u < 0.85, 1, np.where(u < 0.9, 2, 3)),
        "431a": lambda: np.where(
            fakta.sejahtera < 0.1, np.where(u < 0.8, 1, 0), np.array([2, 4, 0])[(u * 3).astype(np.int64)]
        ),
        "431f": lambda: np.where((fakta.kedudukan == 5) & (umur > 20), 16, np.where(u < 0.12, 3, 0)),
    }
    if p.no in pilihan:
        return pilihan[p.no]()
    if p.no.startswith("428"):
        return np.where((fakta.cacat == 1) & (u < 0.35), 2 - (u < 0.08), np.where(u > 0.93, 3, 4))
    if p.no in {"431b", "431c", "431d", "431e"}:
        return np.where(u < 0.05, 1, 2)
    return None
