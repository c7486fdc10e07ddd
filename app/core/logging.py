"""JSON logs with the request id; numbers that could be a NIK and fields that name a person never leave.

Of an exception only types, SQLSTATE and places in the code are written: its text may quote a row or a form, and local
variables hold both. Importing this module is enough for that; `siapkan` adds the standard library's loggers.
"""

import asyncio
import contextlib
import io
import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from traceback import walk_tb
from typing import Any, ClassVar, Final, TextIO

import structlog

from app.core.clock import now
from app.core.konteks import id_permintaan

_NOMOR: Final = re.compile(r"(?<!\d)\d{13,16}(?!\d)|\b\d{2}\.\d{2}\.\d{2}\.\d{6}\.\d{4}\b")
_SUREL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_TOKEN: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
_TEMPAT: Final = 20
_RANTAI: Final = 5
_RAHASIA: Final = frozenset(
    {
        "nik",
        "no_kk",
        "nama",
        "alamat",
        "surel",
        "email",
        "telepon",
        "sandi",
        "password",
        "token",
        "kunci",
        "authorization",
    }
)


def samarkan(nilai: object) -> object:
    """Return `nilai` without anything that looks like a NIK, No KK, e-mail address or token."""
    if isinstance(nilai, str):
        return _TOKEN.sub("[token]", _SUREL.sub("[surel]", _NOMOR.sub("[nomor]", nilai)))
    if isinstance(nilai, dict):
        return {k: "[rahasia]" if str(k).lower() in _RAHASIA else samarkan(v) for k, v in nilai.items()}
    if isinstance(nilai, list | tuple | set | frozenset):
        return [samarkan(v) for v in nilai]
    return nilai


def rincian(galat: BaseException) -> dict[str, object]:
    """Return what may be written of an exception: types down to its cause, SQLSTATE, and where it came from."""
    kode = [(f.f_code, baris) for f, baris in walk_tb(galat.__traceback__)][-_TEMPAT:]
    return {
        "jenis": [type(g).__name__ for g in _rantai(galat)],
        "sqlstate": next((k for g in _rantai(galat) if (k := _keadaan(g))), None),
        "tempat": [f"{Path(k.co_filename).name}:{baris} {k.co_name}" for k, baris in kode],
    }


def _keadaan(galat: BaseException) -> str | None:
    return getattr(galat, "sqlstate", None) or getattr(getattr(galat, "orig", None), "sqlstate", None)


def _rantai(galat: BaseException) -> Iterator[BaseException]:
    satu: BaseException | None = galat
    for _ in range(_RANTAI):
        if satu is None:
            return
        yield satu
        satu = satu.__cause__ or (None if satu.__suppress_context__ else satu.__context__)


def _galat(_: object, __: str, kejadian: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by what may be written of it, whoever logs it: uvicorn, asyncio, the queue, ourselves."""
    galat = kejadian.pop("exc_info", None)
    kejadian.pop("stack_info", None)
    if galat is True:
        galat = sys.exc_info()
    if isinstance(galat, tuple):
        galat = galat[1]
    if isinstance(galat, BaseException):
        kejadian["galat"] = rincian(galat)
    rekam = kejadian.get("_record")
    if rekam is not None and rekam.name == "asyncio":
        kejadian["event"] = str(kejadian["event"]).partition("\n")[0]  # the rest shows the exception
    return kejadian


def _redaksi(_: object, __: str, kejadian: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    kejadian["id_permintaan"] = id_permintaan.get()
    return {k: "[rahasia]" if k.lower() in _RAHASIA else samarkan(v) for k, v in kejadian.items()}


class _Baris:
    """Lines of the access log that are written together at the end of the event loop's turn."""

    keluar: ClassVar[TextIO | None] = None
    antre: ClassVar[list[str]] = []

    @classmethod
    def tulis(cls) -> None:
        teks = "".join(cls.antre)
        cls.antre.clear()
        if cls.keluar is not None:
            with contextlib.suppress(OSError, ValueError):  # a line that cannot be written is no reason to fail
                cls.keluar.write(teks)
                cls.keluar.flush()


def catat_akses(metode: str, rute: str, status: int, ms: float, permintaan: str) -> None:
    """Write the line of one request, the same as the pipeline below writes it, without its hundred microseconds.

    Nothing here comes from the client: a method and a route of ours, numbers, and an id in the form of a UUID.
    """
    if _Baris.keluar is None:
        structlog.get_logger("dtks.akses").info("permintaan", metode=metode, rute=rute, status=status, ms=ms)
        return
    if not _Baris.antre:
        asyncio.get_running_loop().call_soon(_Baris.tulis)
    _Baris.antre.append(
        f'{{"metode": "{metode}", "rute": "{rute}", "status": {status}, "ms": {ms}, "event": "permintaan", '
        f'"level": "info", "logger": "dtks.akses", "timestamp": "{now().isoformat()[:-6]}Z", '
        f'"id_permintaan": "{permintaan}"}}\n'
    )


def siapkan(tingkat: int = logging.INFO) -> None:
    """Send structlog and the standard library's loggers through one redacting JSON pipeline on stderr."""
    bersama: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _galat,
    ]
    structlog.configure(
        processors=[*bersama, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    keluaran = logging.StreamHandler(sys.stderr)
    keluaran.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=bersama,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _redaksi,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.raiseExceptions = False  # a line that cannot be written would be explained with the exception in hand
    akar = logging.getLogger()
    akar.handlers[:] = [keluaran]
    akar.setLevel(tingkat)
    _Baris.keluar = sys.stderr if tingkat <= logging.INFO else io.StringIO()
    for nama in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(nama).handlers[:] = []
        logging.getLogger(nama).propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("httpx").setLevel(logging.WARNING)


structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _galat,
        _redaksi,
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    cache_logger_on_first_use=False,
)
