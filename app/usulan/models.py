"""Tables of usulan: the case with its sealed snapshot, its history and attachments, and one open case per person."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKeyConstraint, Index, Integer, SmallInteger, String, Uuid, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.crypto import Tujuan
from app.core.db import BarisKeluarga, Base, status_enum
from app.core.ids import Ref
from app.core.kolom_sandi import DaftarIndeksButa, IndeksButa
from app.core.peran import Jabatan
from app.usulan.baris import SifatPerkara
from app.usulan.status import (
    BERHAK_KEBERATAN,
    AksiUsulan,
    JenisLampiran,
    JenisUsulan,
    SasaranKembali,
    StatusUsulan,
    SubjenisUsulan,
)


def _fk_usulan() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["keluarga_id", "usulan_id"], ["usulan.keluarga_id", "usulan.id"])


class Usulan(SifatPerkara, BarisKeluarga, Base):
    """A proposal about one person; `isi` is the sealed snapshot of the subject and his family as the proposer gave it.

    The registry learns of the person of a BARU only when the musyawarah agrees, so a draft claims no NIK there.
    `keluarga_id` is the case's own: it tells nobody whether the registry knows the person. `registri_id` is the family
    there, another one only after the agreement about somebody known; a PERBAIKAN or HAPUS is about somebody whom its
    proposer may know and holds him (`individu_id`) from the start. The snapshot of a PERBAIKAN shows him as he will be.
    `kode_desa`, the blind indexes and `penyunting_ids` are copied out of the snapshot for scope and separation of
    duties; `rincian` seals what the kind brings besides (changes, dates, who signed). `kode_alasan` says why the case
    stands where it stands: the reason of its last step, None where that gave none.
    Because a PERBAIKAN may change the numbers, `nik_asal` and `no_kk_asal` keep those on file, and `nik_terkait` and
    `no_kk_terkait` everybody and every family that the changes name; `tanda` is what to look at twice (ADR 0033).
    `usulan_asal` is the refused case that this one takes up again after a granted objection.
    """

    __tablename__ = "usulan"
    __table_args__ = (
        Index("ix_usulan_status_kode_desa_status_at", "status", "kode_desa", "status_at"),
        Index("ix_usulan_pengusul_id_id", "pengusul_id", "id"),
        Index("ix_usulan_kode_desa_status_at_id", "kode_desa", "status_at", "id"),
        Index("ix_usulan_nik_indeks", "nik_indeks"),
        Index("ix_usulan_nik_asal", "nik_asal", postgresql_where=text("nik_asal IS NOT NULL")),
        Index("ix_usulan_registri_id_id", "registri_id", "id"),
        Index("ix_usulan_periode_kode_desa", "periode", "kode_desa", postgresql_where=text("status <> 'DRAF'")),
        Index("ix_usulan_tenggat", "tenggat_date", "id", postgresql_where=text("tenggat_date IS NOT NULL")),
        {"info": {"distribusi": "keluarga"}},
    )

    jenis: Mapped[JenisUsulan] = mapped_column(status_enum(JenisUsulan))
    subjenis: Mapped[SubjenisUsulan | None] = mapped_column(status_enum(SubjenisUsulan))
    status: Mapped[StatusUsulan] = mapped_column(status_enum(StatusUsulan))
    status_at: Mapped[datetime]
    tenggat_date: Mapped[date | None]
    pengingat_ke: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    pengingat_date: Mapped[date | None]
    nomor: Mapped[str | None] = mapped_column(String(32))
    periode: Mapped[str | None] = mapped_column(String(7))
    kode_desa: Mapped[str] = mapped_column(String(13))
    pengusul_id: Mapped[UUID]
    pengusul_jabatan: Mapped[Jabatan] = mapped_column(status_enum(Jabatan))
    is_atas_nama: Mapped[bool]
    is_mewakili_desa: Mapped[bool] = mapped_column(default=False, server_default=false())
    program: Mapped[list[str]] = mapped_column(ARRAY(String(32)), default=list, server_default=text("'{}'"))
    penyunting_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    no_kk_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NO_KK))
    nik_anggota: Mapped[list[UUID]] = mapped_column(DaftarIndeksButa(Tujuan.NIK))
    nik_asal: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    no_kk_asal: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NO_KK))
    nik_terkait: Mapped[list[UUID]] = mapped_column(
        DaftarIndeksButa(Tujuan.NIK), default=list, server_default=text("'{}'")
    )
    no_kk_terkait: Mapped[list[UUID]] = mapped_column(
        DaftarIndeksButa(Tujuan.NO_KK), default=list, server_default=text("'{}'")
    )
    tanda: Mapped[list[str]] = mapped_column(ARRAY(String(40)), default=list, server_default=text("'{}'"))
    registri_id: Mapped[UUID]
    individu_id: Mapped[UUID | None]
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    rincian: Mapped[bytes | None]
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    is_pernyataan_disetujui: Mapped[bool]
    butir_kurang: Mapped[list[Any]]
    sasaran_kembali: Mapped[SasaranKembali | None] = mapped_column(status_enum(SasaranKembali))
    usulan_asal_keluarga_id: Mapped[UUID | None]
    usulan_asal_id: Mapped[UUID | None]
    versi: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def usulan_asal(self) -> Ref | None:
        """The refused case that this one takes up again."""
        if self.usulan_asal_keluarga_id is None or self.usulan_asal_id is None:
            return None
        return Ref(self.usulan_asal_keluarga_id, self.usulan_asal_id)

    @property
    def keberatan_sampai(self) -> date | None:
        """Last day to object to the refusal; None where nothing was refused."""
        return self.tenggat_date if self.status in BERHAK_KEBERATAN else None


class UsulanTerbuka(Base):
    """At most one sent usulan per person and kind that has not ended; a draft holds no place.

    `nik_hmac` is the NIK's blind index for a BARU, else the `individu_id`: a NIK may be what a PERBAIKAN changes.
    """

    __tablename__ = "usulan_terbuka"
    __table_args__ = ({"info": {"distribusi": "kunci"}},)

    nik_hmac: Mapped[UUID] = mapped_column(IndeksButa(Tujuan.NIK), primary_key=True)
    jenis: Mapped[JenisUsulan] = mapped_column(status_enum(JenisUsulan), primary_key=True)
    keluarga_id: Mapped[UUID]
    usulan_id: Mapped[UUID]


class RiwayatUsulan(Base):
    """One step of a usulan, written with it; `isi` seals reason, next step and items under the usulan's data key."""

    __tablename__ = "riwayat_usulan"
    __table_args__ = (
        _fk_usulan(),
        Index("ix_riwayat_usulan_keluarga_id_usulan_id_id", "keluarga_id", "usulan_id", "id"),
        {"info": {"distribusi": "keluarga", "tambah_saja": True}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID]
    aksi: Mapped[AksiUsulan] = mapped_column(status_enum(AksiUsulan))
    dari: Mapped[str | None] = mapped_column(String(32))
    ke: Mapped[str] = mapped_column(String(32))
    pelaku_id: Mapped[UUID | None]
    jabatan: Mapped[str | None] = mapped_column(String(32))
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    isi: Mapped[bytes | None]
    created_at: Mapped[datetime]


class LampiranUsulan(Base):
    """A photo or document of a usulan; the bytes are an encrypted object of `berkas_objek`.

    A case that takes a refused one up again shows the same objects: such a row is older than its case.
    """

    __tablename__ = "lampiran_usulan"
    __table_args__ = (
        _fk_usulan(),
        Index("ix_lampiran_usulan_keluarga_id_usulan_id_id", "keluarga_id", "usulan_id", "id"),
        {"info": {"distribusi": "keluarga"}},
    )

    keluarga_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    usulan_id: Mapped[UUID]
    jenis: Mapped[JenisLampiran] = mapped_column(status_enum(JenisLampiran))
    berkas_id: Mapped[UUID]
    pelaku_id: Mapped[UUID]
    created_at: Mapped[datetime]


class NomorUsulan(Base):
    """Last number given in a kecamatan and year; drawn late in the transaction, so its lock is short."""

    __tablename__ = "nomor_usulan"
    __table_args__ = ({"info": {"distribusi": "lokal"}},)

    kode_kecamatan: Mapped[str] = mapped_column(String(8), primary_key=True)
    tahun: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    terakhir: Mapped[int] = mapped_column(Integer)
