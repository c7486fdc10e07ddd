"""A pair as services read it: both records opened, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.core.ids import Ref
from app.core.workflow import AksiTersedia
from app.duplikat.alur import AksiPasangan
from app.duplikat.ciri import Ciri
from app.duplikat.models import PasanganDuplikat, RiwayatPasangan
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap


@dataclass(frozen=True, slots=True)
class Sisi:
    """One record of a pair.

    Attributes:
        ref: the person in his family, or the usulan.
        urutan: his place among the usulan's persons; 0 is its subject.
        ciri: what is compared.
        nik: blind indexes of everybody whose affair it is, for the audit trail and separation of duties.
        no_kk: blind index of the family card, likewise.
        keluarga: the family on file; None for a usulan.
        anggota: the person on file; None for a usulan.
        nomor: the usulan's number; None for a person on file.
    """

    ref: Ref
    urutan: int
    ciri: Ciri = field(repr=False)
    nik: frozenset[UUID]
    no_kk: UUID | None
    nik_diri: UUID | None
    keluarga: KeluargaLengkap | None = field(default=None, repr=False)
    anggota: AnggotaLengkap | None = field(default=None, repr=False)
    nomor: str | None = None

    @property
    def is_usulan(self) -> bool:
        """Whether it is only proposed yet."""
        return self.keluarga is None


@dataclass(frozen=True, slots=True)
class LangkahPasangan:
    """One step; `isi` holds its reason in words."""

    langkah: RiwayatPasangan
    isi: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PasanganLengkap:
    """A pair with its two records, None where one is gone; `is_bernomor`: its reader needs full numbers."""

    pasangan: PasanganDuplikat
    diri: Sisi | None
    lain: Sisi | None
    is_lain_di_lingkup: bool
    is_bernomor: bool
    riwayat: Sequence[LangkahPasangan]
    aksi_tersedia: Sequence[AksiTersedia[AksiPasangan]]
    desa: dict[str, str]


@dataclass(frozen=True, slots=True)
class PasanganRingkas:
    """One line of the queue."""

    pasangan: PasanganDuplikat
    nama: str | None = field(repr=False)
    nama_lain: str | None = field(repr=False)
    kode_desa: str
    is_lain_di_lingkup: bool


@dataclass(slots=True)
class HasilTemuan:
    """What comparing pairs has brought."""

    dibandingkan: int = 0
    baru: int = 0
    terbuka_lagi: int = 0
    usang: int = 0
