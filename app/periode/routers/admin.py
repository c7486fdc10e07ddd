"""Periods and their windows, for the platform's administrator."""

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchWajibDep, PageDep, beretag, tulis_etag
from app.core.idempotency import IdempotenDep
from app.core.paging import Potongan
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.periode.deps import PeriodeServiceDep
from app.periode.errors import JendelaTidakSah, PeriodeBertumpuk, PeriodeNotFound
from app.periode.models import Periode
from app.periode.schemas import PeriodeBaca, PeriodeBuat, PeriodeUbah

router = APIRouter(route_class=RuteDtks, prefix="/periode", tags=["admin: periode"])
_BACA = izin(Jabatan.ADMIN_PUSAT, galat=(PeriodeNotFound,))
_BUAT = izin(Jabatan.ADMIN_PUSAT, galat=(JendelaTidakSah, PeriodeBertumpuk))
_UBAH = izin(Jabatan.ADMIN_PUSAT, galat=(JendelaTidakSah, PeriodeBertumpuk, PeriodeNotFound))
_BUAT["dependencies"] = [*_BUAT["dependencies"], IdempotenDep]


@router.get("", summary="List periods", response_model=Daftar[PeriodeBaca], **izin(Jabatan.ADMIN_PUSAT))
async def daftar(service: PeriodeServiceDep, hal: PageDep) -> Potongan[Periode]:
    """List periods, latest first."""
    return await service.daftar(hal)


@router.post("", summary="Create a period", status_code=201, response_model=PeriodeBaca, **_BUAT)
async def buat(isi: PeriodeBuat, service: PeriodeServiceDep, pelaku: PelakuDep, response: Response) -> Periode:
    """Create the calendar of a month; days and windows that are absent take the month's usual ones."""
    periode = await service.buat(isi, pelaku)
    response.headers["Location"] = f"/v1/admin/periode/{periode.kode}"
    tulis_etag(response, periode.versi)
    return periode


@router.get("/{kode}", summary="Read a period", response_model=PeriodeBaca, **_BACA)
async def baca(kode: str, service: PeriodeServiceDep, response: Response) -> Periode:
    """Read one period with its windows."""
    return beretag(response, await service.baca(kode))


@router.patch("/{kode}", summary="Change a period", response_model=PeriodeBaca, **_UBAH)
async def ubah(
    kode: str,
    isi: PeriodeUbah,
    versi: IfMatchWajibDep,
    service: PeriodeServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Periode:
    """Change days or windows of a period, for instance to extend the endorsement window."""
    return beretag(response, await service.ubah(kode, isi, pelaku, versi=versi))
