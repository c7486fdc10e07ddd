"""Blind indexes by which a person is found who may be recorded twice.

Each joins two of three things that stay with a person, so who differs in any one of them is still found: his name with
the birth date, his name with the mother's, the birth date with the mother's name. Names count by their sound
(`wilayah.ejaan`), in one piece and without titles, because people write `H. Sri Wahyuni`, `Sri Wahyuni`, `Sriwahyuni`.
The village is not in them: it stands beside them and changes without them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.core.crypto import Sandi, Tujuan
from app.wilayah.ejaan import eja
from app.wilayah.nama import lipat

VERSI_KUNCI: Final = 1
"""Counts up when the rules below change; a job then makes every older row's indexes anew."""
KUNCI_USANG: Final = f"kunci_versi IS DISTINCT FROM {VERSI_KUNCI}"
"""SQL of a row without indexes, or with those of other rules; a migration that raises the version renews its index."""
_GELAR: Final = frozenset(
    {
        *("h", "hj", "haji", "hajjah", "hajah", "kh", "alm", "almh", "almarhum", "almarhumah", "bin", "binti"),
        *("drs", "dra", "dr", "ir", "tn", "ny", "tuan", "nyonya", "bpk", "ibu", "sdr"),
    }
)
_BUKAN_NAMA: Final = frozenset(
    {"", "x", "xx", "xxx", "tidak tahu", "tidak diketahui", "tdk tahu", "tdk diketahui", "tidak ada", "tdk ada", "nn"}
)


class KunciOrang(NamedTuple):
    """The three indexes; one is None where nobody knows a name that it needs."""

    kunci_nama_lahir: UUID | None
    kunci_nama_ibu: UUID | None
    kunci_lahir_ibu: UUID | None


TUJUAN_KUNCI: Final = dict(zip(KunciOrang._fields, (Tujuan.NAMA_LAHIR, Tujuan.NAMA_IBU, Tujuan.LAHIR_IBU), strict=True))
"""The purpose of each."""
KOLOM_KUNCI: Final = (*KunciOrang._fields, "kunci_versi")
"""The columns of `individu` that hold them."""


def bunyi(nama: str) -> str:
    """Return the sound of a name in one piece, without titles; empty when it names nobody."""
    terlipat = lipat(nama)
    kata = terlipat.split()
    return "" if terlipat in _BUKAN_NAMA else _gabung(k for k in kata if k not in _GELAR) or _gabung(kata)


def kunci_orang(sandi: Sandi, nama: str, lahir: date, nama_ibu: str | None) -> KunciOrang:
    """Return the indexes of a person; 3 HMAC, no I/O."""
    diri, ibu, hari = bunyi(nama), bunyi(nama_ibu or ""), lahir.isoformat()
    return KunciOrang(
        sandi.indeks(Tujuan.NAMA_LAHIR, f"{diri}|{hari}") if diri else None,
        sandi.indeks(Tujuan.NAMA_IBU, f"{diri}|{ibu}") if diri and ibu else None,
        sandi.indeks(Tujuan.LAHIR_IBU, f"{hari}|{ibu}") if ibu else None,
    )


def kolom_kunci(sandi: Sandi, nama: str, lahir: date, nama_ibu: str | None) -> dict[str, Any]:
    """Return them as columns of `individu`, with the version of the rules."""
    return kunci_orang(sandi, nama, lahir, nama_ibu)._asdict() | {"kunci_versi": VERSI_KUNCI}


def _gabung(kata: Iterable[str]) -> str:
    return "".join(eja(k) for k in kata)
