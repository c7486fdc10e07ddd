"""RFC 9457: the only mapping from failures to HTTP, for the framework's own failures too.

In strict mode (tests) a domain error that its route does not declare fails the test, so the contract cannot drift.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.routing import Match

from app.core import errors, galat_umum
from app.core.db import sqlstate
from app.core.errors import DomainError
from app.core.isian_mirip import mirip
from app.core.konteks import id_permintaan
from app.core.logging import rincian
from app.core.pesan_isian import PILIHAN_WAJIB, pesan
from app.core.teks import Teks
from app.core.workflow import JabatanTidakBerwenang

_log = structlog.get_logger("dtks.masalah")

KELUARGA: Final[Mapping[type[DomainError], int]] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.Invalid: 422,
    errors.PreconditionMissing: 428,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

UMUM: Final[frozenset[type[DomainError]]] = frozenset(
    {g for g in vars(galat_umum).values() if isinstance(g, type) and issubclass(g, DomainError) and "kode" in vars(g)}
    | {JabatanTidakBerwenang}
)
"""Failures of the machinery that any operation may answer."""

_KERANGKA: Final[Mapping[int, tuple[str, Teks]]] = {
    400: ("permintaan-rusak", Teks("Permintaan tidak dapat dibaca", "The request cannot be read")),
    404: ("tidak-ditemukan", Teks("Tidak ditemukan", "Not found")),
    405: ("metode-tidak-didukung", Teks("Metode tidak didukung", "Method not allowed")),
    406: ("format-tidak-tersedia", Teks("Format tidak tersedia", "Not acceptable")),
    413: ("badan-terlalu-besar", galat_umum.BadanTerlaluBesar.judul),
    415: ("jenis-media-tidak-didukung", galat_umum.JenisMediaTidakDidukung.judul),
    500: ("kesalahan-dalam", Teks("Terjadi kesalahan di pihak kami", "Something went wrong on our side")),
}

_RINCIAN_MAKS: Final = 50
"""Faults that an answer lists: nobody mends more at once, and anybody may send a body with a hundred thousand."""
_METODE: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_NAMA_ISIAN: Final = re.compile(r"[A-Za-z_][A-Za-z_-]*[0-9]{0,4}")
_TANDA_BENTUK: Final = re.compile(r"[A-Z][A-Z_]+")
"""How pydantic names the form of a body that has several, by its `jenis`; no field is called so."""
_SQLSTATE_SIBUK = {"55P03", "40P01", "40001"}  # lock timeout, deadlock, serialization
_SQLSTATE_TEKS = {"22021", "22P05"}  # a NUL, which JSON may carry and no text column can hold
_NUL: Final = Teks("Ada karakter NUL; hapus karakter itu", "There is a NUL character; remove it")
_SQLSTATE_BENTROK = {"23505", "23503", "23P01"}


def status_dari(galat: type[DomainError]) -> int:
    """Return the HTTP status of an error's family.

    Raises:
        TypeError: the class belongs to no family; a fault found when its route is imported.
    """
    for keluarga, status in KELUARGA.items():
        if issubclass(galat, keluarga):
            return status
    raise TypeError(f"{galat.__name__} belongs to no error family")


def problems(*galat: type[DomainError]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route: its errors by status, with their stable `kode`.

    An error stands for its special cases too.
    """
    hasil: dict[int | str, dict[str, Any]] = {}
    for g in (k for utama in galat for k in (utama, *utama.__subclasses__())):
        jawab = hasil.setdefault(status_dari(g), {"description": g.judul.en, "x-kode": []})
        jawab["x-kode"] = sorted({*jawab["x-kode"], g.kode})
    return hasil


def bahasa(request: Request) -> str:
    """Return `en` when the client prefers English over Indonesian, else `id`."""
    terbaik, bobot = "id", 0.0
    for bagian in request.headers.get("accept-language", "").split(","):
        kode, _, q = bagian.strip().partition(";q=")
        utama = kode.split("-")[0].lower()
        try:
            nilai = float(q) if q else 1.0
        except ValueError:
            continue
        if utama in {"id", "en"} and nilai > bobot:
            terbaik, bobot = utama, nilai
    return terbaik


def jawaban(request: Request, status: int, kode: str, judul: Teks, detail: Teks | None, **tambahan: object) -> Response:
    """Return one problem document."""
    lang = bahasa(request)
    rid = id_permintaan.get()
    isi: dict[str, object] = {
        "type": f"urn:dtks:masalah:{kode}",
        "title": judul.dalam(lang),
        "status": status,
        "detail": (detail or judul).dalam(lang),
        "instance": f"urn:uuid:{rid}",
        "kode": kode,
        "id_permintaan": rid,
    } | {k: _dalam(v, lang) for k, v in tambahan.items()}
    return JSONResponse(
        isi,
        status,
        media_type="application/problem+json",
        headers={"Content-Language": lang, "Vary": "Accept-Language", "Cache-Control": "no-store"},
    )


def _dalam(isi: object, lang: str) -> object:
    """Return the content with every text in it, at any depth, in one language."""
    if isinstance(isi, Teks):
        return isi.dalam(lang)
    if isinstance(isi, Mapping):
        return {k: _dalam(v, lang) for k, v in isi.items()}
    return [_dalam(v, lang) for v in isi] if isinstance(isi, list | tuple) else isi


def dari_galat(request: Request, galat: DomainError) -> Response:
    """Return the problem document of a domain error."""
    jawab = jawaban(request, status_dari(type(galat)), galat.kode, galat.judul, galat.detail, **galat.tambahan)
    jawab.headers.update(galat.tajuk)
    return jawab


