"""What an import keeps: the file's pieces, its staged rows as ciphertext, remarks, and how far it is."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.berkas_tabel.bentuk import KodeFormat
from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.kolom_sandi import IndeksButa
from app.impor.alur import StatusImpor, TahapImpor
from app.impor.kode import AlasanRalat, HasilBaris

_LOKAL = {"info": {"distribusi": "lokal"}}


def _milik_impor() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["impor_id"], ["impor.id"], ondelete="CASCADE")


class Impor(Base):
    """One file and what becomes of it.

    `kunci_data` wraps the key of pieces and staged rows; it goes with them. `kenal` is what the file turned out to be,
    `kolom` the format's column by position. `sampai` is how far the stream is read, `galat` why the job stopped.
    The file's own name is not kept: people write persons' names into it.
    """

    __tablename__ = "impor"
    __table_args__ = (
        Index("ix_impor_akun_id_id", "akun_id", "id"),
        Index("ix_impor_kedaluwarsa_at", "kedaluwarsa_at"),
        _LOKAL,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    akun_id: Mapped[UUID]
    jabatan: Mapped[str] = mapped_column(String(32))
    wilayah: Mapped[list[str]] = mapped_column(ARRAY(String(13)))
    pelaku_nik: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    pelaku_kk: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NO_KK))
    status: Mapped[StatusImpor] = mapped_column(status_enum(StatusImpor))
    status_at: Mapped[datetime]
    ukuran: Mapped[int] = mapped_column(BigInteger)
    diterima: Mapped[int] = mapped_column(BigInteger)
    tanggal_date: Mapped[date] = mapped_column(Date)
    format: Mapped[KodeFormat | None] = mapped_column(status_enum(KodeFormat, 16))
    kenal: Mapped[dict[str, Any] | None]
    kolom: Mapped[list[Any] | None]
    kunci_data: Mapped[bytes | None]
    galat: Mapped[str | None] = mapped_column(String(64))
    kedaluwarsa_at: Mapped[datetime]
    versi: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class BagianImpor(Base):
    """A received piece of the file: where it begins, and its sealed object in the store."""

    __tablename__ = "bagian_impor"
    __table_args__ = (_milik_impor(), _LOKAL)

    impor_id: Mapped[UUID] = mapped_column(primary_key=True)
    mulai: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ukuran: Mapped[int] = mapped_column(Integer)
    objek_id: Mapped[UUID]


class BarisImpor(Base):
    """A row that waits to be applied: sealed, and found by the key of its family; in the order in which it is applied.

    `urutan` counts the rows of this file that bear the same NIK.
    """

    __tablename__ = "baris_impor"
    __table_args__ = (_milik_impor(), _LOKAL)

    impor_id: Mapped[UUID] = mapped_column(primary_key=True)
    kunci_keluarga: Mapped[UUID] = mapped_column(primary_key=True)
    baris: Mapped[int] = mapped_column(Integer, primary_key=True)
    urutan: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    kode_desa: Mapped[str] = mapped_column(String(13))
    nik_hmac: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    no_kk_hmac: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NO_KK))
    acuan_id: Mapped[UUID | None]
    catatan: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    isi: Mapped[bytes] = mapped_column(LargeBinary)


class CatatanImpor(Base):
    """A remark on a row of the file; without any value of it."""

    __tablename__ = "catatan_impor"
    __table_args__ = (_milik_impor(), _LOKAL)

    impor_id: Mapped[UUID] = mapped_column(primary_key=True)
    tahap: Mapped[TahapImpor] = mapped_column(status_enum(TahapImpor, 8), primary_key=True)
    baris: Mapped[int] = mapped_column(Integer, primary_key=True)
    urut: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    hasil: Mapped[HasilBaris] = mapped_column(status_enum(HasilBaris, 16))
    kode: Mapped[str] = mapped_column(String(40))
    kolom: Mapped[str] = mapped_column(String(64))


class KemajuanImpor(Base):
    """A chunk that is done, with what became of its rows.

    `sampai` is the position in the file's stream behind it, `baris` the number of its last row; `kunci_akhir` the last
    family of a chunk that was tried out or applied.
    """

    __tablename__ = "kemajuan_impor"
    __table_args__ = (_milik_impor(), _LOKAL)

    impor_id: Mapped[UUID] = mapped_column(primary_key=True)
    tahap: Mapped[TahapImpor] = mapped_column(status_enum(TahapImpor, 8), primary_key=True)
    nomor: Mapped[int] = mapped_column(Integer, primary_key=True)
    sampai: Mapped[int] = mapped_column(BigInteger)
    baris: Mapped[int] = mapped_column(Integer)
    kunci_akhir: Mapped[UUID | None]
    kosong: Mapped[int] = mapped_column(Integer)
    sama: Mapped[int] = mapped_column(Integer)
    diterima: Mapped[int] = mapped_column(Integer)
    anomali: Mapped[int] = mapped_column(Integer)
    konflik: Mapped[int] = mapped_column(Integer)
    ditolak: Mapped[int] = mapped_column(Integer)
    selesai_at: Mapped[datetime]


class RalatImpor(Base):
    """A correction of the day of an import's data, and how far its job is.

    `keluarga` is how many there are to look at (None: not counted yet), `kursor` the last that was. `diubah` are those
    whose day or answers changed, `terselip` those of whom another source speaks with a day between the two, and
    `tertahan` the rows of the import of which something was not written because its day was too early. `terhenti_at`:
    since when it stands still, because among the next families is one that `pelaku_id` may not change; with
    `selesai_at` it was given up there for another day.
    """

    __tablename__ = "ralat_impor"
    __table_args__ = (
        _milik_impor(),
        Index("uq_ralat_impor_berjalan", "impor_id", unique=True, postgresql_where=text("selesai_at IS NULL")),
        _LOKAL,
    )

    impor_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    lama_date: Mapped[date]
    baru_date: Mapped[date]
    alasan: Mapped[AlasanRalat] = mapped_column(status_enum(AlasanRalat))
    pelaku_id: Mapped[UUID]
    jabatan: Mapped[str] = mapped_column(String(32))
    wilayah: Mapped[list[str]] = mapped_column(ARRAY(String(13)))
    tertahan: Mapped[int]
    dilihat: Mapped[int]
    diubah: Mapped[int]
    terselip: Mapped[int]
    keluarga: Mapped[int | None]
    kursor: Mapped[UUID | None]
    created_at: Mapped[datetime]
    terhenti_at: Mapped[datetime | None]
    selesai_at: Mapped[datetime | None]


class KeluargaImpor(Base):
    """Under which key of a file a family without a card number of its own was brought in, so that it is found again."""

    __tablename__ = "keluarga_impor"
    __table_args__ = ({"info": {"distribusi": "kunci"}},)

    kunci: Mapped[UUID] = mapped_column(primary_key=True)
    keluarga_id: Mapped[UUID]
