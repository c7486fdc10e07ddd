"""The VERIFIKATOR's view of the field: who carries how much, and what waits longest."""

from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.clock import now
from app.core.paging import Halaman
from app.core.peran import Pelaku
from app.core.schemas import Daftar
from app.core.wadah import Wadah
from app.lapangan.schemas import AntreanBaca, BebanBaca, BebanDaftar
from app.verval.survei_penugasan import PenugasanService


class PantauService:
    """Load and ageing of open assignments; shows no person of a family."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._aturan = wadah.pengaturan
        self._akun = AkunService.rakit(sesi, wadah)
        self._penugasan = PenugasanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def beban(self, pelaku: Pelaku) -> BebanDaftar:
        """Return the open load of each enumerator in the caller's area, who waits longest first."""
        baris = await self._penugasan.beban(pelaku)
        nama = await self._akun.nama_banyak([b.enumerator_id for b in baris])
        kini = now()
        return BebanDaftar(
            data=[
                BebanBaca(
                    **b._asdict(),
                    nama=nama.get(b.enumerator_id, ""),
                    batas=self._aturan.batas.beban_enumerator,
                    umur_hari=(kini - b.tertua_at).days,
                )
                for b in baris
            ]
        )

    async def antrean(self, pelaku: Pelaku, hal: Halaman, enumerator_id: UUID | None) -> Daftar[AntreanBaca]:
        """List the open assignments of the caller's area with their age, oldest first."""
        potongan, percobaan = await self._penugasan.antrean(pelaku, hal, enumerator_id=enumerator_id)
        kini, lama = now(), self._aturan.tenggat.lama_kunjungan
        data = [
            AntreanBaca(
                ref=p.ref,
                usulan_ref=p.usulan_ref,
                kode_desa=p.kode_desa,
                enumerator_id=p.enumerator_id,
                putaran=p.putaran,
                ditugaskan_at=p.ditugaskan_at,
                versi=p.versi,
                umur_hari=(kini - p.ditugaskan_at).days,
                is_lewat=kini - p.ditugaskan_at > lama,
                percobaan=percobaan.get(p.id, 0),
            )
            for p in potongan.data
        ]
        return Daftar(data=data, halaman=potongan.halaman)
