"""Tables of contests: the contest with its sealed words, its steps, its files."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, status_enum
from app.core.ids import Ref
from app.sanggah.status import AksiSanggah, BagianLampiran, HasilKunjunganSanggah, StatusSanggah
from app.usulan.status import JenisLampiran


class Sanggah(Base):
    """One citizen's contest of one person; `isi` seals his words and the masked name that he chose.

    `keluarga_id` and `individu_id` are the contested person's; of the reporter only his account stands here, so his
    number is nowhere in these tables. `usulan_*` is the removal that an agreement has made.
    """

    __tablename__ = "sanggah"
    __table_args__ = (
        CheckConstraint("(usulan_keluarga_id IS NULL) = (usulan_id IS NULL)", name="usulan"),
        Index("ix_sanggah_status_kode_desa_id", "status", "kode_desa", "id"),
        Index("ix_sanggah_pelapor_id_id", "pelapor_id", "id"),
        Index("ix_sanggah_keluarga_id_id", "keluarga_id", "id"),
        Index("ix_sanggah_enumerator_id_id", "enumerator_id", "id", postgresql_where=text("enumerator_id IS NOT NULL")),
        Index(
            "ix_sanggah_tenggat",
            "tenggat_date",
            postgresql_where=text("status IN ('DIAJUKAN', 'DITERUSKAN', 'DIVERIFIKASI')"),
        ),
        Index(
            "uq_sanggah_terbuka",
            "pelapor_id",
            "individu_id",
            unique=True,
            postgresql_where=text("status IN ('DIAJUKAN', 'DITERUSKAN', 'DIVERIFIKASI')"),
        ),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pelapor_id: Mapped[UUID]
    keluarga_id: Mapped[UUID]
    individu_id: Mapped[UUID]
    kode_desa: Mapped[str] = mapped_column(String(13))
    kode_alasan: Mapped[str] = mapped_column(String(64))
    status: Mapped[StatusSanggah] = mapped_column(status_enum(StatusSanggah))
    status_at: Mapped[datetime]
    tenggat_date: Mapped[date | None]
    enumerator_id: Mapped[UUID | None]
    diverifikasi_at: Mapped[datetime | None]
    dikunjungi_date: Mapped[date | None]
    hasil_kunjungan: Mapped[HasilKunjunganSanggah | None] = mapped_column(status_enum(HasilKunjunganSanggah))
    ditanggapi_at: Mapped[datetime | None]
    usulan_keluarga_id: Mapped[UUID | None]
    usulan_id: Mapped[UUID | None]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    versi: Mapped[int]
    created_at: Mapped[datetime]

    @property
    def usulan_ref(self) -> Ref | None:
        """The removal that came of it."""
        return Ref(self.usulan_keluarga_id, self.usulan_id) if self.usulan_keluarga_id and self.usulan_id else None


class RiwayatSanggah(Base):
    """One step; `isi` seals its words under the contest's data key."""

    __tablename__ = "riwayat_sanggah"
    __table_args__ = (
        Index("ix_riwayat_sanggah_sanggah_id_id", "sanggah_id", "id"),
        {"info": {"distribusi": "lokal", "tambah_saja": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sanggah_id: Mapped[UUID] = mapped_column(ForeignKey("sanggah.id"))
    aksi: Mapped[AksiSanggah] = mapped_column(status_enum(AksiSanggah))
    ke: Mapped[StatusSanggah] = mapped_column(status_enum(StatusSanggah))
    pelaku_id: Mapped[UUID | None]
    jabatan: Mapped[str | None] = mapped_column(String(32))
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    isi: Mapped[bytes | None]
    created_at: Mapped[datetime]


class LampiranSanggah(Base):
    """A photo or paper of one side or of the visit; the bytes are an encrypted object of `berkas_objek`."""

    __tablename__ = "lampiran_sanggah"
    __table_args__ = (
        Index("ix_lampiran_sanggah_sanggah_id_id", "sanggah_id", "id"),
        {"info": {"distribusi": "lokal", "tambah_saja": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sanggah_id: Mapped[UUID] = mapped_column(ForeignKey("sanggah.id"))
    bagian: Mapped[BagianLampiran] = mapped_column(status_enum(BagianLampiran))
    jenis: Mapped[JenisLampiran] = mapped_column(status_enum(JenisLampiran))
    berkas_id: Mapped[UUID]
    pelaku_id: Mapped[UUID]
    created_at: Mapped[datetime]
