"""Wiring of the audit service."""

from typing import Annotated

from fastapi import Depends

from app.audit.jejak import Jejak
from app.audit.repository import AuditRepository
from app.audit.service import AuditService
from app.core.deps import SessionDep


async def _audit(sesi: SessionDep) -> AuditService:
    return AuditService(AuditRepository(sesi), Jejak(sesi))


AuditServiceDep = Annotated[AuditService, Depends(_audit)]
