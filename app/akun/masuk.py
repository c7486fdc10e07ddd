"""Logging in and out: the OAuth2 grants, refresh families, passwords.

Each step has its own short transaction and none is open while a password is hashed. A refusal that must leave a trace
(a refresh token used twice) is committed before it is raised.
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.errors import (
    CakupanTidakDiizinkan,
    KredensialTidakSah,
    SandiHarusDiganti,
    SandiLemah,
    TokenSegarTidakSah,
)
from app.akun.identitas import rapikan_nama_masuk
from app.akun.models import Akun, JenisIndeks, TokenSegar
from app.akun.passwords import KataSandi, pastikan_kuat
from app.akun.repository import AkunRepository, SesiRepository
from app.akun.segar import TokenSegarTeks
from app.akun.service import AkunService
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.galat_umum import TokenTidakSah
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.ratelimit import pakai
from app.core.teks import Teks
from app.core.tokens import KodekToken
from app.core.wadah import Wadah

ALAMAT_DIKENAL: Final = timedelta(days=90)
"""How long an address stays known after a login from it."""

_ASING: Final = 2
"""Strangers' addresses together get so many times the tries of one address."""
_log = structlog.get_logger("dtks.masuk")


@dataclass(frozen=True, slots=True)
class TokenDiberikan:
    """The answer of a grant."""

    access_token: str
    expires_in: int
    refresh_token: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class _Calon:
    """Who a login is for, if anybody."""

    akun: Akun | None
    is_alamat_dikenal: bool


