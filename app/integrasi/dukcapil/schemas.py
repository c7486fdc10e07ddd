"""The messages of the civil registration's access service, as its clients in the field have recorded them.

Field names are the service's own (NIK, NAMA_LGKP, TGL_LHR …). Only what the match needs is read; everything else in
an answer is ignored and never stored. `urai_jawaban` is the single place where bytes become a believed record.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.kependudukan.pemadanan import Identitas
from app.kependudukan.ports import DataKependudukan, JawabanKependudukan, LayananGagal, SebabGagal, TidakDitemukan

RESPON_TIDAK_DITEMUKAN = "DATA TIDAK DITEMUKAN"
RESPON_KUOTA = "KUOTA"
STATUS_MENINGGAL = "MENINGGAL"
_JENIS_KELAMIN = {"LAKI-LAKI": "L", "L": "L", "PEREMPUAN": "P", "P": "P"}


def _huruf_jenis_kelamin(nilai: object) -> object:
    return _JENIS_KELAMIN.get(str(nilai).strip().upper(), nilai)


class Permintaan(BaseModel):
    """What we send: the NIK and our access token, in the body and never in the address."""

    model_config = ConfigDict(extra="forbid")

    NIK: str
    TOKEN: str


class Penduduk(BaseModel):
    """One record; numbers are text because leading zeros count."""

    model_config = ConfigDict(extra="ignore", strict=True)

    NIK: Annotated[str, Field(pattern=r"^\d{16}$")]
    NO_KK: Annotated[str, Field(pattern=r"^\d{16}$")]
    NAMA_LGKP: Annotated[str, Field(min_length=1, max_length=200)]
    TGL_LHR: Annotated[date, Field(strict=False)]
    JENIS_KLMIN: Annotated[str, BeforeValidator(_huruf_jenis_kelamin), Field(pattern="^[LP]$")]
    NAMA_LGKP_IBU: Annotated[str | None, Field(max_length=200)] = None
    STATUS_HIDUP: Annotated[str | None, Field(max_length=40)] = None


class Jawaban(BaseModel):
    """The envelope: exactly one record, or a sentence in `RESPON` that says why there is none."""

    model_config = ConfigDict(extra="ignore", strict=True)

    content: Annotated[list[Penduduk], Field(max_length=1)] | None = None
    RESPON: Annotated[str | None, Field(max_length=200)] = None


def urai_jawaban(nik: str, isi: bytes) -> JawabanKependudukan:
    """Read the body of a 200 answer about `nik`; whatever is not exactly as agreed is a failure of the service."""
    try:
        jawaban = Jawaban.model_validate_json(isi)
    except ValidationError:
        return LayananGagal(SebabGagal.JAWABAN_ANEH)
    if jawaban.RESPON is not None:
        return _urai_respon(jawaban)
    if not jawaban.content:
        return LayananGagal(SebabGagal.JAWABAN_ANEH)
    p = jawaban.content[0]
    if nik != p.NIK:
        return LayananGagal(SebabGagal.NIK_LAIN)
    return DataKependudukan(
        nik=p.NIK,
        identitas=Identitas(
            nama=p.NAMA_LGKP,
            tanggal_lahir=p.TGL_LHR,
            no_kk=p.NO_KK,
            nama_ibu=p.NAMA_LGKP_IBU or None,
            jenis_kelamin=p.JENIS_KLMIN,
        ),
        is_meninggal=(p.STATUS_HIDUP or "").strip().upper() == STATUS_MENINGGAL,
    )


def _urai_respon(jawaban: Jawaban) -> TidakDitemukan | LayananGagal:
    """A sentence beside a record contradicts itself, and an unknown sentence says nothing: neither is believed."""
    respon = (jawaban.RESPON or "").strip().upper()
    if jawaban.content:
        return LayananGagal(SebabGagal.JAWABAN_ANEH)
    if respon == RESPON_TIDAK_DITEMUKAN:
        return TidakDitemukan()
    return LayananGagal(SebabGagal.KUOTA_HABIS if respon.startswith(RESPON_KUOTA) else SebabGagal.JAWABAN_ANEH)
