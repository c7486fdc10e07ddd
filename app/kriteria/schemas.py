"""Inputs and outputs of the criteria's endpoints."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.schemas import Keluaran, Masukan, TeksBaca
from app.kriteria.entitas import HasilButir, HasilKriteria
from app.kriteria.perangkat import Bacaan, Hasil, KodePerangkat

NomorPertanyaan = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class KuesionerMasuk(Masukan):
    """Answers to the short questionnaire; the list `kuesioner-kriteria` names questions and codes."""

    tanggal: date = Field(description="Day on which it was asked.", examples=["2026-03-01"])
    isi: Annotated[dict[NomorPertanyaan, int | None], Field(max_length=40)] = Field(
        description="Code by question; what was not asked is left out.",
        examples=[{"berobat": 2, "beli_pakaian": 1, "frekuensi_makan": 2}],
    )


class KuesionerTersimpan(Keluaran):
    """The stored questionnaire's id."""

    id: UUID


class SumberBaca(Keluaran):
    """The answer behind a result."""

    konsep: str = Field(examples=["lantai"])
    asal: str = Field(description="Instrument, or KUESIONER_KRITERIA.", examples=["REGSOSEK2022K"])
    pertanyaan: TeksBaca
    jawaban: TeksBaca
    tanggal: date


class ButirBaca(Keluaran):
    """One criterion with its result and the answers that it was read from."""

    no: str
    teks: TeksBaca
    bobot: int
    catatan: str = Field(description="How a doubtful wording is read; may be empty.")
    hasil: Hasil
    sumber: list[SumberBaca]

    @classmethod
    def dari(cls, b: HasilButir) -> Self:
        """Return the output form."""
        return cls(
            no=b.no,
            teks=TeksBaca.dari(b.teks),
            bobot=b.bobot,
            catatan=b.catatan,
            hasil=b.hasil,
            sumber=[
                SumberBaca(
                    konsep=s.konsep,
                    asal=s.asal,
                    pertanyaan=TeksBaca.dari(s.pertanyaan),
                    jawaban=TeksBaca.dari(s.jawaban),
                    tanggal=s.tanggal,
                )
                for s in b.sumber
            ],
        )


class AmbangBaca(Keluaran):
    """From which weighted count the set is met; null: it has no threshold and only counts."""

    nilai: int | None
    is_asumsi: bool
    sumber: str


class HasilKriteriaBaca(Keluaran):
    """A family read by one set of criteria: support for a decision, never the decision."""

    kode: KodePerangkat
    versi: str
    nama: TeksBaca
    dasar: str = Field(description="Legal basis.")
    status: TeksBaca
    ambang: AmbangBaca
    gerbang: ButirBaca | None
    butir: list[ButirBaca]
    jumlah_ya: int
    jumlah_tidak: int
    jumlah_tidak_diketahui: int
    bobot_ya: int
    bacaan: Bacaan
    data_date: date | None = Field(description="Day of the oldest answer used; null when nothing is known.")

    @classmethod
    def dari(cls, h: HasilKriteria) -> Self:
        """Return the output form."""
        langsung = {n: getattr(h, n) for n in cls.model_fields}
        return cls.model_validate(
            langsung
            | {
                "nama": TeksBaca.dari(h.nama),
                "status": TeksBaca.dari(h.status),
                "ambang": AmbangBaca.model_validate(h.ambang),
                "gerbang": ButirBaca.dari(h.gerbang) if h.gerbang else None,
                "butir": [ButirBaca.dari(b) for b in h.butir],
            }
        )


class DaftarKriteria(Keluaran):
    """A family read by every set; there are few, so there are no pages."""

    data: list[HasilKriteriaBaca]
