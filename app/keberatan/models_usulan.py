"""Tables of objections to a refused usulan, all keyed by the usulan's own family."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import BarisKeluarga, Base, status_enum
from app.core.ids import Ref
from app.core.kolom_sandi import IndeksButa
from app.keberatan.status_usulan import AksiKeberatanUsulan, StatusKeberatanUsulan
from app.usulan.status import StatusUsulan


def _milik_keberatan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["keluarga_id", "keberatan_id"], ["keberatan_usulan.keluarga_id", "keberatan_usulan.id"]
    )


class KeberatanUsulan(BarisKeluarga, Base):
    """An objection to a refusal; `isi` seals its words and the answer's.

    `ditolak_pada` is the end that is contested, `lanjutan_*` the usulan that a granted one opened.
    """

    __tablename__ = "keberatan_usulan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "usulan_id"], ["usulan.keluarga_id", "usulan.id"]),
        Index("ix_keberatan_usulan_status_tenggat_date_id", "status", "tenggat_date", "id"),
        Index(
            "uq_keberatan_usulan_keluarga_id_usulan_id_sekali",
            "keluarga_id",
            "usulan_id",
            unique=True,
            postgresql_where=text("status <> 'BATAL'"),
        ),
        {"info": {"distribusi": "keluarga"}},
    )

    usulan_id: Mapped[UUID]
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    kode_desa: Mapped[str] = mapped_column(String(13))
    ditolak_pada: Mapped[StatusUsulan] = mapped_column(status_enum(StatusUsulan))
    status: Mapped[StatusKeberatanUsulan] = mapped_column(status_enum(StatusKeberatanUsulan))
    alasan_kode: Mapped[str] = mapped_column(String(64))
    tenggat_date: Mapped[date]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    jawaban_kode: Mapped[str | None] = mapped_column(String(64))
    lanjutan_keluarga_id: Mapped[UUID | None]
    lanjutan_id: Mapped[UUID | None]
    pengaju_id: Mapped[UUID]
    pemutus_id: Mapped[UUID | None]
    diputus_at: Mapped[datetime | None]
    pengingat_ke: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime]
    versi: Mapped[int]

    @property
    def usulan(self) -> Ref:
        """The refused case."""
        return Ref(self.keluarga_id, self.usulan_id)

    @property
    def lanjutan(self) -> Ref | None:
        """The case that takes the refused one up again."""
        if self.lanjutan_keluarga_id is None or self.lanjutan_id is None:
            return None
        return Ref(self.lanjutan_keluarga_id, self.lanjutan_id)


class RiwayatKeberatanUsulan(BarisKeluarga, Base):
    """One step of an objection; the words stand in the objection's own document."""

    __tablename__ = "riwayat_keberatan_usulan"
    __table_args__ = (
        _milik_keberatan(),
        Index("ix_riwayat_keberatan_usulan_keberatan", "keluarga_id", "keberatan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keberatan_id: Mapped[UUID]
    aksi: Mapped[AksiKeberatanUsulan] = mapped_column(status_enum(AksiKeberatanUsulan))
    ke: Mapped[StatusKeberatanUsulan] = mapped_column(status_enum(StatusKeberatanUsulan))
    pelaku_id: Mapped[UUID]
    jabatan: Mapped[str] = mapped_column(String(32))
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]


class LampiranKeberatanUsulan(BarisKeluarga, Base):
    """A photo or paper given as evidence; the bytes are an encrypted object of `berkas_objek`."""

    __tablename__ = "lampiran_keberatan_usulan"
    __table_args__ = (
        _milik_keberatan(),
        Index("ix_lampiran_keberatan_usulan_keberatan", "keluarga_id", "keberatan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keberatan_id: Mapped[UUID]
    berkas_id: Mapped[UUID]
    pelaku_id: Mapped[UUID]
    created_at: Mapped[datetime]
