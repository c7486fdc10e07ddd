"""Inputs and outputs of the quality check."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from app.core.ids import Ref
from app.core.schemas import IsiBebas, Keluaran, Masukan
from app.verval.schemas import AnggotaTugas

KodeKabkota = Annotated[str, StringConstraints(pattern=r"^\d{2}\.\d{2}$")]
Periode = Annotated[str, StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]


class SampelMasuk(Masukan):
    """Which visits shall be drawn from."""

    kode_kabkota: KodeKabkota = Field(examples=["32.04"])
    periode: Periode = Field(examples=["2026-11"])


class SampelBaca(Keluaran):
    """The draw; with `benih` and `persen` anybody can repeat it."""

    kode_kabkota: str
    periode: str
    benih: int
    persen: int
    kunjungan: int = Field(description="Completed visits of the month.")
    terambil: int = Field(description="Drawn so far.")
    baru: int = Field(description="Drawn now.")


class MutuTugasBaca(Keluaran):
    """A re-visit to make."""

    ref: Ref
    kode_desa: str
    periode: str
    created_at: datetime


class MutuTugasRinci(MutuTugasBaca):
    """Whom to visit; what was answered before is not told, so that the second answer is its own."""

    alamat: str
    telepon: str | None
    anggota: list[AnggotaTugas]
    instrumen: str


class MutuHasilMasuk(Masukan):
    """What the checker was answered."""

    mulai_at: AwareDatetime
    instrumen: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4,20}$")] = Field(examples=["REGSOSEK2022K"])
    jawaban: IsiBebas = Field(description="As in a visit; the same questionnaire as the first time.")


class MutuHasilBaca(Keluaran):
    """How far the two visits agree."""

    ref: Ref
    ditanya: int
    sama: int
    persen_sama: int
    beda: list[str] = Field(description="Questions that were answered differently.")
    is_temuan: bool = Field(description="So many that an officer has to look at it.")


class MutuPetugasBaca(Keluaran):
    """What re-visits say of one enumerator's month."""

    enumerator_id: UUID
    nama: str
    diambil: int
    selesai: int
    ditanya: int
    sama: int
    persen_sama: int | None = Field(description="Null before the first re-visit.")
    is_di_bawah_ambang: bool


class MutuDaftar(Keluaran):
    """Enumerators of an area, least agreement first; there are few, so there are no pages."""

    periode: str
    ambang_persen: int
    data: list[MutuPetugasBaca]
