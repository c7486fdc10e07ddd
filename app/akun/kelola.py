"""Administrators look after the accounts below them: create, assign, move, shut out, let back.

An ADMIN_KABKOTA manages the officers of his kab/kota and disables citizens' accounts there; an ADMIN_PUSAT manages
everybody. Neither decides cases, and nobody touches the rights of his own account (Kepmensos 73/HUK/2024; separation
of duties).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import ALASAN_NONAKTIF, ALUR_AKUN, AksiAkun, FaktaAkun, StatusAkun
from app.akun.errors import CariSatuSaja, JabatanDiLuarWewenang
from app.akun.identitas import Identitas, rapikan_nama_masuk, rapikan_telepon
from app.akun.jabatan import PETUGAS, dapat_diberi
from app.akun.masuk import sandi_awal
from app.akun.models import Akun, JenisIndeks, PenugasanWilayah, RiwayatAkun
from app.akun.passwords import KataSandi, kata_sandi
from app.akun.pengelola import Pengelola, kode_kelola, terlihat
from app.akun.repository import SaringAkun
from app.akun.schemas import AkunCari, KlienBuat, PetugasBuat
from app.akun.service import BakalAkun, pastikan_alasan
from app.akun.totp import TotpService
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi, Tujuan
from app.core.etag import pastikan_versi
from app.core.paging import Halaman, Potongan
from app.core.peran import NASIONAL, Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia
from app.wilayah.lingkup import Lingkup

_TEMUAN_MAKS: Final = 50
_INDEKS: Final = MappingProxyType(
    {
        "username": (Tujuan.USERNAME, (JenisIndeks.USERNAME,)),
        "surel": (Tujuan.SUREL, (JenisIndeks.SUREL,)),
        "nik": (Tujuan.NIK, (JenisIndeks.NIK_PETUGAS, JenisIndeks.NIK_WARGA)),
    }
)


@dataclass(frozen=True, slots=True)
class AkunDibuka:
    """An account with its opened part, assignments, and what this administrator may do with it."""

    akun: Akun
    identitas: Identitas
    penugasan: Sequence[PenugasanWilayah]
    aksi: list[AksiTersedia[AksiAkun]]
    is_totp_aktif: bool


class KelolaService:
    """What administrators do with accounts."""

    def __init__(self, kelola: Pengelola, penyandi: KataSandi, totp: TotpService, sandi: Sandi) -> None:
        self._kelola = kelola
        self._repo = kelola.repo
        self._masuk = kelola.masuk
        self._akun = kelola.akun
        self._penyandi = penyandi
        self._totp = totp
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(Pengelola.rakit(sesi, wadah), kata_sandi(), TotpService.rakit(sesi, wadah), wadah.sandi)

    # -- read

    async def daftar(self, pelaku: Pelaku, hal: Halaman, saring: SaringAkun) -> Potongan[Akun]:
        """Return the accounts that the caller looks after, oldest first; of a jabatan that is not his, none."""
        return await self._repo.kelolaan(Lingkup.dari(pelaku), terlihat(pelaku), saring, hal, hari_ini())

    async def cari(self, pelaku: Pelaku, isi: AkunCari) -> Sequence[Akun]:
        """Return up to fifty accounts by username, e-mail, NIK or, officers only, a part of the name; audited.

        Raises:
            CariSatuSaja: none or several of the four.
        """
        diisi = {k: v for k, v in isi.model_dump().items() if v is not None}
        if len(diisi) != 1:
            raise CariSatuSaja
        ((bidang, nilai),) = diisi.items()
        lingkup, jabatan = Lingkup.dari(pelaku), terlihat(pelaku)
        if bidang == "nama":
            hasil = await self._repo.menurut_nama(nilai, lingkup, jabatan - {Jabatan.WARGA}, _TEMUAN_MAKS)
        else:
            hasil = await self._menurut_indeks(bidang, nilai, lingkup, jabatan)
        await self._jejak_cari(pelaku, bidang, hasil)
        return hasil

    async def _menurut_indeks(
        self, bidang: str, nilai: str, lingkup: Lingkup, jabatan: frozenset[Jabatan]
    ) -> Sequence[Akun]:
        tujuan, jenis = _INDEKS[bidang]
        calon = self._sandi.indeks_calon(tujuan, nilai if bidang == "nik" else rapikan_nama_masuk(nilai))
        pemilik = {await self._repo.cari(j, calon, now()) for j in jenis} - {None}
        hasil = [await self._repo.get_kelolaan(p, lingkup, jabatan) for p in pemilik if p is not None]
        return [a for a in hasil if a is not None]

    async def _jejak_cari(self, pelaku: Pelaku, bidang: str, hasil: Sequence[Akun]) -> None:
        for akun in hasil:
            await self._akun.catat(akun, "dicari", pelaku, menurut=bidang)

    async def riwayat(self, akun_id: UUID, pelaku: Pelaku) -> Sequence[RiwayatAkun]:
        """Return what happened to an account, first to last; audited.

        Raises:
            AkunNotFound: none, or not the caller's to look after.
        """
        akun = await self._kelola.ambil(akun_id, pelaku)
        await self._akun.catat(akun, "riwayat_dibaca", pelaku)
        return await self._repo.riwayat(akun.id)

    async def baca(self, akun_id: UUID, pelaku: Pelaku) -> AkunDibuka:
        """Open one account; audited.

        Raises:
            AkunNotFound: none, or not the caller's to look after.
        """
        akun = await self._kelola.ambil(akun_id, pelaku)
        await self._akun.catat(akun, "dibaca", pelaku)
        return await self.buka(akun, pelaku)

    async def buka(self, akun: Akun, pelaku: Pelaku) -> AkunDibuka:
        """Return the account with everything that its administrator sees."""
        aksi = ALUR_AKUN.tersedia_rinci(akun.status, pelaku.jabatan, await self._fakta(akun, pelaku))
        is_totp = await self._totp.is_aktif(akun.id)
        return AkunDibuka(akun, self._akun.identitas(akun), await self._repo.penugasan(akun.id), aksi, is_totp)

    # -- create

    async def buat(self, isi: PetugasBuat, pelaku: Pelaku | None, sandi: str | None = None) -> tuple[Akun, str]:
        """Create an account for a person and return it with its initial password, for the command line only.

        An administrator never learns it: it goes to the holder by e-mail. A national account waits for somebody else's
        agreement first (ADR 0027).

        Args:
            isi: who, as what, where.
            pelaku: the administrator; None is the command line.
            sandi: a password that need not be changed (demonstrations); by default a one-time password is drawn.

        Raises:
            JabatanDiLuarWewenang | WilayahDiLuarWewenang | TingkatTidakCocok | TanggalPenugasanTidakSah: as named.
            WilayahTidakDikenal | TeleponTidakSah | IdentitasSudahDipakai: as named.
            SyaratTidakTerpenuhi: he may not serve: registered himself, or SDM Kesos in one of the six functions.
        """
        if isi.jabatan not in (dapat_diberi(pelaku.jabatan) if pelaku else PETUGAS):
            raise JabatanDiLuarWewenang
        await self._kelola.pastikan_penugasan(isi.wilayah, isi.jabatan, pelaku)
        nik_indeks = self._sandi.indeks(Tujuan.NIK, str(isi.nik))
        await self._kelola.kelayakan.pastikan(isi.jabatan, nik_indeks, is_sdm_kesos=isi.is_sdm_kesos)
        is_ditahan = pelaku is not None and isi.jabatan in NASIONAL
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
                kode_kelola=kode_kelola(isi.wilayah),
                # Of a national account the password is drawn when somebody else has agreed.
                sandi_hash=None if is_ditahan else await self._penyandi.buat(baru),
                is_sandi_sementara=sandi is None,
                is_sdm_kesos=isi.is_sdm_kesos,
            ),
            pelaku,
            AksiAkun.BUAT,
        )
        await self._akun.klaim_identitas(akun)
        await self._kelola.tugaskan(akun, isi.wilayah, pelaku)
        if pelaku is not None and is_ditahan:
            await self._kelola.tahan(akun, pelaku)
            await self._kelola.umumkan(akun, pelaku, "akun baru menunggu persetujuan / new account waits for agreement")
        elif pelaku is not None:
            await self._akun.surati(akun.id, "akun_dibuat", {"username": isi.username, "sandi": baru})
        return akun, baru

    async def buat_klien(self, isi: KlienBuat, pelaku: Pelaku | None) -> tuple[Akun, str]:
        """Create a machine account and return it with its secret, of which only a digest is kept.

        Raises:
            TingkatTidakCocok | TanggalPenugasanTidakSah | WilayahTidakDikenal: as named.
        """
        await self._kelola.pastikan_penugasan(isi.wilayah, Jabatan.INTEGRASI, pelaku)
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
        await self._kelola.tugaskan(akun, isi.wilayah, pelaku)
        return akun, rahasia

    # -- change

    async def nonaktifkan(self, akun_id: UUID, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None) -> Akun:
        """Shut an account out: its tokens and logins are dead on the next call.

        Raises:
            AkunNotFound | VersiBasi | AlasanWajib | AlasanTidakDikenal: as named.
            TransisiDitolak | PemisahanTugas: the table refuses.
        """
        akun = await self._kelola.ambil(akun_id, pelaku, kunci=True)
        pastikan_versi(versi, akun.versi)
        sebab = pastikan_alasan(alasan, ALASAN_NONAKTIF)
        await self._akun.pindahkan(akun, AksiAkun.NONAKTIFKAN, pelaku, await self._fakta(akun, pelaku), sebab)
        await self._masuk.cabut(akun.id, now(), "DINONAKTIFKAN")
        await self._akun.surati(akun.id, "akun_dinonaktifkan", {"alasan": ALASAN_NONAKTIF[sebab.kode].teks.id})
        return akun

    async def aktifkan(self, akun_id: UUID, pelaku: Pelaku, versi: int | None) -> Akun:
        """Let an account back in.

        Raises:
            AkunNotFound | VersiBasi: as named.
            TransisiDitolak | SyaratTidakTerpenuhi | PemisahanTugas: the table refuses.
        """
        akun = await self._kelola.ambil(akun_id, pelaku, kunci=True)
        pastikan_versi(versi, akun.versi)
        await self._akun.pindahkan(akun, AksiAkun.AKTIFKAN, pelaku, await self._fakta(akun, pelaku))
        if akun.diajukan_oleh is not None:  # nobody has agreed yet
            await self._akun.pindahkan(akun, AksiAkun.TAHAN, None, FaktaAkun())
        return akun

    async def restui(self, akun_id: UUID, pelaku: Pelaku, versi: int | None) -> Akun:
        """Agree to a national account that somebody else proposed; a new holder gets his password now.

        Raises:
            AkunNotFound | VersiBasi: as named.
            TransisiDitolak | SyaratTidakTerpenuhi | PemisahanTugas: the table refuses.
        """
        akun = await self._kelola.ambil(akun_id, pelaku, kunci=True)
        pastikan_versi(versi, akun.versi)
        await self._akun.pindahkan(akun, AksiAkun.RESTUI, pelaku, await self._fakta(akun, pelaku))
        akun.diajukan_oleh = None
        if akun.sandi_hash is None:
            baru = sandi_awal()
            akun.sandi_hash, akun.is_sandi_sementara = await self._penyandi.buat(baru), True
            username = self._akun.identitas(akun).username or ""
            await self._akun.surati(akun.id, "akun_dibuat", {"username": username, "sandi": baru})
        await self._kelola.umumkan(akun, pelaku, "akun disetujui / account agreed to")
        return akun

    async def _fakta(self, akun: Akun, pelaku: Pelaku) -> FaktaAkun:
        layak = await self._kelola.kelayakan.fakta(akun.jabatan, akun.nik_indeks, is_sdm_kesos=akun.is_sdm_kesos)
        seorang = await self._akun.seorang(pelaku)
        return replace(layak, is_diri_sendiri=akun.id in seorang, is_pengusul=akun.diajukan_oleh in seorang)

    async def atur_ulang_sandi(self, akun_id: UUID, pelaku: Pelaku) -> None:
        """Replace an officer's password by a one-time password that only he gets, by e-mail, and end his logins.

        Raises:
            AkunNotFound | PemisahanTugas: not the caller's to change, or his own.
            JabatanDiLuarWewenang: a citizen or a machine, who have no initial password.
        """
        akun = await self._kelola.ubahan(akun_id, pelaku, None)
        if akun.jabatan not in dapat_diberi(pelaku.jabatan):
            raise JabatanDiLuarWewenang
        baru = sandi_awal()
        akun.sandi_hash, akun.is_sandi_sementara = await self._penyandi.buat(baru), True
        await self._akun.ubah(akun)
        await self._masuk.cabut(akun.id, now(), "SANDI_DIATUR_ULANG")
        await self._akun.catat(akun, "sandi_diatur_ulang", pelaku)
        await self._akun.surati(akun.id, "sandi_diatur_ulang", {"sandi": baru})
        await self._kelola.umumkan(akun, pelaku, "kata sandi diatur ulang / password reset")

    async def atur_ulang_totp(self, akun_id: UUID, pelaku: Pelaku) -> None:
        """Remove the second factor of an officer who has lost it, and end his logins; he is told.

        Raises:
            AkunNotFound | PemisahanTugas: not the caller's to change, or his own.
            TotpBelumAda: there is none.
        """
        akun = await self._kelola.ubahan(akun_id, pelaku, None)
        await self._totp.atur_ulang(akun)
        await self._akun.ubah(akun)
        await self._masuk.cabut(akun.id, now(), "TOTP_DIATUR_ULANG")
        await self._akun.catat(akun, "totp_direset", pelaku)
        await self._kelola.umumkan(akun, pelaku, "verifikasi dua langkah diatur ulang / second factor reset")
