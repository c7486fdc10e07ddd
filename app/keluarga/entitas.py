"""A family and its members as services read them: rows joined, documents opened."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.core.ids import Ref
from app.core.nik import Nik, NomorKK
from app.keluarga.instrumen import KodeInstrumen
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


class LokasiIndividu(NamedTuple):
    """Where the canonical person of a NIK stands."""

    keluarga_id: UUID
    individu_id: UUID


@dataclass(frozen=True, slots=True)
class AnggotaLengkap:
    """One membership with its person; ended ones are kept and have `keluar_date`."""

    keluarga_id: UUID
    individu_id: UUID
    nama: str
    nik: Nik | None = field(repr=False)
    tempat_lahir: str | None
    tanggal_lahir: date
    jenis_kelamin: JenisKelamin
    nama_ibu: str | None = field(repr=False)
    telepon: str | None = field(repr=False)
    surel: str | None = field(repr=False)
    status_dokumen: StatusDokumen
    is_nik_ganda: bool
    nik_hmac: UUID | None
    hubungan: Hubungan
    masuk_date: date
    alasan_masuk: AlasanMasukAnggota
    keluar_date: date | None
    alasan_keluar: AlasanKeluarAnggota | None
    meninggal_date: date | None

    @property
    def ref(self) -> Ref:
        """The member's reference."""
        return Ref(self.keluarga_id, self.individu_id)

    @property
    def is_aktif(self) -> bool:
        """Whether the person is a member now."""
        return self.keluar_date is None


@dataclass(frozen=True, slots=True)
class KeluargaLengkap:
    """A family with all memberships, present ones first and the head before all."""

    keluarga_id: UUID
    rumah_tangga_id: UUID
    kode_desa: str
    no_kk: NomorKK | None = field(repr=False)
    alamat: str = field(repr=False)
    versi: int
    ditutup_date: date | None
    updated_at: datetime
    anggota: tuple[AnggotaLengkap, ...]

    @property
    def ref(self) -> Ref:
        """The family's reference: its own key twice."""
        return Ref(self.keluarga_id, self.keluarga_id)

    @property
    def aktif(self) -> tuple[AnggotaLengkap, ...]:
        """The present members."""
        return tuple(a for a in self.anggota if a.is_aktif)

    @property
    def kepala(self) -> AnggotaLengkap | None:
        """The head; None between two heads."""
        return next((a for a in self.aktif if a.hubungan is Hubungan.KEPALA_KELUARGA), None)

    @property
    def wakil(self) -> AnggotaLengkap | None:
        """Who stands for the family: the head, else the oldest present member."""
        return self.kepala or min(self.aktif, key=lambda a: a.tanggal_lahir, default=None)

    @property
    def subjek(self) -> list[UUID]:
        """Blind indexes of the members' NIK, for the audit trail."""
        return list(dict.fromkeys(a.nik_hmac for a in self.anggota if a.nik_hmac))


@dataclass(frozen=True, slots=True)
class JawabanLengkap:
    """Stored answers, opened."""

    id: UUID
    instrumen: KodeInstrumen
    tanggal: date
    sumber: SumberJawaban
    isi: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PeristiwaLengkap:
    """One row of a family's history, opened; `lama` and `baru` hold the fields that changed.

    `dampak` is what a correction needs to take the change back, `keluarga` the other families that it touched.
    """

    id: UUID
    peristiwa: PeristiwaKeluarga
    individu_id: UUID | None
    perubahan_id: UUID | None
    jenis: JenisPerubahan | None
    tanggal_date: date | None
    mengoreksi_id: UUID | None
    jabatan: str | None
    pada_at: datetime
    lama: dict[str, Any] = field(repr=False)
    baru: dict[str, Any] = field(repr=False)
    dampak: dict[str, Any] = field(default_factory=dict, repr=False)
    keluarga: list[str] = field(default_factory=list)
    sumber: str | None = None
    keterangan: str | None = field(default=None, repr=False)
