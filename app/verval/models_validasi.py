"""Tables of validation: checks by other sources, exceptions to the match, evidence of a refusal, mass matching."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import BarisKeluarga, Base, status_enum
from app.core.ids import Ref
from app.temuan.ports import SebabBelum
from app.temuan.status import SumberTemuan
from app.verval.status import HasilPengecualian, StatusKecualian, StatusPadanMassal


def _milik_usulan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["keluarga_id", "usulan_id"], ["usulan.keluarga_id", "usulan.id"])


class PemeriksaanPengecualian(Base):
    """One question to a source about one member, and what came of it; findings themselves stand in `temuan`."""

    __tablename__ = "pemeriksaan_pengecualian"
    __table_args__ = (
        _milik_usulan(),
        CheckConstraint("(hasil = 'BELUM_DIPERIKSA') = (sebab IS NOT NULL)", name="sebab"),
        Index("ix_pemeriksaan_pengecualian_keluarga_id_usulan_id_id", "keluarga_id", "usulan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID]
    individu_id: Mapped[UUID]
    sumber: Mapped[SumberTemuan] = mapped_column(status_enum(SumberTemuan))
    hasil: Mapped[HasilPengecualian] = mapped_column(status_enum(HasilPengecualian))
    sebab: Mapped[SebabBelum | None] = mapped_column(status_enum(SebabBelum))
    data_date: Mapped[date | None]
    jumlah: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime]


class KecualianAdminduk(BarisKeluarga, Base):
    """An exception to the match, for one identity of one case (`sidik`); `isi` seals the reasons in words."""

    __tablename__ = "kecualian_adminduk"
    __table_args__ = (
        _milik_usulan(),
        CheckConstraint("(status = 'DIUSULKAN') = (diputus_oleh IS NULL)", name="putusan"),
        CheckConstraint("diputus_oleh <> diusulkan_oleh", name="dua_orang"),
        Index(
            "uq_kecualian_adminduk_keluarga_id_usulan_id_terbuka",
            "keluarga_id",
            "usulan_id",
            unique=True,
            postgresql_where=text("status = 'DIUSULKAN'"),
        ),
        {"info": {"distribusi": "keluarga"}},
    )

    usulan_id: Mapped[UUID]
    sidik: Mapped[UUID]
    status: Mapped[StatusKecualian] = mapped_column(status_enum(StatusKecualian))
    kode_alasan: Mapped[str] = mapped_column(String(64))
    kode_putusan: Mapped[str | None] = mapped_column(String(64))
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    berkas_id: Mapped[UUID]
    diusulkan_oleh: Mapped[UUID]
    diputus_oleh: Mapped[UUID | None]
    diputus_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def versi(self) -> int:
        """Return 1 while it waits and 2 once it is decided: it changes once."""
        return 1 if self.diputus_at is None else 2

    @property
    def usulan_ref(self) -> Ref:
        """The case."""
        return Ref(self.keluarga_id, self.usulan_id)


class BuktiValidasi(Base):
    """A photo or paper that shows why a case is refused."""

    __tablename__ = "bukti_validasi"
    __table_args__ = (
        _milik_usulan(),
        Index("ix_bukti_validasi_keluarga_id_usulan_id_id", "keluarga_id", "usulan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID]
    berkas_id: Mapped[UUID]
    pelaku_id: Mapped[UUID]
    created_at: Mapped[datetime]


class PenilaianKriteria(Base):
    """The criteria as they read the family when the case was validated; `isi` seals every set's result."""

    __tablename__ = "penilaian_kriteria"
    __table_args__ = (
        _milik_usulan(),
        Index("ix_penilaian_kriteria_keluarga_id_usulan_id_id", "keluarga_id", "usulan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    created_at: Mapped[datetime]


class PadanMassal(Base):
    """One round of matching again what did not match in a kab/kota; `kursor` is the last case that was asked about."""

    __tablename__ = "padan_massal"
    __table_args__ = (
        Index("ix_padan_massal_kode_kabkota_id", "kode_kabkota", "id"),
        Index(
            "uq_padan_massal_kode_kabkota_berjalan",
            "kode_kabkota",
            unique=True,
            postgresql_where=text("status IN ('BERJALAN', 'DIJEDA')"),
        ),
        {"info": {"distribusi": "lokal"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_kabkota: Mapped[str] = mapped_column(String(5))
    status: Mapped[StatusPadanMassal] = mapped_column(status_enum(StatusPadanMassal))
    kursor: Mapped[UUID | None]
    diproses: Mapped[int]
    padan: Mapped[int]
    tidak_padan: Mapped[int]
    tunda: Mapped[int]
    diminta_oleh: Mapped[UUID]
    versi: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
