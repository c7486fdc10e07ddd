"""How far a run is, how fast it goes and how long it will still take. Pure.

The scoring of families is nine tenths of the work; the cut-offs are the rest, and nobody measures them while they run.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.desil.alur import TahapHitung
from app.desil.entitas import Kemajuan

_SKOR_PERSEN: Final = 90


@dataclass(frozen=True, slots=True)
class Laju:
    """Percent of the work, families scored, families per second since a worker took the run up, seconds to go.

    The last two are None while nothing can be said: before the first range, and when nobody computes.
    """

    persen: int
    keluarga: int
    per_detik: int | None
    sisa_detik: int | None


def laju(
    tahap: TahapHitung, kemajuan: Kemajuan, perkiraan: int, mulai: datetime | None, mulai_keluarga: int, kini: datetime
) -> Laju:
    """Return the speed of a run.

    Args:
        tahap: the stage that it is in.
        kemajuan: the ranges and families done.
        perkiraan: about how many families there are.
        mulai: when a worker last took it up.
        mulai_keluarga: how many families were done then.
        kini: now.
    """
    if tahap is TahapHitung.SELESAI:
        return Laju(100, kemajuan.keluarga, None, 0)
    if tahap is not TahapHitung.DISKOR:
        return Laju(_SKOR_PERSEN if tahap is TahapHitung.DIBATASI else 0, kemajuan.keluarga, None, None)
    persen = _SKOR_PERSEN * kemajuan.potongan_selesai // max(1, kemajuan.potongan)
    detik = (kini - mulai).total_seconds() if mulai else 0.0
    baru = kemajuan.keluarga - mulai_keluarga
    if baru <= 0 or detik <= 0:
        return Laju(persen, kemajuan.keluarga, None, None)
    seluruhnya = (max(0, perkiraan - kemajuan.keluarga) + (100 - _SKOR_PERSEN) * perkiraan / 100) * detik / baru
    return Laju(persen, kemajuan.keluarga, round(baru / detik), round(seluruhnya))
