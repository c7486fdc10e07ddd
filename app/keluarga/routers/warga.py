"""The citizen's own family."""

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep
from app.core.etag import tulis_etag
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.keluarga.deps import BacaanServiceDep
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.schemas import KeluargaBaca

router = APIRouter(route_class=RuteDtks, prefix="/keluarga", tags=["warga: keluarga"])


@router.get("", summary="My family", responses=problems(KeluargaNotFound))
async def baca(service: BacaanServiceDep, pelaku: PelakuDep, response: Response) -> KeluargaBaca:
    """Show your family as the registry knows it. Your own NIK is shown in full, everybody else's is masked."""
    keluarga, diri, desa = await service.milik_saya(pelaku)
    tulis_etag(response, keluarga.versi)
    return KeluargaBaca.dari(keluarga, desa, terbuka=False, diri=diri.nik)
