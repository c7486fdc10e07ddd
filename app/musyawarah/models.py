"""Tables of the meeting: work objects of officers, hence `lokal`."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.core.ids import Ref
from app.musyawarah.status import JenisBerkasMusyawarah, JenisMusyawarah, Keputusan, StatusMusyawarah

_JSONB = JSONB(none_as_null=True)
"""A missing document is NULL, not the JSON value `null`."""


class Musyawarah(Base):
    """One meeting of a desa or kelurahan; `hadir` counts who came, `penandatangan` lists {nama, jabatan}."""

    __tablename__ = "musyawarah"
    __table_args__ = (
        Index("ix_musyawarah_kode_desa_tanggal_id", "kode_desa", "tanggal", "id"),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_desa: Mapped[str] = mapped_column(String(13))
    jenis: Mapped[JenisMusyawarah] = mapped_column(status_enum(JenisMusyawarah))
    status: Mapped[StatusMusyawarah] = mapped_column(status_enum(StatusMusyawarah))
    tanggal: Mapped[date] = mapped_column(Date())
    waktu_mulai: Mapped[time]
    waktu_selesai: Mapped[time | None]
    tempat: Mapped[str] = mapped_column(Text())
    pimpinan: Mapped[dict[str, Any] | None] = mapped_column(_JSONB)
    hadir: Mapped[dict[str, Any] | None] = mapped_column(_JSONB)
    indikator: Mapped[list[Any]]
    penandatangan: Mapped[list[Any]]
    catatan: Mapped[dict[str, Any] | None] = mapped_column(_JSONB)
    versi: Mapped[int] = mapped_column(default=1)
    dibuat_oleh: Mapped[UUID]
    created_at: Mapped[datetime]


class MusyawarahUsulan(Base):
    """One name on the list of a meeting and what was decided; `alasan` is {kode, penjelasan, langkah_berikutnya}."""

    __tablename__ = "musyawarah_usulan"
    __table_args__ = (
        Index("ix_musyawarah_usulan_usulan_id", "usulan_id"),
        CheckConstraint("(keputusan = 'TIDAK_DISEPAKATI') = (alasan IS NOT NULL)", name="alasan"),
        {"info": {"distribusi": "lokal"}},
    )

    musyawarah_id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID] = mapped_column(primary_key=True)
    keluarga_id: Mapped[UUID]
    nomor: Mapped[str] = mapped_column(String(40))
    keputusan: Mapped[Keputusan | None] = mapped_column(status_enum(Keputusan))
    alasan: Mapped[dict[str, Any] | None] = mapped_column(_JSONB)
    catatan: Mapped[str | None] = mapped_column(Text())
    diputus_oleh: Mapped[UUID | None]

    @property
    def ref(self) -> Ref:
        """Return the reference of the usulan."""
        return Ref(self.keluarga_id, self.usulan_id)


class MusyawarahBerkas(Base):
    """A file of the minutes."""

    __tablename__ = "musyawarah_berkas"
    __table_args__ = ({"info": {"distribusi": "lokal", "tambah_saja": True}},)

    musyawarah_id: Mapped[UUID] = mapped_column(primary_key=True)
    berkas_id: Mapped[UUID] = mapped_column(primary_key=True)
    jenis: Mapped[JenisBerkasMusyawarah] = mapped_column(status_enum(JenisBerkasMusyawarah))
    created_at: Mapped[datetime]


class BeritaAcara(Base):
    """The minutes as they were final: `isi` is canonical JSON, `sidik` its SHA-256; the application cannot change it.

    Names of persons are not in it, their usulan are: erasing a person leaves the minutes intact.
    """

    __tablename__ = "berita_acara"
    __table_args__ = (
        Index("uq_berita_acara_kode_desa_tahun_urut", "kode_desa", "tahun", "urut", unique=True),
        {"info": {"distribusi": "lokal", "tambah_saja": True}},
    )

    musyawarah_id: Mapped[UUID] = mapped_column(primary_key=True)
    nomor: Mapped[str] = mapped_column(String(40))
    kode_desa: Mapped[str] = mapped_column(String(13))
    tahun: Mapped[int] = mapped_column(SmallInteger())
    urut: Mapped[int]
    isi: Mapped[str] = mapped_column(Text())
    sidik: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
