"""Objection against an announced removal: filed before the date, answered by a person who had no part in the case.

While it is open the clock removes nobody, so the answer comes before the date or the date waits (UU 27/2022 ps 10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia
from app.penetapan.alur import ALUR_KEBERATAN
from app.penetapan.buku import BukuKeanggotaan
from app.penetapan.errors import KeanggotaanTidakAda, KeberatanMasihTerbuka, KeberatanTidakAda
from app.penetapan.models import Keanggotaan, KeberatanKeanggotaan
from app.penetapan.segel import buka_isi, segel_isi
from app.penetapan.status import AksiKeanggotaan, FaktaKeanggotaan, StatusKeanggotaan
from app.penetapan.status_keluar import AksiKeberatan, FaktaKeberatan, StatusKeberatan
from app.referensi.pemeriksa import wajib_alasan
from app.usulan.errors import UsulanNotFound
from app.usulan.service import UsulanService
from app.wilayah.lingkup import Lingkup

TABEL: Final = KeberatanKeanggotaan.__tablename__


@dataclass(frozen=True, slots=True)
class KeberatanLengkap:
    """An objection opened, and what this caller may do with it."""

    baris: KeberatanKeanggotaan
    isi: dict[str, Any]
    aksi_tersedia: Sequence[AksiTersedia[AksiKeberatan]]


class KeberatanService:
    """The desk of those who object and those who answer."""

    def __init__(self, buku: BukuKeanggotaan, usulan: UsulanService, jejak: Jejak, wadah: Wadah) -> None:
        self._buku = buku
        self._repo = buku.keluar
        self._usulan = usulan
        self._jejak = jejak
        self._sandi = wadah.sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(BukuKeanggotaan.rakit(sesi, wadah), UsulanService.rakit(sesi, wadah), Jejak(sesi), wadah)

    async def ajukan_sendiri(self, alasan: str, pelaku: Pelaku) -> KeberatanLengkap:
        """Object to one's own removal.

        Raises:
            KeanggotaanTidakAda: never a member.
            As `ajukan`.
        """
        return await self.ajukan((await self._buku.milik(pelaku)).ref, alasan, pelaku)

    async def ajukan(self, orang: Ref, alasan: str, pelaku: Pelaku) -> KeberatanLengkap:
        """Object to a removal, for oneself or on behalf of somebody of the village.

        Raises:
            KeanggotaanTidakAda: never a member, or out of scope.
            KeberatanMasihTerbuka: an objection of his is not answered yet.
            SyaratTidakTerpenuhi: no removal is announced, or its date has passed.
        """
        kini = next((k for k in await self._buku.kunci([orang.id]) if k.ref == orang), None)
        if kini is None or not Lingkup.dari(pelaku).memuat(kini.kode_desa):
            raise KeanggotaanTidakAda
        batas = kini.nonaktif_paling_cepat
        is_akan = kini.status is StatusKeanggotaan.AKAN_DINONAKTIFKAN
        fakta = FaktaKeberatan(is_diumumkan=is_akan and batas is not None and batas >= hari_ini())
        panah = ALUR_KEBERATAN.mulai(AksiKeberatan.AJUKAN, pelaku.jabatan, fakta)
        if await self._repo.berkeberatan([kini.individu_id]):
            raise KeberatanMasihTerbuka
        baris_id = id_baru()
        baris = KeberatanKeanggotaan(
            keluarga_id=kini.keluarga_id,
            id=baris_id,
            individu_id=kini.individu_id,
            nik_indeks=kini.nik_indeks,
            kode_desa=kini.kode_desa,
            status=panah.ke,
            jawab_sebelum=batas,
            pengaju_id=pelaku.akun_id,
            created_at=now(),
            versi=1,
            **segel_isi(self._sandi, TABEL, baris_id, {"alasan": alasan}),
        )
        await self._repo.tambah(baris)
        await self._catat("diajukan", baris, pelaku)
        return await self._lengkap(baris, kini, pelaku)

    async def terima(
        self, ref: Ref, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None = None
    ) -> KeberatanLengkap:
        """Grant an objection: the person stays registered.

        Raises:
            KeberatanTidakAda: unknown, or out of scope.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing or of another action.
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
            VersiBasi: changed since it was read.
        """
        return await self._jawab(ref, AksiKeberatan.TERIMA, pelaku, alasan, versi)

    async def tolak(
        self, ref: Ref, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None = None
    ) -> KeberatanLengkap:
        """Refuse an objection with its reason: the announced removal goes on.

        Raises:
            As `terima`.
        """
        return await self._jawab(ref, AksiKeberatan.TOLAK, pelaku, alasan, versi)

    async def _jawab(
        self, ref: Ref, aksi: AksiKeberatan, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None
    ) -> KeberatanLengkap:
        belum = await self._ambil(ref, pelaku)
        kini = await self._buku.kunci_satu(belum.individu_id)
        baris = await self._repo.keberatan(ref, Lingkup.dari(pelaku), kunci=True)
        if baris is None:
            raise KeberatanTidakAda
        fakta = await self._fakta(kini, pelaku)
        ALUR_KEBERATAN.periksa(baris.status, aksi, pelaku.jabatan, fakta)
        alasan = wajib_alasan(alasan, f"keberatan_keanggotaan.{aksi}")
        pastikan_versi(versi, baris.versi)
        ALUR_KEBERATAN.apply(baris, aksi, pelaku.jabatan, fakta)
        dokumen = buka_isi(self._sandi, TABEL, baris) | {
            "jawaban": alasan.penjelasan,
            "langkah": alasan.langkah_berikutnya,
        }
        baris.isi = self._sandi.segel_ulang(baris.kunci_data, dokumen, TABEL, baris.id)
        baris.alasan_kode, baris.pemutus_id, baris.diputus_at = alasan.kode, pelaku.akun_id, now()
        baris.versi += 1
        if aksi is AksiKeberatan.TERIMA and kini.status is StatusKeanggotaan.AKAN_DINONAKTIFKAN:
            bukan_sendiri = FaktaKeanggotaan(is_perkara_sendiri=False)
            arah = AksiKeanggotaan.TERIMA_KEBERATAN
            (kini,) = await self._buku.pindahkan([kini], arah, pelaku, fakta=bukan_sendiri, alasan=alasan)
        elif aksi is AksiKeberatan.TOLAK:
            await self._buku.kabari([kini], alasan)
        await self._catat("dijawab", baris, pelaku)
        return await self._lengkap(baris, kini, pelaku)

    # -- reading

    async def daftar(self, status: StatusKeberatan, pelaku: Pelaku, hal: Halaman) -> Potongan[KeberatanKeanggotaan]:
        """Return objections of one state in scope, the most pressing first; the reading is recorded."""
        hasil = await self._repo.daftar_keberatan(status, Lingkup.dari(pelaku), hal)
        subjek = [b.nik_indeks for b in hasil.data if b.nik_indeks]
        await self._jejak.catat("keberatan:daftar:dibaca", pelaku=pelaku, objek="keberatan", subjek=subjek)
        return hasil

    async def baca(self, ref: Ref, pelaku: Pelaku) -> KeberatanLengkap:
        """Return an objection opened; the reading is recorded.

        Raises:
            KeberatanTidakAda: unknown, or out of scope.
        """
        baris = await self._ambil(ref, pelaku)
        await self._catat("dibaca", baris, pelaku)
        return await self._lengkap(baris, await self._buku.lihat(baris.individu_id), pelaku)

    async def milik(self, individu_id: UUID) -> list[tuple[KeberatanKeanggotaan, dict[str, Any]]]:
        """Return a person's own objections opened, newest first."""
        semua = await self._repo.keberatan_orang(individu_id)
        return [(b, buka_isi(self._sandi, TABEL, b)) for b in semua]

    async def _ambil(self, ref: Ref, pelaku: Pelaku) -> KeberatanKeanggotaan:
        if baris := await self._repo.keberatan(ref, Lingkup.dari(pelaku)):
            return baris
        raise KeberatanTidakAda

    async def _fakta(self, kini: Keanggotaan, pelaku: Pelaku) -> FaktaKeberatan:
        return FaktaKeberatan(
            is_perkara_sendiri=await self._buku.is_perkara_sendiri(kini.keluarga_id, pelaku),
            is_pengolah=await self._is_pengolah(kini, pelaku),
        )

    async def _is_pengolah(self, kini: Keanggotaan, pelaku: Pelaku) -> bool:
        """Return whether the actor gave the notice himself, or took a step of the usulan that led to it."""
        if kini.pelaku_id is not None and await self._buku.is_seorang(pelaku, kini.pelaku_id):
            return True
        if kini.sk_id is None:
            return False
        ref = (await self._repo.usulan_keluar({(kini.individu_id, kini.sk_id)})).get(kini.individu_id)
        if ref is None:
            return False
        try:
            usulan = await self._usulan.ambil(ref, None)
        except UsulanNotFound:
            return False
        return bool((await self._usulan.fakta(usulan, pelaku)).aksi_pelaku)

    async def _lengkap(self, baris: KeberatanKeanggotaan, kini: Keanggotaan, pelaku: Pelaku) -> KeberatanLengkap:
        aksi = ALUR_KEBERATAN.tersedia_rinci(baris.status, pelaku.jabatan, await self._fakta(kini, pelaku))
        return KeberatanLengkap(baris, buka_isi(self._sandi, TABEL, baris), aksi)

    async def _catat(self, perbuatan: str, baris: KeberatanKeanggotaan, pelaku: Pelaku) -> None:
        await self._jejak.catat(
            f"keberatan:keanggotaan:{perbuatan}",
            pelaku=pelaku,
            objek=f"keberatan_keanggotaan/{baris.id}",
            subjek=[baris.nik_indeks] if baris.nik_indeks else [],
            keluarga_id=baris.keluarga_id,
            rincian={"status": baris.status.value},
        )
