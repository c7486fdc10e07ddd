"""Turns an access token into the actor, on every request: the adapter behind `core.peran.PemuatPelaku`."""

from datetime import timedelta
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.config import Jwt
from app.core.galat_umum import TokenTidakSah
from app.core.peran import Pelaku, PemuatPelaku
from app.core.tokens import KodekToken, TokenTeringat
from app.core.wadah import Wadah


class PemuatAkun:
    """Believes a token only as far as the account's row confirms it, so that every change bites on the next call."""

    def __init__(self, akun: AkunService, token: TokenTeringat) -> None:
        self._akun = akun
        self._token = token

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the adapter for one request."""
        return cls(AkunService.rakit(sesi, wadah), wadah.ambil(TokenTeringat, sesi))

    async def muat(self, token: str) -> Pelaku:
        """Return the actor.

        Raises:
            TokenTidakSah: not ours, expired, logged out, disabled, or issued before a change of rights.
        """
        klaim = self._token.urai(token)
        pelaku = await self._akun.pelaku(klaim.akun_id, sesi_id=klaim.sesi_id, versi_token=klaim.versi_token)
        if pelaku is None or pelaku.jabatan is not klaim.jabatan:
            raise TokenTidakSah
        return pelaku


def kodek(aturan: Jwt) -> KodekToken:
    """Return the token codec of these settings.

    Raises:
        ValueError: a key is not a P-256 key in PEM, or the active one is missing.
    """
    return KodekToken(
        {kid: pem.get_secret_value() for kid, pem in aturan.kunci.items()},
        aktif=aturan.kunci_aktif,
        penerbit=aturan.penerbit,
        audiens=aturan.audiens,
        umur=timedelta(seconds=aturan.akses_detik),
    )


def pasang(wadah: Wadah) -> None:
    """Put the token codec, its memory and this adapter behind their ports."""
    satu = kodek(wadah.pengaturan.jwt)
    teringat = TokenTeringat(satu)
    wadah.pasang(KodekToken, lambda _sesi, _wadah: satu)
    wadah.pasang(TokenTeringat, lambda _sesi, _wadah: teringat)
    wadah.pasang(PemuatPelaku, PemuatAkun.rakit)
