"""Looks at a received visit beside others; what is odd becomes a finding, which a human decides."""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import WIB
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.lapangan.gps import Dugaan, periksa
from app.temuan.entitas import TemuanBaru
from app.temuan.service import TemuanService
from app.temuan.status import JenisTemuan, SumberTemuan
from app.verval.entitas import Letak
from app.verval.survei_letak import LetakService

PEMBANDING: Final = 200
"""Earlier visits of a desa that are looked at."""


class PemeriksaKunjungan:
    """The job behind every received visit; run again, it finds the same findings."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._aturan = wadah.pengaturan.lapangan
        self._letak = LetakService.rakit(sesi, wadah)
        self._temuan = TemuanService.rakit(sesi, wadah)
        self._jejak = Jejak(sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the job's work on this session."""
        return cls(sesi, wadah)

    async def jalankan(self, penugasan: Ref) -> list[UUID]:
        """Compare the visit of an assignment and keep what is odd; return the findings."""
        letak = await self._letak.satu(penugasan)
        if letak is None:
            return []
        desa = await self._letak.desa(letak, PEMBANDING)
        dugaan = [*periksa(letak, await self._letak.petugas(letak), desa, self._aturan)]
        if foto := await self._letak.foto_sama(letak):
            isi = {"penugasan_lain": sorted(map(str, foto)), "jumlah": len(foto)}
            dugaan.append(Dugaan(JenisTemuan.FOTO_BERULANG, 90, isi))
        keluarga_id = await self._letak.registri(letak)
        await self._jejak.catat(
            "lapangan:kunjungan:diperiksa",
            pelaku=None,
            objek=f"kunjungan/{letak.id}",
            keluarga_id=keluarga_id,
            rincian={"dugaan": [d.jenis.value for d in dugaan]},
        )
        return [await self._temuan.catat(_baru(letak, keluarga_id, d), None) for d in dugaan]


def _baru(letak: Letak, keluarga_id: UUID, dugaan: Dugaan) -> TemuanBaru:
    return TemuanBaru(
        jenis=dugaan.jenis,
        keluarga_id=keluarga_id,
        individu_id=None,
        kode_desa=letak.kode_desa,
        sumber=SumberTemuan.LAPANGAN,
        tanggal=letak.mulai_at.astimezone(WIB).date(),
        keyakinan=dugaan.keyakinan,
        isi={"kunjungan": str(letak.id), **dugaan.isi},
    )
