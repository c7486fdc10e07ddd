"""Work that arrived for a closed assignment: kept under seal, read by the officers who examine the area."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.lapangan.errors import TitipanNotFound
from app.lapangan.models import Titipan
from app.lapangan.repository import LapanganRepository
from app.lapangan.status import JenisItem
from app.usulan.service import UsulanService
from app.verval.models import Penugasan
from app.wilayah.lingkup import Lingkup


class TitipanService:
    """Keeps and shows what somebody wrote down and could not hand in."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = LapanganRepository(sesi)
        self._sandi = wadah.sandi
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def simpan(
        self,
        penugasan: Penugasan,
        jenis: JenisItem,
        kode: str,
        isi: Mapping[str, Any],
        *,
        waktu: datetime,
        pelaku: Pelaku | None,
    ) -> None:
        """Keep the content of an item; `pelaku` None is the system, which sweeps up drafts."""
        titipan_id = id_baru()
        segel = self._sandi.segel(isi, Titipan.__tablename__, titipan_id)
        await self._repo.tambah(
            Titipan(
                keluarga_id=penugasan.keluarga_id,
                id=titipan_id,
                penugasan_id=penugasan.id,
                usulan_id=penugasan.usulan_id,
                kode_desa=penugasan.kode_desa,
                akun_id=penugasan.enumerator_id,
                jenis=jenis,
                kode=kode,
                kunci_data=segel.kunci_data,
                isi=segel.isi,
                waktu_at=waktu,
                created_at=now(),
            )
        )
        await self._jejak.catat(
            "lapangan:titipan:disimpan",
            pelaku=pelaku,
            objek=f"titipan_lapangan/{titipan_id}",
            keluarga_id=penugasan.keluarga_id,
            rincian={"kode": kode, "penugasan": str(penugasan.id)},
        )

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[Titipan]:
        """List kept work of the caller's area, newest first."""
        return await self._repo.daftar_titipan(Lingkup.dari(pelaku), hal)

    async def baca(self, ref: Ref, pelaku: Pelaku) -> tuple[Titipan, dict[str, Any]]:
        """Return kept work opened; the reading is recorded.

        Raises:
            TitipanNotFound: unknown, or outside the caller's area.
        """
        titipan = await self._repo.titipan(ref, Lingkup.dari(pelaku))
        if titipan is None:
            raise TitipanNotFound
        await self._jejak.catat(
            "lapangan:titipan:dibaca",
            pelaku=pelaku,
            objek=f"titipan_lapangan/{titipan.id}",
            subjek=await self._usulan.subjek_audit([Ref(titipan.keluarga_id, titipan.usulan_id)]),
            keluarga_id=titipan.keluarga_id,
            tujuan="pemeriksaan hasil kunjungan",
        )
        return titipan, self._sandi.buka(titipan.kunci_data, titipan.isi, Titipan.__tablename__, titipan.id)
