"""What the server keeps of devices: items with their verdicts, drafts, kept work, photos on their way, re-visits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import BarisKeluarga, Base, status_enum
from app.core.ids import Ref
from app.lapangan.status import JenisItem, Keadaan, Putusan
from app.verval.status import JenisFoto


class Perangkat(Base):
    """A device of an account and its clock when it took its last package; tells a wrong clock from a changed one."""

    __tablename__ = "perangkat_lapangan"
    __table_args__ = {"info": {"distribusi": "kunci"}}

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    jam_paket: Mapped[datetime]
    paket_at: Mapped[datetime]


class ItemSinkron(Base):
    """An item by the id that the device gave it, and its verdict: sent again, it is told the same.

    `sidik` digests the content, which stands elsewhere: as answers, as a draft, or kept for the officers
    (`is_disimpan`). `rincian` holds what was said about a refusal; `selisih_detik` is how far the device's clock was
    behind ours.
    """

    __tablename__ = "item_sinkron"
    __table_args__ = (Index("ix_item_sinkron_created_at", "created_at"), {"info": {"distribusi": "kunci"}})

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    keluarga_id: Mapped[UUID]
    penugasan_id: Mapped[UUID]
    perangkat_id: Mapped[UUID]
    jenis: Mapped[JenisItem] = mapped_column(status_enum(JenisItem))
    sidik: Mapped[bytes] = mapped_column(LargeBinary(32))
    putusan: Mapped[Putusan] = mapped_column(status_enum(Putusan))
    keadaan: Mapped[Keadaan | None] = mapped_column(status_enum(Keadaan))
    kode: Mapped[str | None] = mapped_column(String(64))
    rincian: Mapped[dict[str, Any]]
    tanda: Mapped[list[Any]]
    is_disimpan: Mapped[bool]
    selisih_detik: Mapped[int] = mapped_column(Integer)
    waktu_at: Mapped[datetime]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def ref(self) -> Ref:
        """Return the reference of the assignment."""
        return Ref(self.keluarga_id, self.penugasan_id)


class DrafKunjungan(Base):
    """The draft of a visit as the device last saved it, sealed; `dikirim_at`: sent, and waits for its photos."""

    __tablename__ = "draf_kunjungan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        {"info": {"distribusi": "keluarga"}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    penugasan_id: Mapped[UUID] = mapped_column(primary_key=True)
    akun_id: Mapped[UUID]
    perangkat_id: Mapped[UUID]
    item_id: Mapped[UUID]
    urut: Mapped[int] = mapped_column(Integer)
    versi: Mapped[int] = mapped_column(Integer)
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    dikirim_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def ref(self) -> Ref:
        """Return the reference of the assignment."""
        return Ref(self.keluarga_id, self.penugasan_id)


class Titipan(BarisKeluarga, Base):
    """Work of an assignment that was closed when it arrived, sealed: nothing that somebody wrote down is lost."""

    __tablename__ = "titipan_lapangan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        Index("ix_titipan_lapangan_kode_desa_id", "kode_desa", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    penugasan_id: Mapped[UUID]
    usulan_id: Mapped[UUID]
    kode_desa: Mapped[str] = mapped_column(String(13))
    akun_id: Mapped[UUID]
    jenis: Mapped[JenisItem] = mapped_column(status_enum(JenisItem))
    kode: Mapped[str] = mapped_column(String(64))
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    waktu_at: Mapped[datetime]
    created_at: Mapped[datetime]

    @property
    def penugasan_ref(self) -> Ref:
        """Return the reference of the assignment."""
        return Ref(self.keluarga_id, self.penugasan_id)


class Unggahan(BarisKeluarga, Base):
    """A photo on its way, by the id that the device gave it; its pieces lie sealed in the object store.

    `sidik` is the announced SHA-256. `foto_id` once it is complete, and then no `kunci_data` any more.
    """

    __tablename__ = "unggahan_foto"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        Index("ix_unggahan_foto_keluarga_id_penugasan_id", "keluarga_id", "penugasan_id"),
        Index("ix_unggahan_foto_akun_id_terbuka", "akun_id", postgresql_where=text("foto_id IS NULL")),
        Index("ix_unggahan_foto_kedaluwarsa_at", "kedaluwarsa_at", postgresql_where=text("foto_id IS NULL")),
        {"info": {"distribusi": "keluarga"}},
    )

    penugasan_id: Mapped[UUID]
    akun_id: Mapped[UUID]
    jenis: Mapped[JenisFoto] = mapped_column(status_enum(JenisFoto))
    ukuran: Mapped[int] = mapped_column(Integer)
    sidik: Mapped[bytes] = mapped_column(LargeBinary(32))
    diterima: Mapped[int] = mapped_column(Integer)
    kunci_data: Mapped[bytes | None]
    foto_id: Mapped[UUID | None]
    kedaluwarsa_at: Mapped[datetime]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def penugasan_ref(self) -> Ref:
        """Return the reference of the assignment."""
        return Ref(self.keluarga_id, self.penugasan_id)


class PotonganUnggahan(Base):
    """A received piece of an upload: where it begins, and its object in the store."""

    __tablename__ = "potongan_unggahan"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "unggahan_id"], ["unggahan_foto.keluarga_id", "unggahan_foto.id"]),
        {"info": {"distribusi": "keluarga"}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    unggahan_id: Mapped[UUID] = mapped_column(primary_key=True)
    mulai: Mapped[int] = mapped_column(Integer, primary_key=True)
    objek_id: Mapped[UUID]


class SampelMutu(Base):
    """The draw of a kab/kota's month; with its seed anybody can repeat it."""

    __tablename__ = "sampel_mutu"
    __table_args__ = {"info": {"distribusi": "lokal"}}

    kode_kabkota: Mapped[str] = mapped_column(String(5), primary_key=True)
    periode: Mapped[str] = mapped_column(String(7), primary_key=True)
    benih: Mapped[int] = mapped_column(BigInteger)
    persen: Mapped[int] = mapped_column(SmallInteger)
    dibuat_oleh: Mapped[UUID]
    created_at: Mapped[datetime]


class KunjunganMutu(BarisKeluarga, Base):
    """A drawn visit; the checker's answers are sealed, `beda` names questions only."""

    __tablename__ = "kunjungan_mutu"
    __table_args__ = (
        ForeignKeyConstraint(["keluarga_id", "penugasan_id"], ["penugasan.keluarga_id", "penugasan.id"]),
        Index("uq_kunjungan_mutu_keluarga_id_penugasan_id", "keluarga_id", "penugasan_id", unique=True),
        Index("ix_kunjungan_mutu_pemeriksa_id_terbuka", "pemeriksa_id", postgresql_where=text("selesai_at IS NULL")),
        Index("ix_kunjungan_mutu_kode_desa_periode", "kode_desa", "periode"),
        {"info": {"distribusi": "keluarga"}},
    )

    penugasan_id: Mapped[UUID]
    usulan_id: Mapped[UUID]
    kunjungan_id: Mapped[UUID]
    registri_id: Mapped[UUID]
    jawaban_id: Mapped[UUID]
    kode_desa: Mapped[str] = mapped_column(String(13))
    periode: Mapped[str] = mapped_column(String(7))
    enumerator_id: Mapped[UUID]
    pemeriksa_id: Mapped[UUID]
    ditanya: Mapped[int | None] = mapped_column(Integer)
    sama: Mapped[int | None] = mapped_column(Integer)
    beda: Mapped[list[Any]]
    kunci_data: Mapped[bytes | None]
    isi: Mapped[bytes | None]
    created_at: Mapped[datetime]
    selesai_at: Mapped[datetime | None]
