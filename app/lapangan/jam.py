"""The clocks of devices: how far one is off, and when something really happened. Pure.

Nothing is refused because a tablet's clock is wrong. Its times are moved by the difference that was measured when it
sent (or, if the clock was set in between, when it took its package), kept inside what is possible, and flagged.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.lapangan.status import TandaWaktu


@dataclass(frozen=True, slots=True)
class Jam:
    """What was measured of one device; a difference is what must be added to its time.

    Attributes:
        selisih: measured as it sent; zero within the tolerance.
        selisih_paket: measured as it took its package; None when it took none.
        is_berubah: the two differ, so the clock was set in between.
        kini: the server's time of the sending.
    """

    selisih: timedelta
    selisih_paket: timedelta | None
    is_berubah: bool
    kini: datetime

    def betulkan(self, waktu: datetime, sejak: datetime) -> tuple[datetime, set[TandaWaktu]]:
        """Return when it happened, not before `sejak` and not after now, and what had to be done for it."""
        tanda = {TandaWaktu.JAM_BERUBAH} if self.is_berubah else set()
        calon = [waktu + s for s in (self.selisih, self.selisih_paket) if s is not None]
        hasil = next((c for c in calon if sejak <= c <= self.kini), calon[0])
        if hasil != waktu:
            tanda.add(TandaWaktu.DIKOREKSI)
        if hasil > self.kini:
            return self.kini, tanda | {TandaWaktu.MASA_DEPAN}
        if hasil < sejak:
            return sejak, tanda | {TandaWaktu.SEBELUM_TUGAS}
        return hasil, tanda


def ukur(jam: datetime, kini: datetime, paket: tuple[datetime, datetime] | None, toleransi: timedelta) -> Jam:
    """Measure a device's clock.

    Args:
        jam: the device's time as it sent.
        kini: the server's time then.
        paket: the device's and the server's time as it took its package.
        toleransi: differences up to this are the network's, and nothing.
    """
    selisih = _bersihkan(kini - jam, toleransi)
    lama = _bersihkan(paket[1] - paket[0], toleransi) if paket else None
    is_berubah = lama is not None and abs(lama - selisih) > toleransi
    return Jam(selisih, lama, is_berubah, kini)


def _bersihkan(selisih: timedelta, toleransi: timedelta) -> timedelta:
    return selisih if abs(selisih) > toleransi else timedelta(0)
