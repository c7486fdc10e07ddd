"""Table of the short questionnaires: kept for ever, sealed under the family's data key."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.keluarga.kode import SumberJawaban


class KuesionerKriteria(Base):
    """A filled short questionnaire; `versi` is that of its data file."""

    __tablename__ = "kuesioner_kriteria"
    __table_args__ = (
        Index("ix_kuesioner_kriteria_keluarga_id_tanggal_date_id", "keluarga_id", "tanggal_date", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    versi: Mapped[str] = mapped_column(String(16))
    tanggal_date: Mapped[date]
    sumber: Mapped[SumberJawaban] = mapped_column(status_enum(SumberJawaban, 16))
    isi: Mapped[bytes]
    pelaku_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
