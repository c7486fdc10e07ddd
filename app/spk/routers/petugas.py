"""The ordered list of a meeting, for those who prepare it."""

from uuid import UUID

from fastapi import APIRouter

from app.core.auth import PelakuDep, izin
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.workflow import TransisiDitolak
from app.musyawarah.errors import MusyawarahNotFound
from app.spk.deps import UrutanServiceDep
from app.spk.schemas import UrutanBaca
from app.usulan.deps import TujuanDep

router = APIRouter(route_class=RuteDtks, prefix="/musyawarah/{musyawarah_id}", tags=["petugas: musyawarah"])

_BACA = izin(
    Jabatan.OPERATOR_DESA,
    Jabatan.OPERATOR_KABKOTA,
    Jabatan.VERIFIKATOR,
    Jabatan.KEPALA_OPD,
    galat=(MusyawarahNotFound, TransisiDitolak),
)


@router.get("/urutan", summary="Read the list in an order", **_BACA)
async def urutan(musyawarah_id: UUID, tujuan: TujuanDep, service: UrutanServiceDep, pelaku: PelakuDep) -> UrutanBaca:
    """Order the families on the list by SAW, cluster them by K-Means, and flag where desil and criteria disagree.

    Support for the meeting: it decides nothing, and no step of any usulan looks at it. Who lacks data stands apart.
    """
    return UrutanBaca.dari(await service.baca(musyawarah_id, pelaku, tujuan))
