"""Accounts, how they are found, where they serve, what happened to them, and their logins."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Index, Integer, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.akun.alur import StatusAkun
from app.core.crypto import Tujuan
from app.core.db import Base, status_enum
from app.core.kolom_sandi import IndeksButa
from app.core.peran import Jabatan
from app.kependudukan.pemadanan import HasilPadan


class JenisIndeks(StrEnum):
    """What leads to an account; each is unique of its kind.

    A person may have a citizen's account beside an officer's, never two of either. `KONFIRMASI` is an outstanding
    confirmation code of a registration, `PERBAIKAN` one to mend a refused registration, `SANDI` one to set a password
    anew, `MASUK` one to log in from anywhere; `ALAMAT` is a network address from which the owner has logged in.
    """

    SUREL = "SUREL"
    USERNAME = "USERNAME"
    NIK_WARGA = "NIK_WARGA"
    NIK_PETUGAS = "NIK_PETUGAS"
    KONFIRMASI = "KONFIRMASI"
    PERBAIKAN = "PERBAIKAN"
    SANDI = "SANDI"
    MASUK = "MASUK"
    ALAMAT = "ALAMAT"


class Akun(Base):
    """One account with one jabatan.

    `isi` is the sealed document {nik, no_kk, alamat, surel, telepon, username}; the name stays readable for histories
    and letters. `kode_kelola` is the region whose administrator looks after the account: a citizen's desa, an officer's
    kab/kota, empty for the centre. `versi_token` rises with every change that must end the tokens issued before it.
    `diajukan_oleh` is who proposed a national account; somebody else has to agree. `is_sdm_kesos`: employed in social
    welfare by the ministry (pendamping and the like), who may not hold one of the six functions.
    """

    __tablename__ = "akun"
    __table_args__ = (
        Index("ix_akun_kode_kelola_status_id", "kode_kelola", "status", "id"),
        Index("ix_akun_nik_indeks", "nik_indeks"),
        Index("ix_akun_petugas", "kode_kelola", "id", postgresql_where=text("jabatan <> 'WARGA'")),
        {"info": {"distribusi": "kunci"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    jabatan: Mapped[Jabatan] = mapped_column(status_enum(Jabatan))
    status: Mapped[StatusAkun] = mapped_column(status_enum(StatusAkun))
    nama: Mapped[str] = mapped_column(String(200))
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    nik_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NIK))
    no_kk_indeks: Mapped[UUID | None] = mapped_column(IndeksButa(Tujuan.NO_KK))
    kode_desa: Mapped[str | None] = mapped_column(String(13))
    kode_kelola: Mapped[str] = mapped_column(String(13))
    sandi_hash: Mapped[str | None] = mapped_column(String(200))
    is_sandi_sementara: Mapped[bool]
    rahasia_klien: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    cakupan: Mapped[list[str]] = mapped_column(ARRAY(String(64)))
    foto_ktp_id: Mapped[UUID | None]
    swafoto_id: Mapped[UUID | None]
    versi_token: Mapped[int] = mapped_column(Integer)
    versi: Mapped[int] = mapped_column(Integer)
    dibuat_oleh: Mapped[UUID | None]
    diajukan_oleh: Mapped[UUID | None]
    is_sdm_kesos: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


TUJUAN_INDEKS: Final[Mapping[JenisIndeks, Tujuan]] = MappingProxyType(
    {
        JenisIndeks.SUREL: Tujuan.SUREL,
        JenisIndeks.USERNAME: Tujuan.USERNAME,
        JenisIndeks.NIK_WARGA: Tujuan.NIK,
        JenisIndeks.NIK_PETUGAS: Tujuan.NIK,
    }
)
"""What the lasting indexes are for; the other kinds expire."""


class AkunIndeks(Base):
    """The only way from an e-mail, username, NIK, code or address to an account, and the only guard of uniqueness."""

    __tablename__ = "akun_indeks"
    __table_args__ = (
        Index("ix_akun_indeks_akun_id", "akun_id"),
        Index("ix_akun_indeks_kedaluwarsa_at", "kedaluwarsa_at", postgresql_where=text("kedaluwarsa_at IS NOT NULL")),
        {"info": {"distribusi": "kunci", "tujuan_indeks": {"nilai": lambda baris: TUJUAN_INDEKS.get(baris.jenis)}}},
    )

    nilai: Mapped[UUID] = mapped_column(primary_key=True)
    jenis: Mapped[JenisIndeks] = mapped_column(status_enum(JenisIndeks, 16), primary_key=True)
    akun_id: Mapped[UUID]
    kedaluwarsa_at: Mapped[datetime | None]


class PenugasanWilayah(Base):
    """Where an account serves, from day to day; ended, never deleted."""

    __tablename__ = "penugasan_wilayah"
    __table_args__ = (
        Index("ix_penugasan_wilayah_kode_wilayah_akun_id", "kode_wilayah", "akun_id"),
        {"info": {"distribusi": "kunci"}},
    )

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kode_wilayah: Mapped[str] = mapped_column(String(13))
    berlaku_dari: Mapped[date]
    berlaku_sampai: Mapped[date | None]
    dibuat_oleh: Mapped[UUID | None]
    created_at: Mapped[datetime]


class RiwayatAkun(Base):
    """What happened to an account's status and jabatan."""

    __tablename__ = "riwayat_akun"
    __table_args__ = {"info": {"distribusi": "kunci", "tambah_saja": True}}

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    aksi: Mapped[str] = mapped_column(String(32))
    dari: Mapped[str | None] = mapped_column(String(32))
    ke: Mapped[str] = mapped_column(String(32))
    jabatan: Mapped[Jabatan] = mapped_column(status_enum(Jabatan))
    pelaku_id: Mapped[UUID | None]
    kode_alasan: Mapped[str | None] = mapped_column(String(64))
    penjelasan: Mapped[str | None]
    created_at: Mapped[datetime]


