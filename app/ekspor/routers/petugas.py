"""Exports for officers: asked for, made by a job, fetched by who asked."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from app.berkas_objek.errors import PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.galat_umum import TerlaluSering
from app.core.idempotency import idempoten
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.ekspor.deps import EksporServiceDep
from app.ekspor.entitas import EksporLengkap
from app.ekspor.errors import (
    EksporBelumSelesai,
    EksporKedaluwarsa,
    EksporNotFound,
    EksporSudahBerakhir,
    EksporTidakBerwenang,
    WilayahDiLuarLingkup,
    WilayahTerlaluLuas,
)
from app.ekspor.schemas import EksporBaca, EksporMinta
from app.ekspor.wewenang import PENGEKSPOR

router = APIRouter(route_class=RuteDtks, prefix="/ekspor", tags=["petugas: ekspor"])

_MINTA = (EksporTidakBerwenang, WilayahDiLuarLingkup, WilayahTerlaluLuas, TerlaluSering)


@router.post("", status_code=202, summary="Ask for a file", **idempoten(izin(*PENGEKSPOR, galat=_MINTA)))
async def minta(isi: EksporMinta, service: EksporServiceDep, pelaku: PelakuDep, response: Response) -> EksporBaca:
    """Have a file made of the registry, the list by name (BNBA), DTSEN's columns or SDGs Desa counts of a region.

    A job makes it; follow it at the address in `Location`. Every row bears a watermark; the file is destroyed after
    some days; the persons in it see that it was made, by which office and what for.
    """
    hasil = await service.minta(isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/ekspor/{hasil.ekspor.id}"
    return _jawab(hasil, response)


@router.get("", summary="List my exports", **izin(*PENGEKSPOR))
async def daftar(service: EksporServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[EksporBaca]:
    """List the exports that you asked for, newest first."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[EksporBaca.dari(e) for e in hasil.data], halaman=hasil.halaman)


@router.get("/{ekspor_id}", summary="Read an export", **izin(*PENGEKSPOR, galat=(EksporNotFound,)))
async def baca(ekspor_id: UUID, service: EksporServiceDep, pelaku: PelakuDep, response: Response) -> EksporBaca:
    """Read how far one of your exports is."""
    return _jawab(await service.baca(ekspor_id, pelaku), response)


@router.post(
    "/{ekspor_id}/batal",
    summary="Call an export off",
    **idempoten(izin(*PENGEKSPOR, galat=(EksporNotFound, EksporSudahBerakhir))),
)
async def batal(
    ekspor_id: UUID, versi: IfMatchDep, service: EksporServiceDep, pelaku: PelakuDep, response: Response
) -> EksporBaca:
    """Stop the making of a file; what was made of it is destroyed."""
    return _jawab(await service.batalkan(ekspor_id, pelaku, versi=versi), response)


@router.get(
    "/{ekspor_id}/berkas",
    summary="Fetch the file",
    response_class=Response,
    **izin(*PENGEKSPOR, galat=(EksporNotFound, EksporBelumSelesai, EksporKedaluwarsa, PenyimpananTidakTersedia)),
)
async def unduh(ekspor_id: UUID, service: EksporServiceDep, pelaku: PelakuDep) -> Response:
    """Download the file as an attachment; only who asked for it can, in the position and region of then."""
    hasil = await service.unduh(ekspor_id, pelaku)
    return StreamingResponse(
        hasil.aliran,
        media_type=hasil.media,
        headers={
            "Content-Disposition": f'attachment; filename="{hasil.nama}"',
            "Content-Length": str(hasil.ukuran),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store",
        },
    )


def _jawab(lengkap: EksporLengkap, response: Response) -> EksporBaca:
    tulis_etag(response, lengkap.ekspor.versi)
    return EksporBaca.dari(lengkap)
