"""Families read by the thousand: as stored, sealed, in ranges; as opened; and counted by village."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID


class Tepi(NamedTuple):
    """Where a range ends: a family's village and key."""

    kode_desa: str
    keluarga_id: UUID


class Rentang(NamedTuple):
    """Families after `dari` up to and with `sampai`; None is open."""

    dari: Tepi | None
    sampai: Tepi | None


class BarisAnggota(NamedTuple):
    """A present member as he is stored, sealed."""

    individu_id: UUID
    hubungan: str
    nama: str
    tanggal_lahir: date
    jenis_kelamin: str
    status_dokumen: str
    nik_hmac: UUID | None
    meninggal_date: date | None
    kunci_data: bytes
    isi: bytes


class BarisJawaban(NamedTuple):
    """A family's newest answers, sealed under the family's key."""

    id: UUID
    instrumen: str
    tanggal_date: date
    isi: bytes


class BarisKeluarga(NamedTuple):
    """A family as it is stored, sealed, with its present members."""

    keluarga_id: UUID
    kode_desa: str
    kunci_data: bytes
    isi: bytes
    anggota: list[BarisAnggota]
    jawaban: BarisJawaban | None


class Syarat(NamedTuple):
    """A condition on a canonical variable: one of some values, or from `mulai` on."""

    variabel: str
    nilai: tuple[int, ...] = ()
    mulai: int | None = None


class HitunganDesa(NamedTuple):
    """A village's families, and by name of the condition for how many it holds and of how many it is known."""

    kode_desa: str
    keluarga: int
    hitungan: dict[str, tuple[int, int]]


@dataclass(slots=True)  # frozen ones cost a third of the opening
class AnggotaTerbuka:
    """A present member, opened; `rahasia` is his document {nik, tempat_lahir, nama_ibu, telepon, surel}."""

    individu_id: UUID
    hubungan: str
    nama: str
    tanggal_lahir: date
    jenis_kelamin: str
    status_dokumen: str
    nik_hmac: UUID | None
    meninggal_date: date | None
    rahasia: dict[str, Any] = field(repr=False)


@dataclass(slots=True)  # frozen ones cost a third of the opening
class JawabanTerbuka:
    """A family's newest answers, opened."""

    instrumen: str
    tanggal: date
    isi: dict[str, Any] = field(repr=False)


@dataclass(slots=True)  # frozen ones cost a third of the opening
class KeluargaTerbuka:
    """A family, opened, its head first."""

    keluarga_id: UUID
    kode_desa: str
    no_kk: str | None = field(repr=False)
    alamat: str = field(repr=False)
    anggota: Sequence[AnggotaTerbuka]
    jawaban: JawabanTerbuka | None