class TokenSegar(Base):
    """One login: a family of refresh tokens of which number `urutan` is the living one (RFC 9700, 4.14).

    The tokens themselves are not stored; each is a MAC over the family and its number.
    """

    __tablename__ = "token_segar"
    __table_args__ = (Index("ix_token_segar_habis_at", "habis_at"), {"info": {"distribusi": "kunci"}})

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    urutan: Mapped[int] = mapped_column(Integer)
    diputar_at: Mapped[datetime]
    habis_at: Mapped[datetime]
    dicabut_at: Mapped[datetime | None]
    sebab: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]


def _aad_kode(baris: Any) -> bytes:  # noqa: ANN401 - a row of the table below
    return f"dtks/kode_sekali/{baris.akun_id}/{baris.tujuan}".encode()


class KodeSekali(Base):
    """The newest one-time code that was e-mailed to an account's holder for one purpose; used up, it is deleted.

    `sidik` is a keyed digest of account, purpose and code; `isi` what shall happen when the code comes back, sealed.
    """

    __tablename__ = "kode_sekali"
    __table_args__ = (
        Index("ix_kode_sekali_kedaluwarsa_at", "kedaluwarsa_at"),
        {"info": {"distribusi": "kunci", "amplop": {"isi": _aad_kode}}},
    )

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    tujuan: Mapped[str] = mapped_column(String(100), primary_key=True)
    sidik: Mapped[UUID]
    isi: Mapped[bytes | None]
    kedaluwarsa_at: Mapped[datetime]
    created_at: Mapped[datetime]


class TotpAkun(Base):
    """The second factor of one account (RFC 6238): its sealed secret, and what may not be used again.

    `langkah_terakhir` is the newest time step whose code was accepted; `pemulihan` are digests of the unused recovery
    codes. Without `dikonfirmasi_at` it was shown and not yet taken into use.
    """

    __tablename__ = "totp_akun"
    __table_args__ = {"info": {"distribusi": "kunci"}}

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    kunci_data: Mapped[bytes]
    isi: Mapped[bytes]
    pemulihan: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary(32)))
    langkah_terakhir: Mapped[int | None] = mapped_column(BigInteger)
    dikonfirmasi_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class PadanAkun(Base):
    """What the civil registration said of a registration's NIK, No KK and name; names of fields, never their values."""

    __tablename__ = "padan_akun"
    __table_args__ = {"info": {"distribusi": "kunci"}}

    akun_id: Mapped[UUID] = mapped_column(primary_key=True)
    hasil: Mapped[HasilPadan] = mapped_column(status_enum(HasilPadan))
    beda: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    peringatan: Mapped[list[str]] = mapped_column(ARRAY(String(32)))
    skor_nama: Mapped[int] = mapped_column(Integer)
    sebab: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
