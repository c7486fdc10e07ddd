"""Tables of pairs that may be one person: work objects of officers."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.ids import Ref
from app.core.kolom_sandi import IndeksButa
from app.duplikat.alur import AksiPasangan, StatusPasangan


class JenisPasangan(StrEnum):
    """What stands on the two sides; the first one is always the later record, a usulan before a person on file."""

    REGISTRI = "REGISTRI"
    USULAN = "USULAN"
    ANTAR_USULAN = "ANTAR_USULAN"


class StatusPencarian(StrEnum):
    """Where a search stands; follows from its moments, so nothing has to write it."""

    MENUNGGU = "MENUNGGU"
    BERJALAN = "BERJALAN"
    TERHENTI = "TERHENTI"
    DIBATALKAN = "DIBATALKAN"
    SELESAI = "SELESAI"


class SebabTerhenti(StrEnum):
    """Why a search has stopped."""

    PROSES_MATI = "PROSES_MATI"
    BASIS_DATA = "BASIS_DATA"
    GALAT_PROGRAM = "GALAT_PROGRAM"


class PasanganDuplikat(Base):
    """Two records that may be one person: `orang_id` in `keluarga_id`, or of a usulan its `urutan`-th person.

    The first side is the later record, and its village decides whose work it is. `bukti` are codes with points, `sidik`
    a keyed digest of what was compared: a decision holds until it changes. `penggabungan` says what a merge did, by
    ids, so that it can be taken back.
    """

    __tablename__ = "pasangan_duplikat"
    __table_args__ = (
        CheckConstraint("skor BETWEEN 0 AND 100", name="skor"),
        Index("uq_pasangan_duplikat_orang", "orang_id", "urutan", "lain_orang_id", "lain_urutan", unique=True),
        Index("ix_pasangan_duplikat_lain_orang_id", "lain_orang_id"),
        Index("ix_pasangan_duplikat_status_kode_desa_skor_id", "status", "kode_desa", "skor", "id"),
        Index("ix_pasangan_duplikat_status_skor_id", "status", "skor", "id"),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    jenis: Mapped[JenisPasangan] = mapped_column(status_enum(JenisPasangan))
    keluarga_id: Mapped[UUID]
    orang_id: Mapped[UUID]
    urutan: Mapped[int] = mapped_column(SmallInteger)
    kode_desa: Mapped[str] = mapped_column(String(13))
    lain_keluarga_id: Mapped[UUID]
    lain_orang_id: Mapped[UUID]
    lain_urutan: Mapped[int] = mapped_column(SmallInteger)
    lain_kode_desa: Mapped[str] = mapped_column(String(13))
    skor: Mapped[int] = mapped_column(SmallInteger)
    bukti: Mapped[list[Any]]
    sidik: Mapped[UUID] = mapped_column(IndeksButa(Tujuan.BUKTI_GANDA))
    status: Mapped[StatusPasangan] = mapped_column(status_enum(StatusPasangan))
    status_at: Mapped[datetime]
    ditemukan_at: Mapped[datetime]
    diperiksa_at: Mapped[datetime]
    penggabungan: Mapped[dict[str, Any] | None]
    versi: Mapped[int]

    @property
    def diri(self) -> Ref:
        """The later record: a person of the registry, or the usulan."""
        return Ref(self.keluarga_id, self.orang_id)

    @property
    def lain(self) -> Ref:
        """The earlier record."""
        return Ref(self.lain_keluarga_id, self.lain_orang_id)


class RiwayatPasangan(Base):
    """One step of a pair; `isi` seals the reason in words."""

    __tablename__ = "riwayat_pasangan"
    __table_args__ = (
        Index("ix_riwayat_pasangan_pasangan_id_id", "pasangan_id", "id"),
        {"info": {"distribusi": "lokal", "tambah_saja": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pasangan_id: Mapped[UUID] = mapped_column(ForeignKey("pasangan_duplikat.id"))
    aksi: Mapped[AksiPasangan] = mapped_column(status_enum(AksiPasangan))
    dari: Mapped[str | None] = mapped_column(String(32))
    ke: Mapped[str] = mapped_column(String(32))
    skor: Mapped[int] = mapped_column(SmallInteger)
    pelaku_id: Mapped[UUID | None]
    jabatan: Mapped[str | None] = mapped_column(String(32))
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    kunci_data: Mapped[bytes | None]
    isi: Mapped[bytes | None]
    created_at: Mapped[datetime]


class PencarianDuplikat(Base):
    """One search of a kab/kota, village by village: `kursor` is the last one done; then the usulan, then open pairs.

    `ambang` is the score from which a pair was kept, `terlampaui` how many persons had more namesakes than were looked
    at, `tanpa_kunci` how many in the country had no blind indexes when it began and could not be found. `percobaan`
    counts attempts since the last step that came to its end; `sebab` is why the latest failed.
    `versi` rises with its state, not with its progress.
    """

    __tablename__ = "pencarian_duplikat"
    __table_args__ = (
        Index(
            "uq_pencarian_duplikat_berjalan",
            "kode_wilayah",
            unique=True,
            postgresql_where=text("selesai_at IS NULL AND dibatalkan_at IS NULL AND terhenti_at IS NULL"),
        ),
        Index("ix_pencarian_duplikat_kode_wilayah_id", "kode_wilayah", "id"),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_wilayah: Mapped[str] = mapped_column(String(5))
    ambang: Mapped[int] = mapped_column(SmallInteger)
    desa: Mapped[int]
    desa_selesai: Mapped[int]
    kursor: Mapped[str] = mapped_column(String(13))
    kursor_usulan: Mapped[UUID | None]
    is_desa_selesai: Mapped[bool]
    is_usulan_selesai: Mapped[bool]
    orang: Mapped[int]
    dibandingkan: Mapped[int]
    baru: Mapped[int]
    terbuka_lagi: Mapped[int]
    usang: Mapped[int]
    terlampaui: Mapped[int]
    tanpa_kunci: Mapped[int]
    diminta_oleh: Mapped[UUID]
    diminta_at: Mapped[datetime]
    mulai_at: Mapped[datetime | None]
    dibatalkan_at: Mapped[datetime | None]
    selesai_at: Mapped[datetime | None]
    percobaan: Mapped[int] = mapped_column(SmallInteger)
    terhenti_at: Mapped[datetime | None]
    sebab: Mapped[SebabTerhenti | None] = mapped_column(status_enum(SebabTerhenti))
    versi: Mapped[int] = mapped_column(default=1, server_default="1")

    @property
    def status(self) -> StatusPencarian:
        """Return where it stands."""
        for saat, status in (
            (self.selesai_at, StatusPencarian.SELESAI),
            (self.dibatalkan_at, StatusPencarian.DIBATALKAN),
            (self.terhenti_at, StatusPencarian.TERHENTI),
            (self.mulai_at, StatusPencarian.BERJALAN),
        ):
            if saat is not None:
                return status
        return StatusPencarian.MENUNGGU
