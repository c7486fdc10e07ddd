"""Contests for citizens: as the one who contests, and as the one who is contested."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.core.auth import PelakuDep, transition
from app.core.deps import IfMatchDep, PageDep, tulis_etag
from app.core.idempotency import IdempotenDep, idempoten
from app.core.peran import Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.referensi.errors import AlasanTidakBerlaku
from app.sanggah.alur import ALUR_SANGGAH
from app.sanggah.deps import GALAT_BUKA, GALAT_TAMBAH, LampiranSanggahDep, PenyanggahServiceDep, TanggapanSanggahDep
from app.sanggah.entitas import SanggahLengkap
from app.sanggah.errors import SanggahNotFound, SanggahSudahAda, SasaranNotFound
from app.sanggah.schemas import (
    CalonBaca,
    CalonCari,
    DaftarCalonBaca,
    LampiranSanggahBaca,
    SanggahBuat,
    SanggahSasaranBaca,
    SanggahWargaBaca,
    TanggapanSanggahMasuk,
)
from app.sanggah.status import AksiSanggah
from app.usulan.status import JenisLampiran

router = APIRouter(route_class=RuteDtks, prefix="/sanggah", tags=["warga: sanggah"])
_A, _W = AksiSanggah, Peran.WARGA


@router.post("/calon/cari", summary="Find somebody registered in my village")
async def cari_calon(isi: CalonCari, service: PenyanggahServiceDep, pelaku: PelakuDep) -> DaftarCalonBaca:
    """List at most ten registered adults of your desa or kelurahan whose name fits, masked; searches are counted."""
    return DaftarCalonBaca(data=[CalonBaca.dari(c) for c in await service.cari(isi.nama, pelaku)])


@router.post(
    "",
    status_code=201,
    **idempoten(transition(ALUR_SANGGAH, _A.AJUKAN, _W, AlasanTidakBerlaku, SasaranNotFound, SanggahSudahAda)),
)
async def ajukan(
    isi: SanggahBuat, service: PenyanggahServiceDep, pelaku: PelakuDep, response: Response
) -> SanggahWargaBaca:
    """Contest the eligibility of somebody registered in your village; it goes to the kab/kota at once.

    The person learns what is alleged, never by whom; the village learns nothing. An officer visits before anybody
    decides. Of your own family propose a usulan HAPUS instead.
    """
    baru = await service.ajukan(isi, pelaku)
    response.headers["Location"] = f"/v1/warga/sanggah/{baru.sanggah.id}"
    return _jawab(response, baru)


@router.get("", summary="My contests")
async def daftar(service: PenyanggahServiceDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[SanggahWargaBaca]:
    """List what you have contested and where it stands, newest first."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[SanggahWargaBaca.dari(s) for s in hasil.data], halaman=hasil.halaman)


@router.get("/tentang-saya", summary="Contests about my family")
async def daftar_tentang(service: TanggapanSanggahDep, pelaku: PelakuDep, hal: PageDep) -> Daftar[SanggahSasaranBaca]:
    """List what is contested about you or your family, newest first, and until when you can answer."""
    hasil = await service.daftar(pelaku, hal)
    return Daftar(data=[SanggahSasaranBaca.dari(s) for s in hasil.data], halaman=hasil.halaman)


@router.get("/tentang-saya/{sanggah_id}", summary="A contest about my family", responses=problems(SanggahNotFound))
async def baca_tentang(
    sanggah_id: UUID, service: TanggapanSanggahDep, pelaku: PelakuDep, response: Response
) -> SanggahSasaranBaca:
    """Read what is alleged and where it stands; who contests is not told."""
    satu = await service.baca(sanggah_id, pelaku)
    tulis_etag(response, satu.sanggah.versi)
    return SanggahSasaranBaca.dari(satu)


@router.get("/{sanggah_id}", summary="One of my contests", responses=problems(SanggahNotFound))
async def baca(
    sanggah_id: UUID, service: PenyanggahServiceDep, pelaku: PelakuDep, response: Response
) -> SanggahWargaBaca:
    """Read a contest that you made, with its steps and, if it was refused, why."""
    return _jawab(response, await service.baca(sanggah_id, pelaku))


@router.post("/{sanggah_id}/batalkan", **idempoten(transition(ALUR_SANGGAH, _A.BATALKAN, _W, SanggahNotFound)))
async def batalkan(
    sanggah_id: UUID, versi: IfMatchDep, service: PenyanggahServiceDep, pelaku: PelakuDep, response: Response
) -> SanggahWargaBaca:
    """Withdraw a contest before an officer is assigned."""
    return _jawab(response, await service.batalkan(sanggah_id, pelaku, versi=versi))


@router.post("/{sanggah_id}/tanggapi", **idempoten(transition(ALUR_SANGGAH, _A.TANGGAPI, _W, SanggahNotFound)))
async def tanggapi(
    sanggah_id: UUID,
    isi: TanggapanSanggahMasuk,
    versi: IfMatchDep,
    service: TanggapanSanggahDep,
    pelaku: PelakuDep,
    response: Response,
) -> SanggahSasaranBaca:
    """Answer a contest about you or your family while it is verified; evidence is attached before."""
    satu = await service.tanggapi(sanggah_id, pelaku, isi.penjelasan, versi=versi)
    tulis_etag(response, satu.sanggah.versi)
    return SanggahSasaranBaca.dari(satu)


@router.post(
    "/{sanggah_id}/lampiran",
    summary="Attach evidence",
    status_code=201,
    dependencies=[IdempotenDep],
    responses=problems(*GALAT_TAMBAH),
)
async def tambah_lampiran(
    sanggah_id: UUID,
    berkas: Annotated[UploadFile, File(description="JPEG, PNG, WebP or PDF, at most 10 MB.")],
    service: LampiranSanggahDep,
    pelaku: PelakuDep,
    response: Response,
    jenis: Annotated[JenisLampiran, Form(description="What it shows.")] = JenisLampiran.LAINNYA,
) -> LampiranSanggahBaca:
    """Attach a photo or PDF to a contest that you made, or that is about your family: for officers, at most ten."""
    baru = await service.tambah(sanggah_id, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"/v1/warga/sanggah/{sanggah_id}/lampiran/{baru.id}"
    return LampiranSanggahBaca.dari(baru)


@router.get(
    "/{sanggah_id}/lampiran/{lampiran_id}",
    summary="Open my evidence",
    response_class=Response,
    responses=problems(*GALAT_BUKA),
)
async def buka_lampiran(
    sanggah_id: UUID, lampiran_id: UUID, service: LampiranSanggahDep, pelaku: PelakuDep
) -> Response:
    """Open a file that you sent."""
    return lampirkan(await service.buka_milik(sanggah_id, lampiran_id, pelaku), "bukti-sanggah")


def _jawab(response: Response, satu: SanggahLengkap) -> SanggahWargaBaca:
    tulis_etag(response, satu.sanggah.versi)
    return SanggahWargaBaca.dari(satu)
