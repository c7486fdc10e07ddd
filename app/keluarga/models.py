"""Tables of the registry: rumah tangga, keluarga, individu, dated membership, answers, and the two number indexes.

Identity numbers, addresses and answers stand in sealed documents; a number is found only through its blind index.
"""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.kolom_sandi import IndeksButa
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.kanonik import REGISTRI
from app.keluarga.kode import (
    AlasanKeluarAnggota,
    AlasanMasukAnggota,
    Hubungan,
    JenisKelamin,
    JenisPerubahan,
    PeristiwaKeluarga,
    StatusDokumen,
    SumberJawaban,
)
from app.keluarga.kunci_orang import KUNCI_USANG, KunciOrang

_KELUARGA: Final = {"info": {"distribusi": "keluarga"}}
_TAMBAH_SAJA: Final = {"info": {"distribusi": "keluarga", "tambah_saja": True}}
_KUNCI: Final = {"info": {"distribusi": "kunci"}}
_SMALLINT: Final = 32_767


def _milik_keluarga() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["keluarga_id"], ["keluarga.keluarga_id"])


class RumahTangga(Base):
    """Families under one roof with one kitchen; families refer to it by a plain column, for they lie elsewhere."""

    __tablename__ = "rumah_tangga"
    __table_args__ = (_KUNCI,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_desa: Mapped[str] = mapped_column(String(13))
    created_at: Mapped[datetime]


class Keluarga(Base):
    """One family. `isi` is the sealed document {no_kk, alamat}; its data key seals the answers and history too.

    `ditutup_date` is the day on which its last member left; a closed family takes nobody in. `data_date` is the day of
    the newest file's data that spoke of the family, None: no file did.
    """

    __tablename__ = "keluarga"
    __table_args__ = (
        Index("ix_keluarga_kode_desa_keluarga_id", "kode_desa", "keluarga_id"),
        Index("ix_keluarga_rumah_tangga_id", "rumah_tangga_id"),
        _KELUARGA,
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    rumah_tangga_id: Mapped[UUID]
    kode_desa: Mapped[str] = mapped_column(String(13))
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    versi: Mapped[int]
    ditutup_date: Mapped[date | None]
    data_date: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Individu(Base):
    """One person as a family knows him; after a move the same `id` stands in the new family too.

    `isi` is the sealed document {nik, tempat_lahir, nama_ibu, telepon, surel} under a data key of its own. `kode_desa`
    follows the family's, because a name is searched inside a village. `is_nik_ganda` marks a person whose NIK the
    index gives to somebody else. The three `kunci_` indexes find who may be the same person (`kunci_orang`);
    `kunci_versi` says by which rules they were made, None: not yet. `nama_sidik` and `nama_kata` are for search
    (`app.keluarga.nama`); None until a job has computed them.
    """

    __tablename__ = "individu"
    __table_args__ = (
        _milik_keluarga(),
        CheckConstraint("(nik_hmac IS NOT NULL) = (status_dokumen = 'ADA')", name="nik_dan_dokumen"),
        CheckConstraint("nik_hmac IS NOT NULL OR NOT is_nik_ganda", name="ganda_punya_nik"),
        CheckConstraint("meninggal_date >= tanggal_lahir", name="meninggal"),
        Index(
            "ix_individu_kode_desa_nama_lipat",
            "kode_desa",
            "nama_lipat",
            postgresql_using="gin",
            postgresql_ops={"nama_lipat": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
        *(Index(f"ix_individu_{k}_kode_desa", k, "kode_desa") for k in KunciOrang._fields),
        Index("ix_individu_kunci_usang", "keluarga_id", "id", postgresql_where=text(KUNCI_USANG)),
        Index("ix_individu_nama_sidik_kode_desa", "nama_sidik", "kode_desa"),
        Index(
            "ix_individu_nama_kata",
            text("left(kode_desa, 5)"),
            text("left(kode_desa, 8)"),
            "kode_desa",
            "nama_kata",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
        Index("ix_individu_tanggal_lahir_kode_desa", "tanggal_lahir", "kode_desa"),
        Index("ix_individu_belum_bersidik", "keluarga_id", "id", postgresql_where=text("nama_sidik IS NULL")),
        _KELUARGA,
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_desa: Mapped[str] = mapped_column(String(13))
    nama: Mapped[str] = mapped_column(String(200))
    nama_lipat: Mapped[str] = mapped_column(Text())
    nama_sidik: Mapped[int | None] = mapped_column(BigInteger)
    nama_kata: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    tanggal_lahir: Mapped[date]
    jenis_kelamin: Mapped[JenisKelamin] = mapped_column(status_enum(JenisKelamin, 1))
    status_dokumen: Mapped[StatusDokumen] = mapped_column(status_enum(StatusDokumen, 16))
    nik_hmac: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    is_nik_ganda: Mapped[bool]
    meninggal_date: Mapped[date | None]
    kunci_nama_lahir: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NAMA_LAHIR))
    kunci_nama_ibu: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NAMA_IBU))
    kunci_lahir_ibu: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.LAHIR_IBU))
    kunci_versi: Mapped[int | None] = mapped_column(SmallInteger)
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class KataNama(Base):
    """Every word that ever stood in a person's name, so that a word with a typing error leads to those it may mean.

    `tanda` are the numbers under which the word is looked up (`app.keluarga.nama.sekitar`).
    """

    __tablename__ = "kata_nama"
    __table_args__ = (
        Index("ix_kata_nama_tanda", "tanda", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        {"info": {"distribusi": "referensi", "tambah_saja": True}},
    )

    kata: Mapped[str] = mapped_column(String(24), primary_key=True)
    tanda: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class AnggotaKeluarga(Base):
    """A person in a family from `masuk_date` until `keluar_date` (None: still), and what he is to the head."""

    __tablename__ = "anggota_keluarga"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "individu_id"], ["individu.keluarga_id", "individu.id"]),
        CheckConstraint("keluar_date >= masuk_date", name="masa"),
        CheckConstraint("(keluar_date IS NULL) = (alasan_keluar IS NULL)", name="alasan_keluar_ada"),
        Index(
            "uq_anggota_keluarga_aktif",
            "keluarga_id",
            "individu_id",
            unique=True,
            postgresql_where=text("keluar_date IS NULL"),
        ),
        Index(
            "uq_anggota_keluarga_kepala",
            "keluarga_id",
            unique=True,
            postgresql_where=text("keluar_date IS NULL AND hubungan = 'KEPALA_KELUARGA'"),
        ),
        Index("ix_anggota_keluarga_hadir", "individu_id", postgresql_where=text("keluar_date IS NULL")),
        _KELUARGA,
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    individu_id: Mapped[UUID]
    hubungan: Mapped[Hubungan] = mapped_column(status_enum(Hubungan))
    masuk_date: Mapped[date]
    alasan_masuk: Mapped[AlasanMasukAnggota] = mapped_column(status_enum(AlasanMasukAnggota, 16))
    keluar_date: Mapped[date | None]
    alasan_keluar: Mapped[AlasanKeluarAnggota | None] = mapped_column(status_enum(AlasanKeluarAnggota, 16))


