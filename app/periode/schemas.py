"""Input and output of periods."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.schemas import Keluaran, Masukan
from app.periode.jendela import Jendela, NamaJendela

KodePeriode = Annotated[str, StringConstraints(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]


class JendelaMasuk(Masukan):
    """One window; both days included, WIB."""

    nama: NamaJendela
    mulai: date
    selesai: date

    def jadi(self) -> Jendela:
        """Return the pure form."""
        return Jendela(self.nama, self.mulai, self.selesai)


class PeriodeBuat(Masukan):
    """A new period; days and windows default to the month's usual ones."""

    kode: KodePeriode = Field(description="Month.", examples=["2026-11"])
    mulai: date | None = None
    selesai: date | None = None
    jendela: Annotated[list[JendelaMasuk], Field(max_length=20)] | None = None


class PeriodeUbah(Masukan):
    """A change; what is absent stays."""

    mulai: date | None = None
    selesai: date | None = None
    jendela: Annotated[list[JendelaMasuk], Field(max_length=20)] | None = None


class JendelaBaca(Keluaran):
    """One window; both days included, WIB."""

    nama: NamaJendela
    mulai: date
    selesai: date


class PeriodeBaca(Keluaran):
    """A period."""

    kode: str
    mulai: date
    selesai: date
    jendela: list[JendelaBaca]
    versi: int
    created_at: datetime
    updated_at: datetime
