"""Administrators look after the accounts below them: create, assign, move, shut out, let back.

An ADMIN_KABKOTA manages the officers of his kab/kota and disables citizens' accounts there; an ADMIN_PUSAT manages
everybody. Neither decides cases, and nobody touches the rights of his own account (Kepmensos 73/HUK/2024; separation
of duties).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import ALASAN_NONAKTIF, ALUR_AKUN, AksiAkun, FaktaAkun, StatusAkun, bukan_diri_sendiri
from app.akun.errors import (
    AkunNotFound,
    JabatanDiLuarWewenang,
    PenugasanNotFound,
    TanggalPenugasanTidakSah,
    TingkatTidakCocok,
    WilayahDiLuarWewenang,
)
from app.akun.identitas import Identitas, rapikan_nama_masuk, rapikan_telepon
from app.akun.jabatan import PETUGAS, TINGKAT, dapat_diberi
from app.akun.masuk import sandi_awal
from app.akun.models import Akun, PenugasanWilayah
from app.akun.passwords import KataSandi, kata_sandi
from app.akun.repository import AkunRepository, SesiRepository
from app.akun.schemas import JabatanUbah, KlienBuat, PenugasanBuat, PetugasBuat
from app.akun.service import AkunService, BakalAkun, pastikan_alasan
from app.akun.totp import TotpService
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.paging import Halaman, Potongan
from app.core.peran import NASIONAL, Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia, PemisahanTugas
from app.wilayah.kode import KodeWilayah, Tingkat
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_KEMARIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AkunDibuka:
    """An account with its opened part, assignments, and what this administrator may do with it."""

    akun: Akun
    identitas: Identitas
    penugasan: Sequence[PenugasanWilayah]
    aksi: list[AksiTersedia[AksiAkun]]


class KelolaService:
    """What administrators do with accounts."""

    def __init__(
        self,
        repo: AkunRepository,
        masuk: SesiRepository,
        akun: AkunService,
        wilayah: WilayahService,
        penyandi: KataSandi,
        totp: TotpService,
    ) -> None:
        self._repo = repo
        self._masuk = masuk
        self._akun = akun
        self._wilayah = wilayah
        self._penyandi = penyandi
        self._totp = totp

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(
            AkunRepository(sesi),
            SesiRepository(sesi),
            AkunService.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            kata_sandi(),
            TotpService.rakit(sesi, wadah),
        )

    # -- read

    async def daftar(
        self, pelaku: Pelaku, hal: Halaman, jabatan: Jabatan | None, status: StatusAkun | None
    ) -> Potongan[Akun]:
        """Return the accounts that the caller looks after, oldest first; of a jabatan that is not his, none."""
        terlihat = _terlihat(pelaku)
        return await self._repo.kelolaan(
            Lingkup.dari(pelaku), terlihat & {jabatan} if jabatan else terlihat, status, hal
        )

    async def baca(self, akun_id: UUID, pelaku: Pelaku) -> AkunDibuka:
        """Open one account; audited.

        Raises:
            AkunNotFound: none, or not the caller's to look after.
        """
        akun = await self._ambil(akun_id, pelaku)
        await self._akun.catat(akun, "dibaca", pelaku)
        return await self.buka(akun, pelaku)

    async def buka(self, akun: Akun, pelaku: Pelaku) -> AkunDibuka:
        """Return the account with everything that its administrator sees."""
        fakta = FaktaAkun(is_diri_sendiri=akun.id == pelaku.akun_id)
        aksi = ALUR_AKUN.tersedia_rinci(akun.status, pelaku.jabatan, fakta)
        return AkunDibuka(akun, self._akun.identitas(akun), await self._repo.penugasan(akun.id), aksi)

    # -- create

    async def buat(self, isi: PetugasBuat, pelaku: Pelaku | None, sandi: str | None = None) -> tuple[Akun, str]:
        """Create an account for a person and return it with its initial password, for the command line only.

        An administrator never learns it: it goes to the holder by e-mail.

        Args:
            isi: who, as what, where.
            pelaku: the administrator; None is the command line.
            sandi: a password that need not be changed (demonstrations); by default a one-time password is drawn.

        Raises:
            JabatanDiLuarWewenang | WilayahDiLuarWewenang | TingkatTidakCocok | TanggalPenugasanTidakSah: as named.
            WilayahTidakDikenal | TeleponTidakSah | IdentitasSudahDipakai: as named.
        """
        if isi.jabatan not in (dapat_diberi(pelaku.jabatan) if pelaku else PETUGAS):
            raise JabatanDiLuarWewenang
        await self._pastikan_penugasan(isi.wilayah, isi.jabatan, pelaku)
        baru = sandi or sandi_awal()
        akun = await self._akun.terbitkan(
            BakalAkun(
                jabatan=isi.jabatan,
                status=StatusAkun.AKTIF,
                nama=isi.nama,
                identitas=Identitas(
                    nik=str(isi.nik),
                    no_kk=str(isi.no_kk) if isi.no_kk else None,
                    surel=rapikan_nama_masuk(isi.surel),
                    telepon=rapikan_telepon(isi.telepon) if isi.telepon else None,
                    username=rapikan_nama_masuk(isi.username),
                ),
                kode_kelola=_kode_kelola(isi.wilayah),
                sandi_hash=await self._penyandi.buat(baru),
                is_sandi_sementara=sandi is None,
            ),
            pelaku,
            AksiAkun.BUAT,
        )
        await self._akun.klaim_identitas(akun)
        await self._tugaskan(akun, isi.wilayah, pelaku)
        if pelaku is not None:
            await self._akun.surati(akun.id, "akun_dibuat", {"username": isi.username, "sandi": baru})
            await self._umumkan(akun, pelaku, "akun baru / new account")
        return akun, baru

    async def buat_klien(self, isi: KlienBuat, pelaku: Pelaku | None) -> tuple[Akun, str]:
        """Create a machine account and return it with its secret, of which only a digest is kept.

        Raises:
            TingkatTidakCocok | TanggalPenugasanTidakSah | WilayahTidakDikenal: as named.
        """
        await self._pastikan_penugasan(isi.wilayah, Jabatan.INTEGRASI, pelaku)
        rahasia = secrets.token_urlsafe(32)
        akun = await self._akun.terbitkan(
            BakalAkun(
                jabatan=Jabatan.INTEGRASI,
                status=StatusAkun.AKTIF,
                nama=isi.nama,
                # 256 random bits need no slow hash: there is nothing to guess.
                rahasia_klien=hashlib.sha256(rahasia.encode()).digest(),
                cakupan=sorted(set(isi.cakupan)),
            ),
            pelaku,
            AksiAkun.BUAT,
        )
        await self._tugaskan(akun, isi.wilayah, pelaku)
        return akun, rahasia

    # -- change

    async def tugaskan(self, akun_id: UUID, isi: PenugasanBuat, pelaku: Pelaku) -> PenugasanWilayah:
        """Assign an account to one more region, from the next call on.

        Raises:
            AkunNotFound | PemisahanTugas: not the caller's to change, or his own.
            WilayahDiLuarWewenang | TingkatTidakCocok | TanggalPenugasanTidakSah | WilayahTidakDikenal: as named.
        """
        akun = await self._ubahan(akun_id, pelaku, None)
        await self._pastikan_penugasan([isi], akun.jabatan, pelaku)
        (baris,) = await self._tugaskan(akun, [isi], pelaku)
        await self._akun.ubah(akun)
        return baris

    async def akhiri_penugasan(
        self, akun_id: UUID, penugasan_id: UUID, sampai: date, pelaku: Pelaku
    ) -> PenugasanWilayah:
        """Set the last day of an assignment; yesterday ends it at once, nothing is ended further back.

        Raises:
            AkunNotFound | PenugasanNotFound | PemisahanTugas: not there, or the caller's own.
            TanggalPenugasanTidakSah: before yesterday, or later than it ends anyway.
        """
        akun = await self._ubahan(akun_id, pelaku, None)
        baris = next((p for p in await self._repo.penugasan(akun.id) if p.id == penugasan_id), None)
        if baris is None:
            raise PenugasanNotFound
        sudah = baris.berlaku_sampai or date.max
        if not hari_ini() - _KEMARIN <= sampai < sudah:
            raise TanggalPenugasanTidakSah
        baris.berlaku_sampai = sampai
        await self._akun.ubah(akun)
        await self._akun.catat(akun, "penugasan_diakhiri", pelaku, wilayah=baris.kode_wilayah, sampai=str(sampai))
        return baris

    async def ubah_jabatan(self, akun_id: UUID, isi: JabatanUbah, pelaku: Pelaku, versi: int | None) -> Akun:
        """Give an account another jabatan; what it did under the old one stays in every history.

        Assignments of a level that the new jabatan does not serve end with yesterday. An account that also serves
        outside the caller's region is changed by the centre: the jabatan would go with the assignments there.

        Raises:
            AkunNotFound | PemisahanTugas | VersiBasi: not the caller's to change, his own, or changed meanwhile.
            JabatanDiLuarWewenang | WilayahDiLuarWewenang | TingkatTidakCocok: as named.
            TanggalPenugasanTidakSah | WilayahTidakDikenal: as named.
        """
        akun = await self._ubahan(akun_id, pelaku, versi)
        boleh = dapat_diberi(pelaku.jabatan)
        if isi.jabatan not in boleh or akun.jabatan not in boleh:
            raise JabatanDiLuarWewenang
        tetap = await self._sesuaikan(akun, isi.jabatan, Lingkup.dari(pelaku))
        await self._pastikan_penugasan(isi.wilayah, isi.jabatan, pelaku, is_sudah_ada=tetap)
        lama, akun.jabatan = akun.jabatan, isi.jabatan
        akun.kode_kelola = _kode_kelola(isi.wilayah) or (akun.kode_kelola if TINGKAT[isi.jabatan] else "")
        await self._tugaskan(akun, isi.wilayah, pelaku)
        await self._akun.ubah(akun)
        await self._akun.riwayat(akun, "ubah_jabatan", pelaku, dari=akun.status)
        await self._akun.catat(akun, "jabatan", pelaku, dari=lama, ke=isi.jabatan, dasar=isi.dasar)
        await self._umumkan(akun, pelaku, f"jabatan: {lama} → {isi.jabatan}", lama)
        return akun

    async def nonaktifkan(self, akun_id: UUID, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None) -> Akun:
        """Shut an account out: its tokens and logins are dead on the next call.

        Raises:
            AkunNotFound | VersiBasi | AlasanWajib | AlasanTidakDikenal: as named.
            TransisiDitolak | PemisahanTugas: the table refuses.
        """
        akun = await self._ambil(akun_id, pelaku, kunci=True)
        pastikan_versi(versi, akun.versi)
        sebab = pastikan_alasan(alasan, ALASAN_NONAKTIF)
        fakta = FaktaAkun(is_diri_sendiri=akun.id == pelaku.akun_id)
        await self._akun.pindahkan(akun, AksiAkun.NONAKTIFKAN, pelaku, fakta, sebab)
        await self._masuk.cabut(akun.id, now(), "DINONAKTIFKAN")
        await self._akun.surati(akun.id, "akun_dinonaktifkan", {"alasan": ALASAN_NONAKTIF[sebab.kode].teks.id})
        return akun

    async def aktifkan(self, akun_id: UUID, pelaku: Pelaku, versi: int | None) -> Akun:
        """Let an account back in.

        Raises:
            AkunNotFound | VersiBasi: as named.
            TransisiDitolak | PemisahanTugas: the table refuses.
        """
        akun = await self._ambil(akun_id, pelaku, kunci=True)
        pastikan_versi(versi, akun.versi)
        await self._akun.pindahkan(
            akun, AksiAkun.AKTIFKAN, pelaku, FaktaAkun(is_diri_sendiri=akun.id == pelaku.akun_id)
        )
        return akun

    async def atur_ulang_sandi(self, akun_id: UUID, pelaku: Pelaku) -> None:
        """Replace an officer's password by a one-time password that only he gets, by e-mail, and end his logins.

        Raises:
            AkunNotFound | PemisahanTugas: not the caller's to change, or his own.
            JabatanDiLuarWewenang: a citizen or a machine, who have no initial password.
        """
        akun = await self._ubahan(akun_id, pelaku, None)
        if akun.jabatan not in dapat_diberi(pelaku.jabatan):
            raise JabatanDiLuarWewenang
        baru = sandi_awal()
        akun.sandi_hash, akun.is_sandi_sementara = await self._penyandi.buat(baru), True
        await self._akun.ubah(akun)
        await self._masuk.cabut(akun.id, now(), "SANDI_DIATUR_ULANG")
        await self._akun.catat(akun, "sandi_diatur_ulang", pelaku)
        await self._akun.surati(akun.id, "sandi_diatur_ulang", {"sandi": baru})
        await self._umumkan(akun, pelaku, "kata sandi diatur ulang / password reset")

    async def atur_ulang_totp(self, akun_id: UUID, pelaku: Pelaku) -> None:
        """Remove the second factor of an officer who has lost it, and end his logins; he is told.

        Raises:
            AkunNotFound | PemisahanTugas: not the caller's to change, or his own.
            TotpBelumAda: there is none.
        """
        akun = await self._ubahan(akun_id, pelaku, None)
        await self._totp.atur_ulang(akun)
        await self._akun.ubah(akun)
        await self._masuk.cabut(akun.id, now(), "TOTP_DIATUR_ULANG")
        await self._akun.catat(akun, "totp_direset", pelaku)
        await self._umumkan(akun, pelaku, "verifikasi dua langkah diatur ulang / second factor reset")

    # -- rules

    async def _umumkan(self, akun: Akun, pelaku: Pelaku, perbuatan: str, lama: Jabatan | None = None) -> None:
        """Tell all other ADMIN_PUSAT and PENETAP of a change to a national account: none is made unseen."""
        if NASIONAL.isdisjoint({akun.jabatan, lama}):
            return
        isi = {"perbuatan": perbuatan, "akun": akun.nama, "jabatan": str(akun.jabatan), "oleh": pelaku.nama}
        for saksi in await self._repo.aktif_pusat((Jabatan.ADMIN_PUSAT, Jabatan.PENETAP)):
            if saksi not in {akun.id, pelaku.akun_id}:
                await self._akun.surati(saksi, "akun_nasional_berubah", isi)

    async def _ambil(self, akun_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Akun:
        if akun_id == pelaku.akun_id:  # the own account is visible, so that its refusals can say why
            akun = await (self._repo.lock(akun_id) if kunci else self._repo.get(akun_id))
        else:
            akun = await self._repo.get_kelolaan(akun_id, Lingkup.dari(pelaku), _terlihat(pelaku), kunci=kunci)
        if akun is None:
            raise AkunNotFound
        return akun

    async def _ubahan(self, akun_id: UUID, pelaku: Pelaku, versi: int | None) -> Akun:
        """Return a locked account whose rights the caller may change."""
        akun = await self._ambil(akun_id, pelaku, kunci=True)
        if kurang := bukan_diri_sendiri.periksa(FaktaAkun(is_diri_sendiri=akun.id == pelaku.akun_id)):
            raise PemisahanTugas(kurang, syarat=bukan_diri_sendiri.nama)
        pastikan_versi(versi, akun.versi)
        return akun

    async def _pastikan_penugasan(
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

    async def _tugaskan(
        self, akun: Akun, daftar: Sequence[PenugasanBuat], pelaku: Pelaku | None
    ) -> list[PenugasanWilayah]:
        return [
            await self._akun.tugaskan(
                akun, p.kode_wilayah, pelaku, dari=p.berlaku_dari or hari_ini(), sampai=p.berlaku_sampai
            )
            for p in daftar
        ]

    async def _sesuaikan(self, akun: Akun, jabatan: Jabatan, lingkup: Lingkup) -> bool:
        """End assignments of a level that `jabatan` does not serve; return whether any fitting one goes on."""
        is_sisa = False
        for p in await self._repo.penugasan(akun.id):
            if p.berlaku_sampai is not None and p.berlaku_sampai < hari_ini():
                continue
            if not lingkup.memuat(p.kode_wilayah):
                raise WilayahDiLuarWewenang
            if KodeWilayah(p.kode_wilayah).tingkat in TINGKAT[jabatan]:
                is_sisa = True
            else:
                p.berlaku_sampai = hari_ini() - _KEMARIN
        return is_sisa


def _terlihat(pelaku: Pelaku) -> frozenset[Jabatan]:
    """Jabatan whose accounts this administrator looks after: those that he gives out, and citizens."""
    lain = {Jabatan.WARGA, Jabatan.INTEGRASI} if pelaku.jabatan is Jabatan.ADMIN_PUSAT else {Jabatan.WARGA}
    return dapat_diberi(pelaku.jabatan) | lain


def _kode_kelola(wilayah: Sequence[PenugasanBuat]) -> str:
    """Return the kab/kota of the first assignment, whose administrator looks after the account; empty above it."""
    for p in wilayah:
        for kode in p.kode_wilayah.jalur:
            if kode.tingkat is Tingkat.KABKOTA:
                return str(kode)
    return ""
