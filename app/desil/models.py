"""Tables of models, runs, scores and cut-offs; a score names the version of its inputs, so it can be recomputed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.kolom_sandi import IndeksButa
from app.core.peran import Jabatan
from app.desil.alur import AksiPutaran, StatusModel, StatusPutaran, TahapHitung
from app.desil.artefak import JenisModel
from app.desil.peringkat import AturanSeri

_REFERENSI = {"info": {"distribusi": "referensi"}}
CAKUPAN_NASIONAL = "nasional"
TIDAK_ADA = 0
"""The version of a row that says that a family is no longer in the registry."""


class ModelPmt(Base):
    """An uploaded artefact, word for word; a version never changes, by grant, and at most one is active."""

    __tablename__ = "model_pmt"
    __table_args__ = (
        UniqueConstraint("kode", "versi_model"),
        Index("uq_model_pmt_aktif", "status", unique=True, postgresql_where=text("status = 'AKTIF'")),
        {
            "info": {
                "distribusi": "referensi",
                "kolom_berubah": ("status", "diaktifkan_at", "dipensiunkan_at", "alasan_pensiun", "versi"),
            }
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode: Mapped[str] = mapped_column(String(64))
    versi_model: Mapped[str] = mapped_column(String(32))
    jenis: Mapped[JenisModel] = mapped_column(status_enum(JenisModel))
    status: Mapped[StatusModel] = mapped_column(status_enum(StatusModel))
    sha256: Mapped[str] = mapped_column(String(64))
    artefak: Mapped[dict[str, Any]] = mapped_column(JSONB)
    diunggah_oleh: Mapped[UUID | None]
    diunggah_at: Mapped[datetime]
    diaktifkan_at: Mapped[datetime | None]
    dipensiunkan_at: Mapped[datetime | None]
    alasan_pensiun: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    versi: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def label(self) -> str:
        """Name, version and kind in one line; whoever shows a decile shows this beside it."""
        return f"{self.kode} {self.versi_model} ({self.jenis.value})"


class Putaran(Base):
    """One ranking of the whole country: nationally, per provinsi and per kabupaten/kota in one go.

    `nomor` is what its rows bear; `rantai` are the numbers of the runs whose rows it is read from, its own first.
    `hitung_mulai_at` and `hitung_mulai_keluarga` are when a worker last took it up, and how far it was then.
    """

    __tablename__ = "putaran"
    __table_args__ = (
        Index(
            "uq_putaran_terbuka",
            "cakupan",
            "periode",
            unique=True,
            postgresql_where=text("status IN ('DISIAPKAN', 'DIHITUNG', 'DITINJAU')"),
        ),
        CheckConstraint(r"periode ~ '^\d{4}-(0[1-9]|1[0-2])$'", name="bentuk_periode"),
        _REFERENSI,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    nomor: Mapped[int] = mapped_column(Integer, Identity(), unique=True)
    rantai: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list)
    cakupan: Mapped[str] = mapped_column(String(16), default=CAKUPAN_NASIONAL)
    periode: Mapped[str] = mapped_column(String(7))
    model_id: Mapped[UUID] = mapped_column(ForeignKey("model_pmt.id"))
    aturan_seri: Mapped[AturanSeri] = mapped_column(status_enum(AturanSeri))
    status: Mapped[StatusPutaran] = mapped_column(status_enum(StatusPutaran))
    tahap: Mapped[TahapHitung] = mapped_column(status_enum(TahapHitung))
    sebelum_id: Mapped[UUID | None]
    keluarga: Mapped[int] = mapped_column(BigInteger, default=0)
    keluarga_berperingkat: Mapped[int] = mapped_column(BigInteger, default=0)
    dibuat_at: Mapped[datetime]
    data_per_at: Mapped[datetime | None]
    hitung_mulai_at: Mapped[datetime | None]
    hitung_mulai_keluarga: Mapped[int] = mapped_column(BigInteger, default=0)
    hitung_selesai_at: Mapped[datetime | None]
    disahkan_at: Mapped[datetime | None]
    versi: Mapped[int] = mapped_column(Integer, default=1)


class RiwayatPutaran(Base):
    """Who did what with a run; the second person is told from the first by account and by NIK."""

    __tablename__ = "riwayat_putaran"
    __table_args__ = (
        Index(None, "putaran_id", "pada_at"),
        {"info": {"distribusi": "referensi", "tambah_saja": True}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    putaran_id: Mapped[UUID] = mapped_column(ForeignKey("putaran.id"))
    aksi: Mapped[AksiPutaran] = mapped_column(status_enum(AksiPutaran))
    ke: Mapped[StatusPutaran] = mapped_column(status_enum(StatusPutaran))
    akun_id: Mapped[UUID]
    jabatan: Mapped[Jabatan] = mapped_column(status_enum(Jabatan))
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    alasan: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    pada_at: Mapped[datetime]


class SkorKeluarga(Base):
    """A family in a run: its exact score, or NULL when it cannot be ranked; its people; the version that was scored.

    Narrow, for a nation has 95 million of them a month. What was missing or clipped, and every contribution, follow
    from the version (`variabel_kanonik`, `riwayat_kanonik`) and the model; a desil from the score and the cut-offs.
    The key begins with the run, so that a run appends and is read as one range. `versi` TIDAK_ADA says that the
    family is in the run no more than it is in the registry. Small runs share a partition; a large one's own is filled
    without indexes, indexed and attached, which costs a third (`repository_bagian`, ADR 0042).
    """

    __tablename__ = "skor_keluarga"
    __table_args__ = (
        CheckConstraint("skor IS NULL OR bobot >= 1", name="bobot_berperingkat"),
        Index(
            "ix_skor_keluarga_tanpa_skor", "putaran_no", "kabkota", "keluarga_id", postgresql_where=text("skor IS NULL")
        ),
        {
            "info": {"distribusi": "keluarga", "kunci_depan": "putaran_no"},
            "postgresql_partition_by": "LIST (putaran_no)",
        },
    )

    putaran_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    skor: Mapped[int | None] = mapped_column(BigInteger)
    versi: Mapped[int] = mapped_column(Integer)
    kabkota: Mapped[int] = mapped_column(SmallInteger)
    bobot: Mapped[int] = mapped_column(SmallInteger)


class PotonganPutaran(Base):
    """A range of families that is scored in one transaction; `dari` is exclusive, `sampai` inclusive, NULL is open.

    Where a run builds on another, `lama` is how many of the families that changed stood in that one.
    """

    __tablename__ = "potongan_putaran"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    putaran_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    nomor: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    dari: Mapped[UUID | None]
    sampai: Mapped[UUID | None]
    keluarga: Mapped[int] = mapped_column(BigInteger, default=0)
    berperingkat: Mapped[int] = mapped_column(BigInteger, default=0)
    lama: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    selesai_at: Mapped[datetime | None]


class SebaranSkor(Base):
    """How many people and families stand in each bucket of scores, per kabupaten/kota: the histogram behind cut-offs.

    A bucket is `skor >> EMBER_BIT`, the same for every run, so that a change is a subtraction and an addition; `nomor`
    is the range of families that it was counted with.
    """

    __tablename__ = "sebaran_skor"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    putaran_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    nomor: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kabkota: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    ember: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    orang: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    keluarga: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class TepiSkor(Base):
    """Tie groups near the cuts, per kabupaten/kota: whose scores, and how many people of each (`repository_tepi`).

    `nomor` is the range of families whose changes these are, or says that the full run told them; `dari` and `sampai`
    are the first and last buckets of which it told everything.
    """

    __tablename__ = "tepi_skor"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    putaran_no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    nomor: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kabkota: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    dari: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'"))
    sampai: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{}'"))
    skor: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    orang: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class BatasDesil(Base):
    """The published result of a run for one scope (`nasional`, `32`, `32.04`): nine cut-offs, people, families."""

    __tablename__ = "batas_desil"
    __table_args__ = (_REFERENSI,)

    putaran_id: Mapped[UUID] = mapped_column(ForeignKey("putaran.id"), primary_key=True)
    kode: Mapped[str] = mapped_column(String(8), primary_key=True)
    keluarga: Mapped[int] = mapped_column(BigInteger)
    orang: Mapped[int] = mapped_column(BigInteger)
    batas: Mapped[list[int | None]] = mapped_column(ARRAY(BigInteger))


class PutaranBerlaku(Base):
    """The pointer that readers follow: they see the old run or the new one, never a mixture."""

    __tablename__ = "putaran_berlaku"
    __table_args__ = (_REFERENSI,)

    cakupan: Mapped[str] = mapped_column(String(16), primary_key=True)
    putaran_id: Mapped[UUID] = mapped_column(ForeignKey("putaran.id"))
    sejak_at: Mapped[datetime]
