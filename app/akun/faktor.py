"""Enrolment of a second factor by its owner: the password, then the secret, then its first code."""

from app.akun.bukti import Kredensial, PemeriksaSandi, pastikan_masih
from app.akun.errors import SandiHarusDiganti
from app.akun.models import Akun
from app.akun.passwords import KataSandi
from app.akun.repository import AkunRepository
from app.akun.totp import TotpBaru, TotpService, hitung_percobaan
from app.core.db import transaksi
from app.core.wadah import Wadah


class FaktorService:
    """What owners do with their second factors."""

    def __init__(self, wadah: Wadah, kata_sandi: KataSandi) -> None:
        self._wadah = wadah
        self._kata_sandi = kata_sandi

    async def daftar(self, kredensial: Kredensial) -> TotpBaru:
        """Return a new secret, not yet in use.

        Raises:
            TerlaluSering | KredensialTidakSah | LoginSibuk | SandiHarusDiganti: as logging in.
            TotpUntukPetugas | TotpSudahAktif: as named.
        """
        akun = await self._periksa(kredensial)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            terkunci = await pastikan_masih(AkunRepository(sesi), akun)
            return await TotpService.rakit(sesi, self._wadah).daftar(terkunci)

    async def konfirmasi(self, kredensial: Kredensial) -> list[str]:
        """Take it into use and return the recovery codes.

        Raises:
            TerlaluSering | KredensialTidakSah | LoginSibuk | SandiHarusDiganti: as logging in.
            TotpBelumAda | TotpSudahAktif | TotpSalah: as named.
        """
        akun = await self._periksa(kredensial)
        await hitung_percobaan(self._wadah, akun.id)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            terkunci = await pastikan_masih(AkunRepository(sesi), akun)
            return await TotpService.rakit(sesi, self._wadah).konfirmasi(terkunci, kredensial.totp or "")

    async def hapus(self, kredensial: Kredensial) -> None:
        """Remove it.

        Raises:
            TerlaluSering | KredensialTidakSah | LoginSibuk | SandiHarusDiganti: as logging in.
            TotpBelumAda | TotpSalah: as named.
        """
        akun = await self._periksa(kredensial)
        await hitung_percobaan(self._wadah, akun.id)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            terkunci = await pastikan_masih(AkunRepository(sesi), akun)
            await TotpService.rakit(sesi, self._wadah).hapus(terkunci, kredensial.totp or "")

    async def _periksa(self, kredensial: Kredensial) -> Akun:
        akun = await PemeriksaSandi(self._wadah, self._kata_sandi).periksa(kredensial)
        if akun.is_sandi_sementara:
            raise SandiHarusDiganti
        return akun
