"""Use cases of the files of a meeting: attach, list, open, take back while it is open."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.musyawarah.errors import LampiranMusyawarahNotFound, LampiranMusyawarahPenuh
from app.musyawarah.meja import Meja, pastikan_terbuka
from app.musyawarah.models import Musyawarah, MusyawarahBerkas
from app.musyawarah.status import JenisBerkasMusyawarah, StatusMusyawarah
from app.usulan.service import UsulanService
from app.wilayah.lingkup import Lingkup


class LampiranMusyawarahService:
    """The signed minutes, the attendance list and the photos."""

    def __init__(self, meja: Meja, usulan: UsulanService, objek: BerkasObjekService) -> None:
        self._meja = meja
        self._usulan = usulan
        self._objek = objek

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(Meja.rakit(sesi, wadah), UsulanService.rakit(sesi, wadah), BerkasObjekService.rakit(sesi, wadah))

    async def daftar(self, musyawarah_id: UUID, pelaku: Pelaku) -> Sequence[MusyawarahBerkas]:
        """Return the files of a meeting, oldest first.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
        """
        await self._meja.ambil(musyawarah_id, pelaku)
        return await self._meja.repo.berkas_musyawarah(musyawarah_id)

    async def tambah(
        self, musyawarah_id: UUID, jenis: JenisBerkasMusyawarah, data: bytes, pelaku: Pelaku
    ) -> MusyawarahBerkas:
        """Attach a photo or a PDF to an open meeting, or the signed sheet of a correction to a final one.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: the kab/kota's operator, and the village has one of its own.
            TransisiDitolak: the minutes are final, or for a correction not yet.
            LampiranMusyawarahPenuh: so many files are enough.
        """
        dilihat = await self._meja.ambil(musyawarah_id, pelaku)
        await self._meja.pastikan_wewenang(dilihat, pelaku)
        _pastikan_menerima(dilihat, jenis)
        berkas_id = await self._objek.simpan_foto_atau_pdf(
            data, pemilik=f"musyawarah/{musyawarah_id}", pelaku_id=pelaku.akun_id
        )
        # Only now the lock: no row waits for the object store.
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku, kunci=True)
        _pastikan_menerima(musyawarah, jenis)
        if len(await self._meja.repo.berkas_musyawarah(musyawarah_id)) >= self._meja.aturan.berkas_maks:
            raise LampiranMusyawarahPenuh
        berkas = MusyawarahBerkas(musyawarah_id=musyawarah_id, berkas_id=berkas_id, jenis=jenis, created_at=now())
        await self._meja.repo.tambah(berkas)
        musyawarah.versi += 1
        await self._meja.catat("dilampiri", musyawarah, pelaku, jenis=jenis)
        return berkas

    async def buka(self, musyawarah_id: UUID, berkas_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return a file of a meeting.

        Raises:
            LampiranMusyawarahNotFound: unknown, of another meeting, or outside the caller's area.
        """
        if await self._meja.repo.musyawarah(musyawarah_id, Lingkup.dari(pelaku)) is None:
            raise LampiranMusyawarahNotFound
        await self._satu(musyawarah_id, berkas_id)
        nama = await self._meja.repo.nama_musyawarah(musyawarah_id)
        await self._meja.jejak.catat(
            "musyawarah:rapat:lampiran:dibaca",
            pelaku=pelaku,
            objek=f"musyawarah/{musyawarah_id}",
            subjek=await self._usulan.subjek_audit([n.ref for n in nama]),
            tujuan="pemeriksaan musyawarah",
        )
        return await self._objek.baca(berkas_id)

    async def hapus(self, musyawarah_id: UUID, berkas_id: UUID, pelaku: Pelaku, *, versi: int | None) -> None:
        """Take a file back; its bytes are erased.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: the minutes are final, or the meeting was cancelled.
            LampiranMusyawarahNotFound: no file of this meeting.
        """
        musyawarah = await self._meja.terbuka(musyawarah_id, pelaku, versi=versi)
        berkas = await self._satu(musyawarah_id, berkas_id)
        await self._meja.repo.hapus(berkas)
        await self._objek.hapus(berkas_id)
        musyawarah.versi += 1
        await self._meja.catat("lampiran:dihapus", musyawarah, pelaku, jenis=berkas.jenis)

    async def _satu(self, musyawarah_id: UUID, berkas_id: UUID) -> MusyawarahBerkas:
        for berkas in await self._meja.repo.berkas_musyawarah(musyawarah_id):
            if berkas.berkas_id == berkas_id:
                return berkas
        raise LampiranMusyawarahNotFound


def _pastikan_menerima(musyawarah: Musyawarah, jenis: JenisBerkasMusyawarah) -> None:
    if jenis is not JenisBerkasMusyawarah.KOREKSI:
        pastikan_terbuka(musyawarah)
    elif musyawarah.status is not StatusMusyawarah.FINAL:
        raise TransisiDitolak(status_sekarang=musyawarah.status, aksi_tersedia=[])
