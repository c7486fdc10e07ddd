"""Findings for the person concerned: what is said of him, and his answer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasBukanPdf,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import PelakuDep, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import IdempotenDep, idempoten
from app.core.ids import Ref
from app.core.peran import Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.temuan.alur import ALUR_TEMUAN
from app.temuan.deps import TanggapanServiceDep
from app.temuan.errors import LampiranTemuanNotFound, LampiranTemuanPenuh, TemuanNotFound, TemuanTertutup
from app.temuan.schemas import LampiranTemuanBaca, TanggapiMasuk, TemuanWargaBaca
from app.temuan.status import AksiTemuan

router = APIRouter(route_class=RuteDtks, prefix="/temuan", tags=["warga: temuan"])
_GALAT_BERKAS = (BerkasBukanGambar, BerkasBukanPdf, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia)


@router.get("", summary="Findings about me")
async def daftar(service: TanggapanServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[TemuanWargaBaca]:
    """List what sources say about you or your family, newest first, and what you can do."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[TemuanWargaBaca.dari(b) for b in hasil.data], halaman=hasil.halaman)


@router.get("/{ref}", summary="A finding about me", responses=problems(TemuanNotFound))
async def baca(ref: Ref, service: TanggapanServiceDep, pelaku: PelakuDep, response: Response) -> TemuanWargaBaca:
    """Read one finding with its steps; reasons of decisions are in words."""
    temuan = await service.baca(ref, pelaku)
    tulis_etag(response, temuan.temuan.versi)
    return TemuanWargaBaca.dari(temuan)


@router.post(
    "/{ref}/lampiran",
    summary="Attach evidence",
    status_code=201,
    dependencies=[IdempotenDep],
    responses=problems(TemuanNotFound, TemuanTertutup, LampiranTemuanPenuh, *_GALAT_BERKAS),
)
async def tambah_lampiran(
    ref: Ref,
    berkas: Annotated[UploadFile, File(description="JPEG, PNG, WebP or PDF, at most 10 MB.")],
    service: TanggapanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> LampiranTemuanBaca:
    """Attach a photo or PDF that shows why a finding is wrong; at most ten."""
    baru = await service.lampirkan(ref, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/warga/temuan/{ref}/lampiran/{baru.id}"
    return LampiranTemuanBaca.dari(baru)


@router.get(
    "/{ref}/lampiran/{lampiran_id}",
    summary="Open my evidence",
    response_class=Response,
    responses=problems(TemuanNotFound, LampiranTemuanNotFound, BerkasNotFound, PenyimpananTidakTersedia),
)
async def buka_lampiran(ref: Ref, lampiran_id: UUID, service: TanggapanServiceDep, pelaku: PelakuDep) -> Response:
    """Open a file that you sent."""
    return lampirkan(await service.buka_milik(ref, lampiran_id, pelaku), "bukti-tanggapan")


@router.post("/{ref}/tanggapi", **idempoten(transition(ALUR_TEMUAN, AksiTemuan.TANGGAPI, Peran.WARGA, TemuanNotFound)))
async def tanggapi(
    ref: Ref,
    isi: TanggapiMasuk,
    versi: IfMatchDep,
    service: TanggapanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> TemuanWargaBaca:
    """Answer a finding about you; a person decides it, and a confirmed one is looked at again."""
    temuan = await service.tanggapi(ref, pelaku, isi.penjelasan, versi)
    tulis_etag(response, temuan.temuan.versi)
    return TemuanWargaBaca.dari(temuan)
