"""Output about the quality of models."""

from decimal import Decimal
from typing import Self
from uuid import UUID

from pydantic import Field

from app.core.schemas import Keluaran
from app.desil.batas_analitik import galat_minimum
from app.desil.models import ModelPmt
from app.desil.mutu import SKALA_MUTU, DasarEvaluasi, Evaluasi, Galat, GalatKelompok, JenisKelompok
from app.desil.schemas import ModelRingkas

_DIGIT = 6


def _desimal(nilai: int | None) -> str | None:
    """Return the exact decimal of a number in 10^-6."""
    return None if nilai is None else f"{Decimal(nilai).scaleb(-_DIGIT):f}"


class GalatBaca(Keluaran):
    """Errors at one target share, as decimal fractions of people."""

    pangsa: str = Field(examples=["0.400000"])
    eksklusi: str | None = Field(description="Undercoverage: P(predicted above the cut | truly below).")
    inklusi: str | None = Field(description="Leakage: P(truly above the cut | predicted below).")

    @classmethod
    def dari(cls, g: Galat) -> Self:
        """Return the output form of errors at one share."""
        return cls(pangsa=str(_desimal(g.pangsa)), eksklusi=_desimal(g.eksklusi), inklusi=_desimal(g.inklusi))


class GalatBatas(GalatBaca):
    """The same beside what no model of this R² can beat."""

    batas_analitik: str = Field(
        description="1 - Φ2(z, z; √R²) / p: the error of a bivariate normal prediction of this R²."
    )

    @classmethod
    def dengan_batas(cls, g: Galat, r2: int) -> Self:
        """Return the errors beside the limit, which is computed here and not taken from the artefact."""
        batas = galat_minimum(r2 / SKALA_MUTU, g.pangsa / SKALA_MUTU)
        return cls(**GalatBaca.dari(g).model_dump(), batas_analitik=f"{batas:.{_DIGIT}f}")


class KelompokBaca(Keluaran):
    """Errors inside a group at the cuts of the nation."""

    jenis: JenisKelompok
    kode: str = Field(description="The region, or `ya` and `tidak`.", examples=["32.04"])
    keluarga: int
    orang: int
    galat: list[GalatBaca]

    @classmethod
    def dari(cls, k: GalatKelompok) -> Self:
        """Return the output form of a group."""
        return cls(
            jenis=k.jenis,
            kode=k.kode,
            keluarga=k.keluarga,
            orang=k.orang,
            galat=[GalatBaca.dari(g) for g in k.galat],
        )


class EvaluasiModelBaca(Keluaran):
    """Whom a model misses and whom it lets in, as its artefact says, beside the analytic limit of its R²."""

    model_id: UUID
    model: ModelRingkas
    dasar: DasarEvaluasi
    data: str = Field(description="Which survey, of when.")
    keluarga: int
    orang: int = Field(description="People whom the sample stands for.")
    r2: str
    rmse: str = Field(description="In ln rupiah per capita per month.")
    galat: list[GalatBatas]
    kelompok: list[KelompokBaca]

    @classmethod
    def dari(cls, model: ModelPmt, e: Evaluasi) -> Self:
        """Return the output form of an evaluation."""
        return cls(
            model_id=model.id,
            model=ModelRingkas.dari(model),
            dasar=e.dasar,
            data=e.data,
            keluarga=e.keluarga,
            orang=e.orang,
            r2=str(_desimal(e.r2)),
            rmse=str(_desimal(e.rmse)),
            galat=[GalatBatas.dengan_batas(g, e.r2) for g in e.galat],
            kelompok=[KelompokBaca.dari(k) for k in e.kelompok],
        )
