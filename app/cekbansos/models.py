"""The read model of the lookup, and the proofs of work that have been used."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, Integer, SmallInteger, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.kolom_sandi import IndeksButa
from app.penetapan.status import StatusKeanggotaan


class CekStatus(Base):
    """What the lookup knows of one person: no NIK, no name but a masked one, no birth date but coming of age."""

    __tablename__ = "cek_status"
    __table_args__ = (
        Index("ix_cek_status_kode_desa_nik_hmac", "kode_desa", "nik_hmac"),
        {"info": {"distribusi": "kunci"}},
    )

    nik_hmac: Mapped[UUID] = mapped_column(IndeksButa(Tujuan.NIK), primary_key=True)
    keluarga_id: Mapped[UUID]
    nama_samar: Mapped[str]
    nama_marka: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    jumlah_kata: Mapped[int] = mapped_column(SmallInteger)
    kode_desa: Mapped[str] = mapped_column(String(13))
    nama_desa: Mapped[str]
    dewasa_sejak: Mapped[date]
    status: Mapped[StatusKeanggotaan] = mapped_column(status_enum(StatusKeanggotaan))
    per_tanggal: Mapped[date]
    is_disembunyikan: Mapped[bool] = mapped_column(default=False)


class TantanganTerpakai(Base):
    """A used challenge, kept until it would have expired."""

    __tablename__ = "tantangan_terpakai"
    __table_args__ = {"info": {"distribusi": "kunci"}}

    sidik: Mapped[UUID] = mapped_column(primary_key=True)
    kedaluwarsa_at: Mapped[datetime] = mapped_column(index=True)
