"""Tables of objections to a desil, all keyed by the family."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.ids import Ref
from app.core.kolom_sandi import IndeksButa
from app.keberatan.status import AksiKeberatanDesil, StatusKeberatanDesil, TindakLanjut


def _milik_keberatan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["keluarga_id", "keberatan_id"], ["keberatan_desil.keluarga_id", "keberatan_desil.id"])


class KeberatanDesil(Base):
    """A family's objection to its place in a run; `isi` seals its words, the desil contested, and the answer.

    `usulan_*` is the correction that a granted one opened.
    """

    __tablename__ = "keberatan_desil"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id"], ["keluarga.keluarga_id"]),
        Index("ix_keberatan_desil_status_tenggat_date_id", "status", "tenggat_date", "id"),
        Index("ix_keberatan_desil_keluarga_id_putaran_id", "keluarga_id", "putaran_id"),
        Index(
            "uq_keberatan_desil_keluarga_id_terbuka",
            "keluarga_id",
            unique=True,
            postgresql_where=text("status = 'DIAJUKAN'"),
        ),
        {"info": {"distribusi": "keluarga"}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    individu_id: Mapped[UUID]
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    putaran_id: Mapped[UUID]
    kode_desa: Mapped[str] = mapped_column(String(13))
    status: Mapped[StatusKeberatanDesil] = mapped_column(status_enum(StatusKeberatanDesil))
    alasan_kode: Mapped[str] = mapped_column(String(64))
    tenggat_date: Mapped[date]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    jawaban_kode: Mapped[str | None] = mapped_column(String(64))
    tindak_lanjut: Mapped[TindakLanjut | None] = mapped_column(status_enum(TindakLanjut))
    usulan_keluarga_id: Mapped[UUID | None]
    usulan_id: Mapped[UUID | None]
    pengaju_id: Mapped[UUID]
    pemutus_id: Mapped[UUID | None]
    diputus_at: Mapped[datetime | None]
    pengingat_ke: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime]
    versi: Mapped[int]

    @property
    def ref(self) -> Ref:
        """What clients hold."""
        return Ref(self.keluarga_id, self.id)

    @property
    def usulan(self) -> Ref | None:
        """The correction that it opened."""
        if self.usulan_keluarga_id is None or self.usulan_id is None:
            return None
        return Ref(self.usulan_keluarga_id, self.usulan_id)


class RiwayatKeberatanDesil(Base):
    """One step of an objection; the words stand in the objection's own document."""

    __tablename__ = "riwayat_keberatan_desil"
    __table_args__ = (
        _milik_keberatan(),
        Index("ix_riwayat_keberatan_desil_keberatan", "keluarga_id", "keberatan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    keberatan_id: Mapped[UUID]
    aksi: Mapped[AksiKeberatanDesil] = mapped_column(status_enum(AksiKeberatanDesil))
    ke: Mapped[StatusKeberatanDesil] = mapped_column(status_enum(StatusKeberatanDesil))
    pelaku_id: Mapped[UUID]
    jabatan: Mapped[str] = mapped_column(String(32))
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]


class LampiranKeberatanDesil(Base):
    """A photo or paper given as evidence; the bytes are an encrypted object of `berkas_objek`."""

    __tablename__ = "lampiran_keberatan_desil"
    __table_args__ = (
        _milik_keberatan(),
        Index("ix_lampiran_keberatan_desil_keberatan", "keluarga_id", "keberatan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    keberatan_id: Mapped[UUID]
    berkas_id: Mapped[UUID]
    pelaku_id: Mapped[UUID]
    created_at: Mapped[datetime]
