"""What of two persons is compared, and what each agreement or difference counts. Pure, explained, and no decision.

Points add up as in record linkage (Fellegi and Sunter, 1969); the weights are assumptions until pairs that officers
have decided can teach better ones. Twins and siblings are the danger: they share birth date, mother, card and place,
and their NIK differ in the last digits. So names that differ count against a pair, more so inside one family.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from app.keluarga.kunci_orang import bunyi
from app.wilayah.ejaan import eja
from app.wilayah.nama import lipat

SKOR_MAKS: Final = 100
_MIRIP: Final = 0.82
"""Share of letters in place from which two sounds are one name with a typing error."""
_PENDEK: Final = 4
"""Letters from which one wrong letter makes no other name."""
_AWALAN_NIK: Final = 12
"""Digits of a NIK that are a region and a date; the last four count those born there on that day, twins among them."""
_LAZIM: Final = frozenset({(1, 1), (1, 7), (31, 12)})
"""Days that stand for an unknown birth date on many a card (day, month)."""
_KATA_MIN: Final = 2


class KodeBukti(StrEnum):
    """What two records agree or differ in."""

    NIK_SAMA = "NIK_SAMA"
    NIK_MIRIP = "NIK_MIRIP"
    NIK_BEDA = "NIK_BEDA"
    NAMA_SAMA = "NAMA_SAMA"
    NAMA_MIRIP = "NAMA_MIRIP"
    NAMA_BEDA = "NAMA_BEDA"
    LAHIR_SAMA = "LAHIR_SAMA"
    LAHIR_SAMA_LAZIM = "LAHIR_SAMA_LAZIM"
    LAHIR_MIRIP = "LAHIR_MIRIP"
    LAHIR_BEDA = "LAHIR_BEDA"
    KELAMIN_BEDA = "KELAMIN_BEDA"
    IBU_SAMA = "IBU_SAMA"
    IBU_MIRIP = "IBU_MIRIP"
    IBU_BEDA = "IBU_BEDA"
    TEMPAT_LAHIR_SAMA = "TEMPAT_LAHIR_SAMA"
    KK_SAMA = "KK_SAMA"
    TELEPON_SAMA = "TELEPON_SAMA"
    DESA_SAMA = "DESA_SAMA"
    SEKELUARGA = "SEKELUARGA"


POIN: Final = {
    KodeBukti.NIK_SAMA: 45,
    KodeBukti.NIK_MIRIP: 15,
    KodeBukti.NIK_BEDA: -10,
    KodeBukti.NAMA_SAMA: 25,
    KodeBukti.NAMA_MIRIP: 20,
    KodeBukti.NAMA_BEDA: -20,
    KodeBukti.LAHIR_SAMA: 25,
    KodeBukti.LAHIR_SAMA_LAZIM: 12,
    KodeBukti.LAHIR_MIRIP: 15,
    KodeBukti.LAHIR_BEDA: -10,
    KodeBukti.KELAMIN_BEDA: -25,
    KodeBukti.IBU_SAMA: 20,
    KodeBukti.IBU_MIRIP: 10,
    KodeBukti.IBU_BEDA: -15,
    KodeBukti.TEMPAT_LAHIR_SAMA: 5,
    KodeBukti.KK_SAMA: 10,
    KodeBukti.TELEPON_SAMA: 5,
    KodeBukti.DESA_SAMA: 5,
    KodeBukti.SEKELUARGA: -45,
}
"""Points of each; assumptions."""


@dataclass(frozen=True, slots=True)
class Ciri:
    """What is known of a person, as on file or as proposed."""

    nama: str = field(repr=False)
    tanggal_lahir: date = field(repr=False)
    jenis_kelamin: str
    kode_desa: str
    nama_ibu: str | None = field(default=None, repr=False)
    tempat_lahir: str | None = field(default=None, repr=False)
    nik: str | None = field(default=None, repr=False)
    no_kk: str | None = field(default=None, repr=False)
    telepon: str | None = field(default=None, repr=False)
    keluarga_id: UUID | None = None

    @property
    def sidik(self) -> str:
        """What a decision rests on; a phone number or a move does not make two people one."""
        isi = (self.nama, self.tanggal_lahir.isoformat(), self.jenis_kelamin, self.nama_ibu, self.tempat_lahir)
        return json.dumps([*isi, self.nik, self.no_kk], ensure_ascii=False)


class Bukti(NamedTuple):
    """One agreement or difference, with its points."""

    kode: KodeBukti
    poin: int


class Nilai(NamedTuple):
    """How likely two records are one person, 0 to 100, and why."""

    skor: int
    bukti: tuple[Bukti, ...]


def bandingkan(a: Ciri, b: Ciri) -> Nilai:
    """Compare two records."""
    kode = [k for k in (_nik(a, b), _nama(a, b), _lahir(a, b), _ibu(a, b), *_lain(a, b)) if k]
    if a.keluarga_id is not None and a.keluarga_id == b.keluarga_id and KodeBukti.NAMA_SAMA not in kode:
        kode.append(KodeBukti.SEKELUARGA)
    bukti = tuple(Bukti(k, POIN[k]) for k in kode)
    return Nilai(max(0, min(SKOR_MAKS, sum(x.poin for x in bukti))), bukti)


def _nik(a: Ciri, b: Ciri) -> KodeBukti | None:
    if a.nik is None or b.nik is None:
        return None
    if a.nik == b.nik:
        return KodeBukti.NIK_SAMA
    awal = jarak(a.nik[:_AWALAN_NIK], b.nik[:_AWALAN_NIK])
    is_mirip = awal == 1 and a.nik[_AWALAN_NIK:] == b.nik[_AWALAN_NIK:]
    return KodeBukti.NIK_MIRIP if is_mirip else KodeBukti.NIK_BEDA


def _nama(a: Ciri, b: Ciri) -> KodeBukti | None:
    if not bunyi(a.nama) or not bunyi(b.nama):
        return None
    if is_mirip(a.nama, b.nama):
        return KodeBukti.NAMA_SAMA if bunyi(a.nama) == bunyi(b.nama) else KodeBukti.NAMA_MIRIP
    return KodeBukti.NAMA_BEDA


def _lahir(a: Ciri, b: Ciri) -> KodeBukti:
    satu, lain = a.tanggal_lahir, b.tanggal_lahir
    if satu == lain:
        is_lazim = (satu.day, satu.month) in _LAZIM
        return KodeBukti.LAHIR_SAMA_LAZIM if is_lazim else KodeBukti.LAHIR_SAMA
    is_tukar = (satu.year, satu.month, satu.day) == (lain.year, lain.day, lain.month)
    is_tukar |= (satu.month, satu.day, abs(satu.year - lain.year)) == (lain.month, lain.day, 1)
    is_satu_angka = jarak(f"{satu:%Y%m%d}", f"{lain:%Y%m%d}") == 1
    return KodeBukti.LAHIR_MIRIP if is_tukar or is_satu_angka else KodeBukti.LAHIR_BEDA


def _ibu(a: Ciri, b: Ciri) -> KodeBukti | None:
    satu, lain = a.nama_ibu or "", b.nama_ibu or ""
    if not bunyi(satu) or not bunyi(lain):
        return None
    if bunyi(satu) == bunyi(lain):
        return KodeBukti.IBU_SAMA
    return KodeBukti.IBU_MIRIP if is_mirip(satu, lain) else KodeBukti.IBU_BEDA


def _lain(a: Ciri, b: Ciri) -> list[KodeBukti | None]:
    tempat = lipat(a.tempat_lahir or "")
    return [
        KodeBukti.KELAMIN_BEDA if a.jenis_kelamin != b.jenis_kelamin else None,
        KodeBukti.TEMPAT_LAHIR_SAMA if tempat and tempat == lipat(b.tempat_lahir or "") else None,
        KodeBukti.KK_SAMA if a.no_kk is not None and a.no_kk == b.no_kk else None,
        KodeBukti.TELEPON_SAMA if a.telepon and _angka(a.telepon) == _angka(b.telepon or "") else None,
        KodeBukti.DESA_SAMA if a.kode_desa == b.kode_desa else None,
    ]


def is_mirip(satu: str, lain: str) -> bool:
    """Return whether two names may be one: alike in sound or letters, or two words or more of one in the other."""
    if any(_serupa(f(satu), f(lain)) for f in (bunyi, _rapat)):
        return True
    kata_a, kata_b = _kata(satu), _kata(lain)
    return min(len(kata_a), len(kata_b)) >= _KATA_MIN and (kata_a <= kata_b or kata_b <= kata_a)


def _serupa(a: str, b: str) -> bool:
    panjang, salah = max(len(a), len(b)), jarak(a, b)
    return (panjang >= _PENDEK and (salah <= 1 or 1 - salah / panjang >= _MIRIP)) or (panjang > 0 and a == b)


def _rapat(nama: str) -> str:
    """Return a name's letters: a typing error may change its sound in two places."""
    return lipat(nama).replace(" ", "")


def jarak(a: str, b: str) -> int:
    """Return how many letters to change, drop, add or swap with the next make `b` of `a` (optimal string alignment)."""
    lalu: list[int] = []
    kini = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        dua, lalu, kini = lalu, kini, [i]
        for j, y in enumerate(b, 1):
            biaya = min(lalu[j] + 1, kini[j - 1] + 1, lalu[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                biaya = min(biaya, dua[j - 2] + 1)
            kini.append(biaya)
    return kini[-1]


def _kata(nama: str) -> set[str]:
    return {eja(k) for k in lipat(nama).split()}


def _angka(telepon: str) -> str:
    """Return a phone number's digits without the country's or the trunk's prefix."""
    return "".join(c for c in telepon if c.isdigit()).removeprefix("62").removeprefix("0")
