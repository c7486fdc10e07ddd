"""What the holder of an account does with it himself: read it, change how he is reached, close it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import AksiAkun, FaktaAkun
from app.akun.bukti import PemeriksaSandi
from app.akun.errors import KodeKonfirmasiTidakSah, KontakKosong
from app.akun.identitas import Identitas, rapikan_nama_masuk, rapikan_telepon
from app.akun.konfirmasi import KonfirmasiService
from app.akun.models import Akun, JenisIndeks, PenugasanWilayah
from app.akun.passwords import kata_sandi
from app.akun.repository import AkunRepository, SesiRepository
from app.akun.repository_bukti import BuktiRepository
from app.akun.service import AkunService
from app.akun.totp import TotpService
from app.berkas_objek.service import BerkasObjekService
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.notifikasi.service import NotifikasiService

TUJUAN_KONTAK: Final = "kontak"


@dataclass(frozen=True, slots=True)
class DiriDibuka:
    """One's own account with its opened part."""

    akun: Akun
    identitas: Identitas
    penugasan: Sequence[PenugasanWilayah]
    is_totp_aktif: bool


class DiriService:
    """Acts of the owner; each that matters proves the password again."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._repo = AkunRepository(sesi)
        self._akun = AkunService.rakit(sesi, wadah)
        self._bukti = PemeriksaSandi(wadah, kata_sandi())

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(sesi, wadah)

    async def baca(self, pelaku: Pelaku) -> DiriDibuka:
        """Return the caller's own account."""
        akun = await self._akun.ambil(pelaku.akun_id)
        is_totp = await TotpService.rakit(self._sesi, self._wadah).is_aktif(akun.id)
        return DiriDibuka(akun, self._akun.identitas(akun), await self._repo.penugasan(akun.id), is_totp)

    async def minta_ganti_kontak(self, pelaku: Pelaku, surel: str | None, telepon: str | None, sandi: str) -> None:
        """Send a code to the new e-mail address; for a new telephone number to the present address.

        Whether somebody else has the new address is not told: he gets a message, and nothing else happens.

        Raises:
            KontakKosong: neither or both.
            TeleponTidakSah | KredensialTidakSah | LoginSibuk | TerlaluSering | SurelTidakAda: as named.
        """
        if (surel is None) == (telepon is None):
            raise KontakKosong
        await self._bukti.pemilik(pelaku.akun_id, sandi)
        konfirmasi = KonfirmasiService.rakit(self._sesi, self._wadah)
        if telepon is not None:
            muatan = {"telepon": rapikan_telepon(telepon)}
            await konfirmasi.kirim(pelaku.akun_id, TUJUAN_KONTAK, muatan=muatan)
            return
        baru = rapikan_nama_masuk(surel or "")
        pemilik = await self._pemilik(baru)
        if pemilik is not None and pemilik != pelaku.akun_id:
            await self._akun.surati(pemilik, "akun_sudah_ada", {})
            return
        await konfirmasi.kirim(pelaku.akun_id, TUJUAN_KONTAK, kepada=baru, muatan={"surel": baru})

    async def konfirmasi_kontak(self, pelaku: Pelaku, kode: str) -> None:
        """Take the new address or number into use; the old address is told.

        Raises:
            KodeKonfirmasiTidakSah | TerlaluSering: as named.
        """
        baru = await KonfirmasiService.rakit(self._sesi, self._wadah).pastikan(pelaku.akun_id, TUJUAN_KONTAK, kode)
        akun = await self._repo.lock(pelaku.akun_id)
        assert akun is not None
        lama = self._akun.identitas(akun)
        if "surel" in baru:
            await self._repo.lepas(akun.id, JenisIndeks.SUREL, JenisIndeks.SANDI, JenisIndeks.MASUK)
            if not await self._akun.klaim(akun, JenisIndeks.SUREL, Tujuan.SUREL, baru["surel"]):
                raise KodeKonfirmasiTidakSah
        await self._akun.ganti_identitas(akun, replace(lama, **baru))
        await self._akun.ubah(akun)
        (bidang,) = baru
        await self._akun.catat(akun, "kontak_diganti", pelaku, bidang=bidang)
        if lama.surel:
            data = {"nama": akun.nama, "bidang": "Surel" if bidang == "surel" else "Nomor telepon"}
            await NotifikasiService.rakit(self._sesi, self._wadah).kirim_surel(lama.surel, "kontak_diganti", data)

    async def tutup(self, pelaku: Pelaku, sandi: str) -> Akun:
        """Close the caller's own account for good: logins end, pictures, address and contacts are erased.

        NIK and No KK stay sealed with it, so that his part in past cases still counts where duties are separated.

        Raises:
            KredensialTidakSah | LoginSibuk | TerlaluSering: the password does not prove that it is he.
            TransisiDitolak: not in force.
        """
        await self._bukti.pemilik(pelaku.akun_id, sandi)
        akun = await self._repo.lock(pelaku.akun_id)
        assert akun is not None
        lama = self._akun.identitas(akun)
        await self._akun.pindahkan(akun, AksiAkun.TUTUP, pelaku, FaktaAkun())
        await SesiRepository(self._sesi).cabut(akun.id, now(), "DITUTUP")
        await self._repo.lepas(akun.id, *JenisIndeks)
        bukti = BuktiRepository(self._sesi)
        await bukti.hapus_kode(akun.id)
        await bukti.hapus_padan(akun.id)
        foto: list[UUID] = [f for f in (akun.foto_ktp_id, akun.swafoto_id) if f]
        akun.foto_ktp_id, akun.swafoto_id, akun.sandi_hash = None, None, None
        await self._akun.ganti_identitas(akun, Identitas(nik=lama.nik, no_kk=lama.no_kk))
        for satu in foto:
            await BerkasObjekService.rakit(self._sesi, self._wadah).hapus(satu)
        if lama.surel:
            surat = NotifikasiService.rakit(self._sesi, self._wadah)
            await surat.kirim_surel(lama.surel, "akun_ditutup", {"nama": akun.nama})
        return akun

    async def _pemilik(self, surel: str) -> UUID | None:
        calon = self._wadah.sandi.indeks_calon(Tujuan.SUREL, surel)
        return await self._repo.cari(JenisIndeks.SUREL, calon, now())
