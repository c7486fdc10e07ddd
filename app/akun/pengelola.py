"""What every administrator's act shares: whose accounts he looks after, where he may assign, who has to be told."""

from collections.abc import Sequence
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import AksiAkun, FaktaAkun, StatusAkun, bukan_diri_sendiri
from app.akun.errors import AkunNotFound, TanggalPenugasanTidakSah, TingkatTidakCocok, WilayahDiLuarWewenang
from app.akun.jabatan import TINGKAT, dapat_diberi
from app.akun.kelayakan import KelayakanService
from app.akun.models import Akun, PenugasanWilayah
from app.akun.repository import AkunRepository, SesiRepository
from app.akun.schemas import PenugasanBuat
from app.akun.service import AkunService
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.peran import NASIONAL, Jabatan, Pelaku
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas
from app.wilayah.kode import Tingkat
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService


class Pengelola:
    """The rules of administration, for the services that act by them."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self.repo = AkunRepository(sesi)
        self.masuk = SesiRepository(sesi)
        self.akun = AkunService.rakit(sesi, wadah)
        self.kelayakan = KelayakanService.rakit(sesi, wadah)
        self._wilayah = WilayahService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for one unit of work."""
        return cls(sesi, wadah)

    async def umumkan(self, akun: Akun, pelaku: Pelaku, perbuatan: str, lama: Jabatan | None = None) -> None:
        """Tell all other ADMIN_PUSAT and PENETAP of a change to a national account: none is made unseen."""
        if NASIONAL.isdisjoint({akun.jabatan, lama}):
            return
        isi = {"perbuatan": perbuatan, "akun": akun.nama, "jabatan": str(akun.jabatan), "oleh": pelaku.nama}
        for saksi in await self.repo.aktif_pusat((Jabatan.ADMIN_PUSAT, Jabatan.PENETAP)):
            if saksi not in {akun.id, pelaku.akun_id}:
                await self.akun.surati(saksi, "akun_nasional_berubah", isi)

    async def ambil(self, akun_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Akun:
        if akun_id == pelaku.akun_id:  # the own account is visible, so that its refusals can say why
            akun = await (self.repo.lock(akun_id) if kunci else self.repo.get(akun_id))
        else:
            akun = await self.repo.get_kelolaan(akun_id, Lingkup.dari(pelaku), terlihat(pelaku), kunci=kunci)
        if akun is None:
            raise AkunNotFound
        return akun

    async def ubahan(self, akun_id: UUID, pelaku: Pelaku, versi: int | None) -> Akun:
        """Return a locked account whose rights the caller may change.

        Raises:
            AkunNotFound | PemisahanTugas | VersiBasi: not the caller's to change, his own, or changed meanwhile.
        """
        akun = await self.ambil(akun_id, pelaku, kunci=True)
        if kurang := bukan_diri_sendiri.periksa(FaktaAkun(is_diri_sendiri=akun.id == pelaku.akun_id)):
            raise PemisahanTugas(kurang, syarat=bukan_diri_sendiri.nama)
        pastikan_versi(versi, akun.versi)
        return akun

    async def pastikan_penugasan(
        self, daftar: Sequence[PenugasanBuat], jabatan: Jabatan, pelaku: Pelaku | None, *, is_sudah_ada: bool = False
    ) -> None:
        tingkat = TINGKAT[jabatan]
        if bool(tingkat) != bool(daftar or is_sudah_ada):
            raise TingkatTidakCocok(tingkat=sorted(tingkat))
        lingkup = Lingkup.dari(pelaku) if pelaku else Lingkup.nasional()
        for satu in daftar:
            if satu.kode_wilayah.tingkat not in tingkat:
                raise TingkatTidakCocok(tingkat=sorted(tingkat))
            if not lingkup.memuat(satu.kode_wilayah):
                raise WilayahDiLuarWewenang
            dari = satu.berlaku_dari or hari_ini()
            if dari < hari_ini() or (satu.berlaku_sampai or date.max) < dari:
                raise TanggalPenugasanTidakSah
            await self._wilayah.pastikan(satu.kode_wilayah)

    async def tugaskan(
        self, akun: Akun, daftar: Sequence[PenugasanBuat], pelaku: Pelaku | None
    ) -> list[PenugasanWilayah]:
        return [
            await self.akun.tugaskan(
                akun, p.kode_wilayah, pelaku, dari=p.berlaku_dari or hari_ini(), sampai=p.berlaku_sampai
            )
            for p in daftar
        ]

    async def tahan(self, akun: Akun, pelaku: Pelaku) -> None:
        """Let an account that `pelaku` made national wait for somebody else's agreement (ADR 0027).

        An account that is not in force is held when it is enabled.
        """
        akun.diajukan_oleh = pelaku.akun_id
        if akun.status is StatusAkun.AKTIF:
            await self.akun.pindahkan(akun, AksiAkun.TAHAN, None, FaktaAkun())
            await self.masuk.cabut(akun.id, now(), "MENUNGGU_PERSETUJUAN")


def terlihat(pelaku: Pelaku) -> frozenset[Jabatan]:
    """Jabatan whose accounts this administrator looks after: those that he gives out, and citizens.

    A PENETAP gives out none and sees the national ones, because he agrees to them.
    """
    if pelaku.jabatan is Jabatan.PENETAP:
        return NASIONAL
    lain = {Jabatan.WARGA, Jabatan.INTEGRASI} if pelaku.jabatan is Jabatan.ADMIN_PUSAT else {Jabatan.WARGA}
    return dapat_diberi(pelaku.jabatan) | lain


def kode_kelola(wilayah: Sequence[PenugasanBuat]) -> str:
    """Return the kab/kota of the first assignment, whose administrator looks after the account; empty above it."""
    for p in wilayah:
        for kode in p.kode_wilayah.jalur:
            if kode.tingkat is Tingkat.KABKOTA:
                return str(kode)
    return ""
