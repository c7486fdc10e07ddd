"""Base classes of every input and output, and the shapes that all domains share."""

from typing import Annotated, Any, Final, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticSerializationError, to_json

from app.core.nik import is_berisi_nomor
from app.core.pesan_isian import isian_salah
from app.core.teks import Teks

T = TypeVar("T")


TERSIMPAN: Final = {"tersimpan": True}
"""Context of validating what was sealed under earlier rules: it must be readable, so that it can be corrected."""


def _tanpa_nomor(nama: str, info: ValidationInfo) -> str:
    if info.context is not TERSIMPAN and is_berisi_nomor(nama):
        raise isian_salah(
            "nama_berisi_nomor",
            Teks(
                "Nama berisi nomor; isi NIK atau nomor KK pada bidangnya",
                "The name holds a number; NIK and No KK have fields of their own",
            ),
        )
    return nama


TeksPendek = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
TeksPanjang = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
NamaOrang = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
    AfterValidator(_tanpa_nomor),
    Field(description="Name as on the identity card; one letter, digits and `/` aliases do occur.", examples=["IT"]),
]
"""A name. No minimum length and no letters-only rule: real people are called `IT`, `NA70` or by one letter.

Names are kept in the clear and their words for ever, so one that holds a NIK or No KK is refused.
"""

KodeAlasan = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{2,63}$")]

TINGKAT_MAKS: Final = 16
"""Levels of objects and lists in content of any form. Assumption: several times what a questionnaire needs."""


def _dapat_disimpan(isi: dict[str, Any]) -> dict[str, Any]:
    wadah: list[Any] = [isi]
    for _ in range(TINGKAT_MAKS):
        butir = (b for w in wadah for b in (w.values() if isinstance(w, dict) else w))
        wadah = [b for b in butir if isinstance(b, dict | list)]
    if wadah:
        raise isian_salah(
            "terlalu_dalam",
            Teks(f"Paling banyak {TINGKAT_MAKS} tingkat di dalam satu sama lain", f"At most {TINGKAT_MAKS} levels"),
        )
    try:
        to_json(isi)
    except PydanticSerializationError:  # half of a surrogate pair, which JSON can write and UTF-8 cannot
        raise isian_salah(
            "huruf_rusak", Teks("Ada karakter yang rusak; ketik ulang", "There is a broken character; type it again")
        ) from None
    return isi


IsiBebas = Annotated[dict[str, Any], AfterValidator(_dapat_disimpan)]
"""JSON of any form as far as it is known here, that can be sealed, opened and answered."""


class Masukan(BaseModel):
    """Base of inputs: unknown fields are refused, and a validation error never repeats the value."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, frozen=True)


class Keluaran(BaseModel):
    """Base of outputs: read from entities; fields have no defaults, so clients see them as always present."""

    model_config = ConfigDict(from_attributes=True, extra="forbid")


class TeksBaca(Keluaran):
    """A text in both languages."""

    id: str = Field(description="Bahasa Indonesia")
    en: str = Field(description="English")

    @classmethod
    def dari(cls, teks: Teks) -> "TeksBaca":
        """Return the output form of `teks`."""
        return cls(id=teks.id, en=teks.en)


class AlasanMasuk(Masukan):
    """Why a case is returned or refused: a listed code, an explanation in words, and what the citizen can do next."""

    kode: KodeAlasan = Field(description="Code of the reasons catalogue.", examples=["KTP_TIDAK_TERBACA"])
    penjelasan: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2000)] = Field(
        description="Explanation in words that the citizen reads; at least 20 characters."
    )
    langkah_berikutnya: Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=1000)] = Field(
        description="What the citizen can do now."
    )


class TransisiMasuk(Masukan):
    """Body of a transition that needs no facts of its own; `alasan` is required where the table says so."""

    alasan: AlasanMasuk | None = None


class AksiTersediaBaca(Keluaran):
    """An action of this caller on this object; `ditolak_karena`: why it would be refused now, or null."""

    aksi: str
    ditolak_karena: TeksBaca | None


class HalamanBaca(Keluaran):
    """Where the next page begins."""

    berikutnya: str | None = Field(description="Opaque cursor of the next page; null on the last one.")


class Daftar(Keluaran, Generic[T]):
    """One page of a listing; there are no totals."""

    data: list[T]
    halaman: HalamanBaca
