"""The table of reports on runs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class LaporanPutaran(Base):
    """What was counted of a finished run, once: counts only, no family. `bentuk` is the form of `isi`.

    `sebelum_id` is the run that it was compared with; another one, or an older form, lets a job count anew.
    """

    __tablename__ = "laporan_putaran"
    __table_args__ = ({"info": {"distribusi": "referensi"}},)

    putaran_id: Mapped[UUID] = mapped_column(ForeignKey("putaran.id"), primary_key=True)
    bentuk: Mapped[int] = mapped_column(SmallInteger)
    sebelum_id: Mapped[UUID | None]
    isi: Mapped[dict[str, Any]] = mapped_column(JSONB)
    dibuat_at: Mapped[datetime]
