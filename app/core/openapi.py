"""The published contract: one problem schema for every failure, and nothing that the framework invents."""

import json
import re
from copy import deepcopy
from typing import Any, Final

_MASALAH: Final[dict[str, Any]] = {
    "title": "Masalah",
    "description": "RFC 9457 problem document. `kode` is stable; texts follow Accept-Language (id, en).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "kode", "id_permintaan"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:dtks:masalah:transisi-ditolak"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "URN of the request id."},
        "kode": {"type": "string", "description": "Stable, kebab-case.", "examples": ["transisi-ditolak"]},
        "id_permintaan": {"type": "string"},
        "rincian": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["lokasi", "pesan"],
                "properties": {n: {"type": "string"} for n in ("lokasi", "pesan", "kode", "saran")},
            },
        },
    },
}
_ISI: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Masalah"}}}
_LAZIM: Final = {
    "400": "Permintaan tidak dapat dibaca / request cannot be read",
    "401": "Token tidak ada atau tidak sah / token missing or not valid",
    "403": "Peran atau jabatan tidak berwenang / role or position not permitted",
    "412": "Versi basi / stale version",
    "413": "Badan terlalu besar / body too large",
    "415": "Jenis media tidak didukung / content type not supported",
    "422": "Isian tidak sah / input not valid",
    "428": "Prasyarat wajib / precondition required",
    "429": "Terlalu banyak permintaan / too many requests",
    "500": "Kesalahan di pihak kami / failure on our side",
    "503": "Sementara tidak tersedia / temporarily unavailable",
}
_BERMODUL: Final = re.compile(r"\bapp__([a-z_]+?)__\w*?([A-Z]\w*)")
_UBAH: Final = {"put", "patch", "delete"}
_METODE: Final = {"get", "post", *_UBAH}


_UTUH: Final = "x-contoh-utuh"


def contoh_utuh(contoh: object) -> dict[str, str]:
    """Return the `openapi_extra` of an example body that is published to the last null.

    The framework leaves nulls out of everything that it publishes, so the example travels as text as far as `lengkapi`.
    """
    return {_UTUH: json.dumps(contoh)}


def lengkapi(mentah: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with every failure as a problem document and a name of its own for every schema."""
    skema = _namai(mentah)
    komponen = skema.setdefault("components", {}).setdefault("schemas", {})
    for nama in ("HTTPValidationError", "ValidationError"):
        komponen.pop(nama, None)
    komponen["Masalah"] = _MASALAH
    for jalur in skema["paths"].values():
        for metode, operasi in jalur.items():
            if metode in _METODE:
                operasi["responses"] = _jawaban(operasi)
                _wajibkan_tajuk(metode, operasi)
                _pasang_contoh(operasi)
    return skema


def _wajibkan_tajuk(metode: str, operasi: dict[str, Any]) -> None:
    """Publish as required the headers that we demand ourselves, with refusals of our own instead of the framework's."""
    wajib = {"idempotency-key"} | ({"if-match"} if metode in _UBAH else set())
    for p in operasi.get("parameters", []):
        if p["in"] == "header" and p["name"].lower() in wajib:
            p["required"] = True
            p["schema"] = {k: v for k, v in p["schema"].items() if k != "anyOf"} | {"type": "string"}


def _pasang_contoh(operasi: dict[str, Any]) -> None:
    if contoh := operasi.pop(_UTUH, None):
        operasi["requestBody"]["content"]["application/json"]["schema"]["examples"] = [json.loads(contoh)]


def _namai(mentah: dict[str, Any]) -> dict[str, Any]:
    """Return a copy in which classes of one name in two packages are called by the package, e.g. `DesilRiwayatBaca`.

    The framework tells them apart by their module's path and leaves them one title, of which generators of clients can
    make only one class.
    """
    skema = deepcopy(mentah)
    komponen = skema.get("components", {}).get("schemas", {})
    for lama in [n for n in komponen if _BERMODUL.fullmatch(n)]:
        komponen[lama]["title"] = _berpaket(lama)
    hasil: dict[str, Any] = json.loads(_BERMODUL.sub(lambda c: _berpaket(c[0]), json.dumps(skema)))
    if len(hasil.get("components", {}).get("schemas", {})) != len(komponen):
        raise ValueError("two schemas of one package have one name: rename a class")
    return hasil


def _berpaket(nama: str) -> str:
    """Return the short name of a schema that the framework called by its module."""
    return _BERMODUL.sub(lambda c: c[1].title().replace("_", "") + c[2], nama)


def _jawaban(operasi: dict[str, Any]) -> dict[str, Any]:
    jawab: dict[str, Any] = operasi["responses"]
    for status in _lazim(operasi):
        jawab.setdefault(status, {"description": _LAZIM[status]})
    for status, isi in jawab.items():
        if status[0] in "45":
            isi["content"] = _ISI
            isi["description"] = _LAZIM.get(status, isi["description"]) if "x-kode" not in isi else isi["description"]
    return dict(sorted(jawab.items()))


def _lazim(operasi: dict[str, Any]) -> list[str]:
    tajuk = {p["name"].lower() for p in operasi.get("parameters", []) if p["in"] == "header"}
    umum = ["400", "422", "429", "500", "503"]
    if operasi.get("security"):
        umum += ["401", "403"]
    if operasi.get("requestBody"):
        umum += ["413", "415"]
    if "if-match" in tajuk:
        umum += ["412", "428"]
    return umum
