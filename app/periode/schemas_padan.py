"""Input and output of the rules about the match's position."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from app.core.schemas import Keluaran, Masukan, TeksPendek
from app.periode.models import AturanPadan
from app.periode.padan import PosisiPadan, StatusAturanPadan
from app.periode.schemas import KodePeriode
from app.wilayah.kode import KodeWilayah


class AturanPadanMasuk(Masukan):
    """A rule: in this region, from this period on, usulan match then."""

    kode_wilayah: KodeWilayah | None = Field(
        default=None, description="Region; null: the whole country.", examples=["31.71"]
    )
    posisi: PosisiPadan
    mulai_periode: KodePeriode = Field(description="First period, not a past one.", examples=["2026-12"])
    sampai_periode: KodePeriode | None = Field(default=None, description="Last period; null: until taken back.")
    dasar: TeksPendek = Field(description="Decree or letter that it rests on.")


class AturanPadanBaca(Keluaran):
    """A rule; of all that are in force the one of the narrowest region counts."""

    id: UUID
    kode_wilayah: str | None
    posisi: PosisiPadan
    mulai_periode: str
    sampai_periode: str | None
    status: StatusAturanPadan
    dasar: str
    kode_alasan: str | None = Field(description="Why it was refused or taken back.")
    versi: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def dari(cls, a: AturanPadan) -> Self:
        """Return the output form."""
        bidang = set(cls.model_fields) - {"kode_wilayah"}
        return cls(**{n: getattr(a, n) for n in bidang}, kode_wilayah=a.kode_wilayah or None)