class NikIndeks(Base):
    """The only way from a NIK to its canonical person, and the only guard of its uniqueness."""

    __tablename__ = "nik_indeks"
    __table_args__ = (_KUNCI,)

    nik_hmac: Mapped[UUID] = mapped_column(IndeksButa(Tujuan.NIK), primary_key=True)
    keluarga_id: Mapped[UUID]
    individu_id: Mapped[UUID]


class NoKkIndeks(Base):
    """The way from a No KK to its families; a split family keeps the number, so there may be several."""

    __tablename__ = "no_kk_indeks"
    __table_args__ = (_KUNCI,)

    no_kk_hmac: Mapped[UUID] = mapped_column(IndeksButa(Tujuan.NO_KK), primary_key=True)
    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)


class JawabanSurvei(Base):
    """A filled questionnaire, sealed under the family's data key, with the instrument under which it was answered.

    `digantikan_id` are the same answers under another day, because the day was stated wrongly; who asks for a family's
    answers is not given those that were replaced.
    """

    __tablename__ = "jawaban_survei"
    __table_args__ = (
        _milik_keluarga(),
        Index("ix_jawaban_survei_keluarga_id_tanggal_date_id", "keluarga_id", "tanggal_date", "id"),
        {"info": {"distribusi": "keluarga", "kolom_berubah": ("digantikan_id",)}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    instrumen: Mapped[KodeInstrumen] = mapped_column(status_enum(KodeInstrumen))
    tanggal_date: Mapped[date]
    sumber: Mapped[SumberJawaban] = mapped_column(status_enum(SumberJawaban, 16))
    isi: Mapped[bytes]
    pelaku_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    digantikan_id: Mapped[UUID | None]


class HariData(Base):
    """Which import spoke of a family, and with data of which day: where the family's `data_date` comes from.

    `is_tersendiri`: the row of the file named the day itself; any other day is the import's and follows it when it is
    corrected. `sebelum_date` is the family's day until then; that of its first row comes from before origins were
    kept. `jawaban_id` are the answers that came with it.
    """

    __tablename__ = "hari_data"
    __table_args__ = (
        _milik_keluarga(),
        Index("ix_hari_data_impor_id_keluarga_id", "impor_id", "keluarga_id"),
        {"info": {"distribusi": "keluarga", "kolom_berubah": ("data_date", "jawaban_id")}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    impor_id: Mapped[UUID]
    data_date: Mapped[date]
    sebelum_date: Mapped[date | None]
    is_tersendiri: Mapped[bool]
    jawaban_id: Mapped[UUID | None]


def _kolom_kanonik() -> list[Column[Any]]:
    """Fixed widths first and the widest of them foremost: no padding, and a scan finds a value without looking back."""
    besar = [n for n, v in REGISTRI.items() if v.maks > _SMALLINT]
    return [
        Column("jawaban_id", Uuid(), nullable=True),
        Column("tanggal_date", Date(), nullable=True),
        *(Column(n, Integer(), nullable=True) for n in besar),
        Column("kabkota", SmallInteger(), nullable=False),
        Column("instrumen", SmallInteger(), nullable=True),
        *(Column(n, SmallInteger(), nullable=True) for n in REGISTRI if n not in besar),
        Column("kode_desa", String(13), nullable=False),
    ]


variabel_kanonik = Table(
    "variabel_kanonik",
    Base.metadata,
    Column("keluarga_id", Uuid(), primary_key=True),
    Column("versi", Integer(), nullable=False),
    *_kolom_kanonik(),
    _milik_keluarga(),
    info={"distribusi": "keluarga"},
)
"""What a score reads: one narrow row of integers per living family, from its newest answers; NULL is unknown.

A family without answers has a row without `jawaban_id` and `instrumen`, which is that of its newest answers as a number
(`NOMOR_INSTRUMEN`), whatever came along with them. `kabkota` is the region as a number (32.04 is 3204); `versi`
counts the changes of this row.
"""

riwayat_kanonik = Table(
    "riwayat_kanonik",
    Base.metadata,
    Column("keluarga_id", Uuid(), primary_key=True),
    Column("versi", Integer(), primary_key=True),
    *_kolom_kanonik(),
    _milik_keluarga(),
    info={"distribusi": "keluarga", "tambah_saja": True},
)
"""Every version that a change replaced: what a stored score was computed from stays readable for ever."""


kanonik_berubah = Table(
    "kanonik_berubah",
    Base.metadata,
    Column("keluarga_id", Uuid(), primary_key=True),
    Column("versi", Integer(), nullable=False),
    Column("kabkota", SmallInteger(), nullable=True),
    Index(None, "kabkota", "keluarga_id"),
    info={"distribusi": "keluarga"},
)
"""Families whose row changed since a ranking took it over, with the version to take over; 0: the family has ended.

`kabkota` is where the family lives now, so that one that moved is found there; a new family, which no ranking knows,
may have none.
"""


class RiwayatKeluarga(Base):
    """What happened to a family; `isi` holds old and new values, sealed under the family's data key.

    The rows of one change, in all families that it touched, share `perubahan_id`; `tanggal_date` is the day on which it
    happened, `pada_at` when it was recorded. A correction names the change that it takes back in `mengoreksi_id`.
    """

    __tablename__ = "riwayat_keluarga"
    __table_args__ = (_milik_keluarga(), _TAMBAH_SAJA)

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    peristiwa: Mapped[PeristiwaKeluarga] = mapped_column(status_enum(PeristiwaKeluarga))
    individu_id: Mapped[UUID | None]
    perubahan_id: Mapped[UUID | None]
    jenis: Mapped[JenisPerubahan | None] = mapped_column(status_enum(JenisPerubahan))
    tanggal_date: Mapped[date | None]
    mengoreksi_id: Mapped[UUID | None]
    isi: Mapped[bytes]
    pelaku_id: Mapped[UUID | None]
    jabatan: Mapped[str | None] = mapped_column(String(32))
    pada_at: Mapped[datetime]


class PengalihanDesa(Base):
    """How many families went from a village's old code to a successor, and how far a job is that moves the rest.

    `kursor` is the last family that the job looked at; without `diminta_at` only single families were re-assigned.
    """

    __tablename__ = "pengalihan_desa"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    kode_lama: Mapped[str] = mapped_column(String(13), primary_key=True)
    kode_baru: Mapped[str] = mapped_column(String(13), primary_key=True)
    jumlah: Mapped[int]
    pelaku_id: Mapped[UUID | None]
    diminta_at: Mapped[datetime | None]
    kursor: Mapped[UUID | None]
    selesai_at: Mapped[datetime | None]
