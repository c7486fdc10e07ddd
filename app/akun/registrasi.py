"""A citizen asks for an account (fields and steps of Cek Bansos, A.6 of the domain): form, e-mail, officer.

Nobody learns here who already has an account: the request is stored without looking, and a job of the worker tells the
owner or sends the code. A registration claims nothing until its e-mail is confirmed, and its NIK only when an officer
has compared the pictures, so nobody can shut another person out by registering in his name.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import AksiAkun, FaktaAkun, StatusAkun
from app.akun.errors import KodeKonfirmasiTidakSah
from app.akun.identitas import Identitas, rapikan_nama_masuk, rapikan_telepon
from app.akun.models import Akun, JenisIndeks
from app.akun.padan import TUGAS_PADAN
from app.akun.passwords import KataSandi, pastikan_kuat
from app.akun.pembatas import jaringan
from app.akun.repository import AkunRepository
from app.akun.repository_bukti import BuktiRepository
from app.akun.schemas import RegistrasiData
from app.akun.service import AkunService, BakalAkun
from app.berkas_objek.service import BerkasObjekService, GambarBersih, bersihkan
from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.db import transaksi
from app.core.galat_umum import TerlaluSering
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.peran import Jabatan
from app.core.ratelimit import Kuota, pakai, pakai_kuota
from app.core.wadah import Wadah
from app.notifikasi.service import NotifikasiService
from app.wilayah.service import WilayahService

TUGAS_SURATI: Final = "akun.surati_pendaftar"
TUGAS_HAPUS: Final = "akun.hapus_pendaftaran"
_HARI: Final = 86_400
_PER_ORANG: Final = 5
"""Registrations a day for one NIK or one e-mail address from one network: a stranger uses up his own tries only."""
_TIKET: Final = 32
_KODE_SATU: Final = 5
"""Codes for one registration, the first included."""
_KODE_SEHARI: Final = 20
"""Codes a day to one address, from wherever they were asked for."""


@dataclass(frozen=True, slots=True)
class FotoDiri:
    """The two uploads."""

    ktp: bytes
    swafoto: bytes


class RegistrasiService:
    """Register, confirm, forget what was never confirmed."""

    def __init__(self, wadah: Wadah, kata_sandi: KataSandi) -> None:
        self._wadah = wadah
        self._kata_sandi = kata_sandi
        self._umur = timedelta(hours=wadah.pengaturan.akun.daftar_jam)

    async def daftar(self, data: RegistrasiData, foto: FotoDiri, alamat: str) -> str:
        """Take a registration, send the confirmation code, and return the ticket with which it can be sent again.

        Raises:
            TerlaluSering: too many registrations from here, or from here for this NIK or e-mail.
            SandiLemah | TeleponTidakSah | WilayahTidakDikenal: of the form.
            BerkasBukanGambar | GambarRusak | BerkasTerlaluBesar: of the pictures.
            LoginSibuk: too many passwords wait to be hashed.
        """
        surel = rapikan_nama_masuk(data.surel)
        batas, dari = self._wadah.pengaturan.batas, jaringan(alamat)
        await pakai(self._wadah, "registrasi-alamat", dari, batas.registrasi_alamat, 3600)
        await pakai(self._wadah, "registrasi-nik", f"{data.nik}|{dari}", _PER_ORANG, _HARI)
        await pakai(self._wadah, "registrasi-surel", f"{surel}|{dari}", _PER_ORANG, _HARI)
        sandi = data.sandi.get_secret_value()
        telepon = rapikan_telepon(data.telepon)
        pastikan_kuat(sandi, (data.nama, surel, data.nik, data.no_kk, telepon))
        bersih = {"ktp": await bersihkan(foto.ktp), "swafoto": await bersihkan(foto.swafoto)}
        bakal = BakalAkun(
            jabatan=Jabatan.WARGA,
            status=StatusAkun.DAFTAR,
            nama=data.nama,
            identitas=Identitas(
                nik=str(data.nik), no_kk=str(data.no_kk), alamat=data.alamat, surel=surel, telepon=telepon
            ),
            kode_desa=data.kode_desa,
            kode_kelola=data.kode_desa,
            sandi_hash=await self._kata_sandi.buat(sandi),
        )
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            desa = await WilayahService.rakit(sesi, self._wadah).desa_kini(data.kode_desa)
            akun = await self._terima(sesi, replace(bakal, kode_desa=desa, kode_kelola=desa), bersih)
        return _tiket(self._wadah.sandi, akun.id)

    async def kirim_ulang(self, tiket: str, alamat: str) -> None:
        """Send the confirmation code again, to the same address; a ticket that is not ours is answered alike.

        Raises:
            TerlaluSering: too many requests from here.
        """
        batas = self._wadah.pengaturan.batas
        await pakai(self._wadah, "registrasi-ulang", jaringan(alamat), batas.registrasi_alamat, 3600)
        akun_id = _baca_tiket(self._wadah.sandi, tiket) or id_baru()
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            await enqueue(sesi, TUGAS_SURATI, {"akun_id": str(akun_id)})

    async def _terima(self, sesi: AsyncSession, bakal: BakalAkun, foto: Mapping[str, GambarBersih]) -> Akun:
        berkas = BerkasObjekService.rakit(sesi, self._wadah)
        foto_id = {nama: await berkas.simpan_gambar(isi, pemilik=f"akun/{nama}") for nama, isi in foto.items()}
        akun = await AkunService.rakit(sesi, self._wadah).terbitkan(replace(bakal, foto=foto_id), None, AksiAkun.DAFTAR)
        await enqueue(sesi, TUGAS_SURATI, {"akun_id": str(akun.id)})
        await enqueue(sesi, TUGAS_HAPUS, {"akun_id": str(akun.id)}, tunda=self._umur + timedelta(hours=1))
        return akun

    async def surati(self, akun_id: UUID) -> None:
        """Tell whoever already has the e-mail or the NIK; send the confirmation code unless the e-mail is taken.

        With only the NIK taken the registration goes on as any other: whether that NIK has an account is for the
        officer to see, not for a stranger with an e-mail address of his own.
        """
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo, layanan = AkunRepository(sesi), AkunService.rakit(sesi, self._wadah)
            akun = await repo.lock(akun_id)
            if akun is None or akun.status is not StatusAkun.DAFTAR:
                return
            isi, sandi = layanan.identitas(akun), self._wadah.sandi
            surel = str(isi.surel)
            pemilik_surel = await repo.cari(JenisIndeks.SUREL, sandi.indeks_calon(Tujuan.SUREL, surel), now())
            pemilik_nik = await repo.cari(JenisIndeks.NIK_WARGA, sandi.indeks_calon(Tujuan.NIK, str(isi.nik)), now())
            for pemilik in {p for p in (pemilik_surel, pemilik_nik) if p is not None}:
                if await self._masih_boleh(sesi, "registrasi-pemilik", str(pemilik), 1):
                    await layanan.surati(pemilik, "akun_sudah_ada", {})
            is_boleh = pemilik_surel is None and await self._masih_boleh(
                sesi, "registrasi-kirim", str(akun.id), _KODE_SATU
            )
            if is_boleh and await self._masih_boleh(sesi, "registrasi-kode", surel, _KODE_SEHARI):
                await self._kirim_kode(sesi, akun, surel)

    async def _kirim_kode(self, sesi: AsyncSession, akun: Akun, surel: str) -> None:
        kode = kode_baru()
        indeks = self._wadah.sandi.indeks(Tujuan.TOKEN, _bahan(kode))
        await AkunRepository(sesi).klaim(JenisIndeks.KONFIRMASI, indeks, akun.id, akun.created_at + self._umur)
        await NotifikasiService.rakit(sesi, self._wadah).kirim_surel(
            surel,
            "konfirmasi_surel",
            {"nama": akun.nama, "kode": kode, "jam": str(self._wadah.pengaturan.akun.daftar_jam)},
        )

    async def _masih_boleh(self, sesi: AsyncSession, ruang: str, siapa: str, batas: int) -> bool:
        try:
            await pakai_kuota(sesi, self._wadah.sandi, ruang, siapa, Kuota(batas, _HARI))
        except TerlaluSering:
            return False
        return True

    async def konfirmasi(self, kode: str, alamat: str) -> None:
        """Use a confirmation code up and queue the account for an officer.

        Raises:
            TerlaluSering: too many tries from here.
            KodeKonfirmasiTidakSah: unknown, used, expired, or the e-mail was taken meanwhile.
        """
        batas = self._wadah.pengaturan.batas
        await pakai(self._wadah, "konfirmasi-alamat", jaringan(alamat), batas.masuk_alamat, batas.masuk_jendela)
        calon = self._wadah.sandi.indeks_calon(Tujuan.TOKEN, _bahan(kode))
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo, layanan = AkunRepository(sesi), AkunService.rakit(sesi, self._wadah)
            akun_id = await repo.tukar(JenisIndeks.KONFIRMASI, calon, now())
            akun = await repo.lock(akun_id) if akun_id else None
            if akun is None or akun.status is not StatusAkun.DAFTAR:
                raise KodeKonfirmasiTidakSah
            surel = layanan.identitas(akun).surel
            assert surel is not None
            if not await layanan.klaim(akun, JenisIndeks.SUREL, Tujuan.SUREL, surel):
                raise KodeKonfirmasiTidakSah
            await repo.lepas(akun.id, JenisIndeks.KONFIRMASI)
            for aksi in (AksiAkun.KONFIRMASI_SUREL, AksiAkun.ANTRE_VERIFIKASI):
                await layanan.pindahkan(akun, aksi, None, FaktaAkun())
            await enqueue(sesi, TUGAS_PADAN, {"akun_id": str(akun.id)})

    async def hapus_kedaluwarsa(self, akun_id: UUID) -> None:
        """Erase a registration whose e-mail was never confirmed, or whose refusal is long past, pictures included.

        Anything else stays: accounts in force are closed or disabled, never deleted.
        """
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            repo = AkunRepository(sesi)
            akun = await repo.lock(akun_id)
            if akun is None or not self._is_kedaluwarsa(akun):
                return
            await AkunService.rakit(sesi, self._wadah).catat(akun, "pendaftaran_dihapus", None)
            berkas = BerkasObjekService.rakit(sesi, self._wadah)
            for satu in filter(None, (akun.foto_ktp_id, akun.swafoto_id)):
                await berkas.hapus(satu)
            await BuktiRepository(sesi).hapus_padan(akun.id)
            await repo.hapus(akun.id)

    def _is_kedaluwarsa(self, akun: Akun) -> bool:
        simpan = timedelta(days=self._wadah.pengaturan.akun.simpan_ditolak_hari)
        return (akun.status is StatusAkun.DAFTAR and now() - akun.created_at >= self._umur) or (
            akun.status is StatusAkun.DITOLAK and now() - akun.updated_at >= simpan
        )


def kode_baru() -> str:
    """Return a confirmation code of 100 random bits, in groups that can be typed."""
    huruf = base64.b32encode(secrets.token_bytes(15)).decode()[:20]
    return "-".join(huruf[n : n + 5] for n in range(0, 20, 5))


def _bahan(kode: str) -> str:
    return f"konfirmasi|{''.join(c for c in kode.upper() if c.isalnum())}"


def _tiket(sandi: Sandi, akun_id: UUID) -> str:
    bukti = sandi.indeks(Tujuan.TOKEN, f"tiket|{akun_id}")
    return base64.urlsafe_b64encode(akun_id.bytes + bukti.bytes).rstrip(b"=").decode()


def _baca_tiket(sandi: Sandi, tiket: str) -> UUID | None:
    """Return the registration that a ticket of ours belongs to."""
    try:
        bita = base64.urlsafe_b64decode(tiket + "=" * (-len(tiket) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(bita) != _TIKET:
        return None
    akun_id = UUID(bytes=bita[:16])
    calon = sandi.indeks_calon(Tujuan.TOKEN, f"tiket|{akun_id}")
    return akun_id if any(hmac.compare_digest(c.bytes, bita[16:]) for c in calon) else None
