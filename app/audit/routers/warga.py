"""The citizen's access report."""

from fastapi import APIRouter

from app.audit.deps import AuditServiceDep
from app.audit.errors import IdentitasBelumTerhubung
from app.audit.models import JejakAudit
from app.audit.schemas import AksesBaca
from app.core.auth import PelakuDep
from app.core.deps import PageDep
from app.core.paging import Potongan
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar

router = APIRouter(route_class=RuteDtks, prefix="/saya", tags=["warga: saya"])


@router.get(
    "/akses",
    summary="Who looked at my data",
    response_model=Daftar[AksesBaca],
    responses=problems(IdentitasBelumTerhubung),
)
async def akses(service: AuditServiceDep, pelaku: PelakuDep, hal: PageDep) -> Potongan[JejakAudit]:
    """List who read or changed your data, in which position, when and for what purpose; newest first."""
    return await service.akses_saya(pelaku, hal)
