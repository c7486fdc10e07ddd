"""Wiring of the findings' services."""

from typing import Annotated

from fastapi import Depends, Query

from app.core.deps import SessionDep, WadahDep
from app.keluarga.kode import TujuanBaca
from app.temuan.service import TemuanService
from app.temuan.tanggapan import TanggapanService


async def _temuan(sesi: SessionDep, wadah: WadahDep) -> TemuanService:
    return TemuanService.rakit(sesi, wadah)


async def _tanggapan(sesi: SessionDep, wadah: WadahDep) -> TanggapanService:
    return TanggapanService.rakit(sesi, wadah)


TemuanServiceDep = Annotated[TemuanService, Depends(_temuan)]
TanggapanServiceDep = Annotated[TanggapanService, Depends(_tanggapan)]
TujuanDep = Annotated[TujuanBaca, Query(description="Why you read it; the person concerned can see this.")]
