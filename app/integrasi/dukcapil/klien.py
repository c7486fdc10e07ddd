"""HTTP client of the civil registration: bounded in time, bytes and attempts, and believing nothing that looks odd."""

import functools
import secrets
import ssl
from collections.abc import Awaitable, Callable

import anyio
import httpx

from app.config import Dukcapil
from app.core.clock import hari_ini
from app.integrasi.dukcapil.schemas import Permintaan, urai_jawaban
from app.integrasi.dukcapil.sirkuit import Sirkuit
from app.kependudukan.ports import JawabanKependudukan, LayananGagal, SebabGagal

_BISA_DIULANG = frozenset({SebabGagal.WAKTU_HABIS, SebabGagal.TIDAK_TERHUBUNG, SebabGagal.GALAT_LAYANAN})


@functools.cache
def _tls() -> ssl.SSLContext:
    """Return the trusted roots, read once per process: that takes longer than most requests."""
    return ssl.create_default_context()


class KlienDukcapil:
    """`KependudukanPort` over HTTP; one per process, so that the circuit remembers.

    Only lost calls (time-out, no connection, 5xx) are tried again, at most `coba_ulang` times; a quota or an odd answer
    is not, because asking again at once cannot mend it. `kuota` uses up one of the day's questions and tells whether
    there was one; each attempt costs one. A connection is not kept between calls: they are rare, and an
    idle one would only have to be watched.
    """

    def __init__(
        self, setelan: Dukcapil, sirkuit: Sirkuit | None = None, kuota: Callable[[], Awaitable[bool]] | None = None
    ) -> None:
        self._setelan = setelan
        self._sirkuit = sirkuit or Sirkuit(setelan.sirkuit_gagal, setelan.sirkuit_jeda_detik)
        self._tls = _tls()
        self._terpakai = (hari_ini(), 0)
        self._kuota = kuota or self._jatah_proses

    async def padankan(self, nik: str) -> JawabanKependudukan:
        """Ask about `nik`; anything but a clean answer about exactly this NIK is `LayananGagal`."""
        if not self._sirkuit.boleh():
            return LayananGagal(SebabGagal.SIRKUIT_TERBUKA)
        if not await self._kuota():
            return LayananGagal(SebabGagal.KUOTA_HABIS)
        jawaban = await self._tanya_berulang(nik)
        if isinstance(jawaban, LayananGagal):
            self._sirkuit.gagal()
        else:
            self._sirkuit.berhasil()
        return jawaban

    async def _jatah_proses(self) -> bool:
        """Use up one of today's questions, counted in this process alone; the contract counts per day in WIB."""
        hari, jumlah = self._terpakai
        hari, jumlah = (hari, jumlah + 1) if hari == hari_ini() else (hari_ini(), 1)
        self._terpakai = (hari, jumlah)
        return jumlah <= self._setelan.kuota_per_hari

    async def _tanya_berulang(self, nik: str) -> JawabanKependudukan:
        jawaban = await self._tanya(nik)
        for ke in range(self._setelan.coba_ulang):
            if not isinstance(jawaban, LayananGagal) or jawaban.sebab not in _BISA_DIULANG:
                break
            # Spread, so that many processes that failed together do not come back together.
            await anyio.sleep(self._setelan.jeda_ulang_detik * 2**ke * (1 + secrets.randbelow(500) / 1000))
            if not await self._kuota():
                return LayananGagal(SebabGagal.KUOTA_HABIS)
            jawaban = await self._tanya(nik)
        return jawaban

    async def _tanya(self, nik: str) -> JawabanKependudukan:
        """Make one attempt. The deadline is over the whole exchange: httpx's own is per read, and a drip resets it."""
        try:
            with anyio.fail_after(self._setelan.batas_detik):
                return await self._kirim(nik)
        except (TimeoutError, httpx.TimeoutException):
            return LayananGagal(SebabGagal.WAKTU_HABIS)
        except httpx.DecodingError:
            return LayananGagal(SebabGagal.JAWABAN_ANEH)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            return LayananGagal(SebabGagal.TIDAK_TERHUBUNG)

    async def _kirim(self, nik: str) -> JawabanKependudukan:
        isi = Permintaan(NIK=nik, TOKEN=self._setelan.token.get_secret_value()).model_dump()
        async with (
            httpx.AsyncClient(verify=self._tls, timeout=self._setelan.batas_detik, trust_env=False) as klien,
            # An unpacked body cannot be bounded before it is unpacked, so none is asked for.
            klien.stream(
                "POST", f"{self._setelan.url}/nik", json=isi, headers={"Accept-Encoding": "identity"}
            ) as jawaban,
        ):
            if sebab := _sebab_kepala(jawaban):
                return LayananGagal(sebab)
            badan = bytearray()
            async for potong in jawaban.aiter_raw():
                badan += potong
                if len(badan) > self._setelan.bita_maks:
                    return LayananGagal(SebabGagal.TERLALU_BESAR)
            return urai_jawaban(nik, bytes(badan))


def _sebab_kepala(jawaban: httpx.Response) -> SebabGagal | None:
    """Judge status line and headers before a byte of the body is read."""
    if jawaban.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return SebabGagal.KUOTA_HABIS
    if jawaban.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        return SebabGagal.GALAT_LAYANAN
    jenis = jawaban.headers.get("content-type", "").partition(";")[0].strip().lower()
    if jawaban.status_code != httpx.codes.OK or jenis != "application/json" or "content-encoding" in jawaban.headers:
        return SebabGagal.JAWABAN_ANEH
    return None
