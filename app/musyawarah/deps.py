"""Wiring of the meeting's services."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionDep, WadahDep
from app.core.peran import Jabatan
from app.musyawarah.keteraturan import KeteraturanService
from app.musyawarah.lampiran import LampiranMusyawarahService
from app.musyawarah.penandaan import PenandaanService
from app.musyawarah.penutupan import BeritaAcaraService
from app.musyawarah.prelist import PrelistService
from app.musyawarah.service import MusyawarahService
from app.musyawarah.sptjm import SptjmMusyawarah

PENCATAT = (Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA)
"""Who keeps a village's meetings: its operator, and the kab/kota's where it has none (F15)."""
PEMBACA = (
    Jabatan.OPERATOR_DESA,
    Jabatan.OPERATOR_KABKOTA,
    Jabatan.VERIFIKATOR,
    Jabatan.KEPALA_OPD,
    Jabatan.PSM,
    Jabatan.TKSK,
    Jabatan.PEMANTAU_PROV,
)
"""Who may read a meeting of his area."""


async def _musyawarah(sesi: SessionDep, wadah: WadahDep) -> MusyawarahService:
    return MusyawarahService.rakit(sesi, wadah)


async def _lampiran(sesi: SessionDep, wadah: WadahDep) -> LampiranMusyawarahService:
    return LampiranMusyawarahService.rakit(sesi, wadah)


async def _berita_acara(sesi: SessionDep, wadah: WadahDep) -> BeritaAcaraService:
    return BeritaAcaraService.rakit(sesi, wadah)


async def _prelist(sesi: SessionDep, wadah: WadahDep) -> PrelistService:
    return PrelistService.rakit(sesi, wadah)


async def _penandaan(sesi: SessionDep, wadah: WadahDep) -> PenandaanService:
    return PenandaanService.rakit(sesi, wadah)


async def _keteraturan(sesi: SessionDep, wadah: WadahDep) -> KeteraturanService:
    return KeteraturanService.rakit(sesi, wadah)


async def _sptjm(sesi: SessionDep, wadah: WadahDep) -> SptjmMusyawarah:
    return SptjmMusyawarah.rakit(sesi, wadah)


MusyawarahServiceDep = Annotated[MusyawarahService, Depends(_musyawarah)]
LampiranMusyawarahDep = Annotated[LampiranMusyawarahService, Depends(_lampiran)]
BeritaAcaraDep = Annotated[BeritaAcaraService, Depends(_berita_acara)]
PrelistDep = Annotated[PrelistService, Depends(_prelist)]
PenandaanDep = Annotated[PenandaanService, Depends(_penandaan)]
KeteraturanDep = Annotated[KeteraturanService, Depends(_keteraturan)]
SptjmDep = Annotated[SptjmMusyawarah, Depends(_sptjm)]
