"""The windows of a period and their usual days. Pure.

Days: Kepmensos 73/HUK/2024 calendar as reported (usulan PBI 1-11, BPNT/PKH 15-20, endorsement from the 15th to the day
before the month ends), practice on DTSEN in 2025 (musdesus 1-14, cut-off on the 17th, central pull on the 18th). Since
updating on DTSEN is open daily until the cut-off, the usual usulan window is 1-17.
"""

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.periode.errors import JendelaTidakSah


class NamaJendela(StrEnum):
    """What a window is for. USULAN_PBI and USULAN_BANSOS take wishes for PBI-JK, and for PKH and sembako.

    BATAS_DATA ends with the cut-off: what is signed later goes with the next period. PENARIKAN begins with the day on
    which the centre pulls: no decree of the period is prepared before it.
    """

    USULAN = "USULAN"
    USULAN_PBI = "USULAN_PBI"
    USULAN_BANSOS = "USULAN_BANSOS"
    MUSYAWARAH = "MUSYAWARAH"
    VERVAL = "VERVAL"
    PENGESAHAN = "PENGESAHAN"
    PENETAPAN = "PENETAPAN"
    BATAS_DATA = "BATAS_DATA"
    PENARIKAN = "PENARIKAN"


@dataclass(frozen=True, slots=True)
class Jendela:
    """Days, both included, counted in WIB."""

    nama: NamaJendela
    mulai: date
    selesai: date

    def memuat(self, tanggal: date) -> bool:
        """Return whether the window is open on that day."""
        return self.mulai <= tanggal <= self.selesai


def kode_periode(tanggal: date) -> str:
    """Return the code of the month that holds the day, `YYYY-MM`."""
    return f"{tanggal:%Y-%m}"


def kode_berikutnya(kode: str) -> str:
    """Return the code of the month after `kode`."""
    return kode_periode(hari_terakhir(kode) + timedelta(days=1))


def hari_pertama(kode: str) -> date:
    """Return the month's first day."""
    return date.fromisoformat(f"{kode}-01")


def hari_terakhir(kode: str) -> date:
    """Return the month's last day."""
    awal = hari_pertama(kode)
    return awal.replace(day=calendar.monthrange(awal.year, awal.month)[1])


_JENDELA_PROGRAM: Final = {
    "PBI_JK": NamaJendela.USULAN_PBI,
    "PKH": NamaJendela.USULAN_BANSOS,
    "SEMBAKO": NamaJendela.USULAN_BANSOS,
}


def jendela_usulan(program: Collection[str]) -> frozenset[NamaJendela]:
    """Return the windows that a usulan with these wishes must meet; without wishes, or for others, the usual one."""
    return frozenset(_JENDELA_PROGRAM.get(p, NamaJendela.USULAN) for p in program) or frozenset({NamaJendela.USULAN})


def jendela_baku(kode: str) -> list[Jendela]:
    """Return the usual windows of a month."""
    awal, akhir = hari_pertama(kode), hari_terakhir(kode)
    n = NamaJendela
    return [
        Jendela(n.USULAN, awal, awal.replace(day=17)),
        Jendela(n.USULAN_PBI, awal, awal.replace(day=11)),
        Jendela(n.USULAN_BANSOS, awal.replace(day=15), awal.replace(day=20)),
        Jendela(n.MUSYAWARAH, awal, awal.replace(day=14)),
        Jendela(n.VERVAL, awal, akhir),
        Jendela(n.PENGESAHAN, awal.replace(day=15), akhir - timedelta(days=1)),
        Jendela(n.PENETAPAN, awal.replace(day=18), akhir),
        Jendela(n.BATAS_DATA, awal, awal.replace(day=17)),
        Jendela(n.PENARIKAN, awal.replace(day=18), akhir),
    ]


def pastikan_sah(mulai: date, selesai: date, jendela: Sequence[Jendela]) -> None:
    """Refuse a period that cannot be.

    Raises:
        JendelaTidakSah: reversed days, a window outside the period, or two of one name.
    """
    if (
        mulai > selesai
        or len({j.nama for j in jendela}) < len(jendela)
        or not all(mulai <= j.mulai <= j.selesai <= selesai for j in jendela)
    ):
        raise JendelaTidakSah
