"""Reports on ranking runs, for the two administrators who hold them apart."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin
from app.core.idempotency import idempoten
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.desil.deps import LaporanServiceDep
from app.desil.errors import LaporanBelumSiap, PutaranBelumSelesai, PutaranTidakDitemukan
from app.desil.schemas_laporan import LaporanBaca, LaporanDiminta

router = APIRouter(route_class=RuteDtks, prefix="/desil/putaran", tags=["admin: putaran desil"])

_MELIHAT = (Jabatan.ADMIN_PUSAT, Jabatan.PENETAP)
_GALAT = (PutaranTidakDitemukan, PutaranBelumSelesai)


@router.get("/{putaran_id}/laporan", summary="Report on a run", **izin(*_MELIHAT, galat=(*_GALAT, LaporanBelumSiap)))
async def baca_laporan(putaran_id: UUID, service: LaporanServiceDep) -> LaporanBaca:
    """Read the report on a finished run."""
    return await service.baca(putaran_id)


@router.post(
    "/{putaran_id}/laporan",
    status_code=202,
    summary="Order the report on a run",
    **idempoten(izin(*_MELIHAT, galat=_GALAT)),
)
async def minta_laporan(
    putaran_id: UUID, service: LaporanServiceDep, pelaku: PelakuDep, response: Response
) -> LaporanDiminta:
    """Have the report counted: of a run from before there were reports, or after another run came into force.

    A finished computation orders its report by itself; what is there and still right is not counted again.
    """
    await service.minta(putaran_id, pelaku)
    response.headers["Location"] = f"/v1/admin/desil/putaran/{putaran_id}/laporan"
    return LaporanDiminta(putaran_id=putaran_id)
