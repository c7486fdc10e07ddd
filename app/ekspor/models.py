"""Tables of exports: who asked for what, and the sealed parts of the file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, SmallInteger, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.core.peran import Jabatan
from app.ekspor.kode import Himpunan, StatusEkspor, TujuanEkspor
from app.lembar.entitas import BentukBerkas


class Ekspor(Base):
    """One file, asked for by one officer.

    `kunci_data` wraps the key of the file's parts and is None once the file is destroyed; `dasar` is the number of the
    letter or order that it was asked for on. `lingkup` are the codes, older and newer, under which rows of its region
    may stand. `tanda` is the watermark that stands in every row of the file. `versi` rises with its state, not with
    its progress.
    """

    __tablename__ = "ekspor"
    __table_args__ = (
        Index("ix_ekspor_pelaku_id_id", "pelaku_id", "id"),
        Index("ix_ekspor_kedaluwarsa_at", "kedaluwarsa_at", postgresql_where=text("kunci_data IS NOT NULL")),
        Index("uq_ekspor_tanda", "tanda", unique=True),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    himpunan: Mapped[Himpunan] = mapped_column(status_enum(Himpunan, 16))
    bentuk: Mapped[BentukBerkas] = mapped_column(status_enum(BentukBerkas, 8))
    is_berlabel: Mapped[bool]
    is_nomor_terbuka: Mapped[bool]
    kode_wilayah: Mapped[str] = mapped_column(String(13))
    lingkup: Mapped[list[str]] = mapped_column(ARRAY(String(13)))
    tujuan: Mapped[TujuanEkspor] = mapped_column(status_enum(TujuanEkspor))
    tanda: Mapped[str] = mapped_column(String(16))
    pelaku_id: Mapped[UUID]
    jabatan: Mapped[Jabatan] = mapped_column(status_enum(Jabatan))
    dasar: Mapped[str] = mapped_column(String(100))
    kunci_data: Mapped[bytes | None]
    jumlah: Mapped[int] = mapped_column(BigInteger, default=0)
    baris: Mapped[int] = mapped_column(BigInteger, default=0)
    ukuran: Mapped[int] = mapped_column(BigInteger, default=0)
    percobaan: Mapped[int] = mapped_column(SmallInteger, default=0)
    diunduh: Mapped[int] = mapped_column(Integer, default=0)
    versi: Mapped[int] = mapped_column(default=1, server_default="1")
    dibuat_at: Mapped[datetime]
    mulai_at: Mapped[datetime | None]
    selesai_at: Mapped[datetime | None]
    batal_at: Mapped[datetime | None]
    gagal_at: Mapped[datetime | None]
    kedaluwarsa_at: Mapped[datetime | None]

    def status(self, pada: datetime) -> StatusEkspor:
        """Return where it stands at a moment."""
        if self.batal_at:
            return StatusEkspor.DIBATALKAN
        if self.gagal_at:
            return StatusEkspor.GAGAL
        if self.selesai_at is None:
            return StatusEkspor.DIKERJAKAN if self.mulai_at else StatusEkspor.MENUNGGU
        is_lewat = self.kedaluwarsa_at is not None and self.kedaluwarsa_at <= pada
        return StatusEkspor.KEDALUWARSA if is_lewat or self.kunci_data is None else StatusEkspor.SELESAI


class BagianEkspor(Base):
    """A part of a file: rows of a range (odd `urutan`), or what stands between two ranges (even).

    `dari` is exclusive and `sampai` inclusive, by village and key; `catatan` is what the form's writer needs to make
    the frame. Without `objek_id` it is still to be made.
    """

    __tablename__ = "bagian_ekspor"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    ekspor_id: Mapped[UUID] = mapped_column(ForeignKey("ekspor.id"), primary_key=True)
    urutan: Mapped[int] = mapped_column(primary_key=True)
    dari_desa: Mapped[str | None] = mapped_column(String(13))
    dari_id: Mapped[UUID | None]
    sampai_desa: Mapped[str | None] = mapped_column(String(13))
    sampai_id: Mapped[UUID | None]
    jumlah: Mapped[int] = mapped_column(default=0)
    baris: Mapped[int] = mapped_column(default=0)
    ukuran: Mapped[int] = mapped_column(default=0)
    catatan: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), default=list)
    objek_id: Mapped[UUID | None]
    selesai_at: Mapped[datetime | None]
