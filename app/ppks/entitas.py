"""Entries as their service hands them on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.core.nik import Nik
from app.core.workflow import AksiTersedia
from app.keluarga.kode import JenisKelamin
from app.ppks.alur import AksiPpks
from app.ppks.models import EntriPpks, RiwayatPpks


@dataclass(frozen=True, slots=True, kw_only=True)
class IsiTerbuka:
    """The sealed content."""

    nik: Nik | None
    nama: str | None
    alias: str | None
    tanggal_lahir: date | None
    perkiraan_umur: int | None
    jenis_kelamin: JenisKelamin | None
    lokasi: str
    keterangan: str
    jumlah_anggota: int | None
    penanggung_jawab: str | None
    nomor_legalitas: str | None


@dataclass(frozen=True, slots=True)
class EntriTerbuka:
    """An entry with its content and what the caller may do.

    Attributes:
        baris: the stored row.
        isi: its content.
        aksi: what the caller may do.
        digabung_ke: the entry that it became part of; only for who handles the doubles.
        is_terhubung: the registry knows the person in a family of the caller's regions.
    """

    baris: EntriPpks
    isi: IsiTerbuka
    aksi: Sequence[AksiTersedia[AksiPpks]] = ()
    digabung_ke: UUID | None = None
    is_terhubung: bool = False


@dataclass(frozen=True, slots=True)
class EntriSerupa:
    """An entry and the others that are likely about the same person."""

    entri: EntriTerbuka
    serupa: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class LangkahTerbuka:
    """A step of the history with its words."""

    baris: RiwayatPpks
    isi: Mapping[str, Any]
