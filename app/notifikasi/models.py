"""The outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.notifikasi.alur import StatusPesan


class KotakKeluar(Base):
    """One message to one person, encrypted; `isi` (recipient and data) goes when it has been sent."""

    __tablename__ = "kotak_keluar"
    __table_args__ = {"info": {"distribusi": "lokal"}}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[UUID] = mapped_column(primary_key=True)
    templat: Mapped[str] = mapped_column(String(64))
    isi: Mapped[bytes | None]
    status: Mapped[StatusPesan] = mapped_column(status_enum(StatusPesan))
    percobaan: Mapped[int] = mapped_column(SmallInteger)
    galat: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    terkirim_at: Mapped[datetime | None]
