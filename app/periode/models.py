"""The period's table."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.periode.jendela import Jendela, NamaJendela


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
