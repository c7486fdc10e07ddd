"""Photos of a visit: kept while its assignment is open, shown to who examines it."""

import hashlib
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.verval.errors import LampiranTerlaluBanyak, LampiranVervalNotFound
from app.verval.models import FotoKunjungan, Penugasan
from app.verval.status import JenisFoto, StatusPenugasan
from app.verval.survei_dasar import PemegangTugas, pastikan_aktif
from app.wilayah.lingkup import Lingkup

FOTO_MAKS: Final = 20


class FotoService(PemegangTugas):
    """The one door to the photos of an assignment."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        super().__init__(sesi, wadah)
        self._objek = BerkasObjekService.rakit(sesi, wadah)

    async def unggah_foto(self, ref: Ref, jenis: JenisFoto, data: bytes, pelaku: Pelaku) -> FotoKunjungan:
        """Keep a photo of the visit.

        Raises:
            PenugasanNotFound: not the caller's.
            TransisiDitolak: the assignment is closed.
            LampiranTerlaluBanyak: twenty photos are enough.
        """
        pastikan_aktif(await self.milik(ref, pelaku))
        berkas_id = await self._objek.simpan_gambar(data, pemilik=f"penugasan/{ref.id}", pelaku_id=pelaku.akun_id)
        # Only now the lock: no row waits for the object store.
        return await self.tautkan_foto(ref, jenis, berkas_id, hashlib.sha256(data).digest(), pelaku)

    async def tautkan_foto(
        self, ref: Ref, jenis: JenisFoto, berkas_id: UUID, sidik: bytes, pelaku: Pelaku
    ) -> FotoKunjungan:
        """Put a stored picture to an open assignment; `sidik` is the digest of what the device sent.

        Raises:
            As `unggah_foto`.
        """
        penugasan = await self.buka(ref, pelaku)
        if len(await self._repo.foto(ref)) >= FOTO_MAKS:
            raise LampiranTerlaluBanyak
        foto = FotoKunjungan(
            keluarga_id=penugasan.keluarga_id,
            id=id_baru(),
            penugasan_id=penugasan.id,
            jenis=jenis,
            berkas_id=berkas_id,
            sidik=sidik,
            created_at=now(),
        )
        await self._repo.tambah(foto)
        await self._catat("foto:ditambah", penugasan, pelaku, jenis=jenis)
        return foto

    async def buka_foto(self, ref: Ref, foto_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return a photo of an assignment to whoever may see its usulan: his own enumerator, or an officer in scope.

        Raises:
            LampiranVervalNotFound: unknown, or not for the caller.
        """
        penugasan = await self._repo.penugasan(ref, kunci=False)
        if penugasan is None or not _boleh_lihat(penugasan, pelaku):
            raise LampiranVervalNotFound
        foto = next((f for f in await self._repo.foto(ref) if f.id == foto_id), None)
        if foto is None:
            raise LampiranVervalNotFound
        await self._jejak.catat(
            "verval:foto:dibaca",
            pelaku=pelaku,
            objek=f"penugasan/{penugasan.id}",
            subjek=await self._usulan.subjek_audit([penugasan.usulan_ref]),
            keluarga_id=penugasan.keluarga_id,
            tujuan="pemeriksaan hasil kunjungan",
            rincian={"jenis": foto.jenis},
        )
        return await self._objek.baca(foto.berkas_id)


def _boleh_lihat(penugasan: Penugasan, pelaku: Pelaku) -> bool:
    if pelaku.jabatan is Jabatan.ENUMERATOR and (
        penugasan.enumerator_id != pelaku.akun_id or penugasan.status is not StatusPenugasan.AKTIF
    ):
        return False
    return Lingkup.dari(pelaku).memuat(penugasan.kode_desa)
