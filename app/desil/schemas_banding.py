"""Input and output of comparisons of two models."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from app.core.schemas import Keluaran, Masukan
from app.desil.models import ModelPmt
from app.desil.models_banding import BandingModel
from app.desil.schemas import ModelRingkas


class BandingMasuk(Masukan):
    """With which model to compare."""

    pembanding_id: UUID | None = Field(None, description="The other model; the active one when left out.")


class SelisihBaca(Keluaran):
    """Families that move by so many desil: below 0 they become poorer in rank."""

    selisih: int = Field(ge=-9, le=9)
    keluarga: int
    orang: int


class PindahBaca(Keluaran):
    """Families by their desil under the other model and under this one."""

    dari: int = Field(ge=1, le=10)
    ke: int = Field(ge=1, le=10)
    keluarga: int
    orang: int


class WilayahBandingBaca(Keluaran):
    """Who moves in the nation, a provinsi or a kabupaten/kota."""

    kode: str = Field(examples=["32.04"])
    keluarga: int
    tetap: int
    naik: int = Field(description="Families whose desil becomes higher.")
    turun: int
    masuk_termiskin: int = Field(description="Families that come into desil 1 to 4.")
    keluar_termiskin: int = Field(description="Families that leave desil 1 to 4.")
    jumlah_langkah: int = Field(description="Desil moved, summed over families; divided by `keluarga`, the mean move.")


class HasilBandingBaca(Keluaran):
    """The comparison: national desil under both models, of families that both can rank."""

    keluarga: int
    orang: int
    hanya_model: int = Field(description="Families that only this model can rank.")
    hanya_pembanding: int = Field(description="Families that only the other one can rank.")
    tanpa_skor: int = Field(description="Families that neither can rank.")
    selisih: list[SelisihBaca]
    desil: list[PindahBaca]
    wilayah: list[WilayahBandingBaca]


class BandingBaca(Keluaran):
    """A comparison of two models; `hasil` is null until the job has made it."""

    id: UUID
    model_id: UUID
    model: ModelRingkas
    pembanding_id: UUID
    pembanding: ModelRingkas
    dibuat_at: datetime
    selesai_at: datetime | None
    hasil: HasilBandingBaca | None

    @classmethod
    def dari(cls, b: BandingModel, model: ModelPmt, pembanding: ModelPmt) -> Self:
        """Return the output form of a comparison."""
        return cls(
            id=b.id,
            model_id=b.model_id,
            model=ModelRingkas.dari(model),
            pembanding_id=b.pembanding_id,
            pembanding=ModelRingkas.dari(pembanding),
            dibuat_at=b.dibuat_at,
            selesai_at=b.selesai_at,
            hasil=HasilBandingBaca(**b.hasil) if b.hasil else None,
        )
