"""Tables of the regions: every code that was ever in force, with its dates and successors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.wilayah.kode import Jenis, Tingkat

INDEKS_MIRIP: Final = Index(
    "ix_wilayah_nama_lipat_trgm",
    "nama_lipat",
    postgresql_using="gin",
    postgresql_ops={"nama_lipat": "gin_trgm_ops"},
    postgresql_with={"fastupdate": "off"},
)


class Wilayah(Base):
    """One region under one code; a code is given out once and stays here after it has ended.

    Attributes:
        kode: Kemendagri code, dotted.
        nama: official name; a kabupaten or kota carries its kind in it.
        nama_lipat: folded name for search, in byte order so that a prefix is a range of the index.
        kode_bps: code of the same place in the numbering of BPS, never to be compared with `kode`.
        berlaku_dari: first day in force; None means since before the registry began.
        berlaku_sampai: first day no longer in force; None means no end is decided.
        dasar: legal basis of the row as an administrator set it; None means as in the data set.
        versi: counts the changes, for If-Match.
    """

    __tablename__ = "wilayah"
    __table_args__ = (
        CheckConstraint("berlaku_sampai > berlaku_dari", name="berlaku"),
        CheckConstraint("(induk IS NULL) = (tingkat = 'PROVINSI')", name="induk"),
        Index("ix_wilayah_induk_kode", "induk", "kode"),
        Index("ix_wilayah_nama_lipat_kode", "nama_lipat", "kode"),
        INDEKS_MIRIP,
        {"info": {"distribusi": "referensi"}},
    )

    kode: Mapped[str] = mapped_column(String(13), primary_key=True)
    nama: Mapped[str] = mapped_column(String(100))
    nama_lipat: Mapped[str] = mapped_column(Text(collation="C"))
    tingkat: Mapped[Tingkat] = mapped_column(status_enum(Tingkat))
    jenis: Mapped[Jenis] = mapped_column(status_enum(Jenis))
    induk: Mapped[str | None] = mapped_column(ForeignKey("wilayah.kode"))
    kode_bps: Mapped[str | None] = mapped_column(String(10))
    berlaku_dari: Mapped[date | None]
    berlaku_sampai: Mapped[date | None]
    dasar: Mapped[str | None] = mapped_column(String(200))
    versi: Mapped[int] = mapped_column(default=1)

    def is_berlaku(self, tanggal: date) -> bool:
        """Return whether the code is in force on `tanggal`."""
        return (self.berlaku_dari is None or self.berlaku_dari <= tanggal) and (
            self.berlaku_sampai is None or tanggal < self.berlaku_sampai
        )


class WilayahPengganti(Base):
    """One code that took the place of an ended one: one row for a renumbering, several for a split, shared for a merge.

    Only a code without an end may be a successor and only an ended one has successors, so there are no cycles. A change
    that was a mistake is taken away while nothing uses it; the audit trail keeps it.
    """

    __tablename__ = "wilayah_pengganti"
    __table_args__ = (
        CheckConstraint("kode_lama <> kode_baru", name="bukan_diri"),
        Index("ix_wilayah_pengganti_kode_baru", "kode_baru"),
        {"info": {"distribusi": "referensi"}},
    )

    kode_lama: Mapped[str] = mapped_column(ForeignKey("wilayah.kode"), primary_key=True)
    kode_baru: Mapped[str] = mapped_column(ForeignKey("wilayah.kode"), primary_key=True)
    tanggal: Mapped[date]
    dasar: Mapped[str] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class Pengganti:
    """A successor with its full name."""

    kode: str
    nama_lengkap: str
    tanggal: date
    dasar: str


@dataclass(frozen=True, slots=True)
class WilayahRinci:
    """A region with what other rows say about it."""

    wilayah: Wilayah
    nama_lengkap: str
    pengganti: Sequence[Pengganti]
