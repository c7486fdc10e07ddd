"""A finding as services take and hand it out: documents opened, rows joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from app.core.ids import Ref
from app.core.workflow import AksiTersedia
from app.temuan.models import LampiranTemuan, RiwayatTemuan, Temuan
from app.temuan.status import AksiTemuan, JenisTemuan, SumberTemuan


@dataclass(frozen=True, slots=True)
class TemuanBaru:
    """What a stage or an adapter has found.

    Attributes:
        jenis: what.
        keluarga_id: the family in the registry.
        individu_id: the person; None when it is about the whole family.
        kode_desa: the family's village, which decides who sees it.
        sumber: who says so.
        tanggal: day of the source's data.
        keyakinan: how sure the source is, 0 to 100.
        isi: what it said; JSON, sealed. The same `isi` again is the same finding, so no clock time belongs into it.
        lain: another person whom it concerns.
    """

    jenis: JenisTemuan
    keluarga_id: UUID
    individu_id: UUID | None
    kode_desa: str
    sumber: SumberTemuan
    tanggal: date
    keyakinan: int
    isi: Mapping[str, Any] = field(repr=False)
    lain: Ref | None = None


@dataclass(frozen=True, slots=True)
class TemuanIsi:
    """A finding with what its source said."""

    temuan: Temuan
    isi: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LangkahTemuan:
    """One step; `isi` holds its reason or the citizen's answer in words."""

    langkah: RiwayatTemuan
    isi: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TemuanRingkas:
    """One line of a listing; `nama` is the person's, None for a whole family."""

    temuan: Temuan
    nama: str | None = field(repr=False)
    aksi_tersedia: Sequence[AksiTemuan]


@dataclass(frozen=True, slots=True)
class TemuanLengkap:
    """One finding with everything that its reader may see; `isi` is None where he may not read it."""

    temuan: Temuan
    nama: str | None = field(repr=False)
    isi: dict[str, Any] | None = field(repr=False)
    riwayat: Sequence[LangkahTemuan]
    lampiran: Sequence[LampiranTemuan]
    aksi_tersedia: Sequence[AksiTersedia[AksiTemuan]]
