"""Wiring of the contests' services."""

from typing import Annotated

from fastapi import Depends, Query

from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.deps import SessionDep, WadahDep
from app.keluarga.kode import TujuanBaca
from app.sanggah.errors import LampiranSanggahNotFound, LampiranSanggahPenuh, SanggahNotFound, SanggahTertutup
from app.sanggah.lampiran import LampiranSanggahService
from app.sanggah.service import SanggahService
from app.sanggah.tanggapan import TanggapanSanggahService
from app.sanggah.warga import PenyanggahService


async def _sanggah(sesi: SessionDep, wadah: WadahDep) -> SanggahService:
    return SanggahService.rakit(sesi, wadah)


async def _penyanggah(sesi: SessionDep, wadah: WadahDep) -> PenyanggahService:
    return PenyanggahService.rakit(sesi, wadah)


async def _tanggapan(sesi: SessionDep, wadah: WadahDep) -> TanggapanSanggahService:
    return TanggapanSanggahService.rakit(sesi, wadah)


async def _lampiran(sesi: SessionDep, wadah: WadahDep) -> LampiranSanggahService:
    return LampiranSanggahService.rakit(sesi, wadah)


SanggahServiceDep = Annotated[SanggahService, Depends(_sanggah)]
PenyanggahServiceDep = Annotated[PenyanggahService, Depends(_penyanggah)]
TanggapanSanggahDep = Annotated[TanggapanSanggahService, Depends(_tanggapan)]
LampiranSanggahDep = Annotated[LampiranSanggahService, Depends(_lampiran)]
TujuanDep = Annotated[TujuanBaca, Query(description="Why you read it; the person concerned can see this.")]

GALAT_TAMBAH = (
    *(SanggahNotFound, SanggahTertutup, LampiranSanggahPenuh),
    *(BerkasBukanGambar, BerkasBukanPdf, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia),
)
GALAT_BUKA = (SanggahNotFound, LampiranSanggahNotFound, BerkasNotFound, PenyimpananTidakTersedia)
