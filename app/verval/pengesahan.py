"""Use cases of pengesahan: the head of the office signs a batch for his bupati, or sends single names back.

A name is in one batch at a time, which the database decides. Locks are taken batch first, usulan after.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.status import AksiUsulan, SasaranKembali, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.alur import ALUR_PENGESAHAN, FaktaPengesahan
from app.verval.entitas import RinciPengesahan
from app.verval.errors import (
    LampiranVervalNotFound,
    NamaBukanDiBatch,
    PengesahanNotFound,
    TanggalTidakSah,
    UsulanTidakSiapDisahkan,
)
from app.verval.models import Pengesahan, PengesahanUsulan
from app.verval.pengesahan_dasar import PengesahanDasar, fakta_pengesahan, pastikan_disusun
from app.verval.schemas import PengesahanBuat
from app.verval.status import AksiPengesahan
from app.wilayah.lingkup import Lingkup

_DEPAN = Teks("Tanggal surat tidak boleh di masa depan", "The letter may not be dated in the future")


class Surat(NamedTuple):
    """The letter of the bupati or wali kota: how it is numbered, dated, how many names it covers, and its PDF."""

    nomor: str
    tanggal: date
    jumlah_bnba: int
    pdf: bytes


class PengesahanService(PengesahanDasar):
    """The desk of the KEPALA_OPD."""

    @override
    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        super().__init__(sesi, wadah)
        self._objek = BerkasObjekService.rakit(sesi, wadah)

    async def susun(self, isi: PengesahanBuat, pelaku: Pelaku) -> Pengesahan:
        """Make a batch of usulan that are SIAP_DISAHKAN in one kab/kota and in no other batch.

        Raises:
            PengesahanNotFound: the kab/kota is outside the caller's area.
            UsulanTidakSiapDisahkan: some names are not; says how many.
        """
        if not Lingkup.dari(pelaku).memuat(isi.kode_kabkota):
            raise PengesahanNotFound
        ALUR_PENGESAHAN.mulai(AksiPengesahan.SUSUN, pelaku.jabatan, FaktaPengesahan(is_bernama=bool(isi.usulan)))
        refs = await self._siap(isi.usulan, isi.kode_kabkota, pelaku)
        pengesahan = Pengesahan(
            id=id_baru(),
            kode_kabkota=isi.kode_kabkota,
            periode=isi.periode,
            status=ALUR_PENGESAHAN.awal,
            versi=1,
            jumlah_nama=len(refs),
            jumlah_disahkan=0,
            jumlah_tertahan=0,
            disusun_oleh=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(pengesahan)
        await self._masukkan(pengesahan, refs)
        await self._catat("disusun", pengesahan, pelaku, jumlah=len(refs))
        return pengesahan

    async def tambah_nama(
        self, pengesahan_id: UUID, refs: Sequence[Ref], pelaku: Pelaku, *, versi: int | None
    ) -> Pengesahan:
        """Put more names into an open batch; the letter's count must be attested again.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: signed or withdrawn already.
            UsulanTidakSiapDisahkan: some names are not ready, or in another batch; says how many.
        """
        pengesahan = await self._buka(pengesahan_id, pelaku, versi)
        baru = await self._siap(refs, pengesahan.kode_kabkota, pelaku)
        await self._repo.buang_nama(pengesahan_id, [r.id for r in baru])
        await self._masukkan(pengesahan, baru)
        await self._ubah_isi(pengesahan)
        await self._catat("ditambah", pengesahan, pelaku, jumlah=len(baru))
        return pengesahan

    async def lepas_nama(
        self, pengesahan_id: UUID, refs: Sequence[Ref], pelaku: Pelaku, *, versi: int | None
    ) -> Pengesahan:
        """Take names out of an open batch; they stay ready for another one, and the count must be attested again.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: signed or withdrawn already.
            NamaBukanDiBatch: some names are not in it; says how many.
        """
        pengesahan = await self._buka(pengesahan_id, pelaku, versi)
        ids = {r.id for r in refs}
        lepas = await self._repo.lepas_nama(pengesahan_id, ids)
        if lepas != len(ids):
            raise NamaBukanDiBatch(jumlah=len(ids) - lepas)
        await self._ubah_isi(pengesahan)
        await self._catat("dilepas", pengesahan, pelaku, jumlah=lepas)
        return pengesahan

    async def nyatakan_jumlah(self, pengesahan_id: UUID, jumlah: int, pelaku: Pelaku, *, versi: int) -> Pengesahan:
        """Attest anew how many names the letter's list has.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: signed or withdrawn already.
        """
        pengesahan = await self._buka(pengesahan_id, pelaku, versi)
        pengesahan.jumlah_bnba = jumlah
        pengesahan.versi += 1
        await self._repo.simpan()
        await self._catat("dinyatakan", pengesahan, pelaku, jumlah=jumlah)
        return pengesahan

    async def _buka(self, pengesahan_id: UUID, pelaku: Pelaku, versi: int | None) -> Pengesahan:
        pengesahan = await self._ambil(pengesahan_id, pelaku, kunci=True)
        pastikan_versi(versi, pengesahan.versi)
        pastikan_disusun(pengesahan)
        return pengesahan

    async def _siap(self, usulan: Sequence[Ref], kode_kabkota: str, pelaku: Pelaku) -> list[Ref]:
        refs = sorted(set(usulan))
        lingkup = Lingkup((kode_kabkota,))
        siap = await self._usulan.saring(refs, StatusUsulan.SIAP_DISAHKAN, pelaku, lingkup=lingkup)
        if len(siap) != len(refs):
            raise UsulanTidakSiapDisahkan(jumlah=len(refs) - len(siap))
        return refs

    async def _masukkan(self, pengesahan: Pengesahan, refs: Sequence[Ref]) -> None:
        nama = [
            PengesahanUsulan(pengesahan_id=pengesahan.id, usulan_id=r.id, keluarga_id=r.keluarga_id, is_aktif=True)
            for r in refs
        ]
        if not await self._repo.tambah_bila_baru(*nama):
            raise UsulanTidakSiapDisahkan

    async def _ubah_isi(self, pengesahan: Pengesahan) -> None:
        """Count anew; what the letter was said to cover no longer holds."""
        pengesahan.jumlah_nama = await self._repo.jumlah_nama(pengesahan.id)
        pengesahan.jumlah_bnba = None
        pengesahan.versi += 1
        await self._repo.simpan()

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[Pengesahan]:
        """List batches in the caller's area, newest first."""
        return await self._repo.daftar_pengesahan(Lingkup.dari(pelaku), hal)

    async def baca(self, pengesahan_id: UUID, pelaku: Pelaku) -> RinciPengesahan:
        """Return a batch with its names.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku)
        isi = await self._repo.isi_pengesahan(pengesahan_id)
        fakta = fakta_pengesahan(pengesahan, len(isi))
        aksi = ALUR_PENGESAHAN.tersedia_rinci(pengesahan.status, pelaku.jabatan, fakta)
        return RinciPengesahan(pengesahan, isi, aksi)

    async def lampirkan_surat(
        self, pengesahan_id: UUID, surat: Surat, pelaku: Pelaku, *, versi: int | None
    ) -> Pengesahan:
        """Attach the letter that covers the batch; attached again, it replaces the earlier one.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: signed or withdrawn already.
            TanggalTidakSah: dated in the future.
        """
        pastikan_disusun(await self._ambil(pengesahan_id, pelaku))
        if surat.tanggal > hari_ini():
            raise TanggalTidakSah(_DEPAN)
        berkas_id = await self._objek.simpan_pdf(
            surat.pdf, pemilik=f"pengesahan/{pengesahan_id}", pelaku_id=pelaku.akun_id
        )
        # Only now the lock: no row waits for the object store.
        pengesahan = await self._ambil(pengesahan_id, pelaku, kunci=True)
        pastikan_versi(versi, pengesahan.versi)
        pastikan_disusun(pengesahan)
        pengesahan.berkas_id = berkas_id
        pengesahan.nomor_surat = surat.nomor
        pengesahan.tanggal_surat = surat.tanggal
        pengesahan.jumlah_bnba = surat.jumlah_bnba
        pengesahan.versi += 1
        await self._repo.simpan()
        await self._catat("dilampiri", pengesahan, pelaku)
        return pengesahan

    async def buka_surat(self, pengesahan_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return the letter's PDF.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            LampiranVervalNotFound: no letter yet.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku)
        if pengesahan.berkas_id is None:
            raise LampiranVervalNotFound
        isi = await self._repo.isi_pengesahan(pengesahan_id)
        await self._jejak.catat(
            "verval:pengesahan:surat:dibaca",
            pelaku=pelaku,
            objek=f"pengesahan/{pengesahan_id}",
            subjek=await self._usulan.subjek_audit([n.ref for n in isi]),
            tujuan="pemeriksaan pengesahan",
        )
        return await self._objek.baca(pengesahan.berkas_id)

    async def batalkan(self, pengesahan_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Pengesahan:
        """Withdraw an unsigned batch; its names may go into another one.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since `versi`.
            TransisiDitolak: signed or withdrawn already.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku, kunci=True)
        pastikan_versi(versi, pengesahan.versi)
        ALUR_PENGESAHAN.apply(pengesahan, AksiPengesahan.BATALKAN, pelaku.jabatan, FaktaPengesahan())
        pengesahan.versi += 1
        await self._repo.lepaskan(pengesahan_id)
        await self._catat("dibatalkan", pengesahan, pelaku)
        return pengesahan

    async def kembalikan(
        self,
        ref: Ref,
        pelaku: Pelaku,
        *,
        alasan: AlasanMasuk | None,
        sasaran: SasaranKembali,
        versi: int | None = None,
    ) -> Usulan:
        """Send one name back (T14b); it leaves the open batch that held it, whose count must be attested again.

        A correction that was signed, but that the registry cannot take, leaves its signed batch.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            AlasanWajib: without its reason.
        """
        batch = await self._repo.batch_terbuka(ref)
        usulan = await self._usulan.move(
            ref,
            AksiUsulan.KEMBALIKAN_DARI_PENGESAHAN,
            pelaku,
            alasan=alasan,
            fakta=FaktaUsulan(sasaran_kembali=sasaran),
            versi=versi,
        )
        if batch is not None:
            pengesahan, nama = batch
            nama.is_aktif = False
            await self._repo.simpan()
            await self._ubah_isi(pengesahan)
        else:
            await self._repo.keluarkan(usulan.id)
        return usulan
