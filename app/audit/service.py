"""Read side of the audit trail; reading the trail is itself recorded."""

from uuid import UUID

from app.audit.errors import IdentitasBelumTerhubung
from app.audit.jejak import Jejak
from app.audit.models import JejakAudit
from app.audit.repository import AuditRepository
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku


class AuditService:
    """Access report for the citizen, search for the administrator."""

    def __init__(self, repo: AuditRepository, jejak: Jejak) -> None:
        self._repo = repo
        self._jejak = jejak

    async def akses_saya(self, pelaku: Pelaku, hal: Halaman) -> Potongan[JejakAudit]:
        """Return who read or changed the caller's own data, newest first (UU 27/2022 ps 5, 7).

        Raises:
            IdentitasBelumTerhubung: the account has no NIK.
        """
        if pelaku.nik_indeks is None:
            raise IdentitasBelumTerhubung
        return await self._repo.menurut_subjek(pelaku.nik_indeks, hal)

    async def cari(
        self, pelaku: Pelaku, hal: Halaman, *, pelaku_id: UUID | None, objek: str | None
    ) -> Potongan[JejakAudit]:
        """Return rows of an actor, else of an object, else all; the search leaves its own row."""
        await self._jejak.catat("audit:jejak:dibaca", pelaku=pelaku, objek="jejak_audit")
        if pelaku_id is not None:
            return await self._repo.menurut_pelaku(pelaku_id, hal)
        if objek is not None:
            return await self._repo.menurut_objek(objek, hal)
        return await self._repo.semua(hal)
