"""Prove who somebody is by name and password: the first step of everything that needs no token."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.errors import KredensialTidakSah
from app.akun.identitas import rapikan_nama_masuk
from app.akun.models import Akun, JenisIndeks
from app.akun.passwords import KataSandi
from app.akun.pembatas import PembatasMasuk, jaringan
from app.akun.repository import AkunRepository
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.ratelimit import pakai
from app.core.wadah import Wadah

ALAMAT_DIKENAL: Final = timedelta(days=90)
"""How long a network stays known after the right password came from it."""
_log = structlog.get_logger("dtks.masuk")


@dataclass(frozen=True, slots=True)
class Kredensial:
    """What a person sends to prove who he is.

    Attributes:
        nama: username or e-mail, in any case.
        sandi: password.
        alamat: network address of the client.
        totp: code of the authenticator app, or a recovery code.
        kode: login code from the mailbox, which lifts the limits on strangers' networks.
    """

    nama: str
    sandi: str
    alamat: str
    totp: str | None = None
    kode: str | None = None


@dataclass(frozen=True, slots=True)
class _Calon:
    """Who a login is for, if anybody."""

    akun: Akun | None
    is_alamat_dikenal: bool


class PemeriksaSandi:
    """Checks passwords; no transaction is open while one is hashed."""

    def __init__(self, wadah: Wadah, kata_sandi: KataSandi) -> None:
        self._wadah = wadah
        self._kata_sandi = kata_sandi
        self._pembatas = PembatasMasuk(wadah)

    async def periksa(self, kredensial: Kredensial) -> Akun:
        """Return the account that this name and password open; every refusal looks and lasts the same.

        Raises:
            TerlaluSering: too many tries from here, or at this account.
            KredensialTidakSah: anything else that is wrong, in the same bytes.
            LoginSibuk: too many passwords wait to be checked.
        """
        nama = rapikan_nama_masuk(kredensial.nama)
        await self._pembatas.per_alamat("masuk", nama, kredensial.alamat)
        calon = await self._calon(nama, kredensial.alamat)
        akun = calon.akun
        if not calon.is_alamat_dikenal and not await self._is_berkode(akun, kredensial.kode):
            await self._pembatas.orang_asing(str(akun.id) if akun else nama)
        cocok = await self._kata_sandi.cocok(kredensial.sandi, akun.sandi_hash if akun else None)
        if akun is not None and cocok and akun.status is StatusAkun.AKTIF:
            if not calon.is_alamat_dikenal:
                await self._kenali(akun, kredensial.alamat)
            return akun
        sebab = "tidak-dikenal" if akun is None else "sandi" if not cocok else str(akun.status)
        _log.info("masuk-ditolak", sebab=sebab, akun_id=str(akun.id) if akun else None)
        raise KredensialTidakSah

    async def pemilik(self, akun_id: UUID, sandi: str) -> None:
        """Let the owner of a login prove again that it is he.

        Raises:
            TerlaluSering: ten tries in a quarter of an hour.
            KredensialTidakSah: wrong password.
            LoginSibuk: too many passwords wait to be checked.
        """
        batas = self._wadah.pengaturan.batas
        await pakai(self._wadah, "sandi-pemilik", str(akun_id), batas.masuk_akun, batas.masuk_jendela)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            akun = await AkunRepository(sesi).get(akun_id)
        if not await self._kata_sandi.cocok(sandi, akun.sandi_hash if akun else None):
            raise KredensialTidakSah

    async def _kenali(self, akun: Akun, alamat: str) -> None:
        """Remember the network from which the right password came."""
        kunci = self._wadah.sandi.indeks(Tujuan.ALAMAT_JARINGAN, f"{akun.id}|{jaringan(alamat)}")
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            await AkunRepository(sesi).klaim(JenisIndeks.ALAMAT, kunci, akun.id, now() + ALAMAT_DIKENAL)

    async def _is_berkode(self, akun: Akun | None, kode: str | None) -> bool:
        return bool(akun and kode and await self._pembatas.is_berkode(akun.id, kode))

    async def _calon(self, nama: str, alamat: str) -> _Calon:
        sandi = self._wadah.sandi
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = AkunRepository(sesi)
            akun_id = await cari_pemilik(sesi, self._wadah, nama)
            dikenal = sandi.indeks_calon(Tujuan.ALAMAT_JARINGAN, f"{akun_id}|{jaringan(alamat)}")
            is_dikenal = await repo.cari(JenisIndeks.ALAMAT, dikenal, now()) is not None
            return _Calon(await repo.get(akun_id or UUID(int=0)), is_dikenal)


async def cari_pemilik(sesi: AsyncSession, wadah: Wadah, nama: str) -> UUID | None:
    """Return the account behind a username or e-mail."""
    jenis, tujuan = JenisIndeks.USERNAME, Tujuan.USERNAME
    if "@" in nama:
        jenis, tujuan = JenisIndeks.SUREL, Tujuan.SUREL
    return await AkunRepository(sesi).cari(jenis, wadah.sandi.indeks_calon(tujuan, rapikan_nama_masuk(nama)), now())


async def pastikan_masih(repo: AkunRepository, dulu: Akun) -> Akun:
    """Return the account locked, if it still is the one whose password was checked.

    A check may wait its turn for seconds. Whoever changed, reset or disabled meanwhile wins over it.

    Raises:
        KredensialTidakSah: it was changed, reset or disabled.
    """
    akun = await repo.lock(dulu.id)
    if akun is None or akun.status is not StatusAkun.AKTIF or akun.versi_token != dulu.versi_token:
        raise KredensialTidakSah
    return akun