class MasukService:
    """The token endpoint's use cases."""

    def __init__(self, wadah: Wadah, kata_sandi: KataSandi) -> None:
        self._wadah = wadah
        self._kata_sandi = kata_sandi

    async def dengan_sandi(self, nama: str, sandi: str, alamat: str) -> TokenDiberikan:
        """Log a person in by username or e-mail.

        Args:
            nama: username or e-mail, in any case.
            sandi: password.
            alamat: network address of the client.

        Raises:
            TerlaluSering: too many tries from here, or for this name.
            KredensialTidakSah: anything else that is wrong, in the same bytes.
            SandiHarusDiganti: the password is right and was given out by an administrator.
            LoginSibuk: too many passwords wait to be checked.
        """
        akun = await self._periksa(nama, sandi, alamat)
        if akun.is_sandi_sementara:
            raise SandiHarusDiganti
        baru = None
        if akun.sandi_hash and self._kata_sandi.perlu_diperbarui(akun.sandi_hash):
            baru = await self._kata_sandi.buat(sandi)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo, layanan = AkunRepository(sesi), AkunService.rakit(sesi, self._wadah)
            akun, kini = await _pastikan_masih(repo, akun), now()
            keluarga = TokenSegar(
                akun_id=akun.id,
                id=id_baru(),
                urutan=0,
                diputar_at=kini,
                habis_at=kini + timedelta(seconds=self._wadah.pengaturan.jwt.segar_detik),
                created_at=kini,
            )
            await SesiRepository(sesi).add(keluarga)
            kunci = self._wadah.sandi.indeks(Tujuan.ALAMAT_JARINGAN, f"{akun.id}|{jaringan(alamat)}")
            await repo.klaim(JenisIndeks.ALAMAT, kunci, akun.id, kini + ALAMAT_DIKENAL)
            if baru:
                akun.sandi_hash = baru
            await layanan.catat(akun, "masuk", None, sesi=str(keluarga.id))
            return self._beri(sesi, akun, keluarga)

    async def dengan_rahasia(self, klien_id: str, rahasia: str, cakupan: str | None, alamat: str) -> TokenDiberikan:
        """Log a machine in.

        Raises:
            TerlaluSering: too many tries from here, or for this client.
            KredensialTidakSah: unknown client, wrong secret, or disabled.
            CakupanTidakDiizinkan: it asked for other scopes than its contract holds.
        """
        await self._batasi("klien", klien_id, alamat)
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
            TokenSegarTidakSah: forged, expired, revoked, or used twice; the last ends the whole family.
        """
        token = TokenSegarTeks.baca(teks, self._wadah.sandi)
        if token is None:
            raise TokenSegarTidakSah
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            hasil = await self._putar_keluarga(sesi, token)
            diberikan = self._beri(sesi, *hasil) if hasil else None
        if diberikan is None:
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

    async def ganti_sandi(self, nama: str, lama: str, baru: str, alamat: str) -> None:
        """Change a password with the present one; ends every login of the account.

        Raises:
            TerlaluSering | KredensialTidakSah | LoginSibuk: as logging in.
            SandiLemah: the new one is weak, or is the old one.
        """
        akun = await self._periksa(nama, lama, alamat)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            isi = AkunService.rakit(sesi, self._wadah).identitas(akun)
        pastikan_kuat(baru, [akun.nama, *filter(None, (isi.username, isi.surel, isi.nik, isi.telepon))])
        if baru == lama:
            raise SandiLemah(Teks("Kata sandi baru sama dengan yang lama.", "The new password is the old one."))
        sidik = await self._kata_sandi.buat(baru)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            layanan = AkunService.rakit(sesi, self._wadah)
            terkunci = await _pastikan_masih(AkunRepository(sesi), akun)
            terkunci.sandi_hash, terkunci.is_sandi_sementara = sidik, False
            await layanan.ubah(terkunci)
            await SesiRepository(sesi).cabut(akun.id, now(), "SANDI_DIGANTI")
            await layanan.catat(terkunci, "sandi_diganti", None)
            await layanan.surati(akun.id, "sandi_diganti", {})

    async def _periksa(self, nama: str, sandi: str, alamat: str) -> Akun:
        """Return the account that this name and password open; every refusal looks and lasts the same."""
        nama = rapikan_nama_masuk(nama)
        await self._batasi("masuk", nama, alamat)
        calon = await self._calon(nama, alamat)
        if not calon.is_alamat_dikenal:
            # Tries of strangers together are limited as well, but they never use up those of the owner at home.
            batas = self._wadah.pengaturan.batas
            await pakai(self._wadah, "masuk-asing", nama, batas.masuk_akun * _ASING, batas.masuk_jendela)
        akun = calon.akun
        cocok = await self._kata_sandi.cocok(sandi, akun.sandi_hash if akun else None)
        if akun is not None and cocok and akun.status is StatusAkun.AKTIF:
            return akun
        sebab = "tidak-dikenal" if akun is None else "sandi" if not cocok else str(akun.status)
        _log.info("masuk-ditolak", sebab=sebab, akun_id=str(akun.id) if akun else None)
        raise KredensialTidakSah

    async def _calon(self, nama: str, alamat: str) -> _Calon:
        sandi = self._wadah.sandi
        jenis, tujuan = (JenisIndeks.USERNAME, Tujuan.USERNAME)
        if "@" in nama:
            jenis, tujuan = (JenisIndeks.SUREL, Tujuan.SUREL)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = AkunRepository(sesi)
            akun_id = await repo.cari(jenis, sandi.indeks_calon(tujuan, nama), now())
            dikenal = sandi.indeks_calon(Tujuan.ALAMAT_JARINGAN, f"{akun_id}|{jaringan(alamat)}")
            is_dikenal = await repo.cari(JenisIndeks.ALAMAT, dikenal, now()) is not None
            return _Calon(await repo.get(akun_id or UUID(int=0)), is_dikenal)

    async def _batasi(self, ruang: str, siapa: str, alamat: str) -> None:
        batas, dari = self._wadah.pengaturan.batas, jaringan(alamat)
        await pakai(self._wadah, f"{ruang}-alamat", dari, batas.masuk_alamat, batas.masuk_jendela)
        await pakai(self._wadah, f"{ruang}-akun", f"{siapa}|{dari}", batas.masuk_akun, batas.masuk_jendela)

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


async def _pastikan_masih(repo: AkunRepository, dulu: Akun) -> Akun:
    """Return the account locked, if it still is the one whose password was checked.

    A check may wait its turn for seconds. Whoever changed, reset or disabled meanwhile wins over it.

    Raises:
        KredensialTidakSah: it was changed, reset or disabled.
    """
    akun = await repo.lock(dulu.id)
    if akun is None or akun.status is not StatusAkun.AKTIF or akun.versi_token != dulu.versi_token:
        raise KredensialTidakSah
    return akun


def jaringan(alamat: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 that one IPv6 customer has to himself."""
    try:
        ip = ipaddress.ip_address(alamat)
    except ValueError:
        return alamat
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def sandi_awal() -> str:
    """Return a one-time password to hand out: 80 random bits in groups that can be read over the telephone."""
    huruf = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(huruf) for _ in range(4)) for _ in range(4))


def _uuid(teks: str) -> UUID:
    try:
        return UUID(teks)
    except ValueError:
        return UUID(int=0)
