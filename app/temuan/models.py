"""Tables of findings, all keyed by the family."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import BarisKeluarga, Base, status_enum
from app.core.ids import Ref
from app.temuan.status import AksiTemuan, JenisTemuan, KelompokTemuan, StatusTemuan, SumberTemuan


def _milik_temuan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["keluarga_id", "temuan_id"], ["temuan.keluarga_id", "temuan.id"])


class Temuan(BarisKeluarga, Base):
    """A finding about a family, or about one person of it; `isi` seals what the source said, word for word.

    `sidik` is a keyed digest of source, kind, person and value: the same thing said again is the same finding.
    `keyakinan` is how sure the source is, in percent; `lain_*` is the other person whom it concerns.
    """

    __tablename__ = "temuan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id"], ["keluarga.keluarga_id"]),
        CheckConstraint("keyakinan BETWEEN 0 AND 100", name="keyakinan"),
        CheckConstraint("(lain_keluarga_id IS NULL) = (lain_individu_id IS NULL)", name="lain"),
        CheckConstraint("isi IS NULL OR kunci_data IS NOT NULL", name="kunci"),
        Index("uq_temuan_keluarga_id_sidik", "keluarga_id", "sidik", unique=True),
        Index("ix_temuan_status_kode_desa_ditemukan_at", "status", "kode_desa", "ditemukan_at", "id"),
        Index("ix_temuan_individu_id", "individu_id"),
        Index("ix_temuan_lain_individu_id", "lain_individu_id", postgresql_where=text("lain_individu_id IS NOT NULL")),
        {"info": {"distribusi": "keluarga"}},
    )

    individu_id: Mapped[UUID | None]
    kode_desa: Mapped[str] = mapped_column(String(13))
    jenis: Mapped[JenisTemuan] = mapped_column(status_enum(JenisTemuan, 48))
    kelompok: Mapped[KelompokTemuan] = mapped_column(status_enum(KelompokTemuan))
    sumber: Mapped[SumberTemuan] = mapped_column(status_enum(SumberTemuan))
    data_date: Mapped[date]
    keyakinan: Mapped[int] = mapped_column(SmallInteger)
    sidik: Mapped[UUID]
    kunci_data: Mapped[bytes | None]
    isi: Mapped[bytes | None]
    lain_keluarga_id: Mapped[UUID | None]
    lain_individu_id: Mapped[UUID | None]
    status: Mapped[StatusTemuan] = mapped_column(status_enum(StatusTemuan))
    status_at: Mapped[datetime]
    dicatat_oleh: Mapped[UUID | None]
    ditemukan_at: Mapped[datetime]
    versi: Mapped[int]

    @property
    def lain(self) -> Ref | None:
        """The other person whom it concerns."""
        if self.lain_keluarga_id is None or self.lain_individu_id is None:
            return None
        return Ref(self.lain_keluarga_id, self.lain_individu_id)


class RiwayatTemuan(Base):
    """One step of a finding; `isi` seals reason, next step or answer in words under the finding's data key."""

    __tablename__ = "riwayat_temuan"
    __table_args__ = (
        _milik_temuan(),
        Index("ix_riwayat_temuan_keluarga_id_temuan_id_id", "keluarga_id", "temuan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    temuan_id: Mapped[UUID]
    aksi: Mapped[AksiTemuan] = mapped_column(status_enum(AksiTemuan))
    dari: Mapped[str | None] = mapped_column(String(32))
    ke: Mapped[str] = mapped_column(String(32))
    pelaku_id: Mapped[UUID | None]
    jabatan: Mapped[str | None] = mapped_column(String(32))
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    isi: Mapped[bytes | None]
    created_at: Mapped[datetime]


class LampiranTemuan(Base):
    """A photo or paper that a citizen answers with; the bytes are an encrypted object of `berkas_objek`."""

    __tablename__ = "lampiran_temuan"
    __table_args__ = (
        _milik_temuan(),
        Index("ix_lampiran_temuan_keluarga_id_temuan_id_id", "keluarga_id", "temuan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    temuan_id: Mapped[UUID]
    berkas_id: Mapped[UUID]
    pelaku_id: Mapped[UUID]
    created_at: Mapped[datetime]
