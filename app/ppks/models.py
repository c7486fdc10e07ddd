"""Tables of PPKS and PSKS; entries live apart from families, because many of these people have none that is known."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.kolom_sandi import IndeksButa
from app.ppks.alur import AksiPpks, StatusPpks
from app.ppks.jenis import Bentuk, Kategori


class EntriPpks(Base):
    """One person, family or group of one kind; `isi` seals who that is, names included.

    A second entry about the same person is accepted where its recorder may not see the first, for a refusal would tell
    him of it. Who handles them merges it: it then stands for the entry `digabung_ke`, and its recorder sees no change.
    """

    __tablename__ = "entri_ppks"
    __table_args__ = (
        Index("ix_entri_ppks_status_kode_desa_id", "status", "kode_desa", "id"),
        Index("ix_entri_ppks_nik_hmac", "nik_hmac"),
        Index("ix_entri_ppks_nama_hmac", "nama_hmac"),
        Index(
            "uq_entri_ppks_terbuka",
            "nik_hmac",
            "kategori",
            "jenis",
            "kode_desa",
            unique=True,
            postgresql_where=text("status IN ('DICATAT', 'TERVERIFIKASI') AND nik_hmac IS NOT NULL AND NOT is_peka"),
        ),
        Index("ix_entri_ppks_digabung_ke", "digabung_ke", postgresql_where=text("digabung_ke IS NOT NULL")),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kategori: Mapped[Kategori] = mapped_column(status_enum(Kategori))
    jenis: Mapped[str] = mapped_column(String(48))
    bentuk: Mapped[Bentuk] = mapped_column(status_enum(Bentuk))
    is_peka: Mapped[bool]
    kode_desa: Mapped[str] = mapped_column(String(13))
    ditemukan_date: Mapped[date]
    status: Mapped[StatusPpks] = mapped_column(status_enum(StatusPpks))
    nik_hmac: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    nama_hmac: Mapped[UUID | None]
    keluarga_id: Mapped[UUID | None]
    individu_id: Mapped[UUID | None]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    dicatat_oleh: Mapped[UUID]
    digabung_ke: Mapped[UUID | None]
    versi: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RiwayatPpks(Base):
    """One step of an entry; `isi` seals reason and changed fields under the entry's data key."""

    __tablename__ = "riwayat_ppks"
    __table_args__ = (
        Index("ix_riwayat_ppks_entri_id_id", "entri_id", "id"),
        {"info": {"distribusi": "lokal", "tambah_saja": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    entri_id: Mapped[UUID]
    aksi: Mapped[AksiPpks | None] = mapped_column(status_enum(AksiPpks))
    ke: Mapped[StatusPpks] = mapped_column(status_enum(StatusPpks))
    pelaku_id: Mapped[UUID]
    jabatan: Mapped[str] = mapped_column(String(32))
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    isi: Mapped[bytes]
    created_at: Mapped[datetime]
