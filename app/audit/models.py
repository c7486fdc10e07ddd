"""The audit trail's table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import Base
from app.core.kolom_sandi import DaftarIndeksButa


class JejakAudit(Base):
    """One change, or one read of personal data; carries no personal data itself.

    `subjek` holds blind indexes of the persons concerned. The application's role may not update or delete here.
    """

    __tablename__ = "jejak_audit"
    __table_args__ = (
        Index("ix_jejak_audit_subjek", "subjek", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        Index("ix_jejak_audit_pelaku_id_id", "pelaku_id", "id"),
        Index("ix_jejak_audit_objek_id", "objek", "id"),
        {"info": {"distribusi": "kunci", "tambah_saja": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pada_at: Mapped[datetime]
    kejadian: Mapped[str] = mapped_column(String(80))
    pelaku_id: Mapped[UUID | None]
    jabatan: Mapped[str | None] = mapped_column(String(32))
    wilayah: Mapped[list[str]] = mapped_column(ARRAY(String(13)))
    objek: Mapped[str] = mapped_column(String(120))
    keluarga_id: Mapped[UUID | None]
    subjek: Mapped[list[UUID]] = mapped_column(DaftarIndeksButa(Tujuan.NIK))
    tujuan: Mapped[str | None] = mapped_column(String(200))
    rincian: Mapped[dict[str, Any]]
    id_permintaan: Mapped[str] = mapped_column(String(36))

    @property
    def is_baca(self) -> bool:
        """Return whether somebody looked, rather than changed."""
        return self.kejadian.endswith(":dibaca")


Rincian = Mapping[str, object]
