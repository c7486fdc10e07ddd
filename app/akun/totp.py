"""The second factor of officers and administrators: time-based codes (RFC 6238) and recovery codes.

The secret lies sealed like personal data and is shown once, when it is enrolled. A code is accepted for its own time
step and its two neighbours (clocks differ), and none twice. Recovery codes have 100 random bits: a plain digest of
each is kept, and using one removes it.
"""

import base64
import hashlib
import secrets
from typing import Final, NamedTuple, Self
from uuid import UUID

from passlib.exc import InvalidTokenError, MalformedTokenError, UsedTokenError
from passlib.totp import TOTP
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.errors import (
    TotpBelumAda,
    TotpDiperlukan,
    TotpHarusDidaftarkan,
    TotpSalah,
    TotpSudahAktif,
    TotpUntukPetugas,
)
from app.akun.models import Akun, TotpAkun
from app.akun.repository_bukti import BuktiRepository
from app.akun.service import AkunService
from app.core.clock import now
from app.core.peran import PERAN_JABATAN, Jabatan, Peran
from app.core.ratelimit import pakai
from app.core.wadah import Wadah

TABEL: Final = "totp_akun"
PENERBIT: Final = "DTKS"
_RENTANG: Final = 30
"""Seconds by which a clock may differ: one step to either side."""
_COBA: Final = 10
_JENDELA: Final = 900
_PEMULIHAN: Final = 10
_PANJANG: Final = 20
_ANGKA: Final = 6


class TotpBaru(NamedTuple):
    """What an authenticator app needs; shown once."""

    rahasia: str
    otpauth: str


