"""Tables of verval: work objects of officers are `lokal`, what belongs to one family is keyed by it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, Index, LargeBinary, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import BarisKeluarga, Base, status_enum
from app.core.ids import Ref
from app.core.kolom_sandi import IndeksButa
from app.kependudukan.pemadanan import HasilPadan
from app.kependudukan.ports import SebabGagal
from app.verval.status import (
    JenisFoto,
    SebabGagalKunjungan,
    StatusPengesahan,
    StatusPenugasan,
)


class Penugasan(BarisKeluarga, Base):
    """An enumerator is to visit a family because of one usulan; `putaran` counts its assignments."""

    __tablename__ = "penugasan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "usulan_id"], ["usulan.keluarga_id", "usulan.id"]),
        Index(
            "uq_penugasan_keluarga_id_usulan_id_aktif",
            "keluarga_id",
            "usulan_id",
            unique=True,
            postgresql_where=text("status = 'AKTIF'"),
        ),
        Index("ix_penugasan_enumerator_id_status_id", "enumerator_id", "status", "id"),
        Index("ix_penugasan_kode_desa_status_id", "kode_desa", "status", "id"),
        Index("ix_penugasan_id_aktif", "id", postgresql_where=text("status = 'AKTIF'")),
        {"info": {"distribusi": "keluarga"}},
    )

    usulan_id: Mapped[UUID]
    kode_desa: Mapped[str] = mapped_column(String(13))
    enumerator_id: Mapped[UUID]
    status: Mapped[StatusPenugasan] = mapped_column(status_enum(StatusPenugasan))
    putaran: Mapped[int] = mapped_column(SmallInteger())
    ditugaskan_oleh: Mapped[UUID]
    ditugaskan_at: Mapped[datetime]
    ditutup_at: Mapped[datetime | None]

    @property
    def versi(self) -> int:
        """Return 1 while it is open and 2 afterwards: an assignment changes once."""
        return 1 if self.ditutup_at is None else 2

    @property
    def usulan_ref(self) -> Ref:
        """Return the reference of the usulan."""
        return Ref(self.keluarga_id, self.usulan_id)


class Penarikan(Base):
    """Why an assignment was taken from its enumerator; the explanation is sealed."""

    __tablename__ = "penarikan_penugasan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    penugasan_id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_alasan: Mapped[str] = mapped_column(String(64))
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    oleh: Mapped[UUID]
    created_at: Mapped[datetime]


class Percobaan(Base):
    """A day on which the enumerator came and nobody could be visited."""

    __tablename__ = "percobaan_kunjungan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    penugasan_id: Mapped[UUID] = mapped_column(primary_key=True)
    tanggal: Mapped[date] = mapped_column(Date(), primary_key=True)
    sebab: Mapped[SebabGagalKunjungan] = mapped_column(status_enum(SebabGagalKunjungan))
    catatan: Mapped[str | None] = mapped_column(Text())
    created_at: Mapped[datetime]


class FotoKunjungan(Base):
    """A photo taken under an assignment, before the visit is sent.

    `sidik` is the SHA-256 of the picture as the device sent it: the same picture for two families is a finding.
    """

    __tablename__ = "foto_kunjungan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        Index("ix_foto_kunjungan_keluarga_id_penugasan_id", "keluarga_id", "penugasan_id"),
        Index("ix_foto_kunjungan_sidik", "sidik"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    penugasan_id: Mapped[UUID]
    jenis: Mapped[JenisFoto] = mapped_column(status_enum(JenisFoto))
    berkas_id: Mapped[UUID]
    sidik: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime]


class Kunjungan(Base):
    """A completed visit: where it was and who answered is sealed in `isi`; the answers belong to keluarga."""

    __tablename__ = "kunjungan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        Index("uq_kunjungan_keluarga_id_penugasan_id", "keluarga_id", "penugasan_id", unique=True),
        CheckConstraint("selesai_at >= mulai_at", name="waktu"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    penugasan_id: Mapped[UUID]
    jawaban_id: Mapped[UUID]
    mulai_at: Mapped[datetime]
    selesai_at: Mapped[datetime]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    created_at: Mapped[datetime]


class PadanLog(Base):
    """One question to Dukcapil and what came of it; `sidik` is a keyed digest of the identity that was compared.

    Fields are named, their values are not kept. A changed identity has another `sidik`, so an old match proves nothing
    about it.
    """

    __tablename__ = "padan_log"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "usulan_id"], ["usulan.keluarga_id", "usulan.id"]),
        Index("ix_padan_log_keluarga_id_usulan_id_id", "keluarga_id", "usulan_id", "id"),
        Index("ix_padan_log_nik_indeks_id", "nik_indeks", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID]
    sidik: Mapped[UUID]
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    kode_desa: Mapped[str | None] = mapped_column(String(13))
    hasil: Mapped[HasilPadan] = mapped_column(status_enum(HasilPadan))
    beda: Mapped[list[Any]]
    peringatan: Mapped[list[Any]]
    skor_nama: Mapped[int] = mapped_column(SmallInteger())
    sebab: Mapped[SebabGagal | None] = mapped_column(status_enum(SebabGagal))
    diminta_oleh: Mapped[UUID | None]
    created_at: Mapped[datetime]


class Pengesahan(Base):
    """A batch of a kab/kota that its head signs for the bupati or wali kota; `periode` is YYYY-MM.

    `periode_tarik` is the period whose central pull takes the names, decided at the signature by cut-off and windows.
    The three counts tell how far the job of a large batch is; who is `tertahan` left it because the table refused.
    """

    __tablename__ = "pengesahan"
    __table_args__ = (
        Index("ix_pengesahan_kode_kabkota_id", "kode_kabkota", "id"),
        Index(
            "uq_pengesahan_kode_kabkota_nomor_surat",
            "kode_kabkota",
            "nomor_surat",
            unique=True,
            postgresql_where=text("status = 'DITANDATANGANI'"),
        ),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_kabkota: Mapped[str] = mapped_column(String(5))
    periode: Mapped[str] = mapped_column(String(7))
    status: Mapped[StatusPengesahan] = mapped_column(status_enum(StatusPengesahan))
    nomor_surat: Mapped[str | None] = mapped_column(String(100))
    tanggal_surat: Mapped[date | None] = mapped_column(Date())
    berkas_id: Mapped[UUID | None]
    jumlah_bnba: Mapped[int | None]
    periode_tarik: Mapped[str | None] = mapped_column(String(7))
    jumlah_nama: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    jumlah_disahkan: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    jumlah_tertahan: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    versi: Mapped[int] = mapped_column(default=1)
    disusun_oleh: Mapped[UUID]
    created_at: Mapped[datetime]
    ditandatangani_oleh: Mapped[UUID | None]
    ditandatangani_at: Mapped[datetime | None]


class PengesahanUsulan(Base):
    """A name in a batch; not `is_aktif` once it was sent back or the batch was withdrawn."""

    __tablename__ = "pengesahan_usulan"
    __table_args__ = (
        Index("uq_pengesahan_usulan_usulan_id_aktif", "usulan_id", unique=True, postgresql_where=text("is_aktif")),
        {"info": {"distribusi": "lokal"}},
    )

    pengesahan_id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID] = mapped_column(primary_key=True)
    keluarga_id: Mapped[UUID]
    is_aktif: Mapped[bool]

    @property
    def ref(self) -> Ref:
        """Return the reference of the usulan."""
        return Ref(self.keluarga_id, self.usulan_id)
