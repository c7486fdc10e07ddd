"""An officer decides on a citizen's account: compares form and pictures, approves or refuses with what to redo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import ALASAN_TOLAK, ALUR_AKUN, PERBAIKAN, AksiAkun, FaktaAkun, StatusAkun
from app.akun.errors import AkunNotFound
from app.akun.identitas import Identitas
from app.akun.models import Akun, JenisIndeks, PadanAkun
from app.akun.padan import TIDAK_COCOK, TUGAS_PADAN
from app.akun.pembatas import bahan_kode
from app.akun.registrasi import TUGAS_HAPUS, kode_baru
from app.akun.repository import AkunRepository
from app.akun.repository_bukti import BuktiRepository
from app.akun.service import AkunService, pastikan_alasan, subjek
from app.audit.jejak import Jejak
from app.berkas_objek.errors import BerkasNotFound
from app.berkas_objek.service import Berkas, BerkasObjekService
from app.config import Pengaturan
from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.etag import pastikan_versi
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.ratelimit import Kuota, pakai_kuota
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia
from app.wilayah.lingkup import Lingkup

TUJUAN_DAFTAR: Final = "Antrean verifikasi akun"
_TANYA_SEJAM: Final = 3
_JAM: Final = 3600
_BARU: Final = "Daftarlah kembali dengan data yang benar. / Register again with the right data."
_PERBAIKI: Final = (
    "Kirim ulang foto tanpa mendaftar dari awal ({perlu}) dengan kode ini, berlaku {hari} hari:\n\n    {kode}\n\n"
    "Send the pictures again without starting over, with the code above, within {hari} days."
)


class JenisFoto(StrEnum):
    """Which of the two pictures."""

    KTP = "ktp"
    SWAFOTO = "swafoto"


@dataclass(frozen=True, slots=True)
class WargaDibuka:
    """A registration with its opened part and what this officer may do with it."""

    akun: Akun
    identitas: Identitas
    is_nik_dipakai: bool
    padan: PadanAkun | None
    aksi: list[AksiTersedia[AksiAkun]]


class VerifikasiService:
    """What a VERIFIKATOR does with the registrations of his kab/kota."""

    def __init__(
        self,
        sesi: AsyncSession,
        akun: AkunService,
        berkas: BerkasObjekService,
        jejak: Jejak,
        sandi: Sandi,
        pengaturan: Pengaturan,
    ) -> None:
        self._sesi = sesi
        self._repo = AkunRepository(sesi)
        self._bukti = BuktiRepository(sesi)
        self._akun = akun
        self._berkas = berkas
        self._jejak = jejak
        self._sandi = sandi
        self._pengaturan = pengaturan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for one unit of work."""
        return cls(
            sesi,
            AkunService.rakit(sesi, wadah),
            BerkasObjekService.rakit(sesi, wadah),
            Jejak(sesi),
            wadah.sandi,
            wadah.pengaturan,
        )

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[Akun]:
        """Return who waits in the officer's region, oldest first; one audit row names them all."""
        potongan = await self._repo.menunggu(Lingkup.dari(pelaku), hal)
        if potongan.data:
            await self._jejak.catat(
                "akun:antrean:dibaca",
                pelaku=pelaku,
                objek="akun",
                subjek=subjek(*potongan.data),
                tujuan=TUJUAN_DAFTAR,
            )
        return potongan

    async def baca(self, akun_id: UUID, pelaku: Pelaku, tujuan: str) -> WargaDibuka:
        """Open one registration; audited with the purpose.

        Raises:
            AkunNotFound: none, outside the officer's region, or its e-mail is not confirmed.
        """
        akun = await self._ambil(akun_id, pelaku)
        await self._catat_baca(akun, pelaku, tujuan, "dibaca")
        fakta = await self._fakta(akun, pelaku)
        aksi = ALUR_AKUN.tersedia_rinci(akun.status, pelaku.jabatan, fakta)
        padan = await self._bukti.padan(akun.id)
        return WargaDibuka(akun, self._akun.identitas(akun), bool(fakta.is_nik_dipakai), padan, aksi)

    async def minta_padan(self, akun_id: UUID, pelaku: Pelaku) -> None:
        """Ask the civil registration again; a job does.

        Raises:
            AkunNotFound: as `baca`.
            TerlaluSering: three questions about this registration within the hour.
        """
        akun = await self._ambil(akun_id, pelaku)
        await pakai_kuota(self._sesi, self._sandi, "akun-padan", str(akun.id), Kuota(_TANYA_SEJAM, _JAM))
        await self._akun.catat(akun, "padan_diminta", pelaku)
        await enqueue(self._sesi, TUGAS_PADAN, {"akun_id": str(akun.id)})

    async def foto(self, akun_id: UUID, jenis: JenisFoto, pelaku: Pelaku, tujuan: str) -> Berkas:
        """Return one of the pictures; audited with the purpose.

        Raises:
            AkunNotFound: as `baca`.
            BerkasNotFound: it has been erased.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        akun = await self._ambil(akun_id, pelaku)
        berkas_id = akun.foto_ktp_id if jenis is JenisFoto.KTP else akun.swafoto_id
        if berkas_id is None:
            raise BerkasNotFound
        await self._catat_baca(akun, pelaku, tujuan, f"{jenis}:dibaca")
        return await self._berkas.baca(berkas_id)

    async def setujui(self, akun_id: UUID, pelaku: Pelaku, versi: int | None, catatan: str | None = None) -> Akun:
        """Let the citizen in; his NIK belongs to this account from now on, and the first of two officers wins.

        `catatan` says why, when the civil registration does not agree; it stands in the account's history.

        Raises:
            AkunNotFound | VersiBasi: as named.
            TransisiDitolak | SyaratTidakTerpenuhi | PemisahanTugas: the table refuses.
        """
        akun = await self._ambil(akun_id, pelaku, kunci=True)
        pastikan_versi(versi, akun.versi)
        fakta = await self._fakta(akun, pelaku, catatan)
        nik = self._akun.identitas(akun).nik
        if akun.status is StatusAkun.MENUNGGU_VERIFIKASI and fakta.is_nik_dipakai is False and nik:
            # The index decides between two accounts of one NIK that are approved at the same moment.
            is_didapat = await self._akun.klaim(akun, JenisIndeks.NIK_WARGA, Tujuan.NIK, nik)
            fakta = await self._fakta(akun, pelaku, catatan) if not is_didapat else fakta
        await self._akun.pindahkan(akun, AksiAkun.SETUJUI, pelaku, fakta, _sebab(catatan))
        await self._akun.surati(akun.id, "akun_disetujui", {"tautan": self._pengaturan.surel.tautan})
        return akun

    async def tolak(self, akun_id: UUID, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None) -> Akun:
        """Refuse the registration with one of the six reasons; the e-mail is free for another attempt.

        Raises:
            AkunNotFound | VersiBasi | AlasanWajib | AlasanTidakDikenal: as named.
            TransisiDitolak | PemisahanTugas: the table refuses.
        """
        akun = await self._ambil(akun_id, pelaku, kunci=True)
        pastikan_versi(versi, akun.versi)
        sebab = pastikan_alasan(alasan, ALASAN_TOLAK)
        await self._akun.pindahkan(akun, AksiAkun.TOLAK, pelaku, await self._fakta(akun, pelaku), sebab)
        await self._repo.lepas(akun.id, JenisIndeks.SUREL)
        await self._akun.surati(akun.id, "akun_ditolak", {**_kata(sebab), "perbaikan": await self._kode(akun, sebab)})
        simpan = timedelta(days=self._pengaturan.akun.simpan_ditolak_hari, hours=1)
        await enqueue(self._sesi, TUGAS_HAPUS, {"akun_id": str(akun.id)}, tunda=simpan)
        return akun

    async def _kode(self, akun: Akun, alasan: AlasanMasuk) -> str:
        """Return what the refusal's mail says of mending it; with a code, where new pictures are enough."""
        if not PERBAIKAN.get(alasan.kode):
            return _BARU
        kode, hari = kode_baru(), self._pengaturan.akun.perbaikan_hari
        indeks = self._sandi.indeks(Tujuan.TOKEN, bahan_kode(JenisIndeks.PERBAIKAN, kode))
        await self._repo.lepas(akun.id, JenisIndeks.PERBAIKAN)
        await self._repo.klaim(JenisIndeks.PERBAIKAN, indeks, akun.id, now() + timedelta(days=hari))
        return _PERBAIKI.format(kode=kode, hari=hari, perlu=", ".join(sorted(PERBAIKAN[alasan.kode])))

    async def _ambil(self, akun_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Akun:
        akun = await self._repo.get_warga(akun_id, Lingkup.dari(pelaku), kunci=kunci)
        if akun is None:
            raise AkunNotFound
        return akun

    async def _fakta(self, akun: Akun, pelaku: Pelaku, catatan: str | None = None) -> FaktaAkun:
        padan = await self._bukti.padan(akun.id)
        nik = self._akun.identitas(akun).nik
        calon = self._sandi.indeks_calon(Tujuan.NIK, nik) if nik else ()
        pemilik = await self._repo.cari(JenisIndeks.NIK_WARGA, calon, now())
        return FaktaAkun(
            is_diri_sendiri=akun.id == pelaku.akun_id,
            is_keluarga_sendiri=_sama(akun.nik_indeks, pelaku.nik_indeks)
            or _sama(akun.no_kk_indeks, pelaku.no_kk_indeks),
            is_nik_dipakai=pemilik not in {None, akun.id},
            is_padan_jelas=bool(catatan) or padan is None or padan.hasil not in TIDAK_COCOK,
        )

    async def _catat_baca(self, akun: Akun, pelaku: Pelaku, tujuan: str, perbuatan: str) -> None:
        await self._jejak.catat(
            f"akun:akun:{perbuatan}", pelaku=pelaku, objek=f"akun/{akun.id}", subjek=subjek(akun), tujuan=tujuan
        )


def _sebab(catatan: str | None) -> AlasanMasuk | None:
    if not catatan:
        return None
    return AlasanMasuk(
        kode="TIDAK_PADAN_DUKCAPIL", penjelasan=catatan, langkah_berikutnya="Disetujui petugas dengan catatan"
    )


def _sama(satu: UUID | None, dua: UUID | None) -> bool:
    return satu is not None and satu == dua


def _kata(alasan: AlasanMasuk) -> Mapping[str, str]:
    butir = ALASAN_TOLAK[alasan.kode]
    teks, langkah = butir.teks, butir.langkah
    return {
        "kode": alasan.kode,
        "alasan": teks.id,
        "alasan_en": teks.en,
        "penjelasan": alasan.penjelasan,
        "langkah": f"{langkah.id}. {alasan.langkah_berikutnya}",
        "langkah_en": langkah.en,
    }
