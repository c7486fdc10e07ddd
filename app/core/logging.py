"""JSON logs with the request id; numbers that could be a NIK and fields that name a person never leave."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

from app.core.konteks import id_permintaan

_NOMOR: Final = re.compile(r"(?<!\d)\d{13,16}(?!\d)|\b\d{2}\.\d{2}\.\d{2}\.\d{6}\.\d{4}\b")
_SUREL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_TOKEN: Final = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
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


def _redaksi(_: object, __: str, kejadian: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    kejadian["id_permintaan"] = id_permintaan.get()
    return {k: "[rahasia]" if k.lower() in _RAHASIA else samarkan(v) for k, v in kejadian.items()}


def siapkan(tingkat: int = logging.INFO) -> None:
    """Send structlog and the standard library's loggers through one redacting JSON pipeline on stderr."""
    bersama: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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
    akar = logging.getLogger()
    akar.handlers[:] = [keluaran]
    akar.setLevel(tingkat)
    for nama in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(nama).handlers[:] = []
        logging.getLogger(nama).propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("httpx").setLevel(logging.WARNING)
