"""Files of a contest: the reporter's, the contested person's and the visit's; each side opens its own."""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.keluarga.kode import TujuanBaca
from app.sanggah.errors import LampiranSanggahNotFound, LampiranSanggahPenuh, SanggahTertutup
from app.sanggah.models import LampiranSanggah, Sanggah
from app.sanggah.pencatat import PencatatSanggah
from app.sanggah.repository import buatan
from app.sanggah.service import SanggahService
from app.sanggah.status import BagianLampiran, StatusSanggah
from app.sanggah.tanggapan import TanggapanSanggahService
from app.usulan.status import JenisLampiran

MAKS: Final = 10
_B, _S = BagianLampiran, StatusSanggah
_TERBUKA: Final = {
    _B.PELAPOR: frozenset({_S.DITERUSKAN, _S.DIVERIFIKASI}),
    _B.SASARAN: frozenset({_S.DIVERIFIKASI}),
    _B.KUNJUNGAN: frozenset({_S.DIVERIFIKASI}),
}


class LampiranSanggahService:
    """Keeps and opens files; what one citizen sent no other citizen opens."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._pencatat = PencatatSanggah.rakit(sesi, wadah)
        self._repo = self._pencatat.repo
        self._petugas = SanggahService.rakit(sesi, wadah)
        self._sasaran = TanggapanSanggahService.rakit(sesi, wadah)
        self._berkas = BerkasObjekService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    async def tambah(self, sanggah_id: UUID, jenis: JenisLampiran, data: bytes, pelaku: Pelaku) -> LampiranSanggah:
        """Keep a photo or PDF of whoever of the two sides, or of the visit, the caller is.

        Raises:
            SanggahNotFound: unknown, or none of the caller's.
            SanggahTertutup: nothing is added in this state.
            LampiranSanggahPenuh: ten of this side are attached.
            Those of `BerkasObjekService` for a file that is none.
        """
        await self._bagian(sanggah_id, pelaku)
        lampiran_id = id_baru()
        berkas_id = await self._berkas.simpan_foto_atau_pdf(
            data, pemilik=f"lampiran_sanggah/{lampiran_id}", pelaku_id=pelaku.akun_id
        )
        # Only now the lock: the object store is another machine, and no row waits for it.
        sanggah, bagian = await self._bagian(sanggah_id, pelaku, kunci=True)
        if len([x for x in await self._repo.lampiran(sanggah.id) if x.bagian is bagian]) >= MAKS:
            raise LampiranSanggahPenuh
        baru = LampiranSanggah(
            id=lampiran_id,
            sanggah_id=sanggah.id,
            bagian=bagian,
            jenis=jenis,
            berkas_id=berkas_id,
            pelaku_id=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(baru)
        await self._pencatat.catat("lampiran:ditambah", sanggah, pelaku, rincian={"bagian": bagian.value})
        return baru

    async def buka_milik(self, sanggah_id: UUID, lampiran_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return a file that this citizen sent.

        Raises:
            SanggahNotFound, LampiranSanggahNotFound, BerkasNotFound: unknown, or somebody else's.
        """
        sanggah, _ = await self._warga(sanggah_id, pelaku)
        lampiran = await self._satu(sanggah, lampiran_id)
        if lampiran.pelaku_id != pelaku.akun_id:
            raise LampiranSanggahNotFound
        return await self._berkas.baca(lampiran.berkas_id)

    async def buka(self, sanggah_id: UUID, lampiran_id: UUID, pelaku: Pelaku, tujuan: TujuanBaca) -> Berkas:
        """Return a file to an officer who may see it; the reading is recorded.

        Raises:
            SanggahNotFound, LampiranSanggahNotFound, BerkasNotFound: unknown, or not for this officer.
        """
        terbaca = await self._petugas.baca(sanggah_id, pelaku, tujuan)
        if lampiran := next((x for x in terbaca.lampiran if x.id == lampiran_id), None):
            rincian = {"bagian": lampiran.bagian.value}
            await self._pencatat.catat("lampiran:dibaca", terbaca.sanggah, pelaku, tujuan=tujuan, rincian=rincian)
            return await self._berkas.baca(lampiran.berkas_id)
        raise LampiranSanggahNotFound

    # -- parts

    async def _bagian(self, sanggah_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> tuple[Sanggah, BagianLampiran]:
        if pelaku.jabatan is Jabatan.WARGA:
            sanggah, bagian = await self._warga(sanggah_id, pelaku, kunci=kunci)
        else:
            sanggah, bagian = await self._petugas.ambil(sanggah_id, pelaku, kunci=kunci), _B.KUNJUNGAN
        if sanggah.status not in _TERBUKA[bagian]:
            raise SanggahTertutup(status_sekarang=sanggah.status)
        return sanggah, bagian

    async def _warga(self, sanggah_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> tuple[Sanggah, BagianLampiran]:
        if sanggah := await self._repo.satu(sanggah_id, buatan(pelaku), kunci=kunci):
            return sanggah, _B.PELAPOR
        return await self._sasaran.ambil(sanggah_id, pelaku, kunci=kunci), _B.SASARAN

    async def _satu(self, sanggah: Sanggah, lampiran_id: UUID) -> LampiranSanggah:
        if lampiran := next((x for x in await self._repo.lampiran(sanggah.id) if x.id == lampiran_id), None):
            return lampiran
        raise LampiranSanggahNotFound
