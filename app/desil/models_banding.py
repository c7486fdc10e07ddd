"""Table of comparisons of two models."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class BandingModel(Base):
    """Two models on the same families at one moment; `hasil` is there when `selesai_at` is."""

    __tablename__ = "banding_model"
    __table_args__ = (Index(None, "model_id"), {"info": {"distribusi": "referensi"}})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    model_id: Mapped[UUID] = mapped_column(ForeignKey("model_pmt.id"))
    pembanding_id: Mapped[UUID] = mapped_column(ForeignKey("model_pmt.id"))
    dibuat_oleh: Mapped[UUID | None]
    dibuat_at: Mapped[datetime]
    selesai_at: Mapped[datetime | None]
    hasil: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
