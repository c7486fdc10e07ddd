"""`PemeriksaPengecualianPort` over one adapter per source: bounded in time, and believing nothing that looks odd."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

import anyio

from app.config import Pengecualian
from app.core.clock import hari_ini
from app.integrasi.dukcapil.sirkuit import Sirkuit
from app.temuan.ports import BelumDiperiksa, JawabanSumber, SebabBelum
from app.temuan.status import SumberTemuan


class SumberGagal(Exception):
    """An adapter's source refused, broke off or said nonsense."""

    def __init__(self, sebab: SebabBelum) -> None:
        super().__init__(sebab.value)
        self.sebab = sebab


class Adaptor(Protocol):
    """One source. It turns its own protocol into our answer and raises `SumberGagal` when it cannot."""

    async def tanya(self, nik: str) -> JawabanSumber:
        """Return what the source has on record of this NIK."""
        ...


class Pemeriksa:
    """One per process, so that the circuits remember; a source without an adapter is not connected."""

    def __init__(self, setelan: Pengecualian, adaptor: Mapping[SumberTemuan, Adaptor]) -> None:
        self._setelan = setelan
        self._adaptor = dict(adaptor)
        self._sirkuit = {s: Sirkuit(setelan.sirkuit_gagal, setelan.sirkuit_jeda_detik) for s in self._adaptor}

    async def periksa(self, sumber: SumberTemuan, nik: str) -> JawabanSumber | BelumDiperiksa:
        """Ask one source; another person's record, data from the future and old data are no answer."""
        adaptor = self._adaptor.get(sumber)
        if adaptor is None:
            return BelumDiperiksa(SebabBelum.TIDAK_TERSAMBUNG)
        sirkuit = self._sirkuit[sumber]
        if not sirkuit.boleh():
            return BelumDiperiksa(SebabBelum.SIRKUIT_TERBUKA)
        try:
            with anyio.fail_after(self._setelan.batas_detik):
                jawaban = await adaptor.tanya(nik)
        except TimeoutError:
            sirkuit.gagal()
            return BelumDiperiksa(SebabBelum.WAKTU_HABIS)
        except SumberGagal as galat:
            sirkuit.gagal()
            return BelumDiperiksa(galat.sebab)
        sirkuit.berhasil()
        sebab = self._keberatan(jawaban, nik)
        return BelumDiperiksa(sebab) if sebab else jawaban

    def _keberatan(self, jawaban: JawabanSumber, nik: str) -> SebabBelum | None:
        if jawaban.nik != nik:
            return SebabBelum.ORANG_LAIN
        if jawaban.tanggal > hari_ini():
            return SebabBelum.JAWABAN_ANEH
        is_usang = jawaban.tanggal < hari_ini() - timedelta(days=self._setelan.usia_data_hari)
        return SebabBelum.DATA_USANG if is_usang else None
