"""Tables of letters: what was issued, and how it ended. Neither is ever changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.surat.jenis import PANJANG_KODE, JenisSurat, KeadaanSurat


class Surat(Base):
    """One issued letter; its PDF is a sealed file.

    Attributes:
        kode: what its QR code names.
        objek: what it is about, as `tabel/id`.
        sidik: SHA-256 of the PDF's bytes.
        sidik_isi: SHA-256 of the content as canonical JSON, which is printed on the letter itself.
        mengganti: code of the letter that it replaces.
    """

    __tablename__ = "surat"
    __table_args__ = (
        Index("ix_surat_objek_created_at", "objek", "created_at"),
        Index("ix_surat_sidik", "sidik"),
        {"info": {"distribusi": "kunci", "tambah_saja": True}},
    )

    kode: Mapped[str] = mapped_column(String(PANJANG_KODE), primary_key=True)
    jenis: Mapped[JenisSurat] = mapped_column(status_enum(JenisSurat))
    nomor: Mapped[str] = mapped_column(String(100))
    tanggal: Mapped[date] = mapped_column(Date())
    kode_wilayah: Mapped[str | None] = mapped_column(String(13))
    objek: Mapped[str] = mapped_column(String(120))
    berkas_id: Mapped[UUID]
    sidik: Mapped[str] = mapped_column(String(64))
    sidik_isi: Mapped[str] = mapped_column(String(64))
    mengganti: Mapped[str | None] = mapped_column(String(PANJANG_KODE))
    dibuat_oleh: Mapped[UUID | None]
    created_at: Mapped[datetime]


class SuratAkhir(Base):
    """The end of a letter: replaced by another, or withdrawn with a reason. There is one end; the key decides races."""

    __tablename__ = "surat_akhir"
    __table_args__ = (
        CheckConstraint("keadaan <> 'BERLAKU'", name="keadaan"),
        CheckConstraint("(keadaan = 'DIGANTI') = (pengganti IS NOT NULL)", name="pengganti"),
        {"info": {"distribusi": "kunci", "tambah_saja": True}},
    )

    kode: Mapped[str] = mapped_column(String(PANJANG_KODE), primary_key=True)
    keadaan: Mapped[KeadaanSurat] = mapped_column(status_enum(KeadaanSurat))
    pengganti: Mapped[str | None] = mapped_column(String(PANJANG_KODE))
    alasan: Mapped[str | None] = mapped_column(String(500))
    oleh: Mapped[UUID | None]
    created_at: Mapped[datetime]
