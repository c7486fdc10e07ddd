"""Sources that obey: stand in for BKN, AHU and the others in demonstrations and tests, and break in their ways.

No access to the real ones exists. Each is deterministic and knows nothing bad of anybody until it is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import anyio

from app.core.clock import hari_ini
from app.integrasi.pengecualian.pemeriksa import Adaptor, SumberGagal
from app.temuan.ports import SUMBER_LUAR, CatatanSumber, JawabanSumber, SebabBelum
from app.temuan.status import SumberTemuan

_LAMA = timedelta(days=3_650)


class Mode(StrEnum):
    """How a simulated source answers."""

    NORMAL = "NORMAL"
    LAMBAT = "LAMBAT"
    GALAT_5XX = "GALAT_5XX"
    KUOTA = "KUOTA"
    JAWABAN_ANEH = "JAWABAN_ANEH"
    ORANG_LAIN = "ORANG_LAIN"
    USANG = "USANG"
    MASA_DEPAN = "MASA_DEPAN"


_GAGAL: Mapping[Mode, SebabBelum] = {
    Mode.GALAT_5XX: SebabBelum.GALAT_LAYANAN,
    Mode.KUOTA: SebabBelum.KUOTA_HABIS,
    Mode.JAWABAN_ANEH: SebabBelum.JAWABAN_ANEH,
}


@dataclass
class SumberSimulasi:
    """One simulated source: what it has on record by NIK, and its mode; `tanggal` is the day of its data."""

    catatan: dict[str, tuple[CatatanSumber, ...]] = field(default_factory=dict)
    mode: Mode = Mode.NORMAL
    tanggal: date | None = None

    async def tanya(self, nik: str) -> JawabanSumber:
        """Answer as the mode says."""
        if self.mode is Mode.LAMBAT:
            await anyio.sleep_forever()
        if sebab := _GAGAL.get(self.mode):
            raise SumberGagal(sebab)
        hari = self.tanggal or hari_ini()
        if self.mode is Mode.USANG:
            hari -= _LAMA
        elif self.mode is Mode.MASA_DEPAN:
            hari += timedelta(days=1)
        siapa = nik if self.mode is not Mode.ORANG_LAIN else f"{(int(nik) + 1) % 10**16:016}"
        return JawabanSumber(siapa, hari, self.catatan.get(nik, ()))


def simulasi() -> dict[SumberTemuan, Adaptor]:
    """Return a simulator for every source."""
    return {s: SumberSimulasi() for s in SUMBER_LUAR}
