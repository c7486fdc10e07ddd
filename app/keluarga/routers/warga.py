"""The citizen's own family."""

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep
from app.core.deps import tulis_etag
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.keluarga.deps import BacaanServiceDep
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.schemas import KeluargaSayaBaca

router = APIRouter(route_class=RuteDtks, prefix="/keluarga", tags=["warga: keluarga"])


@router.get("", summary="My family", responses=problems(KeluargaNotFound))
async def baca(service: BacaanServiceDep, pelaku: PelakuDep, response: Response) -> KeluargaSayaBaca:
    """Show your family as the registry knows it, and in words what last happened to it.

    Your own NIK is shown in full, everybody else's is masked.
    """
    milik = await service.milik_saya(pelaku)
    tulis_etag(response, milik.keluarga.versi)
    return KeluargaSayaBaca.milik(*milik)
