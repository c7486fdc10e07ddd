"""The officers' side: the queue of objections, and the answer of a person who had no part in the family's data."""

from datetime import UTC, datetime
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.etag import pastikan_versi
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import AlasanWajib
from app.desil.schemas import FaktorBaca
from app.desil.service import DesilService
from app.keberatan.alur import ALUR_KEBERATAN_DESIL, FaktaKeberatanDesil
from app.keberatan.buku import BukuKeberatan
from app.keberatan.entitas import KeberatanLengkap
from app.keberatan.errors import KeberatanDesilTidakAda, LampiranKeberatanTidakAda
from app.keberatan.models import KeberatanDesil
from app.keberatan.status import AksiKeberatanDesil, StatusKeberatanDesil, TindakLanjut
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.service import KeluargaService
from app.referensi.katalog import alasan_untuk, pastikan_alasan
from app.usulan.service import UsulanService
from app.wilayah.lingkup import Lingkup

_AWAL: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any change of any family in this registry."""


class MejaKeberatan:
    """The desk of those who answer."""

    def __init__(
        self,
        buku: BukuKeberatan,
        keluarga: KeluargaService,
        usulan: UsulanService,
        desil: DesilService,
        berkas: BerkasObjekService,
        sandi: Sandi,
    ) -> None:
        self._buku = buku
        self._repo = buku.repo
        self._keluarga = keluarga
        self._usulan = usulan
        self._desil = desil
        self._berkas = berkas
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(
            BukuKeberatan.rakit(sesi, wadah),
            KeluargaService.rakit(sesi, wadah),
            UsulanService.rakit(sesi, wadah),
            DesilService.rakit(sesi, wadah),
            BerkasObjekService.rakit(sesi, wadah),
            wadah.sandi,
        )

    async def daftar(self, status: StatusKeberatanDesil, pelaku: Pelaku, hal: Halaman) -> Potongan[KeberatanDesil]:
        """Return objections of one state in scope, the most pressing first; the reading is recorded."""
        hasil = await self._repo.daftar(status, Lingkup.dari(pelaku), hal)
        await self._buku.jejak_daftar(hasil.data, pelaku)
        return hasil

    async def baca(self, ref: Ref, pelaku: Pelaku, tujuan: str) -> KeberatanLengkap:
        """Return an objection opened; the reading is recorded with its purpose.

        Raises:
            KeberatanDesilTidakAda: unknown, or out of scope.
        """
        baris = await self._ambil(ref, pelaku)
        keluarga = await self._keluarga.baca(baris.keluarga_id)
        await self._buku.jejak(baris, "dibaca", pelaku, subjek=keluarga.subjek, tujuan=tujuan)
        fakta = await self._fakta(keluarga, pelaku)
        return await self._buku.lengkapkan(baris, fakta, pelaku, terbuka=True)

    async def buka_lampiran(self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku, tujuan: str) -> Berkas:
        """Return a piece of evidence; the reading is recorded.

        Raises:
            KeberatanDesilTidakAda, LampiranKeberatanTidakAda, BerkasNotFound: unknown, or out of scope.
        """
        baris = await self._ambil(ref, pelaku)
        for x in await self._repo.lampiran(baris.ref):
            if x.id == lampiran_id:
                await self._buku.jejak(baris, "bukti_dibaca", pelaku, tujuan=tujuan)
                return await self._berkas.baca(x.berkas_id)
        raise LampiranKeberatanTidakAda

    async def terima(
        self,
        ref: Ref,
        pelaku: Pelaku,
        alasan: AlasanMasuk | None,
        tindak_lanjut: TindakLanjut,
        versi: int | None = None,
    ) -> KeberatanLengkap:
        """Grant an objection: the data are wrong, and a correction of the named kind puts them right.

        Raises:
            KeberatanDesilTidakAda: unknown, or out of scope.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
            JabatanTidakBerwenang, TransisiDitolak, PemisahanTugas: the table refuses.
            VersiBasi: answered, withdrawn or brought evidence to since it was read.
        """
        return await self._jawab(ref, AksiKeberatanDesil.TERIMA, pelaku, alasan, tindak_lanjut, versi)

    async def tolak(
        self, ref: Ref, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None = None
    ) -> KeberatanLengkap:
        """Refuse an objection with its reason; the factors of the desil in words are kept with the answer.

        Raises:
            As `terima`.
        """
        return await self._jawab(ref, AksiKeberatanDesil.TOLAK, pelaku, alasan, None, versi)

    async def _jawab(
        self,
        ref: Ref,
        aksi: AksiKeberatanDesil,
        pelaku: Pelaku,
        alasan: AlasanMasuk | None,
        tindak_lanjut: TindakLanjut | None,
        versi: int | None,
    ) -> KeberatanLengkap:
        baris = await self._ambil(ref, pelaku, kunci=True)
        keluarga = await self._keluarga.baca(baris.keluarga_id)
        fakta = await self._fakta(keluarga, pelaku)
        ALUR_KEBERATAN_DESIL.periksa(baris.status, aksi, pelaku.jabatan, fakta)
        nama = f"keberatan_desil.{aksi}"
        if alasan is None:
            raise AlasanWajib(kode_berlaku=alasan_untuk(nama))
        pastikan_alasan(alasan.kode, nama)
        pastikan_versi(versi, baris.versi)
        ALUR_KEBERATAN_DESIL.apply(baris, aksi, pelaku.jabatan, fakta)
        self._buku.tambahkan(
            baris,
            jawaban=alasan.penjelasan,
            langkah=alasan.langkah_berikutnya,
            faktor=await self._faktor(baris.keluarga_id),
        )
        baris.jawaban_kode, baris.tindak_lanjut = alasan.kode, tindak_lanjut
        baris.pemutus_id, baris.diputus_at = pelaku.akun_id, now()
        baris.versi += 1
        await self._buku.catat(baris, aksi, pelaku, subjek=keluarga.subjek)
        # The officer's own words are in the language in which he wrote them.
        kata = f"{alasan.penjelasan}\n{alasan.langkah_berikutnya}"
        await self._buku.kabari_keluarga(baris, keluarga, Teks(kata, kata))
        return await self._buku.lengkapkan(baris, fakta, pelaku, terbuka=True)

    async def _faktor(self, keluarga_id: UUID) -> list[dict[str, Any]]:
        return [FaktorBaca.dari(f).model_dump(mode="json") for f in await self._desil.faktor(keluarga_id)]

    async def _ambil(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> KeberatanDesil:
        if baris := await self._repo.satu(ref, Lingkup.dari(pelaku), kunci=kunci):
            return baris
        raise KeberatanDesilTidakAda

    async def _fakta(self, keluarga: KeluargaLengkap, pelaku: Pelaku) -> FaktaKeberatanDesil:
        return FaktaKeberatanDesil(
            is_pengaju=False,
            is_perkara_sendiri=self._is_sendiri(keluarga, pelaku),
            is_pengolah=await self._is_pengolah(keluarga.keluarga_id, pelaku),
        )

    def _is_sendiri(self, keluarga: KeluargaLengkap, pelaku: Pelaku) -> bool:
        # An index may stand under the old key or the new one while keys change.
        nik = {i for satu in keluarga.subjek for i in self._sandi.sebangun(Tujuan.NIK, satu)}
        kk = {*self._sandi.indeks_calon(Tujuan.NO_KK, keluarga.no_kk)} if keluarga.no_kk else set()
        return pelaku.nik_indeks in nik or pelaku.no_kk_indeks in kk

    async def _is_pengolah(self, keluarga_id: UUID, pelaku: Pelaku) -> bool:
        """Return whether the person behind the actor changed or visited the family, or acted on one of its usulan."""
        akun = await self._buku.akun.seorang(pelaku)
        if not akun.isdisjoint(await self._keluarga.pengubah(keluarga_id, _AWAL)):
            return True
        return await self._usulan.is_pengolah(keluarga_id, pelaku)
