"""Passwords of their owners: change with the present one, or anew with a code from the mailbox.

Asking for a code tells nobody whether an account exists: the answer, its time and the work are the same, because a job
of the worker finds out (ADR 0023).
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.bukti import Kredensial, PemeriksaSandi, cari_pemilik, pastikan_masih
from app.akun.errors import KodeKonfirmasiTidakSah, SandiLemah
from app.akun.models import Akun, JenisIndeks
from app.akun.passwords import KataSandi, pastikan_kuat
from app.akun.pembatas import PembatasMasuk, bahan_kode
from app.akun.registrasi import kode_baru
from app.akun.repository import AkunRepository, SesiRepository
from app.akun.service import AkunService
from app.akun.totp import TotpService, hitung_percobaan
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.galat_umum import TerlaluSering
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.ratelimit import Kuota, pakai_kuota
from app.core.teks import Teks
from app.core.wadah import Wadah

TUGAS_KODE: Final = "akun.kirim_kode"
_KODE_SEHARI: Final = 5
"""Mails of one kind to one account in a day, whoever asks for them."""
_HARI: Final = 86_400
_TEMPLAT: Final = {JenisIndeks.SANDI: "sandi_lupa", JenisIndeks.MASUK: "kode_masuk"}


class SandiService:
    """Use cases around a password."""

    def __init__(self, wadah: Wadah, kata_sandi: KataSandi) -> None:
        self._wadah = wadah
        self._kata_sandi = kata_sandi
        self._pembatas = PembatasMasuk(wadah)

    async def ganti(self, kredensial: Kredensial, baru: str) -> None:
        """Change a password with the present one; ends every login of the account.

        Raises:
            TerlaluSering | KredensialTidakSah | LoginSibuk: as logging in.
            TotpDiperlukan | TotpSalah: the account has a second factor.
            SandiLemah: the new one is weak, or is the old one.
        """
        akun = await PemeriksaSandi(self._wadah, self._kata_sandi).periksa(kredensial)
        await self._pastikan_kuat(akun, baru)
        if baru == kredensial.sandi:
            raise SandiLemah(Teks("Kata sandi baru sama dengan yang lama.", "The new password is the old one."))
        sidik = await self._kata_sandi.buat(baru)
        if kredensial.totp:
            await hitung_percobaan(self._wadah, akun.id)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            terkunci = await pastikan_masih(AkunRepository(sesi), akun)
            totp = TotpService.rakit(sesi, self._wadah)
            if await totp.is_aktif(akun.id):
                await totp.pastikan(terkunci, kredensial.totp)
            await self._pasang(sesi, terkunci, sidik, "SANDI_DIGANTI")

    async def minta_kode(self, jenis: JenisIndeks, nama: str, alamat: str) -> None:
        """Ask for a code to set the password anew (`SANDI`) or to log in from anywhere (`MASUK`), by e-mail.

        Raises:
            TerlaluSering: too many requests from here.
        """
        await self._pembatas.per_alamat(f"kode-{jenis.lower()}", nama.strip().casefold(), alamat)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            akun_id = await cari_pemilik(sesi, self._wadah, nama) or id_baru()
            await enqueue(sesi, TUGAS_KODE, {"akun_id": str(akun_id), "jenis": str(jenis)})

    async def kirim_kode(self, akun_id: UUID, jenis: JenisIndeks) -> None:
        """Send the code to the owner of an active account; anybody else gets nothing and learns nothing."""
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo, layanan, sandi = AkunRepository(sesi), AkunService.rakit(sesi, self._wadah), self._wadah.sandi
            akun = await repo.lock(akun_id)
            if akun is None or akun.status is not StatusAkun.AKTIF or not layanan.identitas(akun).surel:
                return
            try:
                await pakai_kuota(sesi, sandi, f"kode-{jenis}", str(akun_id), Kuota(_KODE_SEHARI, _HARI))
            except TerlaluSering:
                return
            kode, menit = kode_baru(), self._wadah.pengaturan.akun.sandi_menit
            indeks = sandi.indeks(Tujuan.TOKEN, bahan_kode(jenis, kode))
            await repo.klaim(jenis, indeks, akun.id, now() + timedelta(minutes=menit))
            await layanan.surati(akun.id, _TEMPLAT[jenis], {"kode": kode, "menit": str(menit)})
            await layanan.catat(akun, "kode_dikirim", None, tujuan=str(jenis))

    async def atur_ulang(self, kode: str, baru: str, alamat: str) -> None:
        """Set a password anew with the code from the mailbox; ends every login. A second factor stays as it is.

        Raises:
            TerlaluSering: too many tries from here.
            KodeKonfirmasiTidakSah: unknown, used, expired, or the account may not log in any more.
            SandiLemah: the new password is weak; the code can be used again.
            LoginSibuk: too many passwords wait to be hashed.
        """
        await self._pembatas.per_alamat("sandi-atur-ulang", "-", alamat)
        calon = self._wadah.sandi.indeks_calon(Tujuan.TOKEN, bahan_kode(JenisIndeks.SANDI, kode))
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = AkunRepository(sesi)
            akun = await repo.get(await repo.cari(JenisIndeks.SANDI, calon, now()) or UUID(int=0))
        if akun is None:
            raise KodeKonfirmasiTidakSah
        await self._pastikan_kuat(akun, baru)
        sidik = await self._kata_sandi.buat(baru)
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = AkunRepository(sesi)
            akun_id = await repo.tukar(JenisIndeks.SANDI, calon, now())
            terkunci = await repo.lock(akun_id) if akun_id else None
            if terkunci is None or terkunci.status is not StatusAkun.AKTIF:
                raise KodeKonfirmasiTidakSah
            await self._pasang(sesi, terkunci, sidik, "SANDI_DIATUR_ULANG")

    async def _pasang(self, sesi: AsyncSession, akun: Akun, sidik: str, sebab: str) -> None:
        layanan = AkunService.rakit(sesi, self._wadah)
        akun.sandi_hash, akun.is_sandi_sementara = sidik, False
        await layanan.ubah(akun)
        await SesiRepository(sesi).cabut(akun.id, now(), sebab)
        await AkunRepository(sesi).lepas(akun.id, JenisIndeks.SANDI, JenisIndeks.MASUK)
        await layanan.catat(akun, sebab.lower(), None)
        await layanan.surati(akun.id, "sandi_diganti", {})

    async def _pastikan_kuat(self, akun: Akun, baru: str) -> None:
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            isi = AkunService.rakit(sesi, self._wadah).identitas(akun)
        pastikan_kuat(baru, [akun.nama, *filter(None, (isi.username, isi.surel, isi.nik, isi.no_kk, isi.telepon))])