class TotpService:
    """Enrols, confirms, checks and removes second factors; callers have checked the password and counted the try."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._wadah = wadah
        self._repo = BuktiRepository(sesi)
        self._akun = AkunService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(sesi, wadah)

    async def is_aktif(self, akun_id: UUID) -> bool:
        """Return whether a confirmed second factor is in use."""
        totp = await self._repo.totp(akun_id)
        return totp is not None and totp.dikonfirmasi_at is not None

    async def daftar(self, akun: Akun) -> TotpBaru:
        """Draw a secret for this account; one that was never confirmed is replaced.

        Raises:
            TotpUntukPetugas: a citizen or a machine.
            TotpSudahAktif: one is in use; it has to be removed first.
        """
        if PERAN_JABATAN[akun.jabatan] is Peran.WARGA or akun.jabatan is Jabatan.INTEGRASI:
            raise TotpUntukPetugas
        lama = await self._repo.lock_totp(akun.id)
        if lama is not None and lama.dikonfirmasi_at is not None:
            raise TotpSudahAktif
        await self._repo.hapus_totp(akun.id)
        totp = TOTP.new()
        rahasia = str(totp.base32_key)
        segel = self._wadah.sandi.segel({"rahasia": rahasia}, TABEL, akun.id)
        await self._repo.simpan_totp(
            TotpAkun(
                akun_id=akun.id,
                kunci_data=segel.kunci_data,
                isi=segel.isi,
                pemulihan=[],
                langkah_terakhir=None,
                dikonfirmasi_at=None,
                created_at=now(),
            )
        )
        await self._akun.catat(akun, "totp_didaftarkan", None)
        label = self._akun.identitas(akun).username or str(akun.id)
        return TotpBaru(rahasia, totp.to_uri(label=label, issuer=PENERBIT))

    async def konfirmasi(self, akun: Akun, kode: str) -> list[str]:
        """Take the second factor into use with its first code; return the recovery codes, which are shown once.

        Raises:
            TotpBelumAda | TotpSudahAktif | TotpSalah: as named.
        """
        totp = await self._repo.lock_totp(akun.id)
        if totp is None:
            raise TotpBelumAda
        if totp.dikonfirmasi_at is not None:
            raise TotpSudahAktif
        await self._cocok(akun, totp, kode)
        pemulihan = [_kode_pemulihan() for _ in range(_PEMULIHAN)]
        totp.pemulihan = [_sidik(akun.id, k) for k in pemulihan]
        totp.dikonfirmasi_at = now()
        await self._kabari(akun, "totp_aktif", "Verifikasi dua langkah aktif", "A second factor is now in use")
        return pemulihan

    async def pastikan(self, akun: Akun, kode: str | None) -> None:
        """Take the second step of a login or of a change of password.

        Raises:
            TotpHarusDidaftarkan: the role needs a second factor and there is none.
            TotpDiperlukan: no code was sent.
            TotpSalah: wrong, or used before.
        """
        totp = await self._repo.lock_totp(akun.id)
        if totp is None or totp.dikonfirmasi_at is None:
            if self._wadah.pengaturan.is_totp_wajib(PERAN_JABATAN[akun.jabatan]) and _berorang(akun):
                raise TotpHarusDidaftarkan
            return
        if not kode:
            raise TotpDiperlukan
        if len(kode.strip()) > _ANGKA:
            await self._pulihkan(akun, totp, kode)
        else:
            await self._cocok(akun, totp, kode)

    async def hapus(self, akun: Akun, kode: str) -> None:
        """Let the owner remove his second factor with a code of it.

        Raises:
            TotpBelumAda | TotpSalah: as named.
        """
        if not await self.is_aktif(akun.id):
            raise TotpBelumAda
        await self.pastikan(akun, kode)
        await self._repo.hapus_totp(akun.id)
        await self._kabari(akun, "totp_dihapus", "Verifikasi dua langkah dimatikan", "The second factor was removed")

    async def atur_ulang(self, akun: Akun) -> None:
        """Remove somebody's second factor, for an administrator who has recorded who he is.

        Raises:
            TotpBelumAda: there is none.
        """
        if not await self._repo.hapus_totp(akun.id):
            raise TotpBelumAda
        await self._kabari(
            akun,
            "totp_diatur_ulang",
            "Verifikasi dua langkah diatur ulang oleh administrator",
            "An administrator reset your second factor",
        )

    async def _cocok(self, akun: Akun, totp: TotpAkun, kode: str) -> None:
        rahasia = self._wadah.sandi.buka(totp.kunci_data, totp.isi, TABEL, akun.id)["rahasia"]
        try:
            cocok = TOTP(key=rahasia).match(
                kode.strip(), time=int(now().timestamp()), window=_RENTANG, last_counter=totp.langkah_terakhir
            )
        except (InvalidTokenError, MalformedTokenError, UsedTokenError):
            raise TotpSalah from None
        totp.langkah_terakhir = cocok.counter

    async def _pulihkan(self, akun: Akun, totp: TotpAkun, kode: str) -> None:
        sidik = _sidik(akun.id, kode)
        if sidik not in totp.pemulihan:
            raise TotpSalah
        totp.pemulihan = [p for p in totp.pemulihan if p != sidik]
        sisa = len(totp.pemulihan)
        await self._kabari(
            akun,
            "totp_pemulihan",
            f"Kode pemulihan dipakai untuk masuk; tersisa {sisa}",
            f"A recovery code was used to log in; {sisa} are left",
        )

    async def _kabari(self, akun: Akun, perbuatan: str, teks: str, teks_en: str) -> None:
        await self._akun.catat(akun, perbuatan, None)
        await self._akun.surati(akun.id, "totp_berubah", {"perbuatan": teks, "perbuatan_en": teks_en})


async def hitung_percobaan(wadah: Wadah, akun_id: UUID) -> None:
    """Count a try at somebody's second factor; callers do so before they open the transaction that checks it.

    Raises:
        TerlaluSering: ten tries in a quarter of an hour.
    """
    await pakai(wadah, "totp", str(akun_id), _COBA, _JENDELA)


def _berorang(akun: Akun) -> bool:
    return akun.jabatan is not Jabatan.INTEGRASI


def _kode_pemulihan() -> str:
    huruf = base64.b32encode(secrets.token_bytes(15)).decode()[:_PANJANG]
    return "-".join(huruf[n : n + 5] for n in range(0, _PANJANG, 5))


def _sidik(akun_id: UUID, kode: str) -> bytes:
    """Digest a recovery code; it is too long to be guessed, so neither key nor slow hash is needed."""
    polos = "".join(c for c in kode.upper() if c.isalnum())
    return hashlib.sha256(f"{akun_id}|{polos}".encode()).digest()
