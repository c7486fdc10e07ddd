"""The officers' side of a contest: the queue, the assignment, the visit, the decision and the removal that follows."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import BerkasObjekService
from app.core.clock import WIB, hari_ini, now
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas
from app.keluarga.kode import TujuanBaca
from app.sanggah.alur import ALUR_SANGGAH, FaktaSanggah, bukan_terkait
from app.sanggah.entitas import PelaporTerbuka, SanggahLengkap, SanggahRingkas
from app.sanggah.errors import SanggahNotFound, SubjenisTidakSesuai
from app.sanggah.models import LampiranSanggah, Sanggah
from app.sanggah.pencatat import Langkah, PencatatSanggah
from app.sanggah.repository import Saringan, terlihat
from app.sanggah.schemas import KunjunganMasuk, SetujuiMasuk, TugaskanMasuk
from app.sanggah.status import AksiSanggah, BagianLampiran, HasilKunjunganSanggah, subjenis_baku
from app.usulan.dari_sanggah import HapusDariSanggah, UsulanDariSanggah, salin
from app.usulan.status import SubjenisUsulan
from app.wilayah.lingkup import Lingkup

_BERTANGGAL: Final = frozenset({SubjenisUsulan.MENINGGAL, SubjenisUsulan.PINDAH})
_UNTUK_PENCACAH: Final = frozenset({AksiSanggah.TUGASKAN, AksiSanggah.TUGASKAN_ULANG, AksiSanggah.CATAT_KUNJUNGAN})


class SanggahService:
    """Use cases of the VERIFIKATOR, and of the enumerator whom he sends."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._pencatat = PencatatSanggah.rakit(sesi, wadah)
        self._repo = self._pencatat.repo
        self._pihak = self._pencatat.pihak
        self._hapus = UsulanDariSanggah.rakit(sesi, wadah)
        self._berkas = BerkasObjekService.rakit(sesi, wadah)
        self._masa_tanggapan = timedelta(days=wadah.pengaturan.tenggat.hari_tanggapan_sanggah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services and routes."""
        return cls(sesi, wadah)

    # -- reading

    async def antrean(
        self, pelaku: Pelaku, saring: Saringan, hal: Halaman, *, is_lewat_tenggat: bool = False
    ) -> Potongan[SanggahRingkas]:
        """List contests of the caller's area (an enumerator: his own), oldest first; reading the names is recorded."""
        if is_lewat_tenggat:
            saring = replace(saring, lewat_sebelum=hari_ini())
        hasil = await self._repo.antrean(pelaku, saring, hal)
        keluarga = await self._pihak.keluarga.baca_banyak({s.keluarga_id for s in hasil.data})
        subjek = {
            a.nik_hmac
            for s in hasil.data
            for a in (keluarga[s.keluarga_id].anggota if s.keluarga_id in keluarga else ())
            if a.individu_id == s.individu_id and a.nik_hmac
        }
        await self._pencatat.jejak.catat("sanggah:daftar:dibaca", pelaku=pelaku, objek="sanggah", subjek=sorted(subjek))
        baris = [
            SanggahRingkas(
                s,
                self._pihak.nama(keluarga.get(s.keluarga_id), s.individu_id),
                ALUR_SANGGAH.tersedia(s.status, pelaku.jabatan),
            )
            for s in hasil.data
        ]
        return Potongan(baris, hasil.halaman)

    async def baca(self, sanggah_id: UUID, pelaku: Pelaku, tujuan: TujuanBaca) -> SanggahLengkap:
        """Return a contest; the reading is recorded. Who is related to a side reads nothing that a reporter wrote.

        Raises:
            SanggahNotFound: unknown, outside the caller's area, or not assigned to this enumerator.
        """
        sanggah = await self.ambil(sanggah_id, pelaku)
        keluarga = await self._pihak.sasaran(sanggah)
        await self._pencatat.catat(
            "sanggah:dibaca", sanggah, pelaku, subjek=self._pihak.subjek(keluarga), tujuan=tujuan
        )
        return await self._lengkapkan(sanggah, pelaku)

    async def pelapor(self, sanggah_id: UUID, pelaku: Pelaku, tujuan: TujuanBaca) -> PelaporTerbuka:
        """Return who made the contest; the reporter sees who asked and why, the contested person does not.

        Raises:
            SanggahNotFound: unknown, or outside the caller's area.
            PemisahanTugas: the caller is related to a side.
        """
        sanggah = await self.ambil(sanggah_id, pelaku)
        if await self._pihak.is_terkait(sanggah, pelaku):
            raise PemisahanTugas(bukan_terkait.periksa(FaktaSanggah()), syarat=bukan_terkait.nama)
        akun = await self._pihak.akun.ambil(sanggah.pelapor_id)
        subjek = [akun.nik_indeks] if akun.nik_indeks else []
        await self._pencatat.catat("pelapor:dibaca", sanggah, pelaku, subjek=subjek, tujuan=tujuan)
        return PelaporTerbuka(sanggah.id, akun.nama, akun.kode_desa)

    async def ambil(self, sanggah_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Sanggah:
        """Return the row, with `kunci` locked.

        Raises:
            SanggahNotFound: unknown, outside the caller's area, or not assigned to this enumerator.
        """
        if sanggah := await self._repo.satu(sanggah_id, terlihat(pelaku), kunci=kunci):
            return sanggah
        raise SanggahNotFound

    async def calon_petugas(self, sanggah_id: UUID, pelaku: Pelaku) -> list[tuple[UUID, str]]:
        """Return account and name of the enumerators of the area who are related to neither side; recorded.

        Raises:
            SanggahNotFound: unknown, or outside the caller's area.
        """
        sanggah = await self.ambil(sanggah_id, pelaku)
        petugas = await self._pihak.akun.petugas_di(sanggah.kode_desa, Jabatan.ENUMERATOR)
        sisi = await self._pihak.indeks(sanggah)
        await self._pencatat.catat("calon_petugas:dibaca", sanggah, pelaku)
        return [(a.id, a.nama) for a in petugas if not sisi & ({a.nik_indeks, a.no_kk_indeks} - {None})]

    # -- the steps

    async def tugaskan(
        self, aksi: AksiSanggah, sanggah_id: UUID, isi: TugaskanMasuk, pelaku: Pelaku, *, versi: int | None = None
    ) -> SanggahLengkap:
        """Send an enumerator, or another one; what an earlier visit found counts no more.

        Raises:
            SanggahNotFound: unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: this officer may not visit.
            PemisahanTugas, TransisiDitolak, VersiBasi: as the table says.
        """
        sanggah = await self.ambil(sanggah_id, pelaku, kunci=True)
        fakta = replace(await self._fakta(sanggah, pelaku), is_pencacah_layak=await self._layak(isi, sanggah))
        arahan = {"arahan": isi.arahan} if isi.arahan else None
        await self._pindah(sanggah, aksi, pelaku, fakta, langkah=Langkah(isi=arahan), versi=versi)
        sanggah.enumerator_id, sanggah.dikunjungi_date, sanggah.hasil_kunjungan = isi.enumerator_id, None, None
        sanggah.diverifikasi_at = sanggah.diverifikasi_at or now()
        return await self._lengkapkan(sanggah, pelaku)

    async def catat_kunjungan(
        self, sanggah_id: UUID, isi: KunjunganMasuk, pelaku: Pelaku, *, versi: int | None = None
    ) -> SanggahLengkap:
        """Keep what the enumerator found; a later visit of the same assignment replaces it.

        Raises:
            SanggahNotFound: unknown, or not assigned to the caller.
            SyaratTidakTerpenuhi: no photo yet, or a day before the assignment.
            PemisahanTugas, TransisiDitolak, VersiBasi: as the table says.
        """
        sanggah = await self.ambil(sanggah_id, pelaku, kunci=True)
        ditugaskan = await self._ditugaskan_at(sanggah)
        foto = [
            x
            for x in await self._repo.lampiran(sanggah.id)
            if x.bagian is BagianLampiran.KUNJUNGAN and x.pelaku_id == pelaku.akun_id and x.created_at >= ditugaskan
        ]
        fakta = replace(
            await self._fakta(sanggah, pelaku),
            is_berfoto=bool(foto),
            is_tanggal_wajar=ditugaskan.astimezone(WIB).date() <= isi.tanggal <= hari_ini(),
        )
        kata = {"tanggal": isi.tanggal.isoformat(), "hasil": isi.hasil.value, "catatan": isi.catatan}
        await self._pindah(sanggah, AksiSanggah.CATAT_KUNJUNGAN, pelaku, fakta, langkah=Langkah(isi=kata), versi=versi)
        sanggah.dikunjungi_date, sanggah.hasil_kunjungan = isi.tanggal, isi.hasil
        return await self._lengkapkan(sanggah, pelaku)

    async def tolak(
        self, sanggah_id: UUID, alasan: AlasanMasuk | None, pelaku: Pelaku, *, versi: int | None = None
    ) -> SanggahLengkap:
        """Refuse a contest; the reporter reads why.

        Raises:
            SanggahNotFound: unknown, or outside the caller's area.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
            PemisahanTugas, SyaratTidakTerpenuhi, TransisiDitolak, VersiBasi: as the table says.
        """
        sanggah = await self.ambil(sanggah_id, pelaku, kunci=True)
        fakta = await self._fakta(sanggah, pelaku)
        await self._pindah(sanggah, AksiSanggah.TOLAK, pelaku, fakta, langkah=Langkah(alasan=alasan), versi=versi)
        return await self._lengkapkan(sanggah, pelaku)

    async def setujui(
        self, sanggah_id: UUID, isi: SetujuiMasuk, pelaku: Pelaku, *, versi: int | None = None
    ) -> SanggahLengkap:
        """Grant a contest: a usulan HAPUS is sent with what the visit has proved.

        Where an earlier contest of the same person has made one that is still open, that one is named instead.

        Raises:
            SanggahNotFound: unknown, or outside the caller's area.
            SubjenisTidakSesuai: a death or a move without its day, or a day for something else.
            SyaratTidakTerpenuhi: the table's, or the removal's: evidence missing, another removal open, moved away.
            PemisahanTugas, TransisiDitolak, VersiBasi: as the table says.
        """
        dilihat = await self.ambil(sanggah_id, pelaku)
        fakta = await self._fakta(dilihat, pelaku)
        ALUR_SANGGAH.periksa(dilihat.status, AksiSanggah.SETUJUI, pelaku.jabatan, fakta)
        subjenis = SubjenisUsulan(isi.subjenis) if isi.subjenis else subjenis_baku(dilihat.kode_alasan)
        if (subjenis in _BERTANGGAL) != (isi.tanggal_peristiwa is not None):
            raise SubjenisTidakSesuai
        # Copied before anything is locked: the object store is another machine, and no row waits for it.
        berkas = {x.jenis: x.berkas_id for x in await self._repo.lampiran(dilihat.id) if _is_bukti(x)}
        lampiran = await salin(self._berkas, berkas, pelaku)
        sanggah = await self.ambil(sanggah_id, pelaku, kunci=True)
        await self._pindah(
            sanggah,
            AksiSanggah.SETUJUI,
            pelaku,
            await self._fakta(sanggah, pelaku),
            langkah=Langkah(isi={"penjelasan": isi.penjelasan, "subjenis": subjenis.value}),
            versi=versi,
        )
        ref = await self._usulan_berjalan(sanggah) or await self._hapus.kirim_hapus(
            HapusDariSanggah(
                Ref(sanggah.keluarga_id, sanggah.individu_id),
                subjenis,
                isi.penjelasan,
                isi.tanggal_peristiwa,
                lampiran,
            ),
            pelaku,
        )
        sanggah.usulan_keluarga_id, sanggah.usulan_id = ref.keluarga_id, ref.id
        return await self._lengkapkan(sanggah, pelaku)

    # -- parts

    async def _pindah(
        self,
        sanggah: Sanggah,
        aksi: AksiSanggah,
        pelaku: Pelaku,
        fakta: FaktaSanggah,
        *,
        langkah: Langkah,
        versi: int | None,
    ) -> None:
        keluarga = await self._pihak.sasaran(sanggah)
        await self._pencatat.pindah(sanggah, aksi, pelaku, fakta, keluarga=keluarga, langkah=langkah, versi=versi)

    async def _usulan_berjalan(self, sanggah: Sanggah) -> Ref | None:
        lain = await self._repo.disetujui(sanggah.keluarga_id, sanggah.individu_id)
        for ref in (s.usulan_ref for s in lain):
            if ref is not None and await self._hapus.is_berjalan(ref):
                return ref
        return None

    async def _layak(self, isi: TugaskanMasuk, sanggah: Sanggah) -> bool:
        petugas = await self._pihak.akun.pelaku(isi.enumerator_id)
        if petugas is None or petugas.jabatan is not Jabatan.ENUMERATOR:
            return False
        return Lingkup.dari(petugas).memuat(sanggah.kode_desa) and not await self._pihak.is_terkait(sanggah, petugas)

    async def _fakta(self, sanggah: Sanggah, pelaku: Pelaku) -> FaktaSanggah:
        akun_ids = await self._pihak.akun.seorang(pelaku)
        riwayat = await self._repo.riwayat([sanggah.id])
        pencacah = {x.pelaku_id for x in riwayat if x.aksi is AksiSanggah.CATAT_KUNJUNGAN} | {sanggah.enumerator_id}
        masa_habis = sanggah.diverifikasi_at is not None and now() >= sanggah.diverifikasi_at + self._masa_tanggapan
        return FaktaSanggah(
            is_terkait=await self._pihak.is_terkait(sanggah, pelaku),
            is_pencacah=not akun_ids.isdisjoint(pencacah),
            is_dikunjungi=sanggah.dikunjungi_date is not None,
            is_kunjungan_mendukung=sanggah.hasil_kunjungan is not HasilKunjunganSanggah.TIDAK_TERBUKTI,
            is_tanggapan_selesai=sanggah.ditanggapi_at is not None or masa_habis,
        )

    async def _ditugaskan_at(self, sanggah: Sanggah) -> datetime:
        tugas = {AksiSanggah.TUGASKAN, AksiSanggah.TUGASKAN_ULANG}
        return max((x.created_at for x in await self._repo.riwayat([sanggah.id]) if x.aksi in tugas), default=now())

    async def _lengkapkan(self, sanggah: Sanggah, pelaku: Pelaku) -> SanggahLengkap:
        keluarga = await self._pihak.sasaran(sanggah)
        fakta = await self._fakta(sanggah, pelaku)
        is_kabkota = pelaku.jabatan is Jabatan.VERIFIKATOR and fakta.is_terkait is False
        lampiran = await self._repo.lampiran(sanggah.id)
        return SanggahLengkap(
            sanggah,
            isi=self._pencatat.isi(sanggah) if is_kabkota else {},
            nama=self._pihak.nama(keluarga, sanggah.individu_id),
            alamat=keluarga.alamat,
            riwayat=await self._pencatat.langkah(sanggah, buka=None if is_kabkota else _UNTUK_PENCACAH),
            lampiran=[x for x in lampiran if is_kabkota or _terlihat_pencacah(x, pelaku)],
            aksi_tersedia=ALUR_SANGGAH.tersedia_rinci(
                sanggah.status,
                pelaku.jabatan,
                replace(fakta, is_pencacah_layak=True, is_berfoto=True, is_tanggal_wajar=True),
            ),
        )


def _terlihat_pencacah(x: LampiranSanggah, pelaku: Pelaku) -> bool:
    return x.bagian is BagianLampiran.KUNJUNGAN and x.pelaku_id == pelaku.akun_id


def _is_bukti(x: LampiranSanggah) -> bool:
    return x.bagian is BagianLampiran.KUNJUNGAN
