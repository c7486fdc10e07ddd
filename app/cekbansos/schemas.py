"""What the lookup takes and tells; the public answer has exactly five members."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.nik import Nik
from app.core.schemas import Keluaran, Masukan, TeksPendek
from app.penetapan.status import StatusKeanggotaan
from app.wilayah.kode import KodeDesa

NamaDicari = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Bukti = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
MAKS_BATCH = 1000


class TantanganBaca(Keluaran):
    """An altcha challenge: find the number (0 to `maxnumber`) for which SHA-256(salt + number) is `challenge`."""

    algorithm: str = Field(description="Always SHA-256.")
    challenge: str
    maxnumber: int
    salt: str = Field(description="Holds the expiry; five minutes.")
    signature: str


class CekNikMasuk(Masukan):
    """NIK **and** name; the name must be given as on the KTP, in words, any case."""

    nik: Nik
    nama: NamaDicari = Field(examples=["Siti Nurhaliza"])
    tantangan: Bukti = Field(description="The solved challenge: base64 of its JSON with `number`, as the widget sends.")


class CekNamaMasuk(Masukan):
    """A name inside one desa or kelurahan; at least two words of it, unless it has one only."""

    kode_desa: KodeDesa
    nama: NamaDicari = Field(examples=["Siti Nurhaliza"])
    tantangan: Bukti = Field(description="The solved challenge: base64 of its JSON with `number`, as the widget sends.")


class ProgramBaca(Keluaran):
    """A programme that the person is enrolled in."""

    kode: str
    status: str
    periode: str


class HasilCekBaca(Keluaran):
    """All that a stranger learns. Nobody found, another name, a minor, not to be shown: the same answer."""

    terdaftar: bool
    nama_samar: str | None = Field(description="Masked name, `W***N L*****I`; null when nothing is shown.")
    desa: str | None = Field(description="Desa or kelurahan with its superiors.")
    program: list[ProgramBaca] = Field(
        description="Always empty for now: enrolment in programmes is not kept in this system yet. "
        "Being registered gives no benefit by itself."
    )
    usia_data: int | None = Field(description="Days since these data were last determined.")


class DaftarCekBaca(Keluaran):
    """At most ten persons, best match first."""

    data: list[HasilCekBaca]


class StatusBatchMasuk(Masukan):
    """Up to 1,000 NIK in one call, and why they are asked for."""

    tujuan: TeksPendek = Field(description="Purpose; the persons concerned can read it.", examples=["Verifikasi PBI"])
    nik: list[Annotated[str, StringConstraints(max_length=40)]] = Field(min_length=1, max_length=MAKS_BATCH)


class HasilBatch(StrEnum):
    """Outcome of one line; outside the contract's regions is TIDAK_ADA too."""

    ADA = "ADA"
    TIDAK_ADA = "TIDAK_ADA"
    NIK_TIDAK_VALID = "NIK_TIDAK_VALID"


class StatusBaca(Keluaran):
    """One answer; `wilayah` and `desil` are members only when the contract holds them, the NIK is not repeated."""

    urutan: int = Field(description="Position in the request, from 0.")
    hasil: HasilBatch
    terdaftar: bool
    status: StatusKeanggotaan | None
    per_tanggal: date | None = Field(description="Day on which the status was last determined.")
    kode_desa: str | None = Field(default=None, description="Scope `status:wilayah`.")
    desil: int | None = Field(default=None, description="Scope `status:desil`; national, of the run in force.")


class StatusBatchBaca(Keluaran):
    """One answer per NIK, in the order of the request."""

    data: list[StatusBaca]
    model: str | None = Field(
        default=None, description="Scope `status:desil`: model of the run in force, its kind included."
    )
    periode: str | None = Field(default=None, description="Scope `status:desil`: period of the run in force.")
