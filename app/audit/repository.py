"""Queries of the audit trail."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.crypto import Tujuan
from app.core.db import Base
from app.core.kolom_sandi import memuat
from app.core.larik import larik_teks
from app.core.paging import Halaman, Potongan, Urut, halaman
from app.core.siap import PernyataanSiap

_JEJAK: Final = Base.metadata.tables[JejakAudit.__tablename__]
_TULIS: Final = PernyataanSiap(
    insert(_JEJAK).values(
        {k.name: bindparam(k.name, type_=k.type) for k in _JEJAK.c} | {"subjek": larik_teks("subjek")}
    )
)


async def tulis(sesi: AsyncSession, baris: Mapping[str, Any]) -> None:
    """Write one row, by column; `subjek` as `core.larik.teks`, for a part of a file has thousands."""
    await _TULIS.baris(sesi, baris)


class AuditRepository:
    """Reads by subject, actor or object, newest first."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def menurut_subjek(self, subjek: UUID, hal: Halaman) -> Potongan[JejakAudit]:
        """Return rows about one person. Index: ix_jejak_audit_subjek (GIN)."""
        cari = select(JejakAudit).where(memuat(JejakAudit.subjek.expression, Tujuan.NIK, subjek))
        return await self._halaman(cari, hal, f"subjek:{subjek}")

    async def menurut_pelaku(self, pelaku_id: UUID, hal: Halaman) -> Potongan[JejakAudit]:
        """Return rows of one actor. Index: ix_jejak_audit_pelaku_id_id."""
        return await self._halaman(select(JejakAudit).where(JejakAudit.pelaku_id == pelaku_id), hal, f"p:{pelaku_id}")

    async def menurut_objek(self, objek: str, hal: Halaman) -> Potongan[JejakAudit]:
        """Return rows about one object. Index: ix_jejak_audit_objek_id."""
        return await self._halaman(select(JejakAudit).where(JejakAudit.objek == objek), hal, f"o:{objek}")

    async def semua(self, hal: Halaman) -> Potongan[JejakAudit]:
        """Return everything. Index: the primary key, whose ids are in time order."""
        return await self._halaman(select(JejakAudit), hal, "semua")

    async def _halaman(self, cari: Select[JejakAudit], hal: Halaman, konteks: str) -> Potongan[JejakAudit]:
        return await halaman(self._sesi, cari, [Urut(JejakAudit.id, UUID)], hal, konteks=konteks, menurun=True)
