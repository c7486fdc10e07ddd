"""Public code lists, cacheable by entity tag."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import TeksBaca
from app.referensi import katalog
from app.referensi.errors import ReferensiNotFound
from app.referensi.katalog import DaftarKode
from app.referensi.schemas import ButirBaca, DaftarReferensi, ReferensiBaca, ReferensiRingkas

router = APIRouter(route_class=RuteDtks, prefix="/referensi", tags=["publik: referensi"])
_SIMPAN = "public, max-age=3600"


@router.get("", summary="List the code lists")
async def daftar(response: Response) -> DaftarReferensi:
    """List every published code list with its version."""
    response.headers["Cache-Control"] = _SIMPAN
    return DaftarReferensi(
        data=[
            ReferensiRingkas(
                nama=d.nama, versi=d.versi, judul=TeksBaca.dari(d.judul), jumlah=len(d.butir), skema=list(d.skema)
            )
            for d in katalog.semua()
        ]
    )


@router.get(
    "/{nama}",
    summary="Read a code list",
    response_model=ReferensiBaca,
    responses={304: {"description": "Not modified"}, **problems(ReferensiNotFound)},
)
async def baca(
    nama: str,
    response: Response,
    if_none_match: Annotated[str | None, Header(description="Entity tag of the copy that you hold.")] = None,
) -> ReferensiBaca | Response:
    """Read one list: codes, texts in both languages, and per reason its family, next step and legal basis."""
    isi = katalog.daftar(nama)
    tajuk = {"ETag": f'"{isi.sidik}"', "Cache-Control": _SIMPAN}
    if if_none_match is not None and tajuk["ETag"] in {t.strip().removeprefix("W/") for t in if_none_match.split(",")}:
        return Response(status_code=304, headers=tajuk)
    response.headers.update(tajuk)
    return _baca(isi)


def _baca(isi: DaftarKode) -> ReferensiBaca:
    butir = [ButirBaca(kode=b.kode, teks=TeksBaca.dari(b.teks), rincian=dict(b.rincian)) for b in isi.butir]
    judul = TeksBaca.dari(isi.judul)
    return ReferensiBaca(nama=isi.nama, versi=isi.versi, judul=judul, skema=list(isi.skema), butir=butir)
