"""Tables of penetapan: the decree, its copied list, its history, and dated memberships."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import BarisKeluarga, Base, status_enum
from app.core.ids import Ref
from app.core.kolom_sandi import DaftarIndeksButa, IndeksButa
from app.penetapan.status import AksiKeanggotaan, Putusan, StatusKeanggotaan, StatusSK
from app.penetapan.status_keluar import StatusKeberatan, StatusReaktivasi


class SK(Base):
    """A decree of the minister: prepared by one person, signed by another; `kode` is its public address.

    `kemajuan` is how far the jobs are (`tahap` and where they go on); the two `orang_` counts are the registry's, in
    families and outside families, after the decree was carried out.
    """

    __tablename__ = "sk"
    __table_args__ = (
        CheckConstraint("ambang_desil BETWEEN 1 AND 10", name="ambang_desil"),
        CheckConstraint("kuota IS NULL OR kuota > 0", name="kuota"),
        Index("uq_sk_nomor", "nomor", unique=True, postgresql_where=text("status <> 'DIBATALKAN'")),
        Index(
            "uq_sk_periode_rancangan",
            "periode",
            unique=True,
            postgresql_where=text("status IN ('DISUSUN', 'RANCANGAN', 'DITANDATANGANI')"),
        ),
        {"info": {"distribusi": "referensi"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(40), unique=True)
    nomor: Mapped[str] = mapped_column(String(100))
    tanggal: Mapped[date]
    periode: Mapped[str] = mapped_column(String(7))
    putaran_id: Mapped[UUID]
    model: Mapped[str] = mapped_column(String(120))
    ambang_desil: Mapped[int] = mapped_column(SmallInteger)
    kuota: Mapped[int | None]
    status: Mapped[StatusSK] = mapped_column(status_enum(StatusSK))
    sidik: Mapped[str] = mapped_column(String(64))
    jumlah: Mapped[int]
    jumlah_ditetapkan: Mapped[int]
    jumlah_tidak_ditetapkan: Mapped[int]
    jumlah_menunggu: Mapped[int]
    jumlah_tetap: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    jumlah_berubah: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    jumlah_dihapus: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    jumlah_terlaksana: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    jumlah_tertahan: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    is_bawa_lanjut: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    kemajuan: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    orang_keluarga: Mapped[int | None]
    orang_luar_keluarga: Mapped[int | None]
    penyiap_id: Mapped[UUID]
    penyiap_nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    disiapkan_at: Mapped[datetime]
    penanda_tangan_id: Mapped[UUID | None]
    ditandatangani_at: Mapped[datetime | None]
    mengganti_id: Mapped[UUID | None] = mapped_column(ForeignKey("sk.id"))
    versi: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": versi}

    @property
    def tahap(self) -> str:
        """What the job is at."""
        return str(self.kemajuan.get("tahap", "SELESAI"))

    @property
    def tertahan(self) -> list[str]:
        """References of usulan that kept a signature from taking effect."""
        return [*self.kemajuan.get("tertahan", [])]


class RiwayatSK(Base):
    """One arrow that a decree took."""

    __tablename__ = "riwayat_sk"
    __table_args__ = (
        Index("ix_riwayat_sk_sk_id_id", "sk_id", "id"),
        {"info": {"distribusi": "referensi", "tambah_saja": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sk_id: Mapped[UUID] = mapped_column(ForeignKey("sk.id"))
    aksi: Mapped[str] = mapped_column(String(32))
    dari: Mapped[str | None] = mapped_column(String(32))
    ke: Mapped[str] = mapped_column(String(32))
    pelaku_id: Mapped[UUID | None]
    alasan_kode: Mapped[str | None] = mapped_column(String(64))
    kunci_data: Mapped[bytes | None]
    isi: Mapped[bytes | None]
    created_at: Mapped[datetime]


class SKKeluarga(Base):
    """One row of a decree's list: what was known and decided then; personal values encrypted under their own key."""

    __tablename__ = "sk_keluarga"
    __table_args__ = (
        Index("ix_sk_keluarga_sk_id_urutan", "sk_id", "urutan"),
        Index("ix_sk_keluarga_individu_id_sk_id", "individu_id", "sk_id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    sk_id: Mapped[UUID] = mapped_column(ForeignKey("sk.id"))
    urutan: Mapped[int]
    usulan_id: Mapped[UUID]
    individu_id: Mapped[UUID]
    nik_indeks: Mapped[list[UUID]] = mapped_column(DaftarIndeksButa(Tujuan.NIK))
    jenis: Mapped[str] = mapped_column(String(32))
    kode_desa: Mapped[str] = mapped_column(String(13))
    desil: Mapped[int | None] = mapped_column(SmallInteger)
    putusan: Mapped[Putusan] = mapped_column(status_enum(Putusan))
    alasan_kode: Mapped[str | None] = mapped_column(String(64))
    sidik: Mapped[bytes] = mapped_column(LargeBinary(32))
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]


class SKCalon(Base):
    """Whom a list that is being made will look at, in the order of the list; gone when the list stands."""

    __tablename__ = "sk_calon"
    __table_args__ = (
        Index("ix_sk_calon_urut", "sk_id", "urut_desil", "urut_skor", "keluarga_id", "usulan_id"),
        {"info": {"distribusi": "lokal"}},
    )

    sk_id: Mapped[UUID] = mapped_column(ForeignKey("sk.id"), primary_key=True)
    usulan_id: Mapped[UUID] = mapped_column(primary_key=True)
    keluarga_id: Mapped[UUID]
    individu_id: Mapped[UUID]
    jenis: Mapped[str] = mapped_column(String(32))
    subjenis: Mapped[str | None] = mapped_column(String(32))
    desil: Mapped[int | None] = mapped_column(SmallInteger)
    skor: Mapped[int | None] = mapped_column(BigInteger)
    urut_desil: Mapped[int] = mapped_column(SmallInteger)
    urut_skor: Mapped[int] = mapped_column(BigInteger)


class SKRekap(Base):
    """The registry of one village after a decree was carried out: families, persons in them, persons outside."""

    __tablename__ = "sk_rekap"
    __table_args__ = {"info": {"distribusi": "referensi"}}

    sk_id: Mapped[UUID] = mapped_column(ForeignKey("sk.id"), primary_key=True)
    kode_desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    keluarga: Mapped[int]
    orang_keluarga: Mapped[int]
    orang_luar_keluarga: Mapped[int]


class KeanggotaanIndeks(Base):
    """The one present membership of a person, found by his id and by his NIK's blind index, wherever he lives now."""

    __tablename__ = "keanggotaan_indeks"
    __table_args__ = {"info": {"distribusi": "kunci"}}

    kunci: Mapped[UUID] = mapped_column(primary_key=True)
    keluarga_id: Mapped[UUID]
    individu_id: Mapped[UUID]


class Keanggotaan(Base):
    """One person in the registry from `mulai_at` to `sampai_at` (null: now); closed and followed, never deleted.

    `isi` seals the reason in words; `is_luar_keluarga` counts a person who was registered without a family card.
    """

    __tablename__ = "keanggotaan"
    __table_args__ = (
        Index(
            "uq_keanggotaan_keluarga_id_individu_id",
            "keluarga_id",
            "individu_id",
            unique=True,
            postgresql_where=text("sampai_at IS NULL"),
        ),
        Index("ix_keanggotaan_sk_id", "sk_id", postgresql_where=text("sampai_at IS NULL")),
        Index("ix_keanggotaan_nik_indeks", "nik_indeks", postgresql_where=text("sampai_at IS NULL")),
        Index(
            "ix_keanggotaan_status_kode_desa_id",
            "status",
            "kode_desa",
            "id",
            postgresql_where=text("sampai_at IS NULL"),
        ),
        Index("ix_keanggotaan_individu_id_id", "individu_id", "id"),
        Index(
            "ix_keanggotaan_nonaktif_paling_cepat",
            "nonaktif_paling_cepat",
            postgresql_where=text("sampai_at IS NULL AND status = 'AKAN_DINONAKTIFKAN'"),
        ),
        {"info": {"distribusi": "keluarga"}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    individu_id: Mapped[UUID]
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    kode_desa: Mapped[str] = mapped_column(String(13))
    is_luar_keluarga: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    status: Mapped[StatusKeanggotaan] = mapped_column(status_enum(StatusKeanggotaan))
    aksi: Mapped[AksiKeanggotaan] = mapped_column(status_enum(AksiKeanggotaan))
    alasan_kode: Mapped[str | None] = mapped_column(String(64))
    kunci_data: Mapped[bytes | None]
    isi: Mapped[bytes | None]
    sk_id: Mapped[UUID | None] = mapped_column(ForeignKey("sk.id"))
    pelaku_id: Mapped[UUID | None]
    nonaktif_paling_cepat: Mapped[date | None]
    mulai_at: Mapped[datetime]
    sampai_at: Mapped[datetime | None]

    @property
    def ref(self) -> Ref:
        """What clients hold: the person in the family, the same over all rows of his membership."""
        return Ref(self.keluarga_id, self.individu_id)


class Reaktivasi(BarisKeluarga, Base):
    """A request to restore a member whose illness allows no gap; illness, letter and statements are sealed in `isi`."""

    __tablename__ = "reaktivasi"
    __table_args__ = (
        Index("ix_reaktivasi_status_kode_desa_id", "status", "kode_desa", "id"),
        Index(
            "uq_reaktivasi_keluarga_id_individu_id_terbuka",
            "keluarga_id",
            "individu_id",
            unique=True,
            postgresql_where=text("status IN ('DIAJUKAN', 'SEMENTARA')"),
        ),
        {"info": {"distribusi": "keluarga"}},
    )

    individu_id: Mapped[UUID]
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    kode_desa: Mapped[str] = mapped_column(String(13))
    status: Mapped[StatusReaktivasi] = mapped_column(status_enum(StatusReaktivasi))
    surat_id: Mapped[UUID]
    sktm_id: Mapped[UUID | None]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    alasan_kode: Mapped[str | None] = mapped_column(String(64))
    pengaju_id: Mapped[UUID]
    pemulih_id: Mapped[UUID | None]
    dipulihkan_at: Mapped[datetime | None]
    pemutus_id: Mapped[UUID | None]
    diputus_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    versi: Mapped[int] = mapped_column(default=1)


class KeberatanKeanggotaan(BarisKeluarga, Base):
    """A person's objection to his announced removal; his words and the answer are sealed in `isi`."""

    __tablename__ = "keberatan_keanggotaan"
    __table_args__ = (
        Index("ix_keberatan_keanggotaan_status_jawab_sebelum_id", "status", "jawab_sebelum", "id"),
        Index("ix_keberatan_keanggotaan_individu_id", "individu_id"),
        Index(
            "uq_keberatan_keanggotaan_keluarga_id_individu_id_terbuka",
            "keluarga_id",
            "individu_id",
            unique=True,
            postgresql_where=text("status = 'DIAJUKAN'"),
        ),
        {"info": {"distribusi": "keluarga"}},
    )

    individu_id: Mapped[UUID]
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    kode_desa: Mapped[str] = mapped_column(String(13))
    status: Mapped[StatusKeberatan] = mapped_column(status_enum(StatusKeberatan))
    jawab_sebelum: Mapped[date]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    alasan_kode: Mapped[str | None] = mapped_column(String(64))
    pengaju_id: Mapped[UUID]
    pemutus_id: Mapped[UUID | None]
    diputus_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    versi: Mapped[int] = mapped_column(default=1)
