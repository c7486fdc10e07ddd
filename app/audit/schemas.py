"""What the audit trail answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.core.schemas import Keluaran


class JejakBaca(Keluaran):
    """One row, for the administrator."""

    id: UUID
    pada_at: datetime
    kejadian: str = Field(description="`domain:benda:perbuatan`", examples=["usulan:status:diubah"])
    pelaku_id: UUID | None
    jabatan: str | None
    wilayah: list[str]
    objek: str
    tujuan: str | None
    rincian: dict[str, Any]
    id_permintaan: str


class AksesBaca(Keluaran):
    """Who looked at my data or changed it: the position and the office, not the officer's name."""

    pada_at: datetime
    kejadian: str
    jabatan: str | None = Field(description="Position of the reader; null is the system.")
    wilayah: list[str] = Field(description="Region codes of the reader's office.")
    tujuan: str | None = Field(description="Purpose that the reader stated.")
