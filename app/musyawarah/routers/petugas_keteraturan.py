"""How regularly villages meet."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.core.auth import PelakuDep, izin
from app.core.deps import PageDep
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.musyawarah.deps import PEMBACA, KeteraturanDep
from app.musyawarah.schemas_prelist import KeteraturanBaca
from app.wilayah.kode import KodeWilayah

_KECAMATAN = r"^[1-9]\d\.(0[1-9]|[1-689]\d|7[1-9])\.(0[1-9]|[1-9]\d)$"
router = APIRouter(route_class=RuteDtks, prefix="/musyawarah/keteraturan", tags=["petugas: musyawarah"])


@router.get("", summary="Who has met, who is overdue", **izin(*PEMBACA))
async def keteraturan(
    kecamatan: Annotated[str, Query(pattern=_KECAMATAN, description="Kecamatan.", examples=["32.04.05"])],
    service: KeteraturanDep,
    pelaku: PelakuDep,
    hal: PageDep,
) -> Daftar[KeteraturanBaca]:
    """List the villages of a kecamatan in your area with their last meeting, the next due day and the next planned one.

    A village that never met is overdue.
    """
    hasil = await service.daftar(KodeWilayah(kecamatan), pelaku, hal)
    return Daftar(data=[KeteraturanBaca.model_validate(d) for d in hasil.data], halaman=hasil.halaman)
