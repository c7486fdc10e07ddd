"""Search in the audit trail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from app.audit.deps import AuditServiceDep
from app.audit.models import JejakAudit
from app.audit.schemas import JejakBaca
from app.core.auth import PelakuDep, izin
from app.core.deps import PageDep
from app.core.paging import Potongan
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.schemas import Daftar

router = APIRouter(route_class=RuteDtks, prefix="/audit", tags=["admin: audit"])


@router.get("", summary="Search the audit trail", response_model=Daftar[JejakBaca], **izin(Jabatan.ADMIN_PUSAT))
async def cari(
    service: AuditServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    pelaku_id: Annotated[UUID | None, Query(description="Rows of this account.")] = None,
    objek: Annotated[str | None, Query(max_length=120, description="Rows about this object, `tabel/id`.")] = None,
) -> Potongan[JejakAudit]:
    """List audit rows, newest first; the search itself is recorded."""
    return await service.cari(pelaku, hal, pelaku_id=pelaku_id, objek=objek)
