"""Validation messages in both languages, by the kind of fault; none of them repeats what was sent."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic_core import PydanticCustomError

from app.core.teks import Teks

_PESAN: Final[Mapping[str, Teks]] = MappingProxyType(
    {
        "missing": Teks("Wajib diisi", "Required"),
        "extra_forbidden": Teks("Ada isian yang tidak dikenal", "There is an unknown field"),
        "enum": Teks("Harus salah satu dari: {expected}", "Must be one of: {expected}"),
        "literal_error": Teks("Harus salah satu dari: {expected}", "Must be one of: {expected}"),
        "string_too_short": Teks("Paling sedikit {min_length} karakter", "At least {min_length} characters"),
        "string_too_long": Teks("Paling banyak {max_length} karakter", "At most {max_length} characters"),
        "string_pattern_mismatch": Teks("Bentuknya tidak sesuai", "Not in the expected form"),
        "string_type": Teks("Harus berupa teks", "Must be text"),
        "too_short": Teks("Paling sedikit {min_length} butir", "At least {min_length} items"),
        "too_long": Teks("Paling banyak {max_length} butir", "At most {max_length} items"),
        "greater_than_equal": Teks("Paling kecil {ge}", "At least {ge}"),
        "less_than_equal": Teks("Paling besar {le}", "At most {le}"),
        "greater_than": Teks("Harus lebih dari {gt}", "Must be more than {gt}"),
        "less_than": Teks("Harus kurang dari {lt}", "Must be less than {lt}"),
        "list_type": Teks("Harus berupa daftar", "Must be a list"),
        "dict_type": Teks("Harus berupa objek", "Must be an object"),
        "model_attributes_type": Teks("Harus berupa objek", "Must be an object"),
        "union_tag_invalid": Teks("Harus salah satu dari: {expected_tags}", "Must be one of: {expected_tags}"),
        "union_tag_not_found": Teks("Sebutkan jenisnya", "Say which kind"),
        "missing_choice": Teks("Wajib diisi, salah satu dari: {expected}", "Required, one of: {expected}"),
        "date_past": Teks("Harus tanggal yang sudah lewat", "Must be a date in the past"),
        "date_future": Teks("Harus tanggal yang akan datang", "Must be a date in the future"),
        "none_required": Teks("Harus null", "Must be null"),
        "multiple_of": Teks("Harus kelipatan {multiple_of}", "Must be a multiple of {multiple_of}"),
        "int_from_float": Teks("Harus bilangan bulat", "Must be a whole number"),
        "int_parsing_size": Teks("Bilangannya terlalu besar", "The number is too large"),
        "finite_number": Teks("Harus bilangan berhingga", "Must be a finite number"),
        "decimal_max_digits": Teks("Paling banyak {max_digits} angka", "At most {max_digits} digits"),
        "decimal_max_places": Teks("Paling banyak {decimal_places} desimal", "At most {decimal_places} decimals"),
        "decimal_whole_digits": Teks(
            "Paling banyak {whole_digits} angka di depan koma", "At most {whole_digits} digits before the point"
        ),
        "datetime_past": Teks("Harus waktu yang sudah lewat", "Must be a time in the past"),
        "datetime_future": Teks("Harus waktu yang akan datang", "Must be a time in the future"),
        "timezone_aware": Teks("Sertakan zona waktu, misalnya +07:00", "Give the time zone, such as +07:00"),
        "bytes_too_short": Teks("Paling sedikit {min_length} bita", "At least {min_length} bytes"),
        "bytes_too_long": Teks("Paling banyak {max_length} bita", "At most {max_length} bytes"),
    }
)
PILIHAN_WAJIB: Final = "missing_choice"
"""Our own kind: what is missing is one of a few values, which `ctx.expected` lists."""

_SUREL: Final = Teks(
    "Harus alamat surel, misalnya rina@example.com", "Must be an e-mail address, such as rina@example.com"
)
_LAIN: Final = Teks("Isinya tidak sah", "Not valid")
_HARI: Final = Teks("Harus tanggal YYYY-MM-DD, misalnya 1988-01-22", "Must be a date YYYY-MM-DD, such as 1988-01-22")
_BENTUK: Final = (
    ("-(0[1-9]|1[0-2])$", Teks("Harus bulan YYYY-MM, misalnya 2026-11", "Must be a month YYYY-MM, such as 2026-11")),
    (
        r"^\d{2}\.\d{2}$",
        Teks("Harus kode kabupaten/kota, misalnya 32.04", "Must be the code of a kabupaten/kota, such as 32.04"),
    ),
    (
        r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$",
        Teks("Harus kode desa, misalnya 32.04.05.2001", "Must be the code of a desa, such as 32.04.05.2001"),
    ),
)
"""Patterns, by how they end, that a person can be told of better than that the form is wrong."""

_ANGGOTA_ENUM: Final = re.compile(r"<\w+\.\w+: ('[^']*')>")
_AKHIRAN: Final = (
    (("int_", "float_", "decimal_", "fraction_", "complex_"), Teks("Harus berupa bilangan", "Must be a number")),
    (("string_",), _PESAN["string_type"]),
    (("bytes_",), Teks("Harus berupa data biner", "Must be binary data")),
    (("url_",), Teks("Harus alamat URL yang sah", "Must be a valid URL")),
    (("time_delta_",), Teks("Harus lama waktu ISO 8601, misalnya P30D", "Must be an ISO 8601 duration, such as P30D")),
    (("tuple_", "set_", "frozen_set_", "iterable_", "deque_"), _PESAN["list_type"]),
    (("model_", "dataclass_", "mapping_", "frozen_dict_", "ordered_dict_"), _PESAN["dict_type"]),
    (("bool_",), Teks("Harus true atau false", "Must be true or false")),
    (("date_",), _HARI),
    (("datetime_", "time_", "timezone_"), Teks("Harus tanggal atau waktu ISO 8601", "Must be ISO 8601")),
    (("uuid_",), Teks("Harus berupa UUID", "Must be a UUID")),
)


def isian_salah(kode: str, teks: Teks) -> PydanticCustomError:
    """Return what a validator of ours raises, the only way to do so: a kind (snake_case, stable) and words for people.

    A ValueError would be told in the one language in which it is written.
    """
    return PydanticCustomError(kode, "{pesan}", {"pesan": teks.id, "pesan_en": teks.en})


def pesan(butir: Mapping[str, Any]) -> Teks:
    """Return the message of one pydantic error; never the library's, which is English and may repeat what was sent."""
    jenis, isi = str(butir["type"]), butir.get("ctx", {})
    if "pesan_en" in isi:
        return Teks(str(isi["pesan"]), str(isi["pesan_en"]))
    if jenis == "value_error" and "reason" in isi:  # how the library of e-mail addresses refuses one
        return _SUREL
    teks = _bentuk(butir) or _PESAN.get(jenis) or next((t for awal, t in _AKHIRAN if jenis.startswith(awal)), _LAIN)
    rincian = {k: _ANGGOTA_ENUM.sub(r"\1", str(v)) for k, v in isi.items()}
    # The library joins the last two values with an English word.
    lokal = rincian | {k: " atau ".join(rincian[k].rsplit(" or ", 1)) for k in rincian.keys() & {"expected"}}
    return Teks(teks.id.format_map(_Kosong(lokal)), teks.en.format_map(_Kosong(rincian)))


def _bentuk(butir: Mapping[str, Any]) -> Teks | None:
    pola = str(butir.get("ctx", {}).get("pattern", ""))
    return next((t for akhir, t in _BENTUK if pola.endswith(akhir)), None)


class _Kosong(dict[str, str]):
    """Leaves out what an error does not say."""

    def __missing__(self, _kunci: str) -> str:
        return "?"
