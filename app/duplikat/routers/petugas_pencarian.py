"""Searches of a kab/kota for double records: asked for by officers, done by a job."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchDep, PageDep, beretag
from app.core.idempotency import idempoten
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.duplikat.deps import PencarianServiceDep
from app.duplikat.errors import PencarianBerjalan, PencarianNotFound, PencarianTertutup, PencarianTidakTerhenti
from app.duplikat.schemas import PencarianBaca, PencarianMasuk
from app.wilayah.errors import WilayahSudahDiganti, WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/duplikat/pencarian", tags=["petugas: duplikat"])
_PEMINTA = (Jabatan.VERIFIKATOR, Jabatan.OPERATOR_KABKOTA)


@router.get("", summary="Searches for double records", **izin(*_PEMINTA))
async def daftar(service: PencarianServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[PencarianBaca]:
    """List the searches of your kab/kota with their progress, newest first."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[PencarianBaca.dari(c) for c in hasil.data], halaman=hasil.halaman)


@router.get("/{pencarian_id}", summary="Progress of a search", **izin(*_PEMINTA, galat=(PencarianNotFound,)))
async def baca(
    pencarian_id: UUID, service: PencarianServiceDep, pelaku: PelakuDep, response: Response
) -> PencarianBaca:
    """Read how far a search is and what it has found."""
    return PencarianBaca.dari(beretag(response, await service.baca(pencarian_id, pelaku)))


@router.post(
    "",
    status_code=201,
    summary="Search a kab/kota for double records",
    **idempoten(izin(*_PEMINTA, galat=(WilayahTidakDikenal, WilayahSudahDiganti, PencarianBerjalan))),
)
async def minta(
    isi: PencarianMasuk, service: PencarianServiceDep, pelaku: PelakuDep, response: Response
) -> PencarianBaca:
    """Queue a search of your kab/kota; what it finds goes into the queue of pairs, and nothing else happens."""
    cari = await service.minta(isi.kode_wilayah, pelaku)
    response.headers["Location"] = f"/v1/petugas/duplikat/pencarian/{cari.id}"
    return PencarianBaca.dari(beretag(response, cari))


@router.post(
    "/{pencarian_id}/batalkan",
    summary="Stop a search",
    **idempoten(izin(*_PEMINTA, galat=(PencarianNotFound, PencarianTertutup))),
)
async def batalkan(
    pencarian_id: UUID, versi: IfMatchDep, service: PencarianServiceDep, pelaku: PelakuDep, response: Response
) -> PencarianBaca:
    """Stop a search after the village that it is at; what it has found stays."""
    return PencarianBaca.dari(beretag(response, await service.batalkan(pencarian_id, pelaku, versi=versi)))


@router.post(
    "/{pencarian_id}/lanjutkan",
    summary="Let a stopped search go on",
    **idempoten(izin(*_PEMINTA, galat=(PencarianNotFound, PencarianTidakTerhenti, PencarianBerjalan))),
)
async def lanjutkan(
    pencarian_id: UUID, versi: IfMatchDep, service: PencarianServiceDep, pelaku: PelakuDep, response: Response
) -> PencarianBaca:
    """Let a search that failed (`TERHENTI`) go on at the village where it was."""
    return PencarianBaca.dari(beretag(response, await service.teruskan(pencarian_id, pelaku, versi=versi)))
