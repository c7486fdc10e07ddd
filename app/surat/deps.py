"""Wiring of the letters."""

from typing import Annotated

from fastapi import Depends

from app.core.deps import SessionBacaDep, WadahDep
from app.surat.service import SuratService


async def _surat_baca(sesi: SessionBacaDep, wadah: WadahDep) -> SuratService:
    return SuratService.rakit(sesi, wadah)


SuratBacaDep = Annotated[SuratService, Depends(_surat_baca)]
"""On a READ ONLY transaction: what a letter tells about itself is public and nothing is audited."""
