"""Use cases of the person concerned: see what is said of him, answer with evidence."""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.entitas import LokasiIndividu
from app.keluarga.service import KeluargaService
from app.temuan.alur import ALUR_TEMUAN, FaktaTemuan
from app.temuan.entitas import LangkahTemuan, TemuanLengkap
from app.temuan.errors import LampiranTemuanNotFound, LampiranTemuanPenuh, TemuanNotFound, TemuanTertutup
from app.temuan.models import LampiranTemuan, Temuan
from app.temuan.pencatat import PencatatTemuan
from app.temuan.repository import TemuanRepository, tentang, terlihat
from app.temuan.status import AksiTemuan, JenisTemuan, StatusTemuan

MAKS_LAMPIRAN: Final = 10


class TanggapanService:
    """The citizen's side of a finding; officers open through it the files that he sent."""

    def __init__(self, pencatat: PencatatTemuan, keluarga: KeluargaService, berkas: BerkasObjekService) -> None:
        self._pencatat = pencatat
        self._repo: TemuanRepository = pencatat.repo
        self._keluarga = keluarga
        self._berkas = berkas

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(
            PencatatTemuan.rakit(sesi, wadah),
            KeluargaService.rakit(sesi, wadah),
            BerkasObjekService.rakit(sesi, wadah),
        )

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[TemuanLengkap]:
        """List the findings about this citizen and his family as a whole, newest first."""
        diri = await self._diri(pelaku)
        hasil = await self._repo.daftar(tentang(*diri), hal, f"temuan|{pelaku.akun_id}")
        return Potongan([await self._lengkapkan(t, diri, pelaku) for t in hasil.data], hasil.halaman)

    async def baca(self, ref: Ref, pelaku: Pelaku) -> TemuanLengkap:
        """Return one of them.

        Raises:
            TemuanNotFound: unknown, or about somebody else.
        """
        diri = await self._diri(pelaku)
        return await self._lengkapkan(await self._satu(ref, diri), diri, pelaku)

    async def tanggapi(self, ref: Ref, pelaku: Pelaku, penjelasan: str, versi: int | None) -> TemuanLengkap:
        """Answer a finding in words; a confirmed one is open again.

        Raises:
            TemuanNotFound: unknown, or about somebody else.
            TransisiDitolak: dismissed or lapsed.
            SyaratTidakTerpenuhi: a doubled NIK that was taken away.
            VersiBasi: changed since it was read.
        """
        diri = await self._diri(pelaku)
        temuan = await self._satu(ref, diri, kunci=True)
        fakta = _fakta(temuan)
        ALUR_TEMUAN.periksa(temuan.status, AksiTemuan.TANGGAPI, pelaku.jabatan, fakta)
        pastikan_versi(versi, temuan.versi)
        await self._pencatat.pindah(
            temuan,
            AksiTemuan.TANGGAPI,
            pelaku,
            fakta,
            isi={"penjelasan": penjelasan},
            subjek=[pelaku.nik_indeks] if pelaku.nik_indeks else [],
        )
        return await self._lengkapkan(temuan, diri, pelaku)

    async def lampirkan(self, ref: Ref, data: bytes, pelaku: Pelaku) -> LampiranTemuan:
        """Keep a photo or PDF as evidence.

        Raises:
            TemuanNotFound: unknown, or about somebody else.
            TemuanTertutup: dismissed or lapsed.
            LampiranTemuanPenuh: ten are attached.
            Those of `BerkasObjekService` for a file that is none.
        """
        diri = await self._diri(pelaku)
        self._pastikan_terbuka(await self._satu(ref, diri))
        lampiran_id = id_baru()
        berkas_id = await self._berkas.simpan_foto_atau_pdf(
            data, pemilik=f"lampiran_temuan/{lampiran_id}", pelaku_id=pelaku.akun_id
        )
        # Only now the lock: the object store is another machine, and no row waits for it.
        temuan = self._pastikan_terbuka(await self._satu(ref, diri, kunci=True))
        if len(await self._repo.lampiran(temuan.ref)) >= MAKS_LAMPIRAN:
            raise LampiranTemuanPenuh
        baru = LampiranTemuan(
            keluarga_id=temuan.keluarga_id,
            id=lampiran_id,
            temuan_id=temuan.id,
            berkas_id=berkas_id,
            pelaku_id=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(baru)
        await self._catat("temuan:lampiran:ditambah", temuan, pelaku)
        return baru

    async def buka_milik(self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return a file that this citizen sent.

        Raises:
            TemuanNotFound, LampiranTemuanNotFound, BerkasNotFound: unknown, or about somebody else.
        """
        temuan = await self._satu(ref, await self._diri(pelaku))
        lampiran = await self._lampiran(temuan, lampiran_id)
        if lampiran.pelaku_id != pelaku.akun_id:
            raise LampiranTemuanNotFound
        return await self._berkas.baca(lampiran.berkas_id)

    async def buka(self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku, tujuan: str) -> Berkas:
        """Return a file to an officer; the reading is recorded.

        Raises:
            TemuanNotFound, LampiranTemuanNotFound, BerkasNotFound: unknown, or outside the caller's area or desk.
        """
        temuan = await self._repo.satu(ref, terlihat(pelaku))
        if temuan is None:
            raise TemuanNotFound
        lampiran = await self._lampiran(temuan, lampiran_id)
        keluarga = await self._keluarga.baca(temuan.keluarga_id)
        subjek = [a.nik_hmac for a in keluarga.anggota if a.nik_hmac and a.individu_id == temuan.individu_id]
        await self._catat("temuan:lampiran:dibaca", temuan, pelaku, subjek=subjek, tujuan=tujuan)
        return await self._berkas.baca(lampiran.berkas_id)

    # -- steps

    async def _diri(self, pelaku: Pelaku) -> LokasiIndividu:
        """Return who the citizen is in the registry; what is said of a family that he left is no longer his."""
        nihil = Ref.nihil()
        lokasi = await self._keluarga.cari_indeks(pelaku.nik_indeks) if pelaku.nik_indeks else None
        if pelaku.nik_indeks is None or lokasi is None:
            return LokasiIndividu(nihil.keluarga_id, nihil.id)
        hadir = await self._keluarga.cari_hadir(pelaku.nik_indeks)
        return hadir or LokasiIndividu(nihil.keluarga_id, lokasi.individu_id)

    async def _satu(self, ref: Ref, diri: LokasiIndividu, *, kunci: bool = False) -> Temuan:
        if temuan := await self._repo.satu(ref, tentang(*diri), kunci=kunci):
            return temuan
        raise TemuanNotFound

    async def _lampiran(self, temuan: Temuan, lampiran_id: UUID) -> LampiranTemuan:
        if lampiran := next((x for x in await self._repo.lampiran(temuan.ref) if x.id == lampiran_id), None):
            return lampiran
        raise LampiranTemuanNotFound

    async def _lengkapkan(self, temuan: Temuan, diri: LokasiIndividu, pelaku: Pelaku) -> TemuanLengkap:
        # Of a finding about another person only what concerns himself: that it is there and where it stands.
        is_sendiri = temuan.individu_id in {None, diri.individu_id}
        langkah = [
            LangkahTemuan(x, self._pencatat.buka_langkah(temuan, x))
            for x in await self._repo.riwayat(temuan.ref)
            if is_sendiri or x.pelaku_id in {None, pelaku.akun_id}
        ]
        return TemuanLengkap(
            temuan,
            None,
            self._pencatat.buka(temuan) if is_sendiri else None,
            langkah,
            [x for x in await self._repo.lampiran(temuan.ref) if x.pelaku_id == pelaku.akun_id],
            ALUR_TEMUAN.tersedia_rinci(temuan.status, pelaku.jabatan, _fakta(temuan)),
        )

    @staticmethod
    def _pastikan_terbuka(temuan: Temuan) -> Temuan:
        if temuan.status in ALUR_TEMUAN[AksiTemuan.TANGGAPI].dari:
            return temuan
        raise TemuanTertutup(status_sekarang=temuan.status)

    async def _catat(
        self, apa: str, temuan: Temuan, pelaku: Pelaku, *, subjek: list[UUID] | None = None, tujuan: str | None = None
    ) -> None:
        await self._pencatat.jejak.catat(
            apa,
            pelaku=pelaku,
            objek=f"temuan/{temuan.id}",
            subjek=subjek or [],
            keluarga_id=temuan.keluarga_id,
            tujuan=tujuan,
        )


def _fakta(temuan: Temuan) -> FaktaTemuan:
    is_dilepas = temuan.jenis is JenisTemuan.NIK_GANDA and temuan.status is StatusTemuan.TERBUKTI
    return FaktaTemuan(is_dapat_ditanggapi=not is_dilepas)
