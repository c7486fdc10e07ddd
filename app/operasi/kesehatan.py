"""Two questions of a load balancer: does the process live (no database), and may it be sent requests."""

import asyncio
import functools
import secrets

import structlog
from fastapi import APIRouter
from pydantic import Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.crypto import Sandi, SandiTidakCocok
from app.core.db import transaksi_baca
from app.core.deps import WadahDep
from app.core.errors import Unavailable
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Keluaran
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.operasi.migrasi import kepala

_log = structlog.get_logger("dtks.kesehatan")
_BATAS_DETIK = 2.0
_kepala = functools.cache(kepala)


class BelumSiap(Unavailable):
    """This process may not be sent requests now; `periksa` says which part is missing."""

    kode = "belum-siap"
    judul = Teks("Layanan belum siap", "The service is not ready")


class KesehatanBaca(Keluaran):
    """The process answers."""

    status: str = Field(description="Always `hidup`.", examples=["hidup"])


class KesiapanBaca(Keluaran):
    """Every part that requests need is there."""

    status: str = Field(description="Always `siap`; otherwise the answer is a problem document.", examples=["siap"])
    periksa: dict[str, bool] = Field(description="Database reachable, schema at the newest revision, keys loaded.")


router = APIRouter(route_class=RuteDtks, prefix="/kesehatan", tags=["kesehatan"])


@router.get("/hidup", summary="Liveness: the process answers")
async def hidup() -> KesehatanBaca:
    """Answer without touching the database; restart the process when this does not."""
    return KesehatanBaca(status="hidup")


@router.get("/siap", summary="Readiness: database, schema and keys", responses=problems(BelumSiap))
async def siap(wadah: WadahDep) -> KesiapanBaca:
    """Answer 200 when requests can be served; send none while it is 503."""
    revisi = await _revisi(wadah)
    periksa = {"basisdata": revisi is not None, "migrasi": revisi == _kepala(), "kunci": _is_kunci_siap(wadah.sandi)}
    if not all(periksa.values()):
        raise BelumSiap(periksa=periksa)
    return KesiapanBaca(status="siap", periksa=periksa)


async def _revisi(wadah: Wadah) -> str | None:
    """Return the schema's revision, an empty text when there is no schema, None when no database answers in time."""
    try:
        async with asyncio.timeout(_BATAS_DETIK), transaksi_baca(wadah.pabrik_sesi) as sesi:
            if not await sesi.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL")):
                return ""
            return str(await sesi.scalar(text("SELECT version_num FROM alembic_version")))
    except (SQLAlchemyError, OSError) as galat:
        _log.warning("basisdata-tidak-menjawab", jenis=type(galat).__name__)
        return None


def _is_kunci_siap(sandi: Sandi) -> bool:
    """Return whether what is encrypted now can be opened again."""
    polos = secrets.token_bytes(16)
    try:
        return sandi.dekripsi_sistem(sandi.enkripsi_sistem(polos, b"kesehatan"), b"kesehatan") == polos
    except SandiTidakCocok:
        return False
