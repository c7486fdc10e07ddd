"""Wiring of the services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.verval.bukti import BuktiService
from app.verval.kecualian import KecualianService
from app.verval.meja import MejaService
from app.verval.padan import PadanService
from app.verval.padan_massal import PadanMassalService
from app.verval.pengecualian import PengecualianService
from app.verval.pengesahan import PengesahanService
from app.verval.pengesahan_bnba import BnbaService
from app.verval.pengesahan_tanda import TandaTanganService
from app.verval.survei import SurveiService
from app.verval.survei_foto import FotoService
from app.verval.survei_penugasan import PenugasanService
from app.verval.validasi import ValidasiService


async def _survei(sesi: SessionDep, wadah: WadahDep) -> SurveiService:
    return SurveiService.rakit(sesi, wadah)


async def _foto(sesi: SessionDep, wadah: WadahDep) -> FotoService:
    return FotoService.rakit(sesi, wadah)


async def _penugasan(sesi: SessionDep, wadah: WadahDep) -> PenugasanService:
    return PenugasanService.rakit(sesi, wadah)


async def _padan(sesi: SessionDep, wadah: WadahDep) -> PadanService:
    return PadanService.rakit(sesi, wadah)


async def _validasi(sesi: SessionDep, wadah: WadahDep) -> ValidasiService:
    return ValidasiService.rakit(sesi, wadah)


async def _pengesahan(sesi: SessionDep, wadah: WadahDep) -> PengesahanService:
    return PengesahanService.rakit(sesi, wadah)


async def _bukti(sesi: SessionDep, wadah: WadahDep) -> BuktiService:
    return BuktiService.rakit(sesi, wadah)


async def _kecualian(sesi: SessionDep, wadah: WadahDep) -> KecualianService:
    return KecualianService.rakit(sesi, wadah)


async def _meja(sesi: SessionDep, wadah: WadahDep) -> MejaService:
    return MejaService.rakit(sesi, wadah)


async def _padan_massal(sesi: SessionDep, wadah: WadahDep) -> PadanMassalService:
    return PadanMassalService.rakit(sesi, wadah)


async def _pengecualian(sesi: SessionDep, wadah: WadahDep) -> PengecualianService:
    return PengecualianService.rakit(sesi, wadah)


SurveiServiceDep = Annotated[SurveiService, Depends(_survei)]
FotoServiceDep = Annotated[FotoService, Depends(_foto)]
PenugasanServiceDep = Annotated[PenugasanService, Depends(_penugasan)]
PadanServiceDep = Annotated[PadanService, Depends(_padan)]
ValidasiServiceDep = Annotated[ValidasiService, Depends(_validasi)]


async def _tanda_tangan(sesi: SessionDep, wadah: WadahDep) -> TandaTanganService:
    return TandaTanganService.rakit(sesi, wadah)


async def _bnba(sesi: SessionDep, wadah: WadahDep) -> BnbaService:
    return BnbaService.rakit(sesi, wadah)


TandaTanganServiceDep = Annotated[TandaTanganService, Depends(_tanda_tangan)]
BnbaServiceDep = Annotated[BnbaService, Depends(_bnba)]
PengesahanServiceDep = Annotated[PengesahanService, Depends(_pengesahan)]
BuktiServiceDep = Annotated[BuktiService, Depends(_bukti)]
KecualianServiceDep = Annotated[KecualianService, Depends(_kecualian)]
MejaServiceDep = Annotated[MejaService, Depends(_meja)]
PadanMassalServiceDep = Annotated[PadanMassalService, Depends(_padan_massal)]
PengecualianServiceDep = Annotated[PengecualianService, Depends(_pengecualian)]
