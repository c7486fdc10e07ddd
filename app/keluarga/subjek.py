"""The person whom a usulan is about, with his family: the form in which he travels before the registry knows him."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, EmailStr, Field, StringConstraints, model_validator

from app.core.clock import hari_ini
from app.core.nik import USIA_TERTUA, Nik, NomorKK
from app.core.pesan_isian import isian_salah
from app.core.schemas import Masukan, NamaOrang
from app.core.teks import Teks
from app.keluarga.kode import Hubungan, JenisKelamin
from app.wilayah.kode import KodeDesa


def _tanggal_lahir(nilai: date) -> date:
    hari = hari_ini()
    if not hari.year - USIA_TERTUA - 1 <= nilai.year <= hari.year or nilai > hari:
        raise isian_salah(
            "umur_tidak_sah",
            Teks("Tanggal lahir harus memberi umur 0-120 tahun", "The birth date must give an age of 0 to 120 years"),
        )
    return nilai


TanggalLahir = Annotated[
    date,
    AfterValidator(_tanggal_lahir),
    Field(description="Date of birth; not in the future.", examples=["1990-01-01"]),
]
"""A birth date that gives an age of 0 to 120 years."""

TeksSatuBaris = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Telepon = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 ()-]{5,18}[0-9]$")]
HariPeristiwa = Annotated[date, Field(description="Day of the event; not in the future.", examples=["2026-03-01"])]
NikBaru = Annotated[Nik | None, Field(description="NIK; null for a person without one.")]


class AnggotaSubjek(Masukan):
    """One other member of the subject's family."""

    nik: NikBaru = None
    nama: NamaOrang
    tempat_lahir: TeksSatuBaris | None = None
    tanggal_lahir: TanggalLahir
    jenis_kelamin: JenisKelamin
    hubungan: Hubungan
    nama_ibu: NamaOrang | None = None


class Subjek(Masukan):
    """The subject of a usulan.

    He is the head of the family unless a member is; then `hubungan` says what he is to the head.
    """

    nik: NikBaru = None
    no_kk: Annotated[NomorKK | None, Field(description="Number of the family card; null without one.")] = None
    nama: NamaOrang
    tempat_lahir: TeksSatuBaris
    tanggal_lahir: TanggalLahir
    jenis_kelamin: JenisKelamin
    hubungan: Hubungan = Hubungan.KEPALA_KELUARGA
    alamat: TeksSatuBaris = Field(description="Street, RT and RW; the village is `kode_desa`.")
    kode_desa: KodeDesa = Field(description="Village of domicile, Kemendagri code.", examples=["32.04.05.2001"])
    nama_ibu: NamaOrang | None = None
    telepon: Telepon | None = None
    surel: EmailStr | None = None
    anggota: list[AnggotaSubjek] = Field(default_factory=list, max_length=40, description="The other members.")

    @model_validator(mode="after")
    def _satu_kepala(self) -> Self:
        semua = [self.hubungan, *(a.hubungan for a in self.anggota)]
        if semua.count(Hubungan.KEPALA_KELUARGA) != 1:
            raise isian_salah(
                "kepala_tepat_satu",
                Teks("Keluarga harus punya tepat satu kepala keluarga", "A family has exactly one head"),
            )
        nik = [n for n in (self.nik, *(a.nik for a in self.anggota)) if n]
        if len(nik) != len(set(nik)):
            raise isian_salah(
                "ganda_dalam_keluarga",
                Teks("NIK yang sama muncul dua kali dalam keluarga", "One NIK stands twice in the family"),
            )
        return self

    @property
    def sebagai_anggota(self) -> AnggotaSubjek:
        """The subject in the form of a member."""
        return AnggotaSubjek.model_construct(**{n: getattr(self, n) for n in AnggotaSubjek.model_fields})
