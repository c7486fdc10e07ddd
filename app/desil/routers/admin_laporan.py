"""Reports on ranking runs, for the two administrators who hold them apart."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import HTMLResponse

from app.core.auth import PelakuDep, izin
from app.core.idempotency import idempoten
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.desil.deps import LaporanServiceDep
from app.desil.errors import LaporanBelumSiap, PutaranBelumSelesai, PutaranTidakDitemukan
from app.desil.laporan_cetak import KEBIJAKAN, BentukLaporan, bentuk_dari, halaman
from app.desil.schemas_laporan import LaporanBaca, LaporanDiminta

router = APIRouter(route_class=RuteDtks, prefix="/desil/putaran", tags=["admin: putaran desil"])

_MELIHAT = (Jabatan.ADMIN_PUSAT, Jabatan.PENETAP)
_GALAT = (PutaranTidakDitemukan, PutaranBelumSelesai)


def _rute() -> dict[str, Any]:
    """Return the arguments of the route, which answers in three forms."""
    rute = izin(*_MELIHAT, galat=(*_GALAT, LaporanBelumSiap))
    lain = {media: {"schema": {"type": "string"}} for media in ("application/pdf", "text/html")}
    return rute | {"responses": {**rute["responses"], 200: {"content": lain}}}


@router.get("/{putaran_id}/laporan", summary="Report on a run", response_model=LaporanBaca, **_rute())
async def baca_laporan(
    putaran_id: UUID,
    service: LaporanServiceDep,
    bentuk: Annotated[BentukLaporan | None, Query(description="Without it, the Accept header decides.")] = None,
    accept: Annotated[str | None, Header(description="`application/json`, `application/pdf` or `text/html`.")] = None,
) -> LaporanBaca | Response:
    """Read the report on a finished run: figures as JSON, or with plots as PDF (PDF/A, accessible) or as a HTML page.

    For the two administrators only: small cells (below 5) are not covered, so it is not for publication.
    """
    laporan = await service.baca(putaran_id)
    dipilih = bentuk or bentuk_dari(accept)
    if dipilih is BentukLaporan.JSON:
        return laporan
    if dipilih is BentukLaporan.HTML:
        return HTMLResponse(halaman(laporan), headers={"Content-Security-Policy": KEBIJAKAN, "Vary": "Accept"})
    nama = f"laporan-desil-{laporan.putaran.periode}.pdf"
    tajuk = {"Content-Disposition": f'attachment; filename="{nama}"', "Vary": "Accept"}
    return Response(await service.cetak(laporan), media_type="application/pdf", headers=tajuk)


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
