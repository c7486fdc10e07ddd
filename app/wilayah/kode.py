"""The value type of a Kemendagri region code, so that level, superior and containment are decided in one place.

Shape by Permendagri 58/2021 and Kepmendagri 300.2.2-2138/2025: 2.2.2.4 digits; the kab/kota part is 01-69 for a
kabupaten and 71-99 for a kota, the village part starts with 1 for a kelurahan and 2 for a desa.
"""

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final, Self

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.core.pesan_isian import isian_salah
from app.core.teks import Teks
from app.wilayah.errors import KodeWilayahTidakSah

_BENTUK: Final = re.compile(
    r"(?P<prov>[1-9][0-9])"
    r"(?:(?P<titik>\.?)(?P<kab>0[1-9]|[1-689][0-9]|7[1-9])"
    r"(?:(?P=titik)(?P<kec>0[1-9]|[1-9][0-9])"
    r"(?:(?P=titik)(?P<desa>[1-3][0-9]{3}))?)?)?"
)
_KOTA_PERTAMA: Final = 71
POLA: Final = {
    "validation": r"^\d{2}(\.?\d{2}(\.?\d{2}(\.?\d{4})?)?)?$",
    "serialization": r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$",
}
"""Input and output form as JSON-schema patterns."""


class Tingkat(StrEnum):
    """Level of a region; the scope of an officer may stand at any of them."""

    PROVINSI = "PROVINSI"
    KABKOTA = "KABKOTA"
    KECAMATAN = "KECAMATAN"
    DESA = "DESA"


class Jenis(StrEnum):
    """What a region is in law; `LAINNYA` are the villages of neither kind (desa adat, part starting with 3)."""

    PROVINSI = "PROVINSI"
    KABUPATEN = "KABUPATEN"
    KOTA = "KOTA"
    KECAMATAN = "KECAMATAN"
    KELURAHAN = "KELURAHAN"
    DESA = "DESA"
    LAINNYA = "LAINNYA"


_TINGKAT: Final = MappingProxyType({2: Tingkat.PROVINSI, 5: Tingkat.KABKOTA, 8: Tingkat.KECAMATAN, 13: Tingkat.DESA})
_JENIS_DESA: Final = MappingProxyType({"1": Jenis.KELURAHAN, "2": Jenis.DESA, "3": Jenis.LAINNYA})


def terletak(kode: str, wilayah: str) -> bool:
    """Return whether `kode` is the region `wilayah` or lies in it; both dotted, and `32.1` does not hold `32.10`."""
    return kode == wilayah or kode.startswith(f"{wilayah}.")


class KodeWilayah(str):
    """A code in its one output form, dotted: `32`, `32.04`, `32.04.05`, `32.04.05.2001`.

    The constructor also reads the form without dots (`3204052001`). Usable as a pydantic field type.

    Raises:
        KodeWilayahTidakSah: any other text; inside pydantic this is an ordinary validation error.
    """

    __slots__ = ()

    def __new__(cls, teks: str) -> Self:
        if type(teks) is cls:
            return teks
        if not (m := _BENTUK.fullmatch(teks)):
            raise KodeWilayahTidakSah
        return super().__new__(cls, ".".join(bagian for bagian in m.group("prov", "kab", "kec", "desa") if bagian))

    @classmethod
    def urai(cls, teks: str) -> Self:
        """Read a code from text that somebody typed; the same as the constructor."""
        return cls(teks)

    @property
    def tingkat(self) -> Tingkat:
        """Return the level, which the length decides."""
        return _TINGKAT[len(self)]

    @property
    def jenis(self) -> Jenis:
        """Return what the region is in law, which the digits decide."""
        if self.tingkat is Tingkat.KABKOTA:
            return Jenis.KOTA if int(self[3:]) >= _KOTA_PERTAMA else Jenis.KABUPATEN
        return _JENIS_DESA[self[9]] if self.tingkat is Tingkat.DESA else Jenis(self.tingkat)

    @property
    def induk(self) -> "KodeWilayah | None":
        """Return the region that it lies in; None for a provinsi."""
        return KodeWilayah(self.rpartition(".")[0]) if "." in self else None

    @property
    def jalur(self) -> tuple["KodeWilayah", ...]:
        """Return the code and all its superiors, provinsi first."""
        # The superiors of a valid code are valid; long lists of villages ask for them.
        return (*(str.__new__(KodeWilayah, self[:n]) for n in _TINGKAT if n < len(self)), self)

    def memuat(self, kode: str) -> bool:
        """Return whether `kode` (dotted) is this region or lies in it; a neighbour that starts alike is not."""
        return terletak(kode, self)

    @classmethod
    def __get_pydantic_core_schema__(cls, _sumber: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_baca, core_schema.str_schema(max_length=13, strict=True))

    @classmethod
    def __get_pydantic_json_schema__(cls, skema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": POLA[handler.mode],
            "maxLength": 13,
            "description": "Kemendagri region code; the dots may be left out on input.",
            "examples": ["32.04.05.2001"],
        }


def _baca(teks: str) -> KodeWilayah:
    try:
        return KodeWilayah(teks)
    except KodeWilayahTidakSah as galat:
        raise _tidak_sah(galat.judul) from None


def _tidak_sah(pesan: Teks) -> PydanticCustomError:
    return isian_salah("kode_wilayah_tidak_sah", pesan)


def _hanya_desa(kode: KodeWilayah) -> KodeWilayah:
    if kode.tingkat is not Tingkat.DESA:
        raise _tidak_sah(Teks("Kode desa/kelurahan harus 10 angka", "The code of a desa/kelurahan has 10 digits"))
    return kode


KodeDesa = Annotated[KodeWilayah, AfterValidator(_hanya_desa)]
"""Field type of a code that must be a desa or kelurahan."""
