"""Tables of the calendar: periods, and where the match stands in the pipeline."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.periode.jendela import Jendela, NamaJendela
from app.periode.padan import PosisiPadan, StatusAturanPadan


class Periode(Base):
    """One month's calendar; `isi_jendela` holds `{nama, mulai, selesai}` rows."""

    __tablename__ = "periode"
    __table_args__ = (CheckConstraint("mulai <= selesai", name="urut"), {"info": {"distribusi": "referensi"}})

    kode: Mapped[str] = mapped_column(String(7), primary_key=True)
    mulai: Mapped[date]
    selesai: Mapped[date]
    isi_jendela: Mapped[list[Any]]
    versi: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def jendela(self) -> list[Jendela]:
        """The windows, as written."""
        return [
            Jendela(NamaJendela(j["nama"]), date.fromisoformat(j["mulai"]), date.fromisoformat(j["selesai"]))
            for j in self.isi_jendela
        ]

    def lewat(self, nama: NamaJendela, tanggal: date) -> bool:
        """Return whether the window `nama` has ended before that day; one that is not set never ends."""
        return any(j.nama is nama and j.selesai < tanggal for j in self.jendela)

    def belum(self, nama: NamaJendela, tanggal: date) -> bool:
        """Return whether the window `nama` begins after that day; one that is not set has begun."""
        return any(j.nama is nama and j.mulai > tanggal for j in self.jendela)

    def terbuka(self, nama: NamaJendela, tanggal: date) -> bool:
        """Return whether the window `nama` is open on that day; a window that is not set is closed."""
        return any(j.nama is nama and j.memuat(tanggal) for j in self.jendela)


class AturanPadan(Base):
    """When usulan of a region must match, from one period to another; an empty `kode_wilayah` is the whole country."""

    __tablename__ = "aturan_padan"
    __table_args__ = (
        CheckConstraint("mulai_periode <= sampai_periode", name="masa"),
        Index("ix_aturan_padan_status_kode_wilayah", "status", "kode_wilayah"),
        {"info": {"distribusi": "referensi"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_wilayah: Mapped[str] = mapped_column(String(13))
    posisi: Mapped[PosisiPadan] = mapped_column(status_enum(PosisiPadan))
    mulai_periode: Mapped[str] = mapped_column(String(7))
    sampai_periode: Mapped[str | None] = mapped_column(String(7))
    status: Mapped[StatusAturanPadan] = mapped_column(status_enum(StatusAturanPadan))
    dasar: Mapped[str]
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    dibuat_oleh: Mapped[UUID]
    diputus_oleh: Mapped[UUID | None]
    versi: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
