"""What a client reads of its own mistakes: in his language, and never his own words back."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args

import pytest
from pydantic import BaseModel, ConfigDict, EmailStr, Field, TypeAdapter, ValidationError, field_validator
from pydantic_core.core_schema import ErrorType

from app.core.pesan_isian import isian_salah, pesan
from app.core.teks import Teks
from app.lapangan.schemas_mutu import Periode as PeriodeMutu
from app.musyawarah.schemas import KodeDesa
from app.penetapan.schemas import KodePeriode as PeriodePenetapan
from app.periode.schemas import KodePeriode
from app.verval.schemas import KodeKabkota, Periode


class Warna(StrEnum):
    MERAH = "MERAH"


class Ukuran(StrEnum):
    KECIL = "KECIL"
    SEDANG = "SEDANG"
    BESAR = "BESAR"


class Isian(BaseModel):
    model_config = ConfigDict(extra="forbid")

    nama: Annotated[str, Field(min_length=3, max_length=5, pattern="^[a-z]*$")] = "abc"
    umur: Annotated[int, Field(ge=0, lt=120)] = 1
    warna: Warna = Warna.MERAH
    ukuran: Ukuran = Ukuran.KECIL
    kelamin: Literal["L", "P"] = "L"
    lahir: date = date(1988, 1, 22)
    daftar: Annotated[list[int], Field(max_length=1)] = []
    wajib: bool
    surel: EmailStr | None = None

    @field_validator("umur")
    @classmethod
    def _bukan_tujuh(cls, umur: int) -> int:
        if umur == 7:
            raise isian_salah("bukan_tujuh", Teks("Tujuh tidak boleh", "Not seven"))
        if umur == 8:
            raise ValueError("eight")
        return umur


@pytest.mark.parametrize(
    ("isi", "indonesia", "inggris"),
    [
        ({}, "Wajib diisi", "Required"),
        ({"wajib": True, "rahasia-3204": 1}, "Ada isian yang tidak dikenal", "There is an unknown field"),
        ({"wajib": True, "nama": "a"}, "Paling sedikit 3 karakter", "At least 3 characters"),
        ({"wajib": True, "nama": "abcdef"}, "Paling banyak 5 karakter", "At most 5 characters"),
        ({"wajib": True, "nama": "ABC"}, "Bentuknya tidak sesuai", "Not in the expected form"),
        ({"wajib": True, "umur": -1}, "Paling kecil 0", "At least 0"),
        ({"wajib": True, "umur": 120}, "Harus kurang dari 120", "Must be less than 120"),
        ({"wajib": True, "umur": "x"}, "Harus berupa bilangan", "Must be a number"),
        ({"wajib": True, "umur": 7}, "Tujuh tidak boleh", "Not seven"),
        ({"wajib": True, "umur": 8}, "Isinya tidak sah", "Not valid"),
        ({"wajib": True, "umur": 1.5}, "Harus bilangan bulat", "Must be a whole number"),
        (
            {"wajib": True, "surel": "siti aminah@example.com"},
            "Harus alamat surel, misalnya rina@example.com",
            "Must be an e-mail address, such as rina@example.com",
        ),
        ({"wajib": True, "warna": "UNGU"}, "Harus salah satu dari: 'MERAH'", "Must be one of: 'MERAH'"),
        ({"wajib": True, "kelamin": "X"}, "Harus salah satu dari: 'L' atau 'P'", "Must be one of: 'L' or 'P'"),
        (
            {"wajib": True, "ukuran": "X"},
            "Harus salah satu dari: 'KECIL', 'SEDANG' atau 'BESAR'",
            "Must be one of: 'KECIL', 'SEDANG' or 'BESAR'",
        ),
        (
            {"wajib": True, "lahir": "22 Januari 1988"},
            "Harus tanggal YYYY-MM-DD, misalnya 1988-01-22",
            "Must be a date YYYY-MM-DD, such as 1988-01-22",
        ),
        ({"wajib": True, "daftar": [1, 2]}, "Paling banyak 1 butir", "At most 1 items"),
        ({"wajib": "x"}, "Harus true atau false", "Must be true or false"),
    ],
)
def test_each_fault_has_words_in_both_languages(isi: dict[str, Any], indonesia: str, inggris: str) -> None:
    with pytest.raises(ValidationError) as galat:
        Isian.model_validate(isi)
    (butir,) = galat.value.errors()
    assert pesan(butir) == (indonesia, inggris)


@pytest.mark.parametrize(
    ("jenis", "contoh"),
    [
        (Periode, "YYYY-MM, misalnya 2026-11"),
        (PeriodeMutu, "YYYY-MM, misalnya 2026-11"),
        (PeriodePenetapan, "YYYY-MM, misalnya 2026-11"),
        (KodePeriode, "YYYY-MM, misalnya 2026-11"),
        (KodeKabkota, "misalnya 32.04"),
        (KodeDesa, "misalnya 32.04.05.2001"),
    ],
)
def test_a_month_and_a_region_are_told_by_their_form(jenis: Any, contoh: str) -> None:
    with pytest.raises(ValidationError) as galat:
        TypeAdapter(jenis).validate_python("November 2026")
    (butir,) = galat.value.errors()
    assert pesan(butir).id.endswith(contoh)


@pytest.mark.parametrize("jenis", sorted(get_args(ErrorType)))
def test_no_fault_is_told_in_the_librarys_words(jenis: str) -> None:
    teks = pesan({"type": jenis, "msg": "Input should be English", "ctx": {}})
    assert "English" not in teks.en
    assert teks.id != teks.en


def test_a_fault_of_an_unknown_kind_has_words_too() -> None:
    assert pesan({"type": "asing", "msg": "Odd"}) == ("Isinya tidak sah", "Not valid")
    assert pesan({"type": "too_short", "msg": ""}).en == "At least ? items"
