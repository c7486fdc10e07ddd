"""The outbox to mail servers, and the inbox of each account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.notifikasi.alur import StatusPesan
from app.notifikasi.kabar import JenisKabar


class KotakKeluar(Base):
    """One message to one person, encrypted; `isi` (recipient and data) goes when it has been sent."""

    __tablename__ = "kotak_keluar"
    __table_args__ = {
        "info": {"distribusi": "lokal", "amplop": {"isi": lambda baris: f"dtks/kotak_keluar/{baris.id}".encode()}}
    }

    id: Mapped[UUID] = mapped_column(primary_key=True)
    templat: Mapped[str] = mapped_column(String(64))
    isi: Mapped[bytes | None]
    status: Mapped[StatusPesan] = mapped_column(status_enum(StatusPesan))
    percobaan: Mapped[int] = mapped_column(SmallInteger)
    galat: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    terkirim_at: Mapped[datetime | None]


class KotakMasuk(Base):
    """One message in an account's inbox; `isi` seals its words, for they tell of somebody's case."""

    __tablename__ = "kotak_masuk"
    __table_args__ = (
        Index("ix_kotak_masuk_belum_dibaca", "akun_id", "id", postgresql_where=text("dibaca_at IS NULL")),
        Index("ix_kotak_masuk_created_at", "created_at"),
        {"info": {"distribusi": "kunci"}},
    )

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    jenis: Mapped[JenisKabar] = mapped_column(status_enum(JenisKabar))
    objek: Mapped[str] = mapped_column(String(120))
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    created_at: Mapped[datetime]
    dibaca_at: Mapped[datetime | None]
