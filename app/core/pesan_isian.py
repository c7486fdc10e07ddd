"""Validation messages in both languages, by the kind of fault; none of them repeats what was sent."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

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
        "value_error": Teks("Tidak sah", "Not valid"),
    }
)
_ANGGOTA_ENUM: Final = re.compile(r"<\w+\.\w+: ('[^']*')>")
_AKHIRAN: Final = (
    (("int_", "float_", "decimal_"), Teks("Harus berupa bilangan", "Must be a number")),
    (("bool_",), Teks("Harus true atau false", "Must be true or false")),
    (("date_", "datetime_", "time_", "timezone_"), Teks("Harus tanggal atau waktu ISO 8601", "Must be ISO 8601")),
    (("uuid_",), Teks("Harus berupa UUID", "Must be a UUID")),
)


def pesan(butir: Mapping[str, Any]) -> Teks:
    """Return the message of one pydantic error; faults that our own validators name keep their words."""
    jenis = str(butir["type"])
    teks = _PESAN.get(jenis) or next((t for awalan, t in _AKHIRAN if jenis.startswith(awalan)), None)
    if teks is None or jenis == "value_error":
        asli = str(butir["msg"]).removeprefix("Value error, ")
        return Teks(asli, asli)
    rincian = {k: _ANGGOTA_ENUM.sub(r"\1", str(v)) for k, v in butir.get("ctx", {}).items()}
    return Teks(*(bahasa.format_map(_Kosong(rincian)) for bahasa in teks))


class _Kosong(dict[str, str]):
    """Leaves out what an error does not say."""

    def __missing__(self, _kunci: str) -> str:
        return "?"
