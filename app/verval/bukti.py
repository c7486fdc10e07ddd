"""Evidence of a refusal: attached by who validates, before he refuses."""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.temuan.service import TemuanService
from app.temuan.status import StatusTemuan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import StatusUsulan
from app.verval.errors import BuktiNotFound, BuktiTidakDiterima, LampiranTerlaluBanyak
from app.verval.models_validasi import BuktiValidasi
from app.verval.repository_validasi import ValidasiRepository

MAKS: Final = 10


class BuktiService:
    """Photos and papers that a refusal rests on."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = ValidasiRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._berkas = BerkasObjekService.rakit(sesi, wadah)
        self._temuan = TemuanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def is_ada(self, usulan: Usulan) -> bool:
        """Return whether a refusal has something to rest on: a file of this case, or a confirmed finding."""
        if await self._repo.bukti(usulan.ref):
            return True
        return any(
            t.temuan.status is StatusTemuan.TERBUKTI for t in await self._temuan.milik_keluarga(usulan.registri_id)
        )

    async def tambah(self, ref: Ref, data: bytes, pelaku: Pelaku) -> BuktiValidasi:
        """Keep a photo or PDF.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            BuktiTidakDiterima: not in validation.
            LampiranTerlaluBanyak: ten are attached.
            Those of `BerkasObjekService` for a file that is none.
        """
        self._pastikan(await self._usulan.ambil(ref, pelaku))
        bukti_id = id_baru()
        berkas_id = await self._berkas.simpan_foto_atau_pdf(
            data, pemilik=f"bukti_validasi/{bukti_id}", pelaku_id=pelaku.akun_id
        )
        # Only now the lock: the object store is another machine, and no row waits for it.
        usulan = self._pastikan(await self._usulan.kunci(ref, pelaku))
        if len(await self._repo.bukti(usulan.ref)) >= MAKS:
            raise LampiranTerlaluBanyak
        baru = BuktiValidasi(
            keluarga_id=usulan.keluarga_id,
            id=bukti_id,
            usulan_id=usulan.id,
            berkas_id=berkas_id,
            pelaku_id=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(baru)
        await self._catat("ditambah", usulan, pelaku, None)
        return baru

    async def buka(self, ref: Ref, bukti_id: UUID, pelaku: Pelaku, tujuan: str) -> Berkas:
        """Return a file; the reading is recorded.

        Raises:
            UsulanNotFound, BuktiNotFound, BerkasNotFound: unknown, or outside the caller's area.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        bukti = next((b for b in await self._repo.bukti(usulan.ref) if b.id == bukti_id), None)
        if bukti is None:
            raise BuktiNotFound
        await self._catat("dibaca", usulan, pelaku, tujuan)
        return await self._berkas.baca(bukti.berkas_id)

    @staticmethod
    def _pastikan(usulan: Usulan) -> Usulan:
        if usulan.status is StatusUsulan.VALIDASI_DINSOS:
            return usulan
        raise BuktiTidakDiterima(status_sekarang=usulan.status)

    async def _catat(self, apa: str, usulan: Usulan, pelaku: Pelaku, tujuan: str | None) -> None:
        await self._jejak.catat(
            f"verval:bukti:{apa}",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            tujuan=tujuan,
        )
