"""Tables of the meeting: work objects of officers, hence `lokal`."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, String, Text, false
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.core.ids import Ref
from app.musyawarah.status import (
    AsalNama,
    JenisBerkasMusyawarah,
    JenisMusyawarah,
    Keputusan,
    StatusMusyawarah,
    TandaDaftar,
)

_JSONB = JSONB(none_as_null=True)
"""A missing document is NULL, not the JSON value `null`."""


class Musyawarah(Base):
    """One meeting of a desa or kelurahan.

    `hadir` counts who was invited and came, `indikator` lists {kode, uraian}, `penandatangan` {nama, jabatan}.
    """

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
    asal: Mapped[AsalNama] = mapped_column(status_enum(AsalNama), default=AsalNama.JADWAL, server_default="JADWAL")
    keputusan: Mapped[Keputusan | None] = mapped_column(status_enum(Keputusan))
    alasan: Mapped[dict[str, Any] | None] = mapped_column(_JSONB)
    catatan: Mapped[str | None] = mapped_column(Text())
    diputus_oleh: Mapped[UUID | None]

    @property
    def ref(self) -> Ref:
        """Return the reference of the usulan."""
        return Ref(self.keluarga_id, self.usulan_id)


class MusyawarahBerkas(Base):
    """A file of the minutes; it can be taken back until they are final."""

    __tablename__ = "musyawarah_berkas"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    musyawarah_id: Mapped[UUID] = mapped_column(primary_key=True)
    berkas_id: Mapped[UUID] = mapped_column(primary_key=True)
    jenis: Mapped[JenisBerkasMusyawarah] = mapped_column(status_enum(JenisBerkasMusyawarah))
    created_at: Mapped[datetime]


class BeritaAcara(Base):
    """The minutes as they were final: `isi` is canonical JSON, `sidik` its SHA-256; the application cannot change it.

    A correction is another row with the next `revisi`, which names the number that it replaces and why. Names of
    persons are not in it, their usulan are: erasing a person leaves the minutes intact. `is_mewakili_desa`: the
    kab/kota's operator kept them for a village that had none.
    """

    __tablename__ = "berita_acara"
    __table_args__ = (
        Index("uq_berita_acara_kode_desa_tahun_urut", "kode_desa", "tahun", "urut", unique=True),
        {"info": {"distribusi": "lokal", "tambah_saja": True}},
    )

    musyawarah_id: Mapped[UUID] = mapped_column(primary_key=True)
    revisi: Mapped[int] = mapped_column(SmallInteger(), primary_key=True, default=0, autoincrement=False)
    nomor: Mapped[str] = mapped_column(String(40))
    mengganti: Mapped[str | None] = mapped_column(String(40))
    alasan: Mapped[str | None] = mapped_column(Text())
    surat_kode: Mapped[str | None] = mapped_column(String(20))
    is_mewakili_desa: Mapped[bool] = mapped_column(default=False, server_default=false())
    kode_desa: Mapped[str] = mapped_column(String(13))
    tahun: Mapped[int] = mapped_column(SmallInteger())
    urut: Mapped[int]
    isi: Mapped[str] = mapped_column(Text())
    sidik: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class MusyawarahTanda(Base):
    """What RT/RW said of a registered person on the list; `usulan_id` is the usulan that the operator made of it."""

    __tablename__ = "musyawarah_tanda"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    musyawarah_id: Mapped[UUID] = mapped_column(primary_key=True)
    individu_id: Mapped[UUID] = mapped_column(primary_key=True)
    keluarga_id: Mapped[UUID]
    tanda: Mapped[TandaDaftar] = mapped_column(status_enum(TandaDaftar))
    catatan: Mapped[str | None] = mapped_column(Text())
    dicatat_oleh: Mapped[UUID]
    usulan_keluarga_id: Mapped[UUID | None]
    usulan_id: Mapped[UUID | None]

    @property
    def ref(self) -> Ref:
        """Return the reference of the person in his family."""
        return Ref(self.keluarga_id, self.individu_id)

    @property
    def usulan_ref(self) -> Ref | None:
        """Return the reference of the usulan that followed."""
        if self.usulan_keluarga_id is None or self.usulan_id is None:
            return None
        return Ref(self.usulan_keluarga_id, self.usulan_id)


class MusyawarahPengingat(Base):
    """A village was told that its meeting is overdue; once for each due day."""

    __tablename__ = "musyawarah_pengingat"
    __table_args__ = ({"info": {"distribusi": "lokal", "tambah_saja": True}},)

    kode_desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    jatuh_tempo: Mapped[date] = mapped_column(Date(), primary_key=True)
    created_at: Mapped[datetime]
