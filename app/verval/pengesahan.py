"""Use cases of pengesahan: the head of the office signs a batch for his bupati, or sends single names back.

A name is in one batch at a time, which the database decides. Locks are taken batch first, usulan after.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import hari_ini, now
from app.core.db import transaksi
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, SasaranKembali, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.alur import ALUR_PENGESAHAN, FaktaPengesahan
from app.verval.entitas import RinciPengesahan
from app.verval.errors import LampiranVervalNotFound, PengesahanNotFound, TanggalTidakSah, UsulanTidakSiapDisahkan
from app.verval.models import Pengesahan, PengesahanUsulan
from app.verval.repository import VervalRepository
from app.verval.schemas import PengesahanBuat
from app.verval.status import AksiPengesahan, StatusPengesahan
from app.wilayah.lingkup import Lingkup

TUGAS_KIRIM: Final = "verval.kirim"
KIRIM_SEKALIGUS: Final = 200
"""Names sent in one transaction."""
_DEPAN = Teks("Tanggal surat tidak boleh di masa depan", "The letter may not be dated in the future")


class Surat(NamedTuple):
    """The letter of the bupati or wali kota: how it is numbered, dated, how many names it covers, and its PDF."""

    nomor: str
    tanggal: date
    jumlah_bnba: int
    pdf: bytes


class PengesahanService:
    """The desk of the KEPALA_OPD."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = VervalRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._objek = BerkasObjekService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def susun(self, isi: PengesahanBuat, pelaku: Pelaku) -> Pengesahan:
        """Make a batch of usulan that are SIAP_DISAHKAN in one kab/kota and in no other batch.

        Raises:
            PengesahanNotFound: the kab/kota is outside the caller's area.
            UsulanTidakSiapDisahkan: some names are not; says how many.
        """
        if not Lingkup.dari(pelaku).memuat(isi.kode_kabkota):
            raise PengesahanNotFound
        ALUR_PENGESAHAN.mulai(AksiPengesahan.SUSUN, pelaku.jabatan, FaktaPengesahan(is_bernama=bool(isi.usulan)))
        refs = sorted(set(isi.usulan))
        lingkup = Lingkup((isi.kode_kabkota,))
        siap = await self._usulan.saring(refs, StatusUsulan.SIAP_DISAHKAN, pelaku, lingkup=lingkup)
        if len(siap) != len(refs):
            raise UsulanTidakSiapDisahkan(jumlah=len(refs) - len(siap))
        pengesahan = Pengesahan(
            id=id_baru(),
            kode_kabkota=isi.kode_kabkota,
            periode=isi.periode,
            status=ALUR_PENGESAHAN.awal,
            versi=1,
            disusun_oleh=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(pengesahan)
        nama = [
            PengesahanUsulan(pengesahan_id=pengesahan.id, usulan_id=r.id, keluarga_id=r.keluarga_id, is_aktif=True)
            for r in refs
        ]
        if not await self._repo.tambah_bila_baru(*nama):
            raise UsulanTidakSiapDisahkan
        await self._catat("disusun", pengesahan, pelaku, jumlah=len(nama))
        return pengesahan

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
        aksi = ALUR_PENGESAHAN.tersedia_rinci(pengesahan.status, pelaku.jabatan, _fakta(pengesahan, isi))
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
        _pastikan_disusun(await self._ambil(pengesahan_id, pelaku))
        if surat.tanggal > hari_ini():
            raise TanggalTidakSah(_DEPAN)
        berkas_id = await self._objek.simpan_pdf(
            surat.pdf, pemilik=f"pengesahan/{pengesahan_id}", pelaku_id=pelaku.akun_id
        )
        # Only now the lock: no row waits for the object store.
        pengesahan = await self._ambil(pengesahan_id, pelaku, kunci=True)
        pastikan_versi(versi, pengesahan.versi)
        _pastikan_disusun(pengesahan)
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

    async def tanda_tangani(self, pengesahan_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Pengesahan:
        """Sign the batch: every usulan in it becomes DISAHKAN in this transaction, and sending is queued.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: signed or withdrawn already.
            SyaratTidakTerpenuhi: no letter, or it covers another number of names.
            PemisahanTugas: the signer worked on one of the cases.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku, kunci=True)
        pastikan_versi(versi, pengesahan.versi)
        isi = await self._repo.isi_pengesahan(pengesahan_id)
        fakta = _fakta(pengesahan, isi)
        ALUR_PENGESAHAN.apply(pengesahan, AksiPengesahan.TANDA_TANGANI_PENGESAHAN, pelaku.jabatan, fakta)
        pengesahan.versi += 1
        pengesahan.ditandatangani_oleh = pelaku.akun_id
        pengesahan.ditandatangani_at = now()
        await self._usulan.pindahkan_massal(
            [n.ref for n in isi],
            AksiUsulan.SAHKAN,
            pelaku,
            fakta=FaktaUsulan(is_surat_pengesahan_lengkap=True, is_jumlah_batch_cocok=True),
        )
        await self._catat("ditandatangani", pengesahan, pelaku, jumlah=len(isi))
        await enqueue(self._sesi, TUGAS_KIRIM, {"pengesahan_id": str(pengesahan_id)})
        return pengesahan

    async def batalkan(self, pengesahan_id: UUID, pelaku: Pelaku) -> Pengesahan:
        """Withdraw an unsigned batch; its names may go into another one.

        Raises:
            PengesahanNotFound: unknown, or outside the caller's area.
            TransisiDitolak: signed or withdrawn already.
        """
        pengesahan = await self._ambil(pengesahan_id, pelaku, kunci=True)
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
        """Send one name back; it leaves the open batch that held it.

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
            pengesahan.versi += 1
        return usulan

    async def kirim(self, pengesahan_id: UUID, batas: int) -> int:
        """Send at most `batas` names of a signed batch that are still DISAHKAN; return how many there were."""
        isi = await self._repo.isi_pengesahan(pengesahan_id)
        sisa = await self._usulan.saring([n.ref for n in isi], StatusUsulan.DISAHKAN, None)
        potong = [u.ref for u in sisa[:batas]]
        if potong:
            await self._usulan.pindahkan_massal(potong, AksiUsulan.KIRIM, None)
        return len(potong)

    async def _ambil(self, pengesahan_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Pengesahan:
        pengesahan = await self._repo.pengesahan(pengesahan_id, Lingkup.dari(pelaku), kunci=kunci)
        if pengesahan is None:
            raise PengesahanNotFound
        return pengesahan

    async def _catat(self, apa: str, pengesahan: Pengesahan, pelaku: Pelaku, **rincian: object) -> None:
        await self._jejak.catat(
            f"verval:pengesahan:{apa}", pelaku=pelaku, objek=f"pengesahan/{pengesahan.id}", rincian=rincian
        )


async def kirim_batch(wadah: Wadah, pengesahan_id: UUID) -> None:
    """Send a signed batch, some names per transaction; a killed worker's successor goes on where it ended."""
    terkirim = KIRIM_SEKALIGUS
    while terkirim == KIRIM_SEKALIGUS:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            terkirim = await PengesahanService.rakit(sesi, wadah).kirim(pengesahan_id, KIRIM_SEKALIGUS)


def _pastikan_disusun(pengesahan: Pengesahan) -> None:
    if pengesahan.status is not StatusPengesahan.DISUSUN:
        raise TransisiDitolak(status_sekarang=pengesahan.status, aksi_tersedia=[])


def _fakta(pengesahan: Pengesahan, isi: Sequence[PengesahanUsulan]) -> FaktaPengesahan:
    surat = (pengesahan.nomor_surat, pengesahan.tanggal_surat, pengesahan.berkas_id)
    return FaktaPengesahan(
        is_bernama=bool(isi), is_surat_lengkap=None not in surat, is_jumlah_cocok=pengesahan.jumlah_bnba == len(isi)
    )
