"""A contest as services hand it out: documents opened, rows joined, and only what its reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from app.core.workflow import AksiTersedia
from app.sanggah.models import LampiranSanggah, RiwayatSanggah, Sanggah
from app.sanggah.status import AksiSanggah


@dataclass(frozen=True, slots=True)
class CalonTerpilih:
    """One line of the search: a masked name and the sealed word that stands for the person, for this account only."""

    calon: str = field(repr=False)
    nama_samar: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LangkahSanggah:
    """One step; `isi` holds its words as far as the reader may see them."""

    langkah: RiwayatSanggah
    isi: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SanggahLengkap:
    """One contest for one reader.

    Attributes:
        sanggah: the row.
        isi: the sealed part for the reporter (and, unless related, the kab/kota); empty for everybody else.
        nama: the contested person's name for officers.
        alamat: where he lives, for officers.
        riwayat: the steps.
        lampiran: the files that the reader may open.
        aksi_tersedia: what he may do.
        batas_tanggapan: the last day on which nothing is granted without the contested person's answer.
    """

    sanggah: Sanggah
    isi: dict[str, Any] = field(default_factory=dict, repr=False)
    nama: str | None = field(default=None, repr=False)
    alamat: str | None = field(default=None, repr=False)
    riwayat: Sequence[LangkahSanggah] = ()
    lampiran: Sequence[LampiranSanggah] = ()
    aksi_tersedia: Sequence[AksiTersedia[AksiSanggah]] = ()
    batas_tanggapan: date | None = None


@dataclass(frozen=True, slots=True)
class SanggahRingkas:
    """One line of an officers' listing; `nama` is the contested person's."""

    sanggah: Sanggah
    nama: str | None = field(repr=False)
    aksi_tersedia: Sequence[AksiSanggah]


@dataclass(frozen=True, slots=True)
class PelaporTerbuka:
    """Who made a contest, opened for a stated purpose."""

    sanggah_id: UUID
    nama: str = field(repr=False)
    kode_desa: str | None
