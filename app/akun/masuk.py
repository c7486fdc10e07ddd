"""Logging in and out: the OAuth2 grants and refresh families.

Each step has its own short transaction and none is open while a password is hashed. A refusal that must leave a trace
(a refresh token used twice) is committed before it is raised.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.bukti import Kredensial, PemeriksaSandi, pastikan_masih
from app.akun.errors import (
    CakupanTidakDiizinkan,
    KredensialTidakSah,
    PetugasTerdaftar,
    SandiHarusDiganti,
    TokenSegarTidakSah,
)
from app.akun.kelayakan import KelayakanService
from app.akun.models import Akun, TokenSegar
from app.akun.passwords import KataSandi
from app.akun.pembatas import PembatasMasuk
from app.akun.repository import AkunRepository, SesiRepository
from app.akun.segar import TokenSegarTeks
from app.akun.service import AkunService
from app.akun.totp import TotpService, hitung_percobaan
from app.core.clock import now
from app.core.db import transaksi
from app.core.galat_umum import TokenTidakSah
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.tokens import KodekToken
from app.core.wadah import Wadah

_log = structlog.get_logger("dtks.masuk")


@dataclass(frozen=True, slots=True)
class TokenDiberikan:
    """The answer of a grant."""

    access_token: str
    expires_in: int
    refresh_token: str | None = None
    scope: str | None = None


class MasukService:
    """The token endpoint's use cases."""

    def __init__(self, wadah: Wadah, kata_sandi: KataSandi) -> None:
        self._wadah = wadah
        self._kata_sandi = kata_sandi

    async def dengan_sandi(self, kredensial: Kredensial) -> TokenDiberikan:
        """Log a person in by username or e-mail.

        Raises:
            TerlaluSering: too many tries from here, or at this account.
            KredensialTidakSah: anything else that is wrong, in the same bytes.
            SandiHarusDiganti: the password is right and was given out by an administrator.
            TotpDiperlukan | TotpSalah | TotpHarusDidaftarkan: the password is right, the second step is not.
            PetugasTerdaftar: the password is right, and the officer is himself registered: he has been disabled.
            LoginSibuk: too many passwords wait to be checked.
        """
        akun = await self._periksa(kredensial)
        if akun.is_sandi_sementara:
            raise SandiHarusDiganti
        baru = None
        if akun.sandi_hash and self._kata_sandi.perlu_diperbarui(akun.sandi_hash):
            baru = await self._kata_sandi.buat(kredensial.sandi)
        if kredensial.totp:
            await hitung_percobaan(self._wadah, akun.id)
        diberikan = await self._buka_sesi(akun, kredensial, baru)
        if diberikan is None:
            raise PetugasTerdaftar
        return diberikan

    async def _buka_sesi(self, akun: Akun, kredensial: Kredensial, sandi_baru: str | None) -> TokenDiberikan | None:
        """Take the second step and open a login; None when the officer had to be shut out instead."""
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo, layanan = AkunRepository(sesi), AkunService.rakit(sesi, self._wadah)
            akun, kini = await pastikan_masih(repo, akun), now()
            await TotpService.rakit(sesi, self._wadah).pastikan(akun, kredensial.totp)
            kelayakan = KelayakanService.rakit(sesi, self._wadah)
            if await kelayakan.is_terdaftar(akun):
                await kelayakan.blokir(akun.id)
                return None
            keluarga = TokenSegar(
                akun_id=akun.id,
                id=id_baru(),
                urutan=0,
                diputar_at=kini,
                habis_at=kini + timedelta(seconds=self._wadah.pengaturan.jwt.segar_detik),
                created_at=kini,
            )
            await SesiRepository(sesi).add(keluarga)
            if sandi_baru:
                akun.sandi_hash = sandi_baru
            await layanan.catat(akun, "masuk", None, sesi=str(keluarga.id))
            return self._beri(sesi, akun, keluarga)

    async def dengan_rahasia(self, klien_id: str, rahasia: str, cakupan: str | None, alamat: str) -> TokenDiberikan:
        """Log a machine in.

        Raises:
            TerlaluSering: too many tries from here, or for this client.
            KredensialTidakSah: unknown client, wrong secret, or disabled.
            CakupanTidakDiizinkan: it asked for other scopes than its contract holds.
        """
        await PembatasMasuk(self._wadah).per_alamat("klien", klien_id, alamat)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            akun = await AkunRepository(sesi).get(_uuid(klien_id))
            sidik = hashlib.sha256(rahasia.encode()).digest()
            cocok = hmac.compare_digest(sidik, (akun and akun.rahasia_klien) or bytes(32))
            if akun is None or not cocok or akun.status is not StatusAkun.AKTIF:
                _log.info("masuk-ditolak", sebab="klien", akun_id=str(akun.id) if akun else None)
                raise KredensialTidakSah
            if cakupan and set(cakupan.split()) != set(akun.cakupan):
                raise CakupanTidakDiizinkan
            await AkunService.rakit(sesi, self._wadah).catat(akun, "masuk", None)
            return self._beri(sesi, akun, None)

    async def dengan_segar(self, teks: str) -> TokenDiberikan:
        """Rotate a refresh token. Within the grace period the last token gives its one successor again.

        Raises:
            TokenSegarTidakSah: forged, expired, revoked, used twice (which ends the whole family), or of an officer
                who is himself registered (who is shut out).
        """
        token = TokenSegarTeks.baca(teks, self._wadah.sandi)
        if token is None:
            raise TokenSegarTidakSah
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            hasil = await self._putar_keluarga(sesi, token)
            is_terdaftar = hasil is not None and await KelayakanService.rakit(sesi, self._wadah).is_terdaftar(hasil[0])
            diberikan = self._beri(sesi, *hasil) if hasil else None
        if is_terdaftar:  # in a transaction of its own: accounts are locked before logins
            async with transaksi(self._wadah.pabrik_sesi) as sesi:
                await KelayakanService.rakit(sesi, self._wadah).blokir(token.akun_id)
        if diberikan is None or is_terdaftar:
            raise TokenSegarTidakSah
        return diberikan

    async def cabut(self, teks: str) -> None:
        """End the login of a refresh or access token; a token that is not ours is nothing to end (RFC 7009)."""
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            kunci = self._login_dari(sesi, teks)
            akun = await AkunRepository(sesi).get(kunci[0]) if kunci else None
            if akun is not None and kunci is not None:
                await SesiRepository(sesi).cabut(akun.id, now(), "KELUAR", kunci[1])
                await AkunService.rakit(sesi, self._wadah).catat(akun, "keluar", None, sesi=str(kunci[1]))

    def _login_dari(self, sesi: AsyncSession, teks: str) -> tuple[UUID, UUID] | None:
        """Return account and login of a refresh or access token; None for anything else."""
        if (token := TokenSegarTeks.baca(teks, self._wadah.sandi)) is not None:
            return token.akun_id, token.sesi_id
        try:
            klaim = self._wadah.ambil(KodekToken, sesi).urai(teks)
        except TokenTidakSah:
            return None
        return (klaim.akun_id, klaim.sesi_id) if klaim.sesi_id else None

    async def _periksa(self, kredensial: Kredensial) -> Akun:
        return await PemeriksaSandi(self._wadah, self._kata_sandi).periksa(kredensial)

    async def _putar_keluarga(self, sesi: AsyncSession, token: TokenSegarTeks) -> tuple[Akun, TokenSegar] | None:
        """Advance the login of `token`; None when it gets nothing. Whoever locks the row first advances it."""
        repo = SesiRepository(sesi)
        keluarga = await repo.lock(token.akun_id, token.sesi_id)
        akun = await AkunRepository(sesi).get(token.akun_id)
        if keluarga is None or keluarga.dicabut_at is not None or keluarga.habis_at <= now():
            return None
        if akun is None or akun.status is not StatusAkun.AKTIF:
            return None
        if token.urutan == keluarga.urutan:
            keluarga.urutan, keluarga.diputar_at = token.urutan + 1, now()
            return akun, keluarga
        tenggang = timedelta(seconds=self._wadah.pengaturan.jwt.tenggang_segar_detik)
        if token.urutan == keluarga.urutan - 1 and now() - keluarga.diputar_at <= tenggang:
            return akun, keluarga
        layanan = AkunService.rakit(sesi, self._wadah)
        await repo.cabut(akun.id, now(), "DIPAKAI_ULANG", keluarga.id)
        await layanan.catat(akun, "token_dipakai_ulang", None, sesi=str(keluarga.id))
        await layanan.surati(akun.id, "sesi_dicabut", {})
        return None

    def _beri(self, sesi: AsyncSession, akun: Akun, keluarga: TokenSegar | None) -> TokenDiberikan:
        kodek = self._wadah.ambil(KodekToken, sesi)
        segar = TokenSegarTeks(akun.id, keluarga.id, keluarga.urutan) if keluarga else None
        return TokenDiberikan(
            access_token=kodek.terbitkan(akun.id, akun.jabatan, akun.versi_token, keluarga.id if keluarga else None),
            expires_in=int(kodek.umur.total_seconds()),
            refresh_token=segar.tulis(self._wadah.sandi) if segar else None,
            scope=" ".join(akun.cakupan) if akun.jabatan is Jabatan.INTEGRASI else None,
        )


def sandi_awal() -> str:
    """Return a one-time password to hand out: 80 random bits in groups that can be read over the telephone."""
    huruf = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(huruf) for _ in range(4)) for _ in range(4))


def _uuid(teks: str) -> UUID:
    try:
        return UUID(teks)
    except ValueError:
        return UUID(int=0)
