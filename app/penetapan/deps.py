"""Wiring of penetapan."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionBacaDep, SessionDep, WadahDep
from app.penetapan.keanggotaan import KeanggotaanService
from app.penetapan.keberatan import KeberatanService
from app.penetapan.reaktivasi import ReaktivasiService
from app.penetapan.riwayat_warga import RiwayatWargaService
from app.penetapan.service import SKService
from app.penetapan.status_warga import StatusWargaService
from app.usulan.rekap import RekapService


async def _sk(sesi: SessionDep, wadah: WadahDep) -> SKService:
    return SKService.rakit(sesi, wadah)


async def _sk_baca(sesi: SessionBacaDep, wadah: WadahDep) -> SKService:
    return SKService.rakit(sesi, wadah)


async def _keanggotaan(sesi: SessionDep, wadah: WadahDep) -> KeanggotaanService:
    return KeanggotaanService.rakit(sesi, wadah)


async def _status_warga(sesi: SessionDep, wadah: WadahDep) -> StatusWargaService:
    return StatusWargaService.rakit(sesi, wadah)


async def _reaktivasi(sesi: SessionDep, wadah: WadahDep) -> ReaktivasiService:
    return ReaktivasiService.rakit(sesi, wadah)


async def _keberatan(sesi: SessionDep, wadah: WadahDep) -> KeberatanService:
    return KeberatanService.rakit(sesi, wadah)


async def _riwayat_warga(sesi: SessionDep, wadah: WadahDep) -> RiwayatWargaService:
    return RiwayatWargaService.rakit(sesi, wadah)


async def _rekap(sesi: SessionDep, wadah: WadahDep) -> RekapService:
    return RekapService.rakit(sesi, wadah)


RekapServiceDep = Annotated[RekapService, Depends(_rekap)]
SKServiceDep = Annotated[SKService, Depends(_sk)]
SKBacaDep = Annotated[SKService, Depends(_sk_baca)]
"""On a READ ONLY transaction: a decree in force is public and nothing is audited."""
KeanggotaanServiceDep = Annotated[KeanggotaanService, Depends(_keanggotaan)]
StatusWargaServiceDep = Annotated[StatusWargaService, Depends(_status_warga)]
ReaktivasiServiceDep = Annotated[ReaktivasiService, Depends(_reaktivasi)]
KeberatanServiceDep = Annotated[KeberatanService, Depends(_keberatan)]
RiwayatWargaServiceDep = Annotated[RiwayatWargaService, Depends(_riwayat_warga)]