def dari_basis_data(galat: Exception) -> DomainError | None:
    """Return the domain error of a database failure by its SQLSTATE, or None for a fault of ours."""
    keadaan = sqlstate(galat)
    if keadaan in _SQLSTATE_SIBUK:
        return galat_umum.SedangDiproses()
    if keadaan in _SQLSTATE_BENTROK:
        return galat_umum.DataBentrok()
    if keadaan in _SQLSTATE_TEKS:
        return galat_umum.IsianTidakSah(rincian=[{"lokasi": "body", "pesan": _NUL}])
    if (
        isinstance(galat, PoolTimeout | OSError)
        or (keadaan or "").startswith(("08", "57", "53"))
        or (isinstance(galat, DBAPIError) and galat.connection_invalidated)
    ):
        return galat_umum.BasisDataTidakTersedia()
    return None


def pasang(app: FastAPI, *, ketat: bool) -> None:
    """Install the handlers; `ketat` makes an undeclared error an AssertionError."""

    async def domain(request: Request, galat: Exception) -> Response:
        assert isinstance(galat, DomainError)
        if ketat and type(galat) not in UMUM:
            _pastikan_dinyatakan(request, galat)
        return dari_galat(request, galat)

    app.add_exception_handler(DomainError, domain)
    app.add_exception_handler(RequestValidationError, _validasi)
    app.add_exception_handler(StarletteHTTPException, _kerangka)
    for jenis in (SQLAlchemyError, ConnectionError, TimeoutError):
        app.add_exception_handler(jenis, _basis_data)
    app.add_exception_handler(Exception, _terakhir)


async def _validasi(request: Request, galat: Exception) -> Response:
    assert isinstance(galat, RequestValidationError)
    butir = galat.errors()
    if any(b["type"] == "json_invalid" for b in butir):
        return dari_galat(request, galat_umum.JsonRusak())
    daftar = [
        {
            "lokasi": _lokasi(b),
            "kode": str(b["type"]).replace("_", "-"),
            "pesan": pesan(_dengan_pilihan(request, b)),
            **_saran(request, b),
        }
        for b in butir[:_RINCIAN_MAKS]
    ]
    if (lebih := len(butir) - _RINCIAN_MAKS) > 0:
        sisa = Teks(f"Ada {lebih} kesalahan lagi", f"There are {lebih} more faults")
        daftar.append({"lokasi": str(butir[_RINCIAN_MAKS]["loc"][0]), "kode": "masih-ada", "pesan": sisa})
    return dari_galat(request, galat_umum.IsianTidakSah(rincian=daftar))


async def _kerangka(request: Request, galat: Exception) -> Response:
    assert isinstance(galat, StarletteHTTPException)
    kode, judul = _KERANGKA.get(galat.status_code, _KERANGKA[500])
    jawab = jawaban(request, galat.status_code, kode, judul, None)
    if galat.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        jawab.headers["Allow"] = ", ".join(_metode(request))
    return jawab


def _metode(request: Request) -> list[str]:
    """Return every method that the path answers (RFC 9110 §15.5.6); the framework names those of one route."""
    tanya = {k: request.scope[k] for k in ("type", "path", "root_path") if k in request.scope}
    rute = request.app.router.routes
    return [m for m in _METODE if any(r.matches({**tanya, "method": m})[0] is Match.FULL for r in rute)]


async def _basis_data(request: Request, galat: Exception) -> Response:
    if terjemah := dari_basis_data(galat):
        return dari_galat(request, terjemah)
    return await _terakhir(request, galat)


async def _terakhir(request: Request, galat: Exception) -> Response:
    _log.error("kesalahan-dalam", **rincian(galat))
    return jawaban(request, 500, *_KERANGKA[500], None)


def _lokasi(butir: Mapping[str, Any]) -> str:
    """Return the place of a fault in our own words: the name of an unknown field and the key of a map are input."""
    bagian = butir["loc"][:-1] if butir["type"] == "extra_forbidden" else butir["loc"]
    nyata = (x for x in bagian if isinstance(x, int) or not _TANDA_BENTUK.fullmatch(x))
    return ".".join(str(x) if isinstance(x, int) or _NAMA_ISIAN.fullmatch(x) else "*" for x in nyata)


def _saran(request: Request, butir: Mapping[str, Any]) -> dict[str, Teks]:
    """Return the advice which field was probably meant by an unknown one of the body."""
    bentuk = getattr(request.scope.get("route"), "body_field", None)
    if butir["type"] != "extra_forbidden" or butir["loc"][0] != "body" or bentuk is None:
        return {}
    nama = mirip(bentuk.field_info.annotation, butir["loc"][1:])
    return {"saran": Teks(f"Mungkin maksudnya `{nama}`", f"Perhaps `{nama}` is meant")} if nama else {}


def _dengan_pilihan(request: Request, butir: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fault, and where a parameter of a few values is missing, these values with it."""
    rute = request.scope.get("route")
    if butir["type"] != "missing" or butir["loc"][0] != "query" or not isinstance(rute, APIRoute):
        return butir
    jenis = next(
        (p.field_info.annotation for p in get_flat_params(rute.dependant) if p.alias == butir["loc"][-1]), None
    )
    if not (isinstance(jenis, type) and issubclass(jenis, StrEnum)):
        return butir
    return {**butir, "type": PILIHAN_WAJIB, "ctx": {"expected": ", ".join(f"'{n.value}'" for n in jenis)}}


def _pastikan_dinyatakan(request: Request, galat: DomainError) -> None:
    rute = request.scope.get("route")
    nyata = {k for j in getattr(rute, "responses", {}).values() for k in j.get("x-kode", ())}
    if galat.kode not in nyata:
        raise AssertionError(f"{getattr(rute, 'path', '?')} does not declare {type(galat).__name__} ({galat.kode})")
