"""Fast reactivation: who is gravely ill and was or will be put out is restored at once, and confirmed afterwards.

As practised with PBI-JK in 2026: a health facility's letter is required, a certificate of poverty (SKTM) is not, and
the social office states that the person is still eligible. Whoever files does not restore, whoever restores does not
confirm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia
from app.penetapan.alur import ALUR_REAKTIVASI
from app.penetapan.buku import BukuKeanggotaan, alasan_baku
from app.penetapan.errors import KeanggotaanTidakAda, ReaktivasiMasihTerbuka, ReaktivasiTidakAda
from app.penetapan.models import Keanggotaan, Reaktivasi
from app.penetapan.segel import buka_isi, segel_isi
from app.penetapan.status import AksiKeanggotaan, FaktaKeanggotaan, StatusKeanggotaan
from app.penetapan.status_keluar import TIDAK_PULIH, AksiReaktivasi, FaktaReaktivasi, StatusReaktivasi
from app.referensi.pemeriksa import wajib_alasan
from app.wilayah.lingkup import Lingkup

TABEL: Final = Reaktivasi.__tablename__
DIPULIHKAN: Final = "REAKTIVASI"
_KELUAR: Final = frozenset(StatusKeanggotaan) - {StatusKeanggotaan.TERDAFTAR}
_TERBUKA: Final = frozenset({StatusReaktivasi.DIAJUKAN, StatusReaktivasi.SEMENTARA})


class Permohonan(NamedTuple):
    """A request as it comes in: which illness (code of 430), whose letter, its number, and the files."""

    penyakit: int
    faskes: str
    nomor_surat: str
    surat: bytes
    sktm: bytes | None


@dataclass(frozen=True, slots=True)
class ReaktivasiLengkap:
    """A request opened, and what this caller may do with it."""

    baris: Reaktivasi
    isi: dict[str, Any]
    aksi_tersedia: Sequence[AksiTersedia[AksiReaktivasi]]


class ReaktivasiService:
    """The desk of those who file, restore and confirm."""

    def __init__(self, buku: BukuKeanggotaan, objek: BerkasObjekService, jejak: Jejak, wadah: Wadah) -> None:
        self._buku = buku
        self._repo = buku.keluar
        self._objek = objek
        self._jejak = jejak
        self._sandi = wadah.sandi
        self._katastrofik = wadah.pengaturan.penetapan.penyakit_katastrofik

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(BukuKeanggotaan.rakit(sesi, wadah), BerkasObjekService.rakit(sesi, wadah), Jejak(sesi), wadah)

    async def ajukan_sendiri(self, isi: Permohonan, pelaku: Pelaku) -> ReaktivasiLengkap:
        """File a citizen's own request.

        Raises:
            KeanggotaanTidakAda: never a member.
            As `ajukan`.
        """
        return await self._ajukan(await self._buku.milik(pelaku), isi, pelaku)

    async def ajukan(self, orang: Ref, isi: Permohonan, pelaku: Pelaku) -> ReaktivasiLengkap:
        """File somebody's request with the health facility's letter.

        Raises:
            KeanggotaanTidakAda: never a member, or out of scope.
            ReaktivasiMasihTerbuka: a request of his is not decided yet.
            SyaratTidakTerpenuhi: he is not about to leave, the reason cannot be undone, or the illness is not listed.
            BerkasBukanPdf, BerkasBukanGambar, BerkasTerlaluBesar, GambarRusak: the letter is no readable file.
        """
        kini = (await self._buku.repo.keanggotaan_kini([orang])).get(orang)
        if kini is None or not Lingkup.dari(pelaku).memuat(kini.kode_desa):
            raise KeanggotaanTidakAda
        return await self._ajukan(kini, isi, pelaku)

    async def _ajukan(self, kini: Keanggotaan, isi: Permohonan, pelaku: Pelaku) -> ReaktivasiLengkap:
        fakta = FaktaReaktivasi(
            is_keluar=kini.status in _KELUAR,
            is_dapat_pulih=kini.alasan_kode not in TIDAK_PULIH,
            is_katastrofik=isi.penyakit in self._katastrofik,
        )
        panah = ALUR_REAKTIVASI.mulai(AksiReaktivasi.AJUKAN, pelaku.jabatan, fakta)
        baris_id = id_baru()
        surat_id = await self._simpan(isi.surat, baris_id, pelaku)
        sktm_id = await self._simpan(isi.sktm, baris_id, pelaku) if isi.sktm else None
        # Only now the locks: the object store is another machine, and no row waits for it.
        await self._buku.kunci([kini.individu_id])
        lain = await self._repo.reaktivasi_orang(kini.individu_id, kini.keluarga_id)
        if any(r.status in _TERBUKA for r in lain):
            raise ReaktivasiMasihTerbuka
        dokumen = {"penyakit": isi.penyakit, "faskes": isi.faskes, "nomor_surat": isi.nomor_surat}
        baris = Reaktivasi(
            keluarga_id=kini.keluarga_id,
            id=baris_id,
            individu_id=kini.individu_id,
            nik_indeks=kini.nik_indeks,
            kode_desa=kini.kode_desa,
            status=panah.ke,
            surat_id=surat_id,
            sktm_id=sktm_id,
            pengaju_id=pelaku.akun_id,
            created_at=now(),
            versi=1,
            **segel_isi(self._sandi, TABEL, baris_id, dokumen),
        )
        await self._repo.tambah(baris)
        await self._catat("diajukan", baris, pelaku)
        return await self._lengkap(baris, pelaku)

    async def pulihkan_sementara(
        self, ref: Ref, pelaku: Pelaku, *, is_layak: bool, catatan: str, versi: int | None = None
    ) -> ReaktivasiLengkap:
        """Restore at once on the social office's statement; PUSAT confirms or refuses afterwards.

        Raises:
            ReaktivasiTidakAda: unknown, or out of scope.
            VersiBasi: changed since `versi`.
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
        """
        baris = await self._kunci(ref, pelaku, versi)
        kini = await self._buku.kunci_satu(baris.individu_id)
        fakta = await self._fakta(baris, kini, pelaku, is_layak=is_layak)
        ALUR_REAKTIVASI.apply(baris, AksiReaktivasi.PULIHKAN_SEMENTARA, pelaku.jabatan, fakta)
        self._tulis(baris, {"pernyataan": catatan})
        baris.pemulih_id, baris.dipulihkan_at = pelaku.akun_id, now()
        await self._buku.pindahkan(
            [kini],
            AksiKeanggotaan.PULIHKAN,
            pelaku,
            fakta=FaktaKeanggotaan(is_perkara_sendiri=False, is_dapat_pulih=True),
            alasan=alasan_baku(DIPULIHKAN),
        )
        await self._catat("dipulihkan", baris, pelaku)
        return await self._lengkap(baris, pelaku)

    async def pastikan(self, ref: Ref, pelaku: Pelaku, *, versi: int | None = None) -> ReaktivasiLengkap:
        """Confirm an interim restoration.

        Raises:
            As `pulihkan_sementara`.
        """
        baris = await self._kunci(ref, pelaku, versi)
        fakta = await self._fakta(baris, await self._buku.kunci_satu(baris.individu_id), pelaku)
        ALUR_REAKTIVASI.apply(baris, AksiReaktivasi.PASTIKAN, pelaku.jabatan, fakta)
        self._tulis(baris, {})
        baris.pemutus_id, baris.diputus_at = pelaku.akun_id, now()
        await self._catat("dipastikan", baris, pelaku)
        return await self._lengkap(baris, pelaku)

    async def tolak(
        self, ref: Ref, pelaku: Pelaku, alasan: AlasanMasuk | None, *, versi: int | None = None
    ) -> ReaktivasiLengkap:
        """Refuse a request; who was restored meanwhile is given a whole notice period again.

        Raises:
            As `pulihkan_sementara`; AlasanWajib, AlasanTidakBerlaku: the reason is missing or of another action.
        """
        baris = await self._kunci(ref, pelaku, versi)
        kini = await self._buku.kunci_satu(baris.individu_id)
        is_pulih = baris.status is StatusReaktivasi.SEMENTARA and kini.status is StatusKeanggotaan.TERDAFTAR
        fakta = await self._fakta(baris, kini, pelaku)
        ALUR_REAKTIVASI.periksa(baris.status, AksiReaktivasi.TOLAK, pelaku.jabatan, fakta)
        alasan = wajib_alasan(alasan, "reaktivasi.tolak")
        ALUR_REAKTIVASI.apply(baris, AksiReaktivasi.TOLAK, pelaku.jabatan, fakta)
        self._tulis(baris, {"jawaban": alasan.penjelasan, "langkah": alasan.langkah_berikutnya})
        baris.alasan_kode, baris.pemutus_id, baris.diputus_at = alasan.kode, pelaku.akun_id, now()
        if is_pulih:
            bukan_sendiri = FaktaKeanggotaan(is_perkara_sendiri=False)
            aksi = AksiKeanggotaan.CABUT_PEMULIHAN
            await self._buku.pindahkan([kini], aksi, pelaku, fakta=bukan_sendiri, alasan=alasan)
        await self._catat("ditolak", baris, pelaku)
        return await self._lengkap(baris, pelaku)

    # -- reading

    async def daftar(self, status: StatusReaktivasi, pelaku: Pelaku, hal: Halaman) -> Potongan[Reaktivasi]:
        """Return requests of one state in scope, by village; the reading is recorded."""
        hasil = await self._repo.daftar_reaktivasi(status, Lingkup.dari(pelaku), hal)
        subjek = [r.nik_indeks for r in hasil.data if r.nik_indeks]
        await self._jejak.catat("reaktivasi:daftar:dibaca", pelaku=pelaku, objek="reaktivasi", subjek=subjek)
        return hasil

    async def baca(self, ref: Ref, pelaku: Pelaku) -> ReaktivasiLengkap:
        """Return a request opened; the reading is recorded.

        Raises:
            ReaktivasiTidakAda: unknown, or out of scope.
        """
        baris = await self._ambil(ref, pelaku)
        await self._catat("dibaca", baris, pelaku)
        return await self._lengkap(baris, pelaku)

    async def buka_berkas(self, ref: Ref, pelaku: Pelaku, *, sktm: bool) -> Berkas:
        """Return the letter, or the certificate of poverty; the reading is recorded.

        Raises:
            ReaktivasiTidakAda: unknown, out of scope, or without such a file.
            BerkasNotFound: erased.
        """
        baris = await self._ambil(ref, pelaku)
        berkas_id = baris.sktm_id if sktm else baris.surat_id
        if berkas_id is None:
            raise ReaktivasiTidakAda
        await self._catat("berkas:dibaca", baris, pelaku)
        return await self._objek.baca(berkas_id)

    async def milik(self, individu_id: UUID, keluarga_id: UUID) -> Sequence[Reaktivasi]:
        """Return a person's own requests, newest first; nothing of them is opened."""
        return await self._repo.reaktivasi_orang(individu_id, keluarga_id)

    async def _ambil(self, ref: Ref, pelaku: Pelaku) -> Reaktivasi:
        if baris := await self._repo.reaktivasi(ref, Lingkup.dari(pelaku)):
            return baris
        raise ReaktivasiTidakAda

    async def _kunci(self, ref: Ref, pelaku: Pelaku, versi: int | None) -> Reaktivasi:
        belum = await self._ambil(ref, pelaku)
        await self._buku.kunci([belum.individu_id])  # membership before request, as when it is filed
        baris = await self._repo.reaktivasi(ref, Lingkup.dari(pelaku), kunci=True)
        if baris is None:
            raise ReaktivasiTidakAda
        pastikan_versi(versi, baris.versi)
        return baris

    async def _fakta(
        self, baris: Reaktivasi, kini: Keanggotaan, pelaku: Pelaku, *, is_layak: bool | None = None
    ) -> FaktaReaktivasi:
        return FaktaReaktivasi(
            is_keluar=kini.status in _KELUAR,
            is_dapat_pulih=kini.alasan_kode not in TIDAK_PULIH,
            is_katastrofik=True,
            is_layak_dinyatakan=is_layak,
            is_pengaju=await self._buku.is_seorang(pelaku, baris.pengaju_id),
            is_pemulih=baris.pemulih_id is not None and await self._buku.is_seorang(pelaku, baris.pemulih_id),
            is_perkara_sendiri=await self._buku.is_perkara_sendiri(kini.keluarga_id, pelaku),
        )

    async def _lengkap(self, baris: Reaktivasi, pelaku: Pelaku) -> ReaktivasiLengkap:
        kini = await self._buku.lihat(baris.individu_id)
        fakta = await self._fakta(baris, kini, pelaku, is_layak=True)
        aksi = ALUR_REAKTIVASI.tersedia_rinci(baris.status, pelaku.jabatan, fakta)
        return ReaktivasiLengkap(baris, buka_isi(self._sandi, TABEL, baris), aksi)

    def _tulis(self, baris: Reaktivasi, tambahan: dict[str, str]) -> None:
        dokumen = buka_isi(self._sandi, TABEL, baris) | tambahan
        baris.isi = self._sandi.segel_ulang(baris.kunci_data, dokumen, TABEL, baris.id)
        baris.versi += 1

    async def _simpan(self, data: bytes, baris_id: UUID, pelaku: Pelaku) -> UUID:
        return await self._objek.simpan_foto_atau_pdf(data, pemilik=f"{TABEL}/{baris_id}", pelaku_id=pelaku.akun_id)

    async def _catat(self, perbuatan: str, baris: Reaktivasi, pelaku: Pelaku) -> None:
        await self._jejak.catat(
            f"reaktivasi:permohonan:{perbuatan}",
            pelaku=pelaku,
            objek=f"reaktivasi/{baris.id}",
            subjek=[baris.nik_indeks] if baris.nik_indeks else [],
            keluarga_id=baris.keluarga_id,
            rincian={"status": baris.status.value},
        )
