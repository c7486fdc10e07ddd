"""The officers' side: the queue of objections to refusals, and the answer of a person who had no part in the case."""

from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keberatan.alur_usulan import ALUR_KEBERATAN_USULAN, FaktaKeberatanUsulan
from app.keberatan.buku_usulan import BukuKeberatanUsulan, KeberatanUsulanLengkap
from app.keberatan.errors import LampiranKeberatanTidakAda
from app.keberatan.errors_usulan import KeberatanUsulanTidakAda
from app.keberatan.models_usulan import KeberatanUsulan
from app.keberatan.status_usulan import AksiKeberatanUsulan, StatusKeberatanUsulan
from app.referensi.pemeriksa import wajib_alasan
from app.usulan.models import Usulan
from app.usulan.pembukaan import PembukaanKembali
from app.wilayah.lingkup import Lingkup


class MejaKeberatanUsulan:
    """The desk of those who answer."""

    def __init__(self, buku: BukuKeberatanUsulan, pembukaan: PembukaanKembali, berkas: BerkasObjekService) -> None:
        self._buku = buku
        self._repo = buku.repo
        self._usulan = buku.usulan
        self._pembukaan = pembukaan
        self._berkas = berkas

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(
            BukuKeberatanUsulan.rakit(sesi, wadah),
            PembukaanKembali.rakit(sesi, wadah),
            BerkasObjekService.rakit(sesi, wadah),
        )

    async def daftar(self, status: StatusKeberatanUsulan, pelaku: Pelaku, hal: Halaman) -> Potongan[KeberatanUsulan]:
        """Return objections of one state in scope, the most pressing first; the reading is recorded."""
        hasil = await self._repo.daftar(status, Lingkup.dari(pelaku), hal)
        await self._buku.jejak_daftar(hasil.data, pelaku)
        return hasil

    async def baca(self, ref: Ref, pelaku: Pelaku, tujuan: str) -> KeberatanUsulanLengkap:
        """Return an objection opened; the reading is recorded with its purpose.

        Raises:
            KeberatanUsulanTidakAda: unknown, or out of scope.
        """
        baris = await self._ambil(ref, pelaku)
        await self._buku.jejak(baris, "dibaca", pelaku, tujuan=tujuan)
        fakta = await self._fakta(await self._usulan.ambil(baris.usulan, None), pelaku)
        return await self._buku.lengkapkan(baris, fakta, pelaku, terbuka=True)

    async def buka_lampiran(self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku, tujuan: str) -> Berkas:
        """Return a piece of evidence; the reading is recorded.

        Raises:
            KeberatanUsulanTidakAda, LampiranKeberatanTidakAda, BerkasNotFound: unknown, or out of scope.
        """
        baris = await self._ambil(ref, pelaku)
        for x in await self._repo.lampiran(baris.ref):
            if x.id == lampiran_id:
                await self._buku.jejak(baris, "bukti_dibaca", pelaku, tujuan=tujuan)
                return await self._berkas.baca(x.berkas_id)
        raise LampiranKeberatanTidakAda

    async def terima(
        self, ref: Ref, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None = None
    ) -> KeberatanUsulanLengkap:
        """Grant an objection: the case is taken up again as a new usulan.

        Raises:
            KeberatanUsulanTidakAda: unknown, or out of scope.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
            JabatanTidakBerwenang, TransisiDitolak, PemisahanTugas: the table refuses.
            SyaratTidakTerpenuhi: the case cannot be taken up: registered by now, moved, or another usulan is open.
            VersiBasi: answered, withdrawn or brought evidence to since it was read.
        """
        return await self._jawab(ref, AksiKeberatanUsulan.TERIMA, pelaku, alasan, versi)

    async def tolak(
        self, ref: Ref, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None = None
    ) -> KeberatanUsulanLengkap:
        """Refuse an objection with its reason and what can be done next.

        Raises:
            As `terima`.
        """
        return await self._jawab(ref, AksiKeberatanUsulan.TOLAK, pelaku, alasan, versi)

    async def _jawab(
        self, ref: Ref, aksi: AksiKeberatanUsulan, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None
    ) -> KeberatanUsulanLengkap:
        baris = await self._ambil(ref, pelaku, kunci=True)
        usulan = await self._usulan.kunci(baris.usulan, None)
        fakta = await self._fakta(usulan, pelaku)
        ALUR_KEBERATAN_USULAN.periksa(baris.status, aksi, pelaku.jabatan, fakta)
        sebab = wajib_alasan(alasan, f"keberatan_usulan.{aksi}")
        pastikan_versi(versi, baris.versi)
        ALUR_KEBERATAN_USULAN.apply(baris, aksi, pelaku.jabatan, fakta)
        self._buku.tambahkan(baris, jawaban=sebab.penjelasan, langkah=sebab.langkah_berikutnya)
        baris.jawaban_kode, baris.pemutus_id, baris.diputus_at = sebab.kode, pelaku.akun_id, now()
        baris.versi += 1
        # The officer's own words are in the language in which he wrote them.
        kata = f"{sebab.penjelasan}\n{sebab.langkah_berikutnya}"
        kabar = Teks(kata, kata)
        if aksi is AksiKeberatanUsulan.TERIMA:
            baru = await self._pembukaan.buka_kembali(usulan)
            baris.lanjutan_keluarga_id, baris.lanjutan_id = baru.keluarga_id, baru.id
            kabar = Teks(f"Nomor usulan baru: {baru.nomor}.\n{kata}", f"New number: {baru.nomor}.\n{kata}")
        await self._buku.catat(baris, aksi, pelaku, subjek=usulan.subjek_audit)
        await self._buku.kabari(baris, usulan, kabar)
        return await self._buku.lengkapkan(baris, fakta, pelaku, terbuka=True)

    async def _ambil(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> KeberatanUsulan:
        if baris := await self._repo.satu(ref, Lingkup.dari(pelaku), kunci=kunci):
            return baris
        raise KeberatanUsulanTidakAda

    async def _fakta(self, usulan: Usulan, pelaku: Pelaku) -> FaktaKeberatanUsulan:
        kasus = await self._usulan.fakta(usulan, pelaku)
        return FaktaKeberatanUsulan(
            is_pengaju=False,
            is_perkara_sendiri=kasus.is_perkara_sendiri,
            is_pengolah=bool(kasus.aksi_pelaku) or kasus.is_penulis is not False,
        )
