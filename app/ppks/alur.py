"""The life of an entry: recorded in the field, verified by somebody else, closed with a reason, never deleted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Syarat, Transition, Workflow, dari, oleh


class StatusPpks(StrEnum):
    """Where an entry stands."""

    DICATAT = "DICATAT"
    TERVERIFIKASI = "TERVERIFIKASI"
    DITOLAK = "DITOLAK"
    DITUTUP = "DITUTUP"


class AksiPpks(StrEnum):
    """What is done with an entry."""

    CATAT = "catat"
    VERIFIKASI = "verifikasi"
    TOLAK = "tolak"
    TUTUP = "tutup"
    BUKA_KEMBALI = "buka_kembali"


@dataclass(frozen=True, slots=True)
class FaktaPpks:
    """What the guards read; None is unknown, and refuses."""

    is_pencatat: bool | None = None
    is_perkara_sendiri: bool | None = None
    is_gabungan: bool | None = None


_GABUNGAN: Final = Teks(
    "Entri ini digabungkan ke entri lain; putuskan entri itu, atau pisahkan dahulu",
    "This entry is merged into another one; decide that one, or separate them first",
)


_pisah = Syarat[FaktaPpks].pisah


_bukan_pencatat = _pisah(
    "bukan_pencatat",
    lambda f: f.is_pencatat is False,
    Teks("Anda sendiri yang mencatat entri ini", "You recorded this entry yourself"),
)
_bukan_diri = _pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Entri ini memuat NIK Anda sendiri", "This entry holds your own NIK"),
)
_bukan_gabungan = Syarat[FaktaPpks].bila(
    "bukan_gabungan",
    lambda f: f.is_gabungan is False,
    _GABUNGAN,
)
J = Jabatan
_DASAR = "Permensos 8/2012"
PENCATAT: Final = (J.OPERATOR_DESA, J.PSM, J.TKSK, J.OPERATOR_KABKOTA)
PEMERIKSA: Final = (_bukan_diri, _bukan_pencatat)
"""Who looks at an entry with an officer's eyes neither recorded it nor is in it."""
_DUA = (*PEMERIKSA, _bukan_gabungan)
_S, _A = StatusPpks, AksiPpks

# fmt: off
ALUR_PPKS: Final = Workflow[StatusPpks, AksiPpks, FaktaPpks]("PPKS", awal=_S.DICATAT, transisi=(
    Transition(_A.CATAT, dari(), _S.DICATAT, oleh(*PENCATAT), dasar=_DASAR, syarat=(_bukan_diri,)),
    Transition(_A.VERIFIKASI, dari(_S.DICATAT), _S.TERVERIFIKASI, oleh(J.VERIFIKATOR), dasar=_DASAR, syarat=_DUA),
    Transition(_A.TOLAK, dari(_S.DICATAT), _S.DITOLAK, oleh(J.VERIFIKATOR), alasan=True, dasar=_DASAR, syarat=_DUA),
    Transition(_A.TUTUP, dari(_S.TERVERIFIKASI), _S.DITUTUP, oleh(J.VERIFIKATOR), alasan=True, dasar=_DASAR,
               syarat=(_bukan_diri, _bukan_gabungan)),
    Transition(_A.BUKA_KEMBALI, dari(_S.DITUTUP), _S.TERVERIFIKASI, oleh(J.VERIFIKATOR), alasan=True, dasar=_DASAR,
               syarat=(_bukan_diri,)),
))
# fmt: on
TEKS_STATUS: Final = {
    _S.DICATAT: Teks("Dicatat, menunggu verifikasi", "Recorded, to be verified"),
    _S.TERVERIFIKASI: Teks("Terverifikasi", "Verified"),
    _S.DITOLAK: Teks("Ditolak", "Refused"),
    _S.DITUTUP: Teks("Ditutup", "Closed"),
}
"""What people read."""
